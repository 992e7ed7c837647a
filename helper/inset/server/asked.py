"""`?limit=&cursor=`: reading a long list in pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from inset.errors import BadRequest

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 1000
_WHOLE: Final = re.compile(r"[0-9]{1,6}", re.ASCII)


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
    """Refuse a query that holds anything else: a misspelt parameter must not silently be none.

    Raises:
        BadRequest: it does, or it holds one of them twice.
    """
    names = {*query}
    if len(query) > len(names) or not names <= {*known}:  # the length counts repeats, and the names do not
        allowed = f"nothing but {', '.join(known)}" if known else "nothing"
        raise BadRequest(f"Ask with {allowed} behind the question mark, each at most once.")
