"""Parquet files that look like one that was looked at already: what was found there is found again in fewer rows.

A list of billions of rows has thousands of parts, and asking a thousand rows of each what every column may be takes a
tenth of a second. As for tables of text, a part is taken for its neighbour's kind only where addresses in its own rows
say so: numbers are never believed because a neighbour's were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.meaning.cell_kinds import URL
from inset_build.readers.meaning.named_elsewhere import named_elsewhere
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.protocol import Match

FEW: Final = 5
"""Fewer photos in a sample do not say which column gives them."""

_CHECKED: Final = 64
"""Rows from all over the sample, and at most half as many that name Flickr, in which all columns are asked."""


def as_before(before: Match | None, keys: Sequence[str], rows: Sequence[Sequence[str]]) -> RecordMatch | None:
    """How a file is read if it is of its neighbour's kind; None where it must be looked at by itself.

    Args:
        before: how the neighbour is read, if there is one.
        keys: the names of this file's columns.
        rows: its sampled rows, as texts.
    """
    known = asked_of(before)
    if known is None:
        return None
    of_flickr = [row for row in rows if any("flic" in cell.lower() for cell in row)]
    few = [*of_flickr[: _CHECKED // 2], *rows[:: max(len(rows) // _CHECKED, 1)]]
    found = choose_fields(SampledRows.of_records(keys, few, "column"))
    if not isinstance(found, Fields) or found.found < FEW or _told_apart(found) != known:
        return None
    asked = {column.index for column in found.all}
    if named_elsewhere(of_flickr, few, asked):
        return None
    return RecordMatch((sentence("list_alike", len(few)),), fields=found)


def asked_of(before: Match | None) -> Fields | None:
    """What is asked of how a neighbour is read: without what was seen of it. None where nothing is."""
    known = before.fields if isinstance(before, RecordMatch) else None
    if known is None or any(column.kind != URL for chain in known.chains for column in chain):
        return None
    return _told_apart(known)


def _told_apart(fields: Fields) -> Fields:
    """What is read, without what was seen of it."""
    return replace(fields, found=0, explanation=())
