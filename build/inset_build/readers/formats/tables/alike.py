"""Tables that look like one that was looked at already: what was found there is checked here, which takes less time.

A folder may hold hundreds of parts of one list. A part is taken for its neighbour's kind only where addresses say so in
its own rows: numbers are never believed because a neighbour's were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.meaning.cell_kinds import KINDS, NUMBER, kind_of, plain_name
from inset_build.readers.meaning.detail_columns import find_details, without_unknown_numbers
from inset_build.readers.meaning.named_elsewhere import named_elsewhere
from inset_build.readers.meaning.photo_names import means_photo_id
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.protocol import NOT_READ, Column, Match

CHECKED: Final = 64
"""Rows, from all over the sample, in which each column is asked again."""

_SHOULD_AGREE: Final = 0.99


def as_before(
    before: Match, rows: Sequence[Sequence[str]], names: Sequence[str], separator: str, width: int
) -> Match | None:
    """How a table is read if it is of its neighbour's kind; None where it must be looked at by itself.

    Args:
        before: how the neighbour is read.
        rows: the sampled rows.
        names: the header's cells; empty without one.
        separator, width: as in `Match`.

    Returns:
        The match, but for its `skip_lines`.
    """
    known = asked_of(before)
    if known is None or (separator, width) != (known.separator, known.width):
        return None
    chains = (known.columns, *known.also)
    columns = [column for chain in chains for column in chain]
    if not all(_name(names, column.index) == column.name for column in columns):
        return None
    step = max(len(rows) // CHECKED, 1)
    few = rows[::step]
    if not few or not all(_gives(chain, few) for chain in chains):
        return None
    sampled = SampledRows.of_table(few, names, width)
    details = without_unknown_numbers(find_details(sampled, known.columns), sampled)
    asked = {column.index for column in columns} | {
        column.index for column in (details.account, details.licence, *details.account_names) if column is not None
    }
    if any(means_photo_id(plain_name(name)) for index, name in enumerate(names) if index not in asked):
        return None
    if named_elsewhere(rows, few, asked):
        return None
    checked = sentence("list_alike", len(few))
    return replace(
        known,
        explanation=(*known.explanation, checked, *details.explanation),
        account=details.account,
        licence=details.licence,
        account_names=details.account_names,
    )


def asked_of(before: Match) -> Match | None:
    """What is asked of how a neighbour is read: without what is found anew in each table. None where nothing is."""
    columns = [column for chain in (before.columns, *before.also) for column in chain]
    if not before.separator or any(map(_is_left_out, before.explanation)) or not all(map(_is_sure, columns)):
        return None
    return replace(
        before, explanation=before.explanation[:1], skip_lines=0, account=None, licence=None, account_names=()
    )


def _is_left_out(sentence: str) -> bool:
    return sentence.startswith(NOT_READ)


def _is_sure(column: Column) -> bool:
    """Whether its cells say themselves which photo they name, or an address beside them does."""
    return KINDS[column.kind].is_url or (column.kind == NUMBER and not column.ranges)


def _name(names: Sequence[str], index: int) -> str | None:
    return names[index].strip() or None if index < len(names) else None


def _gives(chain: Sequence[Column], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a chain's columns name a photo in nearly every row, an address among them; and all of a row the same."""
    kinds = [(kind_of(column), column.index) for column in chain]
    if not any(kind.is_url for kind, _ in kinds):
        return False
    given = agreed = 0
    for row in rows:
        told = [(kind.is_url, kind.parse(row[index])) for kind, index in kinds if index < len(row)]
        photos = {photo for _, photo in told if photo is not None}
        given += any(is_url and photo is not None for is_url, photo in told)
        agreed += len(photos) == 1
    return given >= NEARLY_ALL * len(rows) and agreed >= _SHOULD_AGREE * given
