"""What several calls are asked with: the bodies `{}`, `{name: text}` and `{"photos": […]}`, and a list's `?limit=`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from inset.errors import BadRequest, TooLarge

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 1000
MAX_PHOTOS: Final = 1000
"""Photos in one question; a page shows about a hundred."""
_WHOLE: Final = re.compile(r"[0-9]{1,6}", re.ASCII)


def read_nothing(body: dict[str, Any]) -> None:
    """Accept the body `{}`.

    Raises:
        BadRequest: it is not empty.
    """
    if body:
        raise BadRequest("Send {} and nothing else.")


def read_text(body: dict[str, Any], name: str) -> str:
    """Return the only text of a body `{name: "…"}`.

    Raises:
        BadRequest: the body is anything else.
    """
    value = body.get(name)
    if len(body) != 1 or not isinstance(value, str):
        raise BadRequest(f'Send {{"{name}": "…"}} and nothing else.')
    return value


def read_photos(body: dict[str, Any]) -> list[Any]:
    """Return the list of a body `{"photos": […]}`, of whatever it holds.

    Raises:
        BadRequest: the body is anything else; TooLarge: there are more than `MAX_PHOTOS`.
    """
    photos = body.get("photos")
    if len(body) != 1 or not isinstance(photos, list):
        raise BadRequest('Send {"photos": ["53208249252", …]} and nothing else.')
    if len(photos) > MAX_PHOTOS:
        raise TooLarge(f"Send at most {MAX_PHOTOS} photos at once.")
    return photos


def read_limit(query: Mapping[str, str]) -> int:
    """Return how many entries a page holds at most.

    Raises:
        BadRequest: it is not a number from 1 to 1,000.
    """
    text = query.get("limit")
    if text is None:
        return DEFAULT_LIMIT
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= MAX_LIMIT:
        raise BadRequest(f"Give limit as a number from 1 to {MAX_LIMIT}.")
    return int(text)


def only(query: Mapping[str, str], *known: str) -> None:
    """Refuse a query with other parameters than these: a misspelt one must not be ignored.

    Raises:
        BadRequest: there are others, or one stands there twice.
    """
    names = {*query}
    if len(query) > len(names) or not names <= {*known}:  # len(query) counts repeated parameters, names does not
        allowed = f"nothing but {', '.join(known)}" if known else "nothing"
        raise BadRequest(f"Ask with {allowed} behind the question mark, each at most once.")
