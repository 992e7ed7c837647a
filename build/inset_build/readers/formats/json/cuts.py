"""Finds where a chunk of records can be cut: at a comma between two records."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset_build.readers.formats.json.brackets import BLANK, PIECE_BYTES, State, Structure, scan

GUESS_BYTES: Final = 1 << 14

_MARKS_ASKED: Final = 64


def _table(characters: bytes) -> NDArray[np.bool_]:
    table = np.zeros(256, dtype=np.bool_)
    table[list(characters)] = True
    return table


_BEFORE_STRINGS: Final = _table(b",:[{" + BLANK)
_BEHIND_STRINGS: Final = _table(b",:]}" + BLANK)


def guess_cut(records: bytes) -> int:
    """The position of what is probably a comma between two records; 0 if nothing looks like one.

    It looks at the chunk's last bytes only.
    """
    start = max(len(records) - GUESS_BYTES, 0)
    tail = records[start:]
    structure = scan(tail, State())
    if start and _begins_in_string(tail, structure.quotes):
        structure = scan(tail, State(in_string=True))
    if not len(structure.at):
        cut = _last_comma(tail, 0, len(tail), structure)
        return start + cut if cut else 0
    outermost = int(structure.depth.min())
    ends = structure.at[(structure.depth == outermost) & ~structure.opens]
    for end in ends[:-3:-1].tolist():
        comma = _comma_behind(tail, end)
        if comma:
            return start + comma
    return 0


def exact_cut(records: bytes, depth: int) -> tuple[int, bool]:
    """The last comma between two records, or the bracket that ends their container.

    Args:
        records: the bytes behind a comma between records, or behind the bracket that opens their container.
        depth: the depth between records.

    Returns:
        Its position, and whether it is the container's end; 0 and False if there is neither.
    """
    state = State(depth=depth)
    cut = 0
    for start in range(0, len(records), PIECE_BYTES):
        piece = records[start : start + PIECE_BYTES]
        structure = scan(piece, state)
        below = np.flatnonzero(structure.depth < depth)
        if len(below):
            return start + int(structure.at[below[0]]), True
        cut = _cut_in(piece, structure, state.depth, depth, start) or cut
        state = structure.after
    return cut, False


def _cut_in(piece: bytes, structure: Structure, before: int, depth: int, start: int) -> int:
    """The last comma at a depth: behind a bracket after which the text has that depth, and before the next bracket."""
    ends = np.flatnonzero(structure.depth == depth)[::-1].tolist()
    for index in ends:
        stop = int(structure.at[index + 1]) if index + 1 < len(structure.at) else len(piece)
        comma = _last_comma(piece, int(structure.at[index]), stop, structure)
        if comma:
            return start + comma
    if before == depth:
        stop = int(structure.at[0]) if len(structure.at) else len(piece)
        comma = _last_comma(piece, 0, stop, structure)
        if comma or (piece[:1] == b"," and stop and not structure.in_string):
            return start + comma
    return 0


def _begins_in_string(text: bytes, quotes: NDArray[np.int64]) -> bool:
    """Whether the text probably begins inside a string, judged by the bytes around its first quotation marks."""
    around = np.frombuffer(text, dtype=np.uint8)
    marks = quotes[(quotes > 0) & (quotes < len(text) - 1)][:_MARKS_ASKED]
    opening, closing = _BEFORE_STRINGS[around[marks - 1]], _BEHIND_STRINGS[around[marks + 1]]
    outside = int(opening[::2].sum() + closing[1::2].sum())
    inside = int(closing[::2].sum() + opening[1::2].sum())
    odd = len(quotes) > 0 and int(quotes[0]) == 0  # then the first mark was left out above
    return outside > inside if odd else inside > outside


def _last_comma(data: bytes, start: int, stop: int, structure: Structure) -> int:
    """The last comma outside strings between two positions; 0 if there is none."""
    while (stop := data.rfind(b",", start, stop)) > 0:
        if not structure.is_inside_string(stop):
            return stop
        # It is in a string: continue in front of the mark that opens the string.
        mark = int(np.searchsorted(structure.quotes, stop)) - 1
        if mark < 0:
            return 0
        stop = int(structure.quotes[mark])
    return 0


def _comma_behind(data: bytes, end: int) -> int:
    """The comma right behind a bracket and blanks; 0 if something else or nothing follows."""
    rest = data[end + 1 : end + 1 + 64].lstrip(BLANK)
    return data.index(b",", end) if rest[:1] == b"," else 0
