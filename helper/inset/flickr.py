"""Flickr's own facts: how far its photo IDs go, and accounts' IDs (NSIDs)."""

from __future__ import annotations

import re
from typing import Final

PHOTOS_GIVEN_OUT: Final = 55_000_000_000
"""About how many photo IDs Flickr has given out.

Used to say how likely a filter's answer is true. Source: the highest known IDs, 5.445e10 (uploaded April 2025, Flickr
Foundation's API test fixtures) and 5.465e10 (a short link of July 2025, inaturalist issue 4642), rounded up.
"""

MAX_PHOTO_ID: Final = 999_999_999_999
"""Largest ID that is taken for a photo's: 12 digits, one more than Flickr has reached. Albums' have 17."""

_NSID: Final = re.compile(r"([0-9]{5,11})@[Nn]([0-9]{2})")


def parse_nsid(text: str) -> str | None:
    """An account's ID in its one spelling, `12345678@N00`, else None.

    Five to eleven digits, `@N` in either case, two digits. Groups have IDs of the same form.

    Source: flickr-url-parser 1.12; of 24,148 owners in published datasets all match.
    """
    match = _NSID.fullmatch(text)
    return f"{match[1]}@N{match[2]}" if match else None
