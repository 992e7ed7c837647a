"""Lists whose lines begin with a mark (`1. 53212821120`, `* 53212821120`), without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from inset_build.readers.sources.rewritten.rewrite import rewritten_by
from inset_build.readers.sources.source import Source

_MARK: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?[ \t]*(?:[0-9]{1,7}[.):]|[-*+]|\[ {0,7}[0-9]{1,7}\]|\xe2\x80[\xa2\x93])[ \t]+(?=\S)"
)
_OF_R: Final = re.compile(rb'(?:\xef\xbb\xbf)?[ \t]*\[ *([0-9]{1,7})\](?:[ \t]+"?[0-9]+"?)+[ \t\r]*')
NEARLY_EVERY: Final = 0.8
LONGEST: Final = 1 << 20


def is_marked_list(start: bytes) -> bool:
    """Whether nearly every line of a text begins with a mark."""
    lines = [line for line in start.splitlines()[:1000] if line.strip()]
    return len(lines) > 1 and sum(_MARK.match(line) is not None for line in lines) >= NEARLY_EVERY * len(lines)


def are_numbered_by_r(start: bytes) -> bool:
    """Whether a text is a vector as R prints it: each line begins with the index of its first number, `[13] `."""
    lines = [line for line in start.splitlines()[:1000] if line.strip()]
    first = _OF_R.match(lines[0]) if lines else None
    return first is not None and int(first[1]) == 1 and all(map(_OF_R.fullmatch, lines))


def without_marks(source: Source) -> Source:
    """The lines without their marks."""

    def rewrite(file: BinaryIO) -> Iterator[bytes]:
        begins_line = True
        while line := file.readline(LONGEST):
            yield _MARK.sub(b"", line, count=1) if begins_line and _MARK.match(line) else line
            begins_line = line.endswith(b"\n")

    return rewritten_by(source, rewrite)
