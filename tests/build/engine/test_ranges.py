"""Ranges of IDs hold about equally many rows."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inset_build.engine.ranges import END, choose_ranges


@given(
    runs=st.lists(st.lists(st.integers(1, 300), max_size=120), min_size=1, max_size=5),
    steps=st.lists(st.integers(1, 9), min_size=5, max_size=5),
    ranges=st.integers(1, 20),
)
def test_no_range_holds_much_more_than_the_mean(runs: list[list[int]], steps: list[int], ranges: int) -> None:
    arrays = [np.sort(np.array(run, dtype=np.uint64)) for run in runs]
    samples = [array[step // 2 :: step] for array, step in zip(arrays, steps, strict=False)]
    bounds = choose_ranges(samples, steps[: len(arrays)], ranges)
    assert bounds[0] == 0
    assert bounds[-1] == END
    assert len(bounds) - 1 <= ranges
    assert bounds == sorted(set(bounds))
    every = np.concatenate(arrays)
    rows = [int(((every >= low) & (every < high)).sum()) for low, high in itertools.pairwise(bounds)]
    assert sum(rows) == len(every)
    most_of_one = max(np.unique(every, return_counts=True)[1].tolist(), default=0)
    assert max(rows) <= len(every) / ranges + most_of_one + 3 * sum(steps[: len(arrays)])


def test_runs_of_neighbouring_ids_are_no_worse_than_mixed_ones() -> None:
    """Sorted sources, whose beginnings say nothing of the rest: none is over twice the mean."""
    arrays = [np.arange(at * 50_000, (at + 1) * 50_000, dtype=np.uint64) for at in range(40)]
    bounds = choose_ranges([array[256::512] for array in arrays], [512] * 40, 24)
    every = np.concatenate(arrays)
    counts = np.diff(np.searchsorted(every, np.array(bounds, dtype=np.uint64)))
    assert len(counts) == 24
    assert counts.max() < 2 * counts.mean()
