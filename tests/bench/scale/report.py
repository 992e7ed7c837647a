"""`make bench PARTS=scale`: LAION-5B and a census on 10, 100 and 1,000 cores, calculated and simulated."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from bench.options import Options
from bench.scale.costs import CENSUS, LAION, Cluster, Costs
from bench.scale.model import plain_seconds
from bench.scale.simulation import simulate
from bench.tables import Section, table

TROUBLED = Cluster(1, skew=0.5, straggling=0.05, slowness=3.0, failing=0.02, restart=30.0)
SEEDS = range(9)


def run(_: Options) -> Section:
    return report()


def report() -> Section:
    costs, rows = Costs(), []
    for job in (LAION, CENSUS):
        for workers in (10, 100, 1_000):
            cluster = replace(TROUBLED, workers=workers)
            seen = [simulate(job, cluster, costs, seed) for seed in SEEDS]
            times = [each.seconds / 60 for each in seen]
            rows.append(
                [
                    job.name,
                    f"{workers:,}",
                    f"{plain_seconds(job, cluster, costs) / 60:.1f}",
                    f"{median(times):.1f}",
                    f"{max(times):.1f}",
                    f"{seen[0].other_seconds / 60:.1f}",
                ]
            )
    head = ["lists", "cores", "plain model, min", "simulated, min", "worst of 9", "of it looking and the serial end"]
    return Section("Builds on a cluster, simulated", table(head, rows))


if __name__ == "__main__":
    print(report())
