"""Builds one dataset in many pieces of work, on one machine or on many, byte for byte as a build on one would.

place.py        the shared folder: what lies where, and how it is written so that nothing half written is ever read
plan.py         what is read, divided into tasks; the same for everybody who works on it
looking.py      looks at the sources with the help of workers
runs.py         sorted runs of photos, of which any stretch of IDs can be read
map_task.py     reads the files of a task and writes its runs and its report
ranges.py       ranges of IDs, chosen so that none holds much more than another
reduce_task.py  merges all runs of one range into its part
join.py         joins the parts into a run, by the same steps as a build on one machine
shards.py       a share of the tasks, and the merge: what the command line calls
work.py         tasks and ranges by their numbers alone, for whoever does them
protocol.py     who does the tasks, in whatever order: this process (local.py), or a cluster (cluster.py)
clustered.py    a whole build by a cluster

No task has a name or a place that depends on who does it or when, and none changes what another has written: work that
is done twice gives the same.
"""
