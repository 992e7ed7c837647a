"""Verifying: whatever is wrong with the written files is found before they are published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.errors import BuildFailed
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index import verify
from inset.index.dataset_index import FILTER_FILE, STORE_FILE
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import write_id_store
from inset.index.verify import probe_filter, verify_members

Ids = NDArray[np.uint64]


class Photos:
    """Sorted photo IDs in memory."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def chunks(self, size: int = 1000, /) -> Iterator[Ids]:
        for start in range(0, len(self.ids), size):
            yield self.ids[start : start + size]


def some_photos(count: int = 5_000) -> Ids:
    return np.unique(np.random.default_rng(3).integers(1, PHOTOS_GIVEN_OUT, count, dtype=np.uint64))


def write(folder: Path, in_filter: Ids, in_store: Ids, *, capacity: int | None = None, rate: float = 2**-12) -> None:
    photo_filter = PhotoFilter(capacity or len(in_filter), rate)
    photo_filter.add_many(in_filter)
    photo_filter.write(folder / FILTER_FILE)
    write_id_store(folder / STORE_FILE, iter([in_store]))


def test_what_was_written_right_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_CHUNK", 700)  # many chunks, which end nowhere together
    ids = some_photos()
    write(tmp_path, ids, ids)
    verify_members(tmp_path, Photos(ids), exact=True)
    hits = probe_filter(tmp_path, Photos(ids), probes=200_000)
    assert 10 < hits < 110  # 200,000 / 4,096 is 49


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda ids: (ids[:-1], ids), "another number"),
        (lambda ids: (np.append(ids[:-1], ids[-1:] + np.uint64(1)), ids), "filter misses"),
        (lambda ids: (np.append(ids[1:], ids[-1:] + np.uint64(1)), ids), "filter misses"),
        (lambda ids: (ids, ids[:-1]), "other photos"),
        (lambda ids: (ids, ids[1:]), "other photos"),
        (lambda ids: (ids, np.append(ids, ids[-1:] + np.uint64(1))), "other photos"),
        (lambda ids: (ids, np.append(ids[:-1], ids[-1:] + np.uint64(1))), "other photos"),
    ],
)
def test_one_photo_too_few_or_too_many_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Callable[[Ids], tuple[Ids, Ids]], message: str
) -> None:
    monkeypatch.setattr(verify, "_CHUNK", 700)
    ids = some_photos()
    # A low rate, so that a missing photo does not pass as a false positive.
    write(tmp_path, *broken(ids), rate=1e-9)
    with pytest.raises(BuildFailed, match=message):
        verify_members(tmp_path, Photos(ids), exact=True)


def test_a_filter_whose_bits_give_another_rate_is_found(tmp_path: Path) -> None:
    ids = some_photos()
    write(tmp_path, ids, ids)
    file = tmp_path / FILTER_FILE
    content = bytearray(file.read_bytes())
    content[64:] = bytes(octet | 0b0101_0101 for octet in content[64:])
    file.write_bytes(content)
    verify_members(tmp_path, Photos(ids), exact=True)
    with pytest.raises(BuildFailed, match="give a rate of"):
        probe_filter(tmp_path, Photos(ids), probes=100_000)


def test_a_filter_that_lets_more_by_than_its_bits_give_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a hash that does not spread evenly would."""
    ids = some_photos()
    write(tmp_path, ids, ids)
    rate = PhotoFilter.open(tmp_path / FILTER_FILE).false_positive_rate()
    monkeypatch.setattr(PhotoFilter, "false_positive_rate", lambda _: rate / 4)
    with pytest.raises(BuildFailed, match="absent photos by"):
        probe_filter(tmp_path, Photos(ids), probes=300_000)


@given(asked=st.lists(st.integers(1, 60), max_size=40), there=st.sets(st.integers(1, 60)), size=st.integers(1, 9))
def test_walking_through_both_finds_what_is_in_both(asked: list[int], there: set[int], size: int) -> None:
    ids = Photos(np.array(sorted(there), dtype=np.uint64))
    ids.chunks = lambda _=0: Photos.chunks(ids, size)  # type: ignore[method-assign]
    found = verify._which_are_in(np.array(sorted(asked), dtype=np.uint64), ids)
    assert found.tolist() == [photo_id in there for photo_id in sorted(asked)]
