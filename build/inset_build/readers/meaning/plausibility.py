"""Tells from bare text whether it looks like Flickr's photo IDs, other numbers, URLs or hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from inset.flickr import PHOTOS_GIVEN_OUT
from inset_build.readers.meaning.sampling import NEARLY_ALL

LARGEST_AT_LEAST: Final = 1_000_000_000
"""Flickr gave out its thousand-millionth ID in 2007. A list whose largest number is below that counts something else.

Below it are row numbers, dates, and the IDs of most other sites: DPChallenge's, iNaturalist's, COCO's, Visual Genome's.
"""

LARGEST_AT_MOST: Final = 2 * PHOTOS_GIVEN_OUT
"""Most IDs are below that, with room to grow. Numbers of goods have twelve digits."""

MADE_UP_FROM: Final = 900_000_000_000
"""IDs from here on are samples' and tests': Flickr has given out none of them."""

_TIMES: Final = range(1_000_000_000, 2_200_000_000)
"""Seconds since 1970, from 2001 to 2039."""

_TIMES_SEEN: Final = 50
_SEQUENCE_SEEN: Final = 20

_URL: Final = re.compile(
    r"\s*(?:https?:)?//\S|\s*(?:www\.)?(?:flickr\.com|flic\.kr)/|\s*[a-z0-9]+\.static\.?flickr\.com/", re.IGNORECASE
)
_HASH: Final = re.compile(r"[0-9a-fA-F]{28,128}")


def doubt(numbers: Iterable[int | None]) -> str:
    """Why numbers are more likely something else than Flickr's photo IDs; empty where nothing speaks against it.

    Each of these lists was published of photos; none of them is of Flickr's.
    """
    known = [number for number in numbers if number is not None]
    if max(known, default=0) < LARGEST_AT_LEAST:
        return "are too small for Flickr photo IDs; they look like row numbers, dates or another site's IDs"
    if sum(n <= LARGEST_AT_MOST or n >= MADE_UP_FROM for n in known) < NEARLY_ALL * len(known):
        return "are larger than any ID that Flickr has given out"
    if len(known) >= _TIMES_SEEN and all(number in _TIMES for number in known):
        return "look like times in seconds, not like Flickr photo IDs"
    steps = [after - before == 1 for before, after in pairwise(known) if before < MADE_UP_FROM]
    if len(steps) >= _SEQUENCE_SEEN and sum(steps) >= NEARLY_ALL * len(steps):
        return "count upwards one by one, as no list of Flickr photo IDs does"
    return ""


def smallest_doubt(photo_ids: Iterable[int | None]) -> bool:
    """Whether numbers are more likely row numbers, dates or another site's IDs than Flickr's photo IDs."""
    return bool(doubt(photo_ids))


def looks_like_url(text: str) -> bool:
    """An address on any host; of those without a scheme only Flickr's."""
    return _URL.match(text) is not None


def looks_like_hash(text: str) -> bool:
    """Hexadecimal digits in the length of MD5 and longer digests, or a few less: leading zeros get lost."""
    return _HASH.fullmatch(text) is not None and not text.isdigit()
