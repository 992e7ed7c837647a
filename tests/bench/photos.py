"""Made-up photo IDs, spread over what Flickr has given out as real ones are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT

CHUNK: Final = 10_000_000

LISTED_OF_100: Final = 2
"""Of a hundred photos on a page, so many are listed somewhere: more than most pages have."""


def ascending(photos: int, seed: int = 1) -> Iterator[NDArray[np.uint64]]:
    """Exactly so many distinct IDs, ascending, in chunks: 10⁸ of them take the memory of 10⁷."""
    random = np.random.default_rng(seed)
    pieces = -(-photos // CHUNK)
    for piece in range(pieces):
        wanted = photos * (piece + 1) // pieces - photos * piece // pieces
        low, high = (PHOTOS_GIVEN_OUT * edge // pieces + 1 for edge in (piece, piece + 1))
        drawn = np.sort(random.integers(low, high, wanted + wanted // 50 + 64, dtype=np.uint64))
        distinct = drawn[np.flatnonzero(np.diff(drawn, prepend=drawn[:1] ^ np.uint64(1)))]
        yield np.delete(distinct, random.choice(len(distinct), len(distinct) - wanted, replace=False))


def all_at_once(photos: int, seed: int = 1) -> NDArray[np.uint64]:
    return np.concatenate(list(ascending(photos, seed)))


def absent(photos: int, seed: int = 2) -> NDArray[np.uint64]:
    """IDs that are in none of the sets: Flickr has not given them out."""
    return np.random.default_rng(seed).integers(PHOTOS_GIVEN_OUT + 1, MAX_PHOTO_ID, photos, dtype=np.uint64)


def page(photos: int, listed: NDArray[np.uint64], seed: int = 3) -> list[int]:
    """Photos as somebody meets them: a few of the listed ones among others, in no order."""
    random = np.random.default_rng(seed)
    met = random.integers(1, PHOTOS_GIVEN_OUT, photos, dtype=np.uint64)
    places = random.choice(photos, photos * LISTED_OF_100 // 100, replace=False)
    met[places] = random.choice(listed, len(places))
    found: list[int] = met.tolist()
    return found
