"""Bodies that several calls share: `{}`, and an object with one text."""

from __future__ import annotations

from typing import Any

from inset.errors import BadRequest


def read_nothing(body: dict[str, Any]) -> None:
    """Accept the body `{}`.

    Raises:
        BadRequest: it holds something.
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
