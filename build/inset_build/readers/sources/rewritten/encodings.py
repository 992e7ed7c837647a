"""Text that is not UTF-8, or whose lines end as on old Macs, as the text that all readers read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged
from inset_build.readers.sources.rewritten.rewrite import pieces, rewritten_by
from inset_build.readers.sources.source import Source

_MARKS: Final = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"""(<\?xml[^>]{0,100}encoding=["'])[Uu][Tt][Ff]-?(?:16|32)(?:[LlBb][Ee])?(["'])""")
_LEAST: Final = 16
"""Bytes that text without a mark must have at least: fewer may be anything."""

_CONTROLS: Final = bytes(set(range(1, 32)) - set(b"\t\n\r"))


def find_encoding(start: bytes) -> str | None:
    """The encoding of what begins like this, if it is UTF-16 or UTF-32; else None."""
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if marked is not None:
        return marked
    if len(start) < _LEAST or len(start.translate(None, _CONTROLS)) < len(start):
        return None
    # Text of mostly ASCII characters: one of every two bytes is NUL, the other hardly ever.
    even, odd, half = start[::2].count(0), start[1::2].count(0), max(len(start) / 2, 1)
    if max(even, odd) > 0.4 * half and min(even, odd) < 0.1 * half:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def as_utf_8(source: Source, encoding: str) -> Source:
    """The source's text as UTF-8 without a mark. What is no character is replaced.

    Reading raises ManifestInvalid where the text ends within a character: what came after it is missing.
    """

    def rewrite(file: BinaryIO) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        is_first = True
        for piece in pieces(file):
            text = decoder.decode(piece)
            data = text.encode("utf-8", "replace")
            if is_first and data:
                data = _DECLARED.sub(rb"\1UTF-8\2", data.removeprefix(codecs.BOM_UTF8), count=1)
                is_first = False
            yield data
        if decoder.getstate()[0]:
            raise Damaged(sentence("list_cut_character", encoding[:6].upper()))

    return rewritten_by(source, rewrite)


def ends_as_on_old_macs(start: bytes) -> bool:
    """Whether the lines of a text end with a carriage return and nothing else."""
    return b"\n" not in start and start.count(b"\r") > 1 and b"\0" not in start


def with_line_feeds(source: Source) -> Source:
    """The source's lines with today's ends."""

    def rewrite(file: BinaryIO) -> Iterator[bytes]:
        after_return = False
        for piece in pieces(file):
            data = piece[1:] if after_return and piece[:1] == b"\n" else piece
            after_return = piece[-1:] == b"\r"
            yield data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    return rewritten_by(source, rewrite)
