"""Finds the rows of well-formed CSV in which quoted fields span lines, with whole-array operations.

Well-formed is a block in which each quotation mark opens a field, closes one, or is half of a doubled one. Polars reads
its rows as they are. All else is left to `quotes`, which is many times as slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset_build.readers.formats.tables.quotes import MAX_RECORD_LINES

_MARK: Final = ord('"')
_LINE_END: Final = ord("\n")
_RETURN: Final = ord("\r")

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QuotedRows:
    """The whole rows of a block.

    Attributes:
        end: where the last of them ends; what follows belongs to the next block.
        lines: for each row, the index of its first line.
    """

    end: int
    lines: Positions


def find_rows(data: bytes, *, separator: str, width: int, last: bool) -> QuotedRows | None:
    """The rows of a block; None if it is not well formed, or holds blank lines or a carriage return within a line.

    Args:
        data: whole lines.
        separator: between fields, one character.
        width: fields of a full row; a row that spans lines must be full.
        last: no block follows.
    """
    text = np.frombuffer(data, dtype=np.uint8)
    if _has_lone_return(data, text):
        return None
    marks = np.flatnonzero(text == _MARK)
    line_ends = np.flatnonzero(text == _LINE_END)
    ends = line_ends[_are_outside(line_ends, marks)]
    if last and len(data) and (not len(ends) or ends[-1] < len(data) - 1):
        ends = np.append(ends, len(data))
    if not len(ends):
        return None
    end = min(int(ends[-1]) + 1, len(data))
    marks = marks[: np.searchsorted(marks, end)]
    if not _are_well_placed(text[:end], marks, ord(separator)):
        return None
    starts = np.concatenate(([0], ends[:-1] + 1))
    lines = np.searchsorted(line_ends, starts)
    spans = np.diff(lines, append=np.searchsorted(line_ends, end - 1) + 1)
    separators = np.flatnonzero(text[:end] == ord(separator))
    separators = separators[_are_outside(separators, marks)]
    fields = np.searchsorted(separators, ends) - np.searchsorted(separators, starts) + 1
    is_one_field = (fields == 1) & (ends - starts <= 1)
    if spans.max() > MAX_RECORD_LINES or (fields[spans > 1] != width).any() or is_one_field.any():
        return None
    alone = np.flatnonzero(fields == 1) if width > 1 else np.arange(len(starts))
    if any(not data[starts[row] : ends[row]].strip() for row in alone.tolist()):
        return None
    return QuotedRows(end, lines)


def _has_lone_return(data: bytes, text: NDArray[np.uint8]) -> bool:
    """Whether a carriage return stands before anything but a line's end: old programs end a row with it alone."""
    if b"\r" not in data:
        return False
    behind = np.flatnonzero(text == _RETURN) + 1
    return bool(behind[-1] == len(text) or (text[behind] != _LINE_END).any())


def _are_outside(positions: Positions, marks: Positions) -> NDArray[np.bool_]:
    """Which positions are behind an even number of marks."""
    outside: NDArray[np.bool_] = np.searchsorted(marks, positions) & 1 == 0
    return outside


def _are_well_placed(text: NDArray[np.uint8], marks: Positions, separator: int) -> bool:
    """Whether marks open fields at their beginning and close them at their end, by turns; doubled ones do both."""
    if len(marks) & 1:
        return False
    opening, closing = marks[::2], marks[1::2]
    before = text[opening[opening > 0] - 1]
    behind = closing[closing < len(text) - 1] + 1
    after = text[behind]
    return bool(
        np.isin(before, (separator, _LINE_END, _MARK)).all()
        and np.isin(after, (separator, _LINE_END, _RETURN, _MARK)).all()
    )
