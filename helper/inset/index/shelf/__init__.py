"""The folders in which datasets' runs lie: which run of each is current, which are kept, and removing the others.

<datasets>/<name>/CURRENT        text: the name of the current run; replaced by one rename
.removed       CURRENT's name from when the dataset is removed until all of it is gone
.build.lock    held by whoever changes the dataset
YYYYMMDD-N/    a run; without its file `completed` it does not exist for readers
"""
