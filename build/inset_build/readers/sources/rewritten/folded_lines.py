"""Lines that a format folds (vCards, calendars, LDIF, mail in quoted-printable), as the long ones that they stand for.

Programs fold anywhere: the beginning of a photo's ID at the end of a line is another photo's ID.
"""

from __future__ import annotations

import quopri
import re
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import rewritten_by
from inset_build.readers.sources.source import Source

LONGEST: Final = 1 << 20
"""A longer line is left as it is folded."""

_FOLDS: Final = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:BEGIN:V(?:CARD|CALENDAR)\b|(?:#[^\n]*\n|version: ?1\s+)*dn:{1,2} )"
)
_HEADER: Final = re.compile(rb"(?:From [^\n]*\n)?[!-9;-~]{1,80}:[ \t]")
_HEADERS: Final = re.compile(rb"(?:From [^\n]*\n)?(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_QUOTED: Final = re.compile(rb"(?i)\n[ \t]*content-transfer-encoding:[ \t]*quoted-printable\b")

Unfold = Callable[[bytes, bytes], tuple[bytes, bytes] | None]
"""Of a line and the one behind it, what of each belongs to the long one; None where they are two."""


def may_fold(start: bytes) -> bool:
    """Whether a look at more of a text is worth it."""
    return _FOLDS.match(start) is not None or _HEADER.match(start) is not None


def find_folding(start: bytes) -> Unfold | None:
    """How the lines of a text are folded; None where they are not."""
    if _FOLDS.match(start):
        return _with_blank
    return _with_sign if _HEADERS.match(start) and _QUOTED.search(start) else None


def unfolded(source: Source, unfold: Unfold) -> Source:
    """The text with its whole lines."""
    lines = array("Q")
    return rewritten_by(source, partial(_rewrite, lines, unfold), numbering=Numbering("line", lines=lines))


def _rewrite(lines: array[int], unfold: Unfold, file: BinaryIO) -> Iterator[bytes]:
    """The new lines; `lines` gets the old line of each, unless an earlier reading has put it there already."""
    for given, (begun, line) in enumerate(_long_lines(unfold, file)):
        if given >= len(lines):
            lines.append(begun)
        yield _decoded(line, unfold)


def _long_lines(unfold: Unfold, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each long line with the number of the line in which it begins, from 1 on."""
    parts: list[bytes] = []
    begun, size = 0, 0
    for at, line in enumerate(iter(partial(file.readline, LONGEST), b""), start=1):
        both = unfold(parts[-1], line) if parts and size < LONGEST else None
        if both is not None:
            parts[-1:] = both
            size += len(line)
            continue
        if parts:
            yield begun, b"".join(parts)
        parts, begun, size = [line], at, len(line)
    if parts:
        yield begun, b"".join(parts)


def _decoded(line: bytes, unfold: Unfold) -> bytes:
    return quopri.decodestring(line).replace(b"\n", b"") + b"\n" if unfold is _with_sign else line


def _with_blank(line: bytes, behind: bytes) -> tuple[bytes, bytes] | None:
    return (line.rstrip(b"\r\n"), behind[1:]) if behind[:1] in (b" ", b"\t") else None


def _with_sign(line: bytes, behind: bytes) -> tuple[bytes, bytes] | None:
    bare = line.rstrip(b"\r\n")
    return (bare[:-1], behind) if bare.endswith(b"=") else None
