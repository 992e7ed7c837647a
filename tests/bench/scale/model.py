"""The plain model: processor or store, whichever takes longer, in each phase; then the serial end."""

from __future__ import annotations

from bench.scale.costs import Cluster, Costs, Job


def plain_seconds(job: Job, cluster: Cluster, costs: Costs) -> float:
    """Seconds of a build in which nothing goes wrong and nobody waits but for the store."""
    read = max(
        job.rows * costs.map_seconds / cluster.workers,
        job.rows * (job.bytes_a_row + costs.run_bytes) / cluster.store_bytes,
    )
    reduced = max(
        job.rows * costs.reduce_seconds / cluster.workers,
        job.rows * (costs.run_bytes + costs.part_bytes) / cluster.store_bytes,
    )
    return read + reduced + job.rows * costs.serial_seconds
