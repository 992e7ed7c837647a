"""Text in lines of a terminal's width: broken at blanks, and where a language writes none, between its characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from inset.cli.showing.tables import width_of

_UNBROKEN: Final = "\u00a0\u202f"
"""Blanks at which no line is broken, as French has before a colon."""


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of so many columns; a word that is longer than that, such as an address, stays whole."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width_of(lines[-1]) + width_of(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """What stays together: a word with the blank behind it, or one ideograph with the marks that go with it."""
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    yield text[start:]


def _may_break(before: str, sign: str) -> bool:
    if sign.isspace():
        return False
    if before.isspace():
        return before not in _UNBROKEN
    closes, opens = unicodedata.category(sign) in ("Pe", "Pf", "Po"), unicodedata.category(before) in ("Ps", "Pi")
    return (_is_ideograph(before) or _is_ideograph(sign)) and not closes and not opens


def _is_ideograph(sign: str) -> bool:
    """Of Chinese or Japanese, which write no blanks; Korean has them between words."""
    return "\u2e80" <= sign <= "\ua4cf" or "\uf900" <= sign <= "\ufaff" or "\uff00" <= sign <= "\uffef"
