"""Numbers that stand side by side (`53212821120, 53210123978, …`), as one a line.

A table of numbers is no such list: its lines have few cells, and equally many.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final

import numpy as np

from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import pieces, rewritten_by
from inset_build.readers.sources.source import Source

_ONLY_NUMBERS: Final = re.compile(rb"""(?:\xef\xbb\xbf)?[0-9\s,;|"'()\[\]]+""")
_NUMBER: Final = re.compile(rb"[0-9]+")
_SEPARATORS: Final = b",;|\"'()[] \t\r"

_LINE_END: Final = ord("\n")

MANY: Final = 5
"""So many numbers in nearly every line make a list, unless the lines are few."""

FEW_LINES: Final = 2
NEARLY_EVERY: Final = 0.8


def is_number_list(start: bytes) -> bool:
    """Whether a text begins with nothing but numbers, many in a line."""
    if _ONLY_NUMBERS.fullmatch(start) is None:
        return False
    counts = [len(_NUMBER.findall(line)) for line in start.splitlines() if line.strip()]
    if len(counts) <= FEW_LINES:
        return max(counts, default=0) > 1
    return sum(count >= MANY for count in counts) >= NEARLY_EVERY * len(counts)


def one_a_line(source: Source) -> Source:
    """The numbers, one a line. What is no number stays a line of its own, so that it is counted and shown."""
    lines = array("Q")
    return rewritten_by(source, partial(_rewrite, lines), numbering=Numbering("line", lines=lines))


def _rewrite(lines: array[int], file: BinaryIO) -> Iterator[bytes]:
    """The new text; `lines` gets the old line of each new one, unless an earlier reading has put it there already."""
    given = 0
    table = bytes.maketrans(_SEPARATORS, b"\n" * len(_SEPARATORS))
    line = 1
    for piece in pieces(file):
        data = piece.translate(table)
        before, after = (np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == _LINE_END) for text in (piece, data))
        lines.extend((line + np.searchsorted(before, after[max(len(lines) - given, 0) :])).tolist())
        line += len(before)
        given += len(after)
        yield data
    if len(lines) == given:
        lines.append(line)
