"""Sources written anew: what is no list, table or document that a reader reads becomes one, as a stream.

Text in other encodings, JSON in scripts, spreadsheets, NumPy's arrays, Arrow streams and SQL dumps are recognised by
their first bytes. What they hold is judged by the same readers as everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inset_build.readers.sources.rewritten import numpy_arrays
from inset_build.readers.sources.rewritten.encodings import (
    as_utf_8,
    ends_as_on_old_macs,
    find_encoding,
    with_line_feeds,
)
from inset_build.readers.sources.rewritten.scripts import find_wrapper, maybe_wrapped, without_wrapper
from inset_build.readers.sources.rewritten.sql_dumps import begins_like_dump, is_dump, tables
from inset_build.readers.sources.source import Source

__all__ = ["rewritten"]

LOOKED_AT: Final = 1 << 16
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rewritten(source: Source, start: bytes) -> Iterator[Source]:
    """What a source stands for: itself, or what it is written anew as.

    Args:
        source: no archive, and not compressed.
        start: its first bytes, some hundred.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    # What takes a library is imported where it is needed: looking at a folder of text must not pay for it.
    if start.startswith(numpy_arrays.MAGIC):
        yield numpy_arrays.array_as_csv(source)
    elif start.startswith(_OLD_OFFICE):
        from inset_build.readers.sources.rewritten.spreadsheets import sheets

        yield from sheets(source)
    elif start.startswith(b"\xff\xff\xff\xff"):
        from inset_build.readers.sources.rewritten.arrow_streams import is_stream, stream_as_json_lines

        yield stream_as_json_lines(source) if is_stream(source.read_start(LOOKED_AT)) else source
    elif encoding := find_encoding(start):
        plain = as_utf_8(source, encoding)
        yield from rewritten(plain, plain.read_start(len(start)))
    else:
        yield from _of_text(source, start)


def _of_text(source: Source, start: bytes) -> Iterator[Source]:
    if begins_like_dump(start) and is_dump(source.read_start(LOOKED_AT)):
        yield from tables(source)
        return
    skip = find_wrapper(source.read_start(LOOKED_AT)) if maybe_wrapped(start) else 0
    if skip:
        yield without_wrapper(source, skip)
    elif ends_as_on_old_macs(start) and ends_as_on_old_macs(source.read_start(LOOKED_AT)):
        yield with_line_feeds(source)
    else:
        yield source
