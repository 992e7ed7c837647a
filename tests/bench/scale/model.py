"""The plain model: processor or store, whichever takes longer, in each phase; and looking and the serial end."""

from __future__ import annotations

from bench.scale.costs import Cluster, Costs, Job


def plain_seconds(job: Job, cluster: Cluster, costs: Costs) -> float:
    """Seconds of a build in which nothing goes wrong and nobody waits but for the store."""
    read = job.rows * max(costs.map_seconds(job) / cluster.workers, costs.map_bytes(job) / cluster.store_bytes)
    reduced = job.photos * max(
        costs.reduce_seconds / cluster.workers, (costs.run_bytes + costs.part_bytes) / cluster.store_bytes
    )
    filtered = (
        costs.slices
        * job.photos
        * max(costs.a_slice_seconds(job) / min(cluster.workers, costs.slices), costs.slice_bytes / cluster.store_bytes)
    )
    return read + reduced + filtered + costs.other_seconds(job, cluster.workers)
