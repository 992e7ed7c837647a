"""Makes tests/vectors/site_reader.json, to which the static page's reader is held.

In `tests/`: `python -m support.publishing.site_vectors`.
"""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np

from inset.index.filter.chance import chance_listed
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.filter.photo_hash import splitmix64
from inset.index.filter.slice_bits import MOST_NARROW, bit_of
from inset_build.pack.site.packed import pack_ids

VECTORS = Path(__file__).parents[2] / "vectors" / "site_reader.json"
LARGEST = 999_999_999_999
ASKED = [1, 2, 65_535, 65_536, 4_294_967_295, 4_294_967_296, 53_208_249_252, LARGEST]


def vectors() -> dict[str, Any]:
    """All cases; the same at every call."""
    random = np.random.default_rng(17)
    return {
        "about": "What the static page's reader must answer, as Python makes it: bits, filters, packed IDs, chances.",
        "bits": [
            [photo, slice_, bits, bit_of(splitmix64(photo), slice_, bits)]
            for photo in ASKED
            for slice_ in (0, 1, 19, 63)
            for bits in (1, 7, 65_537, 1_437_759, MOST_NARROW)
        ],
        "filters": [_filter_case(random, *size) for size in ((1, 0.5), (40, 2**-12), (300, 1e-3), (90, 1e-6))],
        "packed": [_packed_case(ids, start) for ids, start in _lists(random)],
        "chances": [
            [photos, rate, chance_listed(photos, rate)]
            for photos in (1, 70_000, 1_000_000, 99_171_688, 60_000_000_000)
            for rate in (0.0, 1e-12, 9.7e-7, 2**-12, 0.031, 1.0)
        ],
    }  # fmt: skip


def _filter_case(random: np.random.Generator, count: int, rate: float) -> dict[str, Any]:
    ids = np.unique(random.integers(1, LARGEST, count, dtype=np.uint64, endpoint=True))
    photo_filter = PhotoFilter(count, rate)
    photo_filter.add_many(ids)
    others = random.integers(1, LARGEST, 60, dtype=np.uint64, endpoint=True)
    # By their numbers, neighbours of photos in the filter are the likeliest to be mistaken for them by a wrong reader.
    asked = [*ids[:20].tolist(), *(ids[:20] + np.uint64(1)).tolist(), *others.tolist(), *ASKED]
    return {
        "file": b64encode(photo_filter.to_bytes()).decode(),
        "photos": len(ids),
        "answers": [[each, each in photo_filter] for each in asked],
    }


def _lists(random: np.random.Generator) -> list[tuple[list[int], int]]:
    even = random.integers(2_000_000_000, 55_000_000_000, 200).tolist()
    clusters = [base + step for base in random.integers(1, 10**10, 12).tolist() for step in range(0, 40, 3)]
    return [
        ([1], 0),
        ([LARGEST], 0),
        ([1, LARGEST], 1),
        ([4096], 4096),
        (list(range(8192, 8292)), 8192),
        (sorted(set(even)), min(even) // 4096 * 4096),
        (sorted(set(clusters)), 0),
        ([1, 2, 3, 4, 999_999_000_000], 0),
    ]


def _packed_case(ids: list[int], start: int) -> dict[str, Any]:
    content = pack_ids(np.array(ids, dtype=np.uint64), start)
    return {"content": b64encode(content).decode(), "start": start, "ids": ids}


def written() -> str:
    """The file's content."""
    lines = [f"{json.dumps(name)}: {json.dumps(cases)}" for name, cases in vectors().items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    VECTORS.write_text(written(), encoding="utf-8")
