"""The stock filter: the same bytes that pybloom_live writes, for every hash that it chooses."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybloom_live import BloomFilter
from pybloom_live.pybloom import make_hashfuncs

from inset.flickr import MAX_PHOTO_ID
from inset.index.filter.stock_filter import StockSize, _hasher, stock_size, write_stock_filter

ids_strategy = st.sets(st.integers(1, MAX_PHOTO_ID), min_size=1, max_size=60)


@given(ids=ids_strategy, error_rate=st.floats(1e-9, 0.5), pieces=st.integers(1, 4))
@example(ids={1, 20, 300}, error_rate=1 / 256, pieces=1)  # 8 slices of 16 bits: xxhash
@example(ids={1, 20, 300}, error_rate=1e-3, pieces=1)  # SHA-1
@example(ids={1, 20, 300}, error_rate=1e-4, pieces=1)  # SHA-256
@example(ids={1}, error_rate=0.27734375, pieces=1)  # 2 slices of 2 bits: no capacity near fills whole bytes
@settings(max_examples=150)
def test_it_is_the_file_that_pybloom_live_writes(
    tmp_path_factory: pytest.TempPathFactory, ids: set[int], error_rate: float, pieces: int
) -> None:
    path = tmp_path_factory.mktemp("stock") / "photos.pybloom"
    batches = np.array_split(np.array(sorted(ids), dtype=np.uint64), pieces)
    size = write_stock_filter(path, batches, photos=len(ids), error_rate=error_rate)
    stock = BloomFilter(size.capacity, error_rate)
    for photo_id in ids:
        stock.add(photo_id, skip_check=True)
    written = io.BytesIO()
    stock.tofile(written)
    assert path.read_bytes() == written.getvalue()
    with path.open("rb") as file:
        read = BloomFilter.fromfile(file)
    assert all(photo_id in read for photo_id in ids)


@given(
    slices=st.integers(1, 40),
    bits=st.integers(1, 1 << 15) | st.integers(1 << 15, 1 << 31) | st.integers(1 << 31, 1 << 40),
    ids=st.lists(st.integers(1, MAX_PHOTO_ID), min_size=1, max_size=5),
)
@settings(max_examples=200)
def test_its_hashes_are_pybloom_lives_at_every_size(slices: int, bits: int, ids: list[int]) -> None:
    make_hashes, _ = make_hashfuncs(slices, bits)
    columns = _hasher(StockSize(1, slices, bits, 0.5))(np.array(ids, dtype=np.uint64))
    assert np.array(columns).T.tolist() == [list(make_hashes(photo_id)) for photo_id in ids]


@given(photos=st.integers(1, 100_000), error_rate=st.floats(1e-9, 0.9))
@example(photos=3_673, error_rate=0.021432656198468892)  # no capacity near fills whole bytes
def test_its_size_is_pybloom_lives(photos: int, error_rate: float) -> None:
    size = stock_size(photos, error_rate)
    stock = BloomFilter(size.capacity, error_rate)
    assert photos <= size.capacity < photos + 200
    assert (stock.num_slices, stock.bits_per_slice) == (size.slices, size.bits_a_slice)
    whole_bytes = size.slices * size.bits_a_slice == 8 * size.bytes
    assert whole_bytes or size.capacity == photos


@pytest.mark.parametrize("error_rate", [0.1, 0.01, 1e-3, 1e-4, 1e-6])
def test_at_usual_rates_it_fills_whole_bytes(error_rate: float) -> None:
    for photos in (1, 42, 3_673, 99_999, 1_234_567):
        size = stock_size(photos, error_rate)
        assert size.slices * size.bits_a_slice == 8 * size.bytes


def test_the_stock_class_opens_it_and_answers_for_numbers_and_text(tmp_path: Path) -> None:
    path = tmp_path / "photos.pybloom"
    ids = np.arange(990_000_000_001, 990_000_200_001, 4, dtype=np.uint64)
    write_stock_filter(path, [ids], photos=len(ids), error_rate=1e-3)
    with path.open("rb") as file:
        stock = BloomFilter.fromfile(file)
    assert (len(stock), stock.error_rate) == (50_000, 1e-3)
    assert all(photo_id in stock and str(photo_id) in stock for photo_id in ids.tolist()[::7])
    absent = range(990_000_000_002, 990_000_200_001, 4)
    assert sum(photo_id in stock for photo_id in absent) < 50_000 * 1e-3 * 2
    # pybloom_live cannot unite it with a new filter if the bits do not fill whole bytes.
    fresh = BloomFilter(stock.capacity, stock.error_rate)
    fresh.add(7)
    assert 7 in (fresh | stock)
    assert int(ids[0]) in (fresh | stock)


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.pybloom"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_stock_filter(path, [], photos=1, error_rate=0.1)
    assert path.read_bytes() == b"mine"
