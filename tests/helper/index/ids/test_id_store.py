"""The ID store: exactly the IDs that were written, one by one and in bulk, dense and sparse."""

from __future__ import annotations

from array import array
from operator import le, lt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import BuildFailed, IndexCorrupt, IndexFormatUnsupported
from inset.flickr import MAX_PHOTO_ID
from inset.index.ids.directory import ascends
from inset.index.ids.id_file import DENSE, HEADER, SPARSE
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store

# Clustered IDs make dense directories and full buckets, scattered ones sparse directories.
clustered = st.sets(st.integers(min_value=1, max_value=400_000), min_size=1, max_size=300)
scattered = st.sets(st.integers(min_value=1, max_value=MAX_PHOTO_ID), min_size=1, max_size=300)


def written(path: Path, ids: set[int], pieces: int = 1) -> IdStore:
    ordered = np.array(sorted(ids), dtype=np.uint64)
    assert write_id_store(path, np.array_split(ordered, pieces)) == len(ids)
    return IdStore(path)


@given(
    ids=clustered | scattered,
    asked=st.lists(st.integers(1, MAX_PHOTO_ID) | st.integers(1, 400_000)),
    pieces=st.integers(1, 5),
)
@settings(max_examples=200)
def test_it_holds_exactly_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, ids: set[int], asked: list[int], pieces: int
) -> None:
    store = written(tmp_path_factory.mktemp("store") / "photos.ids", ids, pieces)
    near = [photo_id + step for photo_id in ids for step in (-1, 1, 65536) if photo_id + step > 0]
    everything = [*ids, *asked, *near]
    expected = [photo_id in ids for photo_id in everything]
    assert [photo_id in store for photo_id in everything] == expected
    assert store.contains_many(np.array(everything, dtype=np.uint64)).tolist() == expected
    assert list(store) == sorted(ids)
    assert len(store) == len(ids)
    assert store.bounds() == (min(ids), max(ids))
    for photo_id in everything[:50]:
        assert store.count_below(photo_id) == sum(each < photo_id for each in ids)


def directory_kind(path: Path) -> int:
    return int(HEADER.unpack(path.read_bytes()[: HEADER.size])[2])


def test_a_few_scattered_photos_do_not_cost_megabytes(tmp_path: Path) -> None:
    written(tmp_path / "photos.ids", {1, 990000000001})
    assert directory_kind(tmp_path / "photos.ids") == SPARSE
    assert (tmp_path / "photos.ids").stat().st_size < 200


def test_many_photos_cost_two_bytes_each(tmp_path: Path) -> None:
    ids = np.unique(np.random.default_rng(3).integers(1, 2**28, 2_000_000, dtype=np.uint64))
    write_id_store(tmp_path / "photos.ids", np.array_split(ids, 7))
    assert directory_kind(tmp_path / "photos.ids") == DENSE
    assert (tmp_path / "photos.ids").stat().st_size / len(ids) < 2.1
    assert (np.concatenate(list(IdStore(tmp_path / "photos.ids").chunks(10_000))) == ids).all()


@pytest.mark.parametrize("chunks", [[[3, 2]], [[1, 1]], [[5, 6], [6, 7]], [[5, 6], [1]]])
def test_ids_out_of_order_are_refused(tmp_path: Path, chunks: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        write_id_store(tmp_path / "photos.ids", [np.array(chunk, dtype=np.uint64) for chunk in chunks])


def test_no_ids_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed):
        write_id_store(tmp_path / "photos.ids", [np.array([], dtype=np.uint64)])


@given(data=st.data(), ids=clustered | scattered)
@settings(max_examples=200)
def test_any_one_flipped_byte_gives_a_refusal_or_an_answer_but_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, ids: set[int]
) -> None:
    path = tmp_path_factory.mktemp("store") / "photos.ids"
    written(path, ids)
    content = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        store = IdStore(path)
    except IndexCorrupt:
        return
    asked = np.array([*ids, 1, MAX_PHOTO_ID], dtype=np.uint64)
    assert [int(photo_id) in store for photo_id in asked] == store.contains_many(asked).tolist()


@given(cut=st.integers(0, 300))
@settings(max_examples=30)
def test_a_truncated_or_grown_file_is_refused(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("store") / "photos.ids"
    written(path, set(range(1, 300)))
    content = path.read_bytes()
    path.write_bytes(content[:cut])
    with pytest.raises(IndexCorrupt):
        IdStore(path)
    path.write_bytes(content + b"\0\0\0\0")
    with pytest.raises(IndexCorrupt):
        IdStore(path)


def test_another_version_says_so(tmp_path: Path) -> None:
    path = tmp_path / "photos.ids"
    written(path, {1, 2})
    content = bytearray(path.read_bytes())
    content[8] = 9
    path.write_bytes(content)
    with pytest.raises(IndexFormatUnsupported):
        IdStore(path)


@pytest.mark.parametrize("length", [0, 1, 2, 1000, 1 << 14, (1 << 14) + 1, 50_000])
def test_a_directory_of_any_length_is_checked(length: int) -> None:
    numbers = array("I", range(length))
    assert ascends(memoryview(numbers), le)
    assert ascends(memoryview(numbers), lt)
    if length > 1:
        numbers[-1] = numbers[-2]
        assert ascends(memoryview(numbers), le)
        assert not ascends(memoryview(numbers), lt)
        numbers[0] = 1 << 31
        assert not ascends(memoryview(numbers), le)
