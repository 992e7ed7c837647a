"""The filter beside stock pybloom_live, and its hash beside double hashing, in one run."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pybloom_live import BloomFilter

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT
from inset.index.photo_filter import PhotoFilter, hash_photo_ids

PHOTOS = 1_000_000
ERROR_RATE = 1e-3
PAGE = 100


def main() -> None:
    random = np.random.default_rng(1)
    ids = np.unique(random.integers(1, PHOTOS_GIVEN_OUT, PHOTOS, dtype=np.uint64))
    absent = random.integers(PHOTOS_GIVEN_OUT, MAX_PHOTO_ID, PHOTOS, dtype=np.uint64)
    print(f"### Filter: {len(ids):,} photo IDs, error rate {ERROR_RATE}\n")
    print(
        "| | adds, M/s | absent IDs asked, M/s | a page of 100, µs | false positives |\n| --- | --- | --- | --- | --- |"
    )
    _stock(ids, absent)
    _ours(ids, absent)
    print()
    _small_filters()


def _stock(ids: NDArray[np.uint64], absent: NDArray[np.uint64]) -> None:
    stock = BloomFilter(len(ids), ERROR_RATE)
    few, page = ids.tolist(), absent[:PAGE].tolist()
    adding = _seconds(lambda: [stock.add(photo_id, skip_check=True) for photo_id in few])
    tried = absent[:200_000].tolist()
    hits: list[bool] = []
    asking = _seconds(lambda: hits.extend(photo_id in stock for photo_id in tried))
    paging = _seconds(lambda: [photo_id in stock for photo_id in page], repeat=200)
    _row("pybloom_live 4", len(ids) / adding, len(tried) / asking, paging, sum(hits) / len(tried))


def _ours(ids: NDArray[np.uint64], absent: NDArray[np.uint64]) -> None:
    ours = PhotoFilter(len(ids), ERROR_RATE)
    adding = _seconds(lambda: ours.add_many(ids))
    asking = _seconds(lambda: ours.contains_many(absent))
    paging = _seconds(lambda: ours.contains_many(absent[:PAGE]), repeat=200)
    rate = float(ours.contains_many(absent).mean())
    _row("**PhotoFilter**", len(ids) / adding, len(absent) / asking, paging, rate)


def _small_filters() -> None:
    """Why the hash is not double hashing: in small filters with a low target its probes repeat a pattern."""
    print("### Hash: 1,000 photo IDs, error rate 10⁻⁶, hits among 2·10⁷ absent IDs in five filters each\n")
    print("| | hits | expected from the bits set |\n| --- | --- | --- |")
    random = np.random.default_rng(2)
    double, multiply, expected = 0, 0, 0.0
    for _ in range(5):
        ids = np.unique(random.integers(1, PHOTOS_GIVEN_OUT, 1_000, dtype=np.uint64))
        absent = random.integers(PHOTOS_GIVEN_OUT, MAX_PHOTO_ID, 4_000_000, dtype=np.uint64)
        ours = PhotoFilter(len(ids), 1e-6)
        ours.add_many(ids)
        multiply += int(ours.contains_many(absent).sum())
        expected += ours.false_positive_rate() * len(absent)
        double += _double_hashing_hits(ours, ids, absent)
    print(f"| double hashing, h1 + i·h2 | {double} | {expected:.0f} |")
    print(f"| **PhotoFilter**, h·A_i | {multiply} | {expected:.0f} |\n")


def _double_hashing_hits(shape: PhotoFilter, ids: NDArray[np.uint64], absent: NDArray[np.uint64]) -> int:
    bits = np.uint64(shape.bits_per_slice)

    def probes(photo_ids: NDArray[np.uint64], i: int) -> NDArray[np.int64]:
        first = hash_photo_ids(photo_ids)
        second = hash_photo_ids(first ^ np.uint64(0x5851F42D4C957F2D)) | np.uint64(1)
        mixed = ((first + np.uint64(i) * second) >> np.uint64(32)) * bits >> np.uint64(32)
        return mixed.astype(np.int64)

    left = absent
    for i in range(shape.num_slices):
        flags = np.zeros(shape.bits_per_slice, dtype=np.bool_)
        flags[probes(ids, i)] = True
        left = left[flags[probes(left, i)]]
    return len(left)


def _seconds(work: Callable[[], object], repeat: int = 1) -> float:
    started = time.perf_counter()
    for _ in range(repeat):
        work()
    return (time.perf_counter() - started) / repeat


def _row(name: str, adds: float, asked: float, page: float, rate: float) -> None:
    print(f"| {name} | {adds / 1e6:.2f} | {asked / 1e6:.2f} | {page * 1e6:.0f} | {rate:.5f} |")
