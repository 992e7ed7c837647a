"""Lists of more photos than 32 bits tell apart: the same laws in small, bounds moved, and bits at their sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybloom_live import BloomFilter

from inset.errors import IndexCorrupt
from inset.flickr import MAX_PHOTO_ID
from inset.index.filter import bulk as filter_bulk
from inset.index.filter import slice_bits
from inset.index.filter.join import join_filter, slice_octets, verified_piece
from inset.index.filter.photo_filter import HEADER, WIDE_VERSION, PhotoFilter
from inset.index.filter.photo_hash import MULTIPLIERS, hash_photo_ids, splitmix64
from inset.index.filter.slice_bits import MAX_BITS_A_SLICE, WORD, bit_of, bits_of, is_wide, kept_bits
from inset.index.ids import id_file
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store

CENSUS = 5_150_000_000
"""Photos of a census of Flickr."""

photo_ids = st.integers(1, MAX_PHOTO_ID)
law = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def all_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of more than 100 bits are wide, and so are stores of more than 20 photos; 128 bits are sorted together."""
    monkeypatch.setattr(filter_bulk, "_WINDOW", 7)
    monkeypatch.setattr(slice_bits, "MOST_NARROW", 100)
    monkeypatch.setattr(id_file, "MOST_NARROW", 20)


@pytest.fixture(params=[8, 1 << 16])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(filter_bulk, "_BLOCK", request.param)
    return int(request.param)


def test_a_census_has_one_filter() -> None:
    sized = PhotoFilter.without_bits(CENSUS, 1e-3)
    assert sized.is_wide
    assert sized.bits_per_slice % WORD == 0
    stock = BloomFilter(1_000_000, 1e-3)
    assert sized.num_bits / CENSUS == pytest.approx(stock.num_bits / 1_000_000, rel=1e-4)
    assert HEADER.unpack(sized.header())[1] == WIDE_VERSION
    assert PhotoFilter.without_bits(55_000_000_000, 1e-6).bits_per_slice < MAX_BITS_A_SLICE


@pytest.mark.parametrize("bits", [1, 7, 1_437_759, 1 << 31, (1 << 31) + 64, 7_423_886_400, MAX_BITS_A_SLICE])
def test_bits_one_by_one_and_many_at_once_are_the_same_and_within_the_slice(bits: int) -> None:
    ids = np.random.default_rng(5).integers(1, MAX_PHOTO_ID, 2_000, dtype=np.uint64)
    mixed = hash_photo_ids(ids)
    for i in (0, 9, 63):
        found = bits_of(mixed * np.uint64(MULTIPLIERS[i]), bits)
        assert found.tolist() == [bit_of(splitmix64(each), i, bits) for each in ids.tolist()]
        assert found.min() >= 0
        assert found.max() < bits


