"""The filter: never a false no, scalar equals bulk, the promised rate, and a file that cannot be mistaken."""

from __future__ import annotations

import io
import math
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybloom_live import BloomFilter

from inset.errors import FilterFull, IndexCorrupt, IndexFormatUnsupported
from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT
from inset.index.filter import bulk as filter_bulk
from inset.index.filter.photo_filter import HEADER, PhotoFilter
from inset.index.filter.photo_hash import hash_photo_ids, splitmix64
from inset.index.filter.slice_bits import MAX_BITS_A_SLICE

photo_ids = st.integers(min_value=1, max_value=MAX_PHOTO_ID)
error_rates = st.sampled_from([0.1, 1e-2, 1e-3, 2**-12, 1e-6, 1e-9])


def filled(ids: set[int], error_rate: float) -> PhotoFilter:
    made = PhotoFilter(len(ids), error_rate)
    made.add_many(np.array(sorted(ids), dtype=np.uint64))
    return made


@given(ids=st.sets(photo_ids, min_size=1, max_size=300), error_rate=error_rates)
def test_never_a_false_no(ids: set[int], error_rate: float) -> None:
    made = filled(ids, error_rate)
    assert all(photo_id in made for photo_id in ids)
    assert made.contains_many(np.array(sorted(ids), dtype=np.uint64)).all()


@given(
    ids=st.sets(photo_ids, min_size=1, max_size=200),
    asked=st.lists(photo_ids, max_size=200),
    error_rate=st.sampled_from([0.5, 0.1, 1e-3]),
)
def test_scalar_equals_bulk_bit_for_bit(ids: set[int], asked: list[int], error_rate: float) -> None:
    bulk = filled(ids, error_rate)
    scalar = PhotoFilter(len(ids), error_rate)
    for photo_id in ids:
        BloomFilter.add(scalar, photo_id, skip_check=True)  # pybloom_live's own add, through our hash
    assert bulk.bitarray == scalar.bitarray
    assert bulk.count == scalar.count == len(ids)
    answers = bulk.contains_many(np.array(asked, dtype=np.uint64))
    assert answers.tolist() == [photo_id in scalar for photo_id in asked]


@given(
    ids=st.sets(photo_ids, min_size=1, max_size=300),
    others=st.sets(photo_ids, max_size=5),
    error_rate=error_rates,
    at_once=st.integers(1, 400),
    size=st.integers(1, 400),
)
def test_chunks_are_added_and_looked_for_as_one_by_one(
    ids: set[int], others: set[int], error_rate: float, at_once: int, size: int
) -> None:
    every = np.array(sorted(ids), dtype=np.uint64)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filter_bulk, "_HASHED_AT_ONCE", at_once)
        patched.setattr(filter_bulk, "_BLOCK", 7)
        patched.setattr(filter_bulk, "_THREADS_FROM", 100)
        made = PhotoFilter(len(ids), error_rate)
        made.add_chunks(every[start : start + size] for start in range(0, len(every), size))
        asked = np.array(sorted(ids | others), dtype=np.uint64)
        holds_all = made.holds_all(asked[start : start + size] for start in range(0, len(asked), size))
    assert (made.bitarray, made.count) == (filled(ids, error_rate).bitarray, len(ids))
    assert holds_all == made.contains_many(asked).all()


@pytest.mark.parametrize("bit", [0, 1, 77_777, -1])
def test_a_single_bit_that_is_missing_is_found(bit: int) -> None:
    every = np.arange(1, 300_001, dtype=np.uint64)
    made = PhotoFilter(len(every), 0.05)
    made.add_many(every)
    assert made.holds_all([every])
    probes = [i * made.bits_per_slice + at for i, at in enumerate(made.make_hashes(int(every[bit])))]
    for probe in probes:
        made.bitarray[probe] = 0
        assert not made.holds_all([every])
        made.bitarray[probe] = 1


def test_the_broadcast_and_the_loop_over_slices_answer_the_same() -> None:
    made = filled(set(range(1, 20_000, 2)), 0.05)
    asked = np.arange(1, 30_000, dtype=np.uint64)
    loop = made.contains_many(asked)
    pages = np.concatenate([made.contains_many(asked[i : i + 100]) for i in range(0, len(asked), 100)])
    assert (loop == pages).all()
    assert loop[::2][:9_999].all()


