"""Comparing runs: exactly what Python's sets say, in pieces of any size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import NoList
from inset.flickr import MAX_PHOTO_ID
from inset.index.compare import compare, count_differences, store_of
from inset.index.dataset_index import DatasetIndex
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store
from support.datasets.runs import PublishIds

near = st.sets(st.integers(1, 200_000), min_size=1, max_size=200)
far = st.sets(st.integers(1, MAX_PHOTO_ID), min_size=1, max_size=200)


def written(path: Path, ids: set[int]) -> IdStore:
    write_id_store(path, [np.array(sorted(ids), dtype=np.uint64)])
    return IdStore(path)


@given(old=near | far, new=near | far, both=st.sets(st.integers(1, 200_000)), chunk_ids=st.integers(1, 300))
@settings(max_examples=200)
def test_it_says_what_sets_say(
    tmp_path_factory: pytest.TempPathFactory, old: set[int], new: set[int], both: set[int], chunk_ids: int
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    old, new = old | both, new | both
    parts = list(
        compare(written(folder / "old.ids", old), written(folder / "new.ids", new), chunk_ids=chunk_ids),
    )
    assert [photo_id for part in parts for photo_id in part.added.tolist()] == sorted(new - old)
    assert [photo_id for part in parts for photo_id in part.removed.tolist()] == sorted(old - new)
    assert sum(part.kept for part in parts) == len(old & new)


def test_no_part_is_larger_than_the_chunks_it_was_made_of(tmp_path: Path) -> None:
    # One photo a bucket, so that chunks are exactly as long as asked.
    old = written(tmp_path / "old.ids", {number << 16 for number in range(1, 5_000)})
    new = written(tmp_path / "new.ids", {number << 16 for number in range(2_000, 9_000)})
    sizes = [len(part.added) + len(part.removed) + part.kept for part in compare(old, new, chunk_ids=100)]
    assert max(sizes) <= 200
    assert sum(sizes) == 8_999
    counts = count_differences(old, new)
    assert (counts.added, counts.removed, counts.kept) == (4_000, 1_999, 3_000)


def test_a_filter_only_run_has_no_list(publish_ids: PublishIds) -> None:
    with pytest.raises(NoList, match="--filter-only"):
        store_of(DatasetIndex(publish_ids("made-up", {1, 2}, exact=False)))
    assert list(store_of(DatasetIndex(publish_ids("made-up", {1, 2})))) == [1, 2]
