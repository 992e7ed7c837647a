"""Laws of the simulation of a build on a cluster (tests/bench/scale)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scale.costs import Cluster, Costs, Job
from bench.scale.model import plain_seconds
from bench.scale.simulation import simulate

COSTS = Costs()
TROUBLED = Cluster(4, 1e8, skew=1.0, straggling=0.2, slowness=4.0, failing=0.3, restart=10.0)
jobs = st.builds(
    Job, st.just("some"), st.integers(10**6, 10**9), st.integers(1, 80), st.floats(1.0, 100.0), st.floats(0.001, 1.0)
)


@settings(max_examples=40, deadline=None)
@given(jobs, st.integers(1, 50), st.floats(1e7, 1e10))
def test_where_nothing_goes_wrong_it_is_the_plain_model_within_a_task_of_each_phase(
    job: Job, workers: int, store: float
) -> None:
    cluster = Cluster(workers, store)
    a_file, a_range = job.rows / job.files, min(job.photos, COSTS.rows_a_range)
    moved = a_file * COSTS.map_bytes(job) + a_range * (COSTS.run_bytes + COSTS.part_bytes)
    moved += job.photos * COSTS.slice_bytes
    a_task = a_file * COSTS.map_seconds(job) + a_range * COSTS.reduce_seconds + workers * moved / store
    a_task += job.photos * COSTS.a_slice_seconds(job)
    plain, seen = plain_seconds(job, cluster, COSTS), simulate(job, cluster, COSTS, 1).seconds
    assert plain * (1 - 1e-9) <= seen <= (plain + a_task) * (1 + 1e-9)


@settings(max_examples=40, deadline=None)
@given(jobs, st.integers(1, 50), st.integers(0, 100))
def test_more_workers_are_never_slower(job: Job, workers: int, seed: int) -> None:
    few, more = (simulate(job, replace(TROUBLED, workers=count), COSTS, seed) for count in (workers, workers + 1))
    assert more.seconds <= few.seconds * (1 + 1e-9)


def test_each_task_is_done_and_a_seed_gives_the_same_twice() -> None:
    job = Job("some", 10**8, 200, 20.0)
    seen = simulate(job, TROUBLED, COSTS, 7)
    assert set(seen.done) == {1}
    assert max(seen.begun) > 1
    assert len(seen.done) == 200 + 24 + COSTS.slices
    assert seen == simulate(job, TROUBLED, COSTS, 7)
    assert seen != simulate(job, TROUBLED, COSTS, 8)


@pytest.mark.parametrize(
    "troubled",
    [Cluster(20, 1e12, skew=1.0), Cluster(20, 1e12, straggling=0.5, slowness=3.0), Cluster(20, 1e12, failing=0.5)],
)
def test_trouble_costs_time(troubled: Cluster) -> None:
    job = Job("some", 10**9, 40, 20.0)
    assert simulate(job, troubled, COSTS, 3).seconds > simulate(job, Cluster(20, 1e12), COSTS, 3).seconds
