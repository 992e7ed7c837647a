"""What bare text looks like: Flickr's photo IDs, other numbers, URLs, hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

LARGEST_AT_LEAST: Final = 100_000_000
"""Flickr gave out its hundred-millionth ID in 2006. A list whose largest number is below that counts something else."""

_URL: Final = re.compile(
    r"\s*(?:https?:)?//\S|\s*(?:www\.)?(?:flickr\.com|flic\.kr)/|\s*[a-z0-9]+\.static\.?flickr\.com/", re.IGNORECASE
)
_HASH: Final = re.compile(r"(?:[0-9a-fA-F]{2}){14,64}")


def smallest_doubt(photo_ids: Iterable[int | None]) -> bool:
    """Numbers that are more likely row numbers, indices or dates than Flickr's photo IDs."""
    return max((photo_id for photo_id in photo_ids if photo_id is not None), default=0) < LARGEST_AT_LEAST


def looks_like_url(text: str) -> bool:
    """An address on any host; of those without a scheme only Flickr's."""
    return _URL.match(text) is not None


def looks_like_hash(text: str) -> bool:
    """Hexadecimal digits in the length of MD5 and longer digests."""
    return _HASH.fullmatch(text) is not None and not text.isdigit()