@given(value=st.integers(min_value=0, max_value=2**64 - 1))
def test_the_hash_of_one_is_the_hash_of_many(value: int) -> None:
    assert int(hash_photo_ids(np.array([value], dtype=np.uint64))[0]) == splitmix64(value)


def test_splitmix64_is_the_published_one() -> None:
    # The first outputs of the reference generator seeded with 1234567 (prng.di.unimi.it/splitmix64.c).
    gamma = 0x9E3779B97F4A7C15
    outputs = [splitmix64((1234567 + i * gamma) % 2**64) for i in range(3)]
    assert outputs == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@pytest.mark.parametrize("photos", [1_000, 200_000])
@pytest.mark.parametrize("error_rate", [1e-2, 1e-3, 1e-4, 2**-12, 1e-6])
def test_false_positives_come_at_the_promised_rate(photos: int, error_rate: float) -> None:
    random = np.random.default_rng(7)
    ids = np.unique(random.integers(1, PHOTOS_GIVEN_OUT, photos, dtype=np.uint64))
    made = PhotoFilter(len(ids), error_rate)
    made.add_many(ids)
    tried = 10_000_000 if error_rate < 1e-4 else 1_000_000
    # Above what Flickr has given out, so that every hit is false.
    absent = random.integers(PHOTOS_GIVEN_OUT, MAX_PHOTO_ID, tried, dtype=np.uint64)
    hits = int(made.contains_many(absent).sum())
    expected = tried * made.false_positive_rate()
    assert abs(hits - expected) <= 5 * math.sqrt(expected) + 3
    # pybloom_live rounds the number of slices up, so the real rate is the target's or a little below.
    assert 0.4 * error_rate <= made.false_positive_rate() <= 1.1 * error_rate


def test_the_file_opens_to_the_same_filter(tmp_path: Path) -> None:
    made = filled({1, 5, 990000000001}, 1e-3)
    made.write(tmp_path / "photos.bloom")
    opened = PhotoFilter.open(tmp_path / "photos.bloom")
    assert (opened.count, opened.capacity, opened.error_rate) == (3, 3, 1e-3)
    assert opened.bitarray[: opened.num_bits] == made.bitarray
    assert 990000000001 in opened
    assert 2 not in opened
    with pytest.raises(FileExistsError):
        made.write(tmp_path / "photos.bloom")


@given(
    capacity=st.integers(1, 5000), error_rate=error_rates, added=st.sets(st.integers(1, 4000), min_size=1, max_size=50)
)
@settings(max_examples=30)
def test_stock_pybloom_live_refuses_our_file(
    tmp_path_factory: pytest.TempPathFactory, capacity: int, error_rate: float, added: set[int]
) -> None:
    """It takes our magic and version for sizes of its own, and those never fit the bits that follow."""
    path = tmp_path_factory.mktemp("filter") / "photos.bloom"
    made = PhotoFilter(max(capacity, len(added)), error_rate)
    made.add_many(np.array(sorted(added), dtype=np.uint64))
    made.write(path)
    with path.open("rb") as file, pytest.raises(ValueError, match="Bit length mismatch"):
        BloomFilter.fromfile(file)


@pytest.mark.parametrize(
    ("offset", "packed", "error"),
    [
        (0, b"PK\x03\x04", IndexCorrupt),
        (8, struct.pack("<H", 3), IndexFormatUnsupported),
        (8, struct.pack("<H", 2), IndexCorrupt),  # its slices are too short for that version
        (32, struct.pack("<Q", 2**31 + 64), IndexCorrupt),  # and these too long for this one
        (10, struct.pack("<H", 0), IndexCorrupt),
        (10, struct.pack("<H", 65), IndexCorrupt),
        (16, struct.pack("<Q", 1), IndexCorrupt),  # capacity below count
        (24, struct.pack("<Q", 2**63), IndexCorrupt),
        (32, struct.pack("<Q", 0), IndexCorrupt),
        (32, struct.pack("<Q", 2**62), IndexCorrupt),  # would be 2^62 bits: refused before anything is allocated
        (40, struct.pack("<d", 0.0), IndexCorrupt),
        (40, struct.pack("<d", math.nan), IndexCorrupt),
    ],
)
def test_a_header_is_bounded_before_it_is_believed(
    tmp_path: Path, offset: int, packed: bytes, error: type[Exception]
) -> None:
    path = tmp_path / "photos.bloom"
    filled({1, 2, 3}, 1e-3).write(path)
    data = bytearray(path.read_bytes())
    data[offset : offset + len(packed)] = packed
    path.write_bytes(data)
    with pytest.raises(error):
        PhotoFilter.open(path)


