"""Collected IDs are sorted and distinct, whatever their order and however often they were spilled to disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.disk_space import RESERVE
from inset.errors import DiskFull
from inset_build.collect import Collector

batches = st.lists(st.lists(st.integers(1, 50) | st.integers(1, 10**12 - 1), max_size=40), max_size=20)


@given(batches=batches, buffer_ids=st.integers(1, 100))
def test_what_comes_out_is_what_went_in_sorted_and_distinct(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], buffer_ids: int
) -> None:
    folder = tmp_path_factory.mktemp("spill")
    collector = Collector(folder, buffer_ids=buffer_ids)
    for batch in batches:
        collector.add(np.array(batch, dtype=np.uint64))
    collected = collector.finish()
    expected = sorted({photo_id for batch in batches for photo_id in batch})
    assert np.concatenate([*collected.chunks(), []]).tolist() == expected
    assert len(collected) == len(expected)
    assert collector.added == sum(map(len, batches))
    assert [photo_id for chunk in collected.chunks(7) for photo_id in chunk.tolist()] == expected


def test_spilled_files_are_gone_but_for_the_result(tmp_path: Path) -> None:
    collector = Collector(tmp_path, buffer_ids=1_000)
    random = np.random.default_rng(1)
    everything = random.integers(1, 10**11, 50_000, dtype=np.uint64)
    for batch in np.array_split(everything, 60):
        collector.add(batch)
    collected = collector.finish()
    assert np.array_equal(np.concatenate(list(collected.chunks())), np.unique(everything))
    assert [path.name for path in tmp_path.iterdir()] == ["photos.sorted"]


def test_room_is_asked_for_before_anything_is_spilled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=RESERVE + 15_000))
    collector = Collector(tmp_path, buffer_ids=1_000)
    with pytest.raises(DiskFull, match="Make room"):
        collector.add(np.arange(1, 1_001, dtype=np.uint64))  # 8 kB now, and 8 kB when they are merged
    assert list(tmp_path.iterdir()) == []
