"""Simulates a build: map tasks over files, when all are done reduce tasks over ranges, when these are the slices of the
filter; before them looking, behind them the serial join, both as the plain model has them.

Tasks are taken in order by whoever is free. The store serves requests one after another, while their tasks compute; a
task is done when both are. What befalls a task is drawn by its number, so it does not depend on how many work.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.scale.costs import Cluster, Costs, Job

MOST_DEATHS: Final = 9
"""The tenth attempt succeeds: with more deaths Inset takes a task for their cause."""


_Phase = tuple[float, tuple[int, ...], tuple[int, ...]]
"""When the last task is done; how often each was begun, and done."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Seconds of map, reduce, slices, all else and of all; how often each task of these was begun, and was done."""

    map_seconds: float
    reduce_seconds: float
    slice_seconds: float
    other_seconds: float
    begun: tuple[int, ...]
    done: tuple[int, ...]

    @property
    def seconds(self) -> float:
        return self.map_seconds + self.reduce_seconds + self.slice_seconds + self.other_seconds


def simulate(job: Job, cluster: Cluster, costs: Costs, seed: int) -> Simulated:
    """One build; the same for the same arguments."""
    random = np.random.default_rng(seed)
    sizes = np.exp(random.normal(0.0, cluster.skew, job.files))
    files = job.rows * sizes / sizes.sum()
    ranges = ceil(job.photos / costs.rows_a_range)
    even = np.full(ranges, job.photos / ranges)
    mapped = _phase(files, costs.map_seconds(job), costs.map_bytes(job), cluster, random)
    reduced = _phase(even, costs.reduce_seconds, costs.run_bytes + costs.part_bytes, cluster, random)
    all_photos = np.full(costs.slices, job.photos)
    filtered = _phase(all_photos, costs.a_slice_seconds(job), costs.slice_bytes, cluster, random)
    other = costs.other_seconds(job, cluster.workers)
    begun = mapped[1] + reduced[1] + filtered[1]
    done = mapped[2] + reduced[2] + filtered[2]
    return Simulated(mapped[0], reduced[0], filtered[0], other, begun, done)


def _phase(
    rows: NDArray[np.float64], seconds: float, size: float, cluster: Cluster, random: np.random.Generator
) -> _Phase:
    slow = np.where(random.random(len(rows)) < cluster.straggling, cluster.slowness, 1.0)
    deaths = np.minimum(random.geometric(1.0 - cluster.failing, len(rows)) - 1, MOST_DEATHS)
    lost = np.array([random.random(MOST_DEATHS)[:count].sum() for count in deaths])
    work = rows * seconds * slow * (1.0 + lost) + deaths * cluster.restart
    moved = rows * size * (1.0 + lost) / cluster.store_bytes
    free = [0.0] * cluster.workers
    done = [0] * len(rows)
    store, last = 0.0, 0.0
    for task, (computing, moving) in enumerate(zip(work.tolist(), moved.tolist(), strict=True)):
        began = heapq.heappop(free)
        store = max(store, began) + moving
        ended = max(began + computing, store)
        heapq.heappush(free, ended)
        last = max(last, ended)
        done[task] += 1
    return last, tuple(int(count) + 1 for count in deaths), tuple(done)