def test_all_bits_of_a_wide_slice_are_as_likely() -> None:
    bits = kept_bits(7_423_886_359)
    mixed = hash_photo_ids(np.arange(53_000_000_000, 53_004_000_000, dtype=np.uint64))
    for i in (0, 5):
        found = bits_of(mixed * np.uint64(MULTIPLIERS[i]), bits)
        for cells in (found * 1_000 // bits, found % 1_000, found % WORD):
            counts = np.bincount(cells)
            expected = len(found) / len(counts)
            # Chi-square: its mean is the number of cells, its deviation the root of twice that.
            assert ((counts - expected) ** 2 / expected).sum() < len(counts) + 6 * (2 * len(counts)) ** 0.5


@given(
    ids=st.sets(photo_ids, min_size=100, max_size=300), asked=st.lists(photo_ids, max_size=50), pieces=st.integers(1, 5)
)
@law
def test_a_wide_filter_in_bulk_one_by_one_and_in_pieces(
    tmp_path_factory: pytest.TempPathFactory,
    all_wide: None,
    blocks: int,
    ids: set[int],
    asked: list[int],
    pieces: int,
) -> None:
    folder = tmp_path_factory.mktemp("wide")
    ordered = np.array(sorted(ids), dtype=np.uint64)
    bulk, scalar = (PhotoFilter(len(ids), 1e-3) for _ in range(2))
    assert bulk.is_wide
    bulk.add_chunks(np.array_split(ordered, 3))
    for photo_id in ids:
        BloomFilter.add(scalar, photo_id, skip_check=True)
    assert bulk.bitarray == scalar.bitarray
    bulk.write(folder / "photos.bloom")
    opened = PhotoFilter.open(folder / "photos.bloom")
    assert opened.holds_all([ordered])
    everything = [*ids, *asked]
    assert opened.contains_many(np.array(everything, dtype=np.uint64)).tolist() == [
        each in scalar for each in everything
    ]

    sized = PhotoFilter.without_bits(len(ids), 1e-3)
    sized.count = len(ids)
    made = []
    for number in range(pieces):
        slices = range(number * sized.num_slices // pieces, (number + 1) * sized.num_slices // pieces)
        path = folder / f"piece-{number}"
        path.write_bytes(slice_octets(sized, slices, [ordered]).tobytes())
        made.append(verified_piece(sized, slices, path, [ordered]))
    join_filter(folder / "joined", sized, made)
    assert (folder / "joined").read_bytes() == (folder / "photos.bloom").read_bytes()


def test_a_wide_filter_misses_what_is_not_in_it_as_often_as_it_should(all_wide: None) -> None:
    made = PhotoFilter(20_000, 1e-2)
    made.add_many(np.arange(1, 20_001, dtype=np.uint64))
    absent = np.arange(50_000_000_000, 50_000_200_000, dtype=np.uint64)
    assert made.false_positive_rate() == pytest.approx(1e-2, rel=0.2)
    assert made.contains_many(absent).mean() == pytest.approx(1e-2, rel=0.2)
    assert not made.holds_all([np.concatenate((np.arange(1, 20_001, dtype=np.uint64), absent[:1000]))])


clustered = st.sets(st.integers(1, 400_000), min_size=21, max_size=300)


@given(ids=clustered | st.sets(st.integers(10**9, 2 * 10**9), min_size=21, max_size=60), pieces=st.integers(1, 5))
@law
def test_a_wide_store_holds_exactly_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, all_wide: None, ids: set[int], pieces: int
) -> None:
    path = tmp_path_factory.mktemp("store") / "photos.ids"
    ordered = np.array(sorted(ids), dtype=np.uint64)
    assert write_id_store(path, np.array_split(ordered, pieces)) == len(ids)
    _, version, kind, count, *_ = id_file.HEADER.unpack(path.read_bytes()[: id_file.HEADER.size])
    assert (version, kind, count) == (id_file.WIDE_VERSION, id_file.DENSE, len(ids))
    store = IdStore(path)
    everything = [photo_id + step for photo_id in ids for step in (-1, 0, 1, 65_536) if photo_id + step > 0]
    expected = [photo_id in ids for photo_id in everything]
    assert [photo_id in store for photo_id in everything] == expected
    assert store.contains_many(np.array(everything, dtype=np.uint64)).tolist() == expected
    assert np.concatenate(list(store.chunks(7))).tolist() == sorted(ids)
    assert store.bounds() == (min(ids), max(ids))
    for photo_id in everything[:50]:
        assert store.count_below(photo_id) == sum(each < photo_id for each in ids)


@pytest.mark.usefixtures("all_wide")
def test_a_header_of_the_other_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photos.ids"
    write_id_store(path, [np.arange(1, 41, dtype=np.uint64)])
    monkeypatch.setattr(id_file, "MOST_NARROW", 40)
    with pytest.raises(IndexCorrupt, match="disagrees with its version"):
        IdStore(path)


def test_wide_begins_where_32_bits_end() -> None:
    assert not is_wide(1 << 31)
    assert is_wide((1 << 31) + 1)
    assert kept_bits(1 << 31) == 1 << 31
    assert kept_bits((1 << 31) + 1) == (1 << 31) + 64
