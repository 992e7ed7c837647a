"""Sources written anew: what is no list, table or document that a reader reads becomes one, as a stream.

Text in other encodings, JSON in scripts, spreadsheets, NumPy's arrays, Arrow streams, SQL dumps and drawn tables are
recognised by their first bytes; YAML and texts with addresses in them (`texts_anew`) when no reader takes them.
What they hold is judged by the same readers as everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.sources.rewritten import numpy_arrays
from inset_build.readers.sources.rewritten.drawn_tables import drawn_as_csv, is_drawn
from inset_build.readers.sources.rewritten.encodings import (
    as_utf_8,
    ends_as_on_old_macs,
    find_encoding,
    with_line_feeds,
)
from inset_build.readers.sources.rewritten.folded_lines import find_folding, may_fold, unfolded
from inset_build.readers.sources.rewritten.marked_lists import are_numbered_by_r, is_marked_list, without_marks
from inset_build.readers.sources.rewritten.markup import addresses
from inset_build.readers.sources.rewritten.number_lists import is_number_list, one_a_line
from inset_build.readers.sources.rewritten.rewrite import unreadable
from inset_build.readers.sources.rewritten.scripts import find_wrapper, maybe_wrapped, without_wrapper
from inset_build.readers.sources.rewritten.split_tables import split_table
from inset_build.readers.sources.rewritten.sql_dumps import begins_like_dump, is_dump, tables
from inset_build.readers.sources.rewritten.yaml_documents import (
    are_literals,
    begins_like_yaml,
    literals_as_json,
    yaml_as_json,
)
from inset_build.readers.sources.signatures import IN_PYTHON, STATA
from inset_build.readers.sources.source import Source

__all__ = ["rewritten", "texts_anew"]

LOOKED_AT: Final = 1 << 16
MANY_LINES: Final = 10
MANY_OF_ALL: Final = 0.2
SHORTEST: Final = 6
"""Digits: shorter numbers alone in a line number or count something."""

_MAYBE_FLICKR: Final = re.compile(rb"(?i)flic")
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
    elif start.startswith(STATA):
        yield unreadable(source, sentence("list_is_unread", sentence("list_what_a_file", "Stata")), IN_PYTHON)
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
    if (b"--" in start or b"||" in start) and b"|" in start and is_drawn(source.read_start(LOOKED_AT)):
        yield drawn_as_csv(source)
        return
    if may_fold(start) and (unfold := find_folding(source.read_start(LOOKED_AT))):
        yield unfolded(source, unfold)
        return
    skip = find_wrapper(source.read_start(LOOKED_AT)) if maybe_wrapped(start) else 0
    if skip:
        yield without_wrapper(source, skip)
    elif ends_as_on_old_macs(start) and ends_as_on_old_macs(source.read_start(LOOKED_AT)):
        yield with_line_feeds(source)
    else:
        yield source


def texts_anew(source: Source, start: bytes, *, damaged: bool) -> Iterator[Source]:
    """What a text that no reader takes may be written anew as, the likeliest first.

    Args:
        source: a text.
        start: its first bytes, some thousand.
        damaged: a reader knows its format and misses a part of it.

    Raises:
        ManifestInvalid: it cannot be read.
    """
    if are_numbered_by_r(start):
        yield one_a_line(without_marks(source))
        return
    if is_number_list(start):
        yield one_a_line(source)
        return
    table = split_table(source, start)
    if table is not None:
        yield table
    if are_literals(start):
        yield literals_as_json(source)
    is_markup = start.lstrip()[:1] == b"<"
    if not is_markup and begins_like_yaml(start):
        document = yaml_as_json(source)
        if document is not None:
            yield document
    if is_marked_list(start):
        yield without_marks(source)
    # A README in an archive mentions addresses; a page in it lists them, and so does a text with many.
    # Addresses among bare numbers are some of a list only, so that is told.
    may_be = not damaged and (source.named or is_markup or _lists_photos(start))
    if may_be and _MAYBE_FLICKR.search(start) and not _are_numbers(start):
        yield addresses(source)


def _lists_photos(start: bytes) -> bool:
    """Whether many lines of a text name Flickr."""
    lines = [line for line in start.splitlines() if line.strip()]
    naming = sum(_MAYBE_FLICKR.search(line) is not None for line in lines)
    return naming >= MANY_LINES and naming >= MANY_OF_ALL * len(lines)


def _are_numbers(start: bytes) -> bool:
    """Whether half of the lines are a number alone, as long as a photo's."""
    lines = [line.strip() for line in start.splitlines() if line.strip()]
    return 2 * sum(line.isdigit() and len(line) >= SHORTEST for line in lines) >= len(lines)
