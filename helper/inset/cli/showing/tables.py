"""Tables on a terminal: columns as wide as they need, and where there is no room for that, cells over several lines.

Widths are columns of the terminal: a letter of Chinese or Japanese takes two, an accent behind its letter none.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from inset.cli.showing.characters import as_shown
from inset.visible import visible_line

BETWEEN: Final = 2
NARROWEST: Final = 8
"""Columns that a cell is given at least; a terminal with no room for that wraps the lines itself."""

ANY: Final = 1 << 30
"""Room for a table of any width."""

_PIECE: Final = re.compile(r"[^\s/-]*[\s/-]*")


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), room: int | None = None
) -> list[str]:
    """Lay cells out in columns.

    Args:
        head: the columns' names; rows: as many cells each; right: numbers (from 0) of columns that are flush right.
        room: columns of the terminal; None for those it has, or any number of them where the output is no terminal.
    """
    shown = [[as_shown(visible_line(cell)) for cell in row] for row in (head, *rows)]
    widths = [max(width_of(row[at]) for row in shown) for at in range(len(head))]
    wanted = room or shutil.get_terminal_size((0, 0)).columns or ANY
    flexible = [at for at in range(len(head)) if at not in right]
    while sum(widths) + BETWEEN * (len(widths) - 1) > wanted and flexible:
        widest = max(flexible, key=lambda at: widths[at])
        if widths[widest] <= NARROWEST:
            break
        widths[widest] -= 1
    return [line for row in shown for line in _lines(row, widths, right)]


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> Iterator[str]:
    for cells in zip_longest(*(wrapped(cell, width) for cell, width in zip(row, widths, strict=True)), fillvalue=""):
        laid_out = (
            f"{' ' * (width - width_of(cell))}{cell}" if at in right else f"{cell}{' ' * (width - width_of(cell))}"
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        yield (" " * BETWEEN).join(laid_out).rstrip()


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most that width, broken behind blanks, hyphens and slashes where that is possible."""
    lines = [""]
    for piece in filter(None, _PIECE.findall(text)):
        if width_of(lines[-1]) + width_of(piece.rstrip()) > width and lines[-1]:
            lines.append("")
        for sign in piece:
            if width_of(lines[-1] + sign) > width and not sign.isspace():
                lines.append("")
            lines[-1] += sign
    return [line.rstrip() for line in lines]
