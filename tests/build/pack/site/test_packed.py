"""Packed photo IDs and ranges: what a reader written from the documentation finds in them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.index.filter.photo_filter import PhotoFilter
from inset_build.pack.site.packed import pack_ids
from inset_build.pack.site.ranges import PHOTOS_A_RANGE, entry_of, filter_ranges, list_ranges, write_index
from support.publishing.independent_site import read_ranges, unpack_ids
from support.publishing.site_vectors import VECTORS, written

LARGEST = 999_999_999_999
ids_of_photos = st.lists(st.integers(1, LARGEST) | st.integers(1, 3000), min_size=1, max_size=300, unique=True).map(
    sorted
)


@given(ids_of_photos, st.integers(0, 4095))
def test_what_is_packed_is_unpacked(ids: list[int], before: int) -> None:
    start = max(ids[0] - before, 0)
    assert unpack_ids(pack_ids(np.array(ids, dtype=np.uint64), start), start, len(ids)) == ids


def test_a_million_photos_take_little_more_than_the_bound() -> None:
    """Drawn of 55 billion, 100,000 of a million at once: 17.2 bits each is the least that any code can take."""
    ids = np.unique(np.random.default_rng(1).integers(1, 5_500_000_000, 100_000, dtype=np.uint64))
    bound = np.log2(5.5e9 / len(ids)) + np.log2(np.e)
    size = sum(len(each.content) for each in list_ranges([ids], len(ids)))
    assert size * 8 / len(ids) < bound * 1.01


@pytest.mark.parametrize("step", [1, 7, 54_321])
def test_ranges_hold_all_photos_once(step: int) -> None:
    ids = np.arange(5, 5 + 20_000 * step, step, dtype=np.uint64)
    chunks = [ids[:3], ids[3:9000], ids[9000:]]
    ranges = list(list_ranges(chunks, len(ids)))
    form, read = read_ranges(write_index("list", map(entry_of, ranges)), b"".join(each.content for each in ranges))
    assert form == "list"
    found = [photo for start, held, content in read for photo in unpack_ids(content, start, held)]
    assert found == ids.tolist()
    # Whoever looks for a photo finds the one range by where ranges begin, which names no photo.
    for (start, held, content), (after, _, _) in pairwise(read):
        assert start % 4096 == 0
        assert unpack_ids(content, start, held)[-1] < after
        assert held <= PHOTOS_A_RANGE


def test_ranges_of_filters_let_all_photos_by() -> None:
    ids = np.arange(1, 60_000_000, 5000, dtype=np.uint64)
    ranges = list(filter_ranges([ids], len(ids), 1e-4))
    expected = PhotoFilter(int(ranges[0][0].photos), 1e-4)
    expected.add_many(ids[: ranges[0][0].photos])
    assert ranges[0][0].content == expected.to_bytes()
    assert sum(each.photos for each, _ in ranges) == len(ids)
    assert all(0 < rate < 3e-4 for _, rate in ranges)


def test_the_shared_vectors_are_what_python_makes() -> None:
    assert VECTORS.read_text(encoding="utf-8") == written()
