"""`make bench PARTS=billions SIZES="1e9 4.4e9"`: stores and filters at the sizes at which their second version begins.

Needs 3 bytes of disk a photo, and for the largest size some gigabytes of memory. Filters have two slices instead of
twelve, since each costs the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.options import Options
from bench.tables import Section, number, table
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.ids.id_writer import write_id_store

_Found = TypeVar("_Found")

RATE: Final = 0.25
ASKED: Final = 200_000
_BUCKET: Final = 1 << 16
_BUCKETS: Final = -(-PHOTOS_GIVEN_OUT // _BUCKET)
_PATTERNS: Final = 64
"""Buckets are filled in so many ways, in turn: drawing billions of numbers would take longer than what is measured."""
_AT_ONCE: Final = 1 << 20


class Made:
    """About so many photos, spread evenly over all that Flickr has given out."""

    def __init__(self, photos: int) -> None:
        self._random = np.random.default_rng(3)
        a_bucket = max(1, photos // _BUCKETS)
        self._patterns = np.sort(
            np.stack([self._random.permutation(_BUCKET)[:a_bucket] for _ in range(_PATTERNS)]).astype(np.uint64)
        )
        self._is_in = np.zeros((_PATTERNS, _BUCKET), dtype=np.bool_)
        np.put_along_axis(self._is_in, self._patterns.astype(np.int64), values=True, axis=1)
        self._buckets = min(_BUCKETS, photos // a_bucket)
        self.count = self._buckets * a_bucket

    def chunks(self) -> Iterator[NDArray[np.uint64]]:
        """All of them, ascending."""
        step = max(1, _AT_ONCE // self._patterns.shape[1])
        for first in range(0, self._buckets, step):
            buckets = np.arange(first, min(first + step, self._buckets), dtype=np.uint64)
            lows = self._patterns[(buckets % np.uint64(_PATTERNS)).astype(np.int64)]
            yield ((buckets << np.uint64(16))[:, None] + lows).reshape(-1)

    def asked(self) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
        """Photos to ask for, in no order, and which of them are among these."""
        ids = self._random.integers(0, self._buckets * _BUCKET, ASKED, dtype=np.uint64)
        patterns = ((ids >> np.uint64(16)) % np.uint64(_PATTERNS)).astype(np.int64)
        return ids, self._is_in[patterns, (ids & np.uint64(0xFFFF)).astype(np.int64)]


def run(options: Options) -> Section:
    rows = [_measure(Made(size), options.folder) for size in options.sizes]
    head = (
        "photos", "store, bytes a photo", "written, ns a photo", "opened, ms", "asked, ns a photo", "bits a slice",
        "set, processor ns a photo and slice", "looked for, the same", "rate, by its bits", "tried", "target",
    )  # fmt: skip
    return Section("Billions of photos in one dataset", table(head, rows))


def _measure(made: Made, folder: Path) -> list[str]:
    store_path, filter_path = folder / "photos.ids", folder / "photos.bloom"
    written, count = _clocked(lambda: write_id_store(store_path, made.chunks()))
    assert count == made.count
    opened, store = _clocked(lambda: IdStore(store_path))
    ids, is_in = made.asked()
    asked, found = _clocked(partial(store.contains_many, ids))
    assert np.array_equal(found, is_in)
    size = store_path.stat().st_size
    del store
    store_path.unlink()

    photo_filter = PhotoFilter(made.count, RATE)
    started = time.process_time()
    photo_filter.add_chunks(made.chunks())
    filled = time.process_time() - started
    photo_filter.write(filter_path)
    bits, slices, by_bits = photo_filter.bits_per_slice, photo_filter.num_slices, photo_filter.false_positive_rate()
    del photo_filter
    again = PhotoFilter.open(filter_path)
    assert again.contains_many(ids[is_in]).all()
    tried = again.contains_many(ids[~is_in]).mean()
    started = time.process_time()
    assert again.holds_all(made.chunks())
    looked = time.process_time() - started
    del again
    filter_path.unlink()
    a_bit = 1e9 / (made.count * slices)
    return [
        f"{made.count:,}", f"{size / made.count:.2f}", number(1e9 * written / made.count), number(1e3 * opened),
        number(1e9 * asked / ASKED), f"{bits:,}", number(a_bit * filled), number(a_bit * looked), f"{by_bits:.5f}",
        f"{tried:.5f}", str(RATE),
    ]  # fmt: skip


def _clocked(work: Callable[[], _Found]) -> tuple[float, _Found]:
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found
