"""Workers of SLURM for `inset build --cluster`: `python slurm.py 100`, on a machine that SLURM's nodes reach.

Needs `dask-jobqueue` beside `inset[cluster]`, in an environment that lies on a shared file system. It prints the
command to give in another terminal, with the sources in place of `parts/*.parquet`, and keeps the workers until Ctrl+C.
"""

from __future__ import annotations

import signal
import sys

from dask_jobqueue import SLURMCluster

SHARED = "/shared/big"


def main(workers: int) -> None:
    """Ask SLURM for so many jobs of one worker each, and for others in place of those that end, until interrupted."""
    # Threads and commands that begin from here on do not hear these: whichever of them the system told of Ctrl+C, this
    # thread would not wake up. It asks for them by itself, below.
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with SLURMCluster(
        cores=1,  # one task at a time in each job
        processes=1,
        memory="2GB",
        walltime="02:00:00",
        local_directory="/tmp",
        # A job whose worker is gone is cancelled and another one submitted, by the line below: SLURM need not, too.
        job_extra_directives=["--no-requeue"],
        job_script_prologue=["export OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1"],
    ) as cluster:
        print(cluster.job_script(), flush=True)
        cluster.adapt(minimum_jobs=workers, maximum_jobs=workers)
        print(
            f"inset build big parts/*.parquet --cluster {cluster.scheduler_address} --to {SHARED} --resume", flush=True
        )
        signal.sigwait(ends)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
