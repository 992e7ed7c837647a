"""Tells from bare text whether it looks like URLs or hashes. Whether numbers are photo IDs is judged in `numbers/`."""

from __future__ import annotations

import re
from typing import Final

_URL: Final = re.compile(
    r"\s*(?:https?:)?//\S|\s*(?:www\.)?(?:flickr\.com|flic\.kr)/|\s*[a-z0-9]+\.static\.?flickr\.com/", re.IGNORECASE
)
_HASH: Final = re.compile(r"[0-9a-fA-F]{28,128}")


ADDRESS: Final = (
    r"(?i)^[ \t\n\r\f\x0b]*(?:[a-z][a-z0-9+.-]*:)?//"
    r"|^[ \t\n\r\f\x0b]*(?:[a-z0-9-]{1,63}\.){1,8}"
    r"(?:[a-z]{2}|com|org|net|edu|gov|info|biz|app|dev|cloud|example)(?::[0-9]{1,5})?/"
)
"""An address on any host, with or without its scheme; for Python's `re` and Polars' Rust alike."""

_ADDRESS: Final = re.compile(ADDRESS, re.ASCII)


def looks_like_url(text: str) -> bool:
    """An address on any host; of those without a scheme only Flickr's."""
    return _URL.match(text) is not None


def looks_like_address(text: str) -> bool:
    """An address on any host, with or without its scheme. A folder can look like that, too: `data.v2.de/1.jpg`."""
    return _ADDRESS.match(text) is not None


def looks_like_hash(text: str) -> bool:
    """Hexadecimal digits in the length of MD5 and longer digests, or a few less: leading zeros get lost."""
    return _HASH.fullmatch(text) is not None and not text.isdigit()
