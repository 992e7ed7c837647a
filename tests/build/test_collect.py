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


@given(batches=batches, buffer_ids=st.integers(1, 100))
def test_positions_go_with_their_photos(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], buffer_ids: int
) -> None:
    """All of a photo's positions, in their order, each once; also where one photo has more than the buffer holds."""
    collector = Collector(tmp_path_factory.mktemp("spill"), placed=True, buffer_ids=buffer_ids)
    expected: dict[int, list[int]] = {}
    at = 0
    for batch in batches:
        placed = [at + number // 2 for number in range(len(batch))]  # two photos a row, perhaps twice the same
        for photo_id, position in zip(batch, placed, strict=True):
            if position not in expected.setdefault(photo_id, []):
                expected[photo_id].append(position)
        at += len(batch)
        collector.add(np.array(batch, dtype=np.uint64), np.array(placed, dtype=np.uint64))
    collected = collector.finish()
    assert [photo_id for chunk in collected.chunks(7) for photo_id in chunk.tolist()] == sorted(expected)
    assert collector.added == sum(map(len, batches))
    if not expected:
        return
    assert collector.positions is not None
    every = [each for chunk in collector.positions.all.chunks(5) for each in chunk.tolist()]
    assert every == [each for photo_id in sorted(expected) for each in expected[photo_id]]
    several = any(len(placed) > 1 for placed in expected.values())
    assert (collector.positions.counts is not None) == several
    if collector.positions.counts is not None:
        counts = [each for chunk in collector.positions.counts.chunks(5) for each in chunk.tolist()]
        assert counts == [len(expected[photo_id]) for photo_id in sorted(expected)]


def test_one_photo_in_more_rows_than_are_held(tmp_path: Path) -> None:
    collector = Collector(tmp_path, placed=True, buffer_ids=100)
    for start in range(0, 5_000, 50):
        ids = np.full(50, 900_000_000_001, dtype=np.uint64)
        ids[7] += start + 1
        collector.add(ids, np.arange(start, start + 50, dtype=np.uint64))
    collected = np.concatenate(list(collector.finish().chunks()))
    assert collected.tolist() == [900_000_000_001, *(900_000_000_002 + start for start in range(0, 5_000, 50))]
    assert collector.positions is not None
    assert collector.positions.counts is not None
    assert next(collector.positions.counts.chunks())[:3].tolist() == [4_900, 1, 1]
    expected = [row for row in range(5_000) if row % 50 != 7] + list(range(7, 5_000, 50))
    assert np.concatenate(list(collector.positions.all.chunks())).tolist() == expected


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
