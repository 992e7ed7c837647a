"""Why the filter's hash is not double hashing: in small filters with a low target its probes repeat a pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench import photos
from bench.options import Options
from bench.tables import Section, table
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.filter.photo_hash import hash_photo_ids

PHOTOS = 1_000
ERROR_RATE = 1e-6
FILTERS = 5
ASKED = 4_000_000


def run(options: Options) -> Section:
    double = multiply = 0
    expected = 0.0
    for seed in range(FILTERS):
        ids = photos.all_at_once(PHOTOS, seed)
        others = photos.absent(ASKED, seed)
        ours = PhotoFilter(len(ids), ERROR_RATE)
        ours.add_many(ids)
        multiply += int(ours.contains_many(others).sum())
        expected += ours.false_positive_rate() * len(others)
        double += _double_hashing_hits(ours, ids, others)
    body = table(
        ["", "hits", "expected from the bits set"],
        [
            ["double hashing, h1 + i·h2", double, f"{expected:.0f}"],
            ["**PhotoFilter**, h·A_i", multiply, f"{expected:.0f}"],
        ],
    )
    asked = f"hits among 2·10⁷ absent IDs, {FILTERS} filters together"
    return Section(f"Hash: {PHOTOS:,} photo IDs, error rate 10⁻⁶, {asked}", body)


def _double_hashing_hits(shape: PhotoFilter, ids: NDArray[np.uint64], others: NDArray[np.uint64]) -> int:
    bits = np.uint64(shape.bits_per_slice)

    def probes(photo_ids: NDArray[np.uint64], i: int) -> NDArray[np.int64]:
        first = hash_photo_ids(photo_ids)
        second = hash_photo_ids(first ^ np.uint64(0x5851F42D4C957F2D)) | np.uint64(1)
        mixed = ((first + np.uint64(i) * second) >> np.uint64(32)) * bits >> np.uint64(32)
        return mixed.astype(np.int64)

    left = others
    for i in range(shape.num_slices):
        flags = np.zeros(shape.bits_per_slice, dtype=np.bool_)
        flags[probes(ids, i)] = True
        left = left[flags[probes(left, i)]]
    return len(left)