@given(cut=st.integers(min_value=0, max_value=200))
@settings(max_examples=30)
def test_a_truncated_or_grown_file_is_refused(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("filter") / "photos.bloom"
    filled(set(range(1, 400)), 1e-3).write(path)
    data = path.read_bytes()
    path.write_bytes(data[:cut])
    with pytest.raises(IndexCorrupt):
        PhotoFilter.open(path)
    path.write_bytes(data + b"\0")
    with pytest.raises(IndexCorrupt):
        PhotoFilter.open(path)


def test_more_than_its_capacity_is_refused_and_changes_nothing() -> None:
    made = PhotoFilter(10, 1e-3)
    made.add_many(np.arange(1, 9, dtype=np.uint64))
    before = made.bitarray.copy()
    with pytest.raises(FilterFull):
        made.add_many(np.arange(100, 103, dtype=np.uint64))
    assert made.bitarray == before
    assert made.count == 8


def test_a_filter_beyond_any_bound_is_refused_before_it_is_allocated() -> None:
    with pytest.raises(FilterFull):
        PhotoFilter(MAX_BITS_A_SLICE, 1e-6)


@given(left=st.sets(photo_ids, min_size=1, max_size=50), right=st.sets(photo_ids, min_size=1, max_size=50))
def test_a_union_holds_both(left: set[int], right: set[int]) -> None:
    made = [PhotoFilter(100, 1e-3) for _ in range(2)]
    for one, ids in zip(made, (left, right), strict=True):
        one.add_many(np.array(sorted(ids), dtype=np.uint64))
    union = made[0] | made[1]
    assert all(photo_id in union for photo_id in left | right)


def test_the_header_is_64_bytes_and_the_bits_follow_at_once(tmp_path: Path) -> None:
    made = filled({7}, 1e-2)
    made.write(tmp_path / "photos.bloom")
    data = (tmp_path / "photos.bloom").read_bytes()
    assert HEADER.size == 64
    stream = io.BytesIO()
    made.bitarray.tofile(stream)
    assert data[64:] == stream.getvalue()


def test_many_at_once_set_the_same_bits_as_a_few_at_a_time() -> None:
    """Two threads fill neighbouring slices, which may share a byte."""
    ids = np.unique(np.random.default_rng(4).integers(1, MAX_PHOTO_ID, 300_000, dtype=np.uint64))
    at_once, in_pieces = PhotoFilter(len(ids), 1e-3), PhotoFilter(len(ids), 1e-3)
    at_once.add_many(ids)
    for piece in np.array_split(ids, 7):
        in_pieces.add_many(piece)
    assert at_once.bitarray == in_pieces.bitarray


def test_filters_from_disk_have_a_union_too(tmp_path: Path) -> None:
    for name, ids in (("a", {1, 2, 3}), ("b", {3, 4})):
        made = PhotoFilter(101, 1e-3)
        made.add_many(np.array(sorted(ids), dtype=np.uint64))
        made.write(tmp_path / name)
    union = PhotoFilter.open(tmp_path / "a") | PhotoFilter.open(tmp_path / "b")
    assert union.num_bits % 8
    assert all(photo_id in union for photo_id in (1, 2, 3, 4))
    assert union.count == 5
    union.write(tmp_path / "union")
    assert 4 in PhotoFilter.open(tmp_path / "union")
    with pytest.raises(ValueError, match="equal capacity"):
        union.union(PhotoFilter(50, 1e-3))
