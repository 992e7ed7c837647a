"""Which of a document's tables of records are read: all that name photos, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.meaning.cell_kinds import URLS, kind_of
from inset_build.readers.meaning.photo_search import photos_of_cell
from inset_build.readers.meaning.record_fields import Fields, without_guesses
from inset_build.readers.meaning.record_tables import Table
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sites import is_mixed, numbers_of_no_photos, says_another
from inset_build.readers.protocol import Refusal

Part = tuple[Table, Fields]
"""Records, and what to read of them."""

MAX_PARTS: Final = 12
"""Each part is a pass over the document; what is beyond is told to the person as not read."""


def of_other_sites(table: Table, outer: SampledRows | None, fields: Fields) -> Refusal | None:
    """The refusal of numbers that keys around their records say, or may say, to be other sites'; else None.

    Args:
        table: the records.
        outer: the records in whose lists these stand, if they do.
        fields: what would be read of them.
    """
    column = fields.photo[0]
    if column.kind in URLS:
        return None
    around = [part for container in table.containers for part in container.path] + [*table.path, *table.inside]
    if not fields.known and (refusal := numbers_of_no_photos(table.called, [column])):
        return refusal
    if any(map(says_another, around)):
        return Refusal(sentence("list_other_site", column.told, str(table)), near=True)
    if outer is None or not is_mixed(outer):
        return None
    return Refusal(
        sentence("list_many_sites", column.told),
        "Give one record a photo, with its site in it.",
        near=True,
    )


def choose_parts(found: Sequence[Part], *, whole: bool) -> tuple[list[Part], list[Part]]:
    """The parts to read, the one that names most first; and those that name photos too and are not read.

    Args:
        found: every table whose records could be read; at least one.
        whole: the document was seen to its end, so that an object which is no list of records can be read too.
    """
    found = without_guesses(found)
    best = max(found, key=lambda each: (each[1].known, each[1].found, len(each[0].rows)))
    parts: list[Part] = [best]
    unread: list[Part] = []
    for table, fields in found:
        some = (table, fields)
        if some is best or table is best[0] or not fields.found or any(_says_no_more(some, part) for part in parts):
            continue
        alike = next((at for at, part in enumerate(parts) if _are_alike(some, part)), None)
        if alike is not None:  # train, validation, test
            before, its = parts[alike]
            parts[alike] = (replace(before, containers=(*before.containers, *table.containers)), its)
        elif len(parts) < MAX_PARTS and (table.containers or whole):
            parts.append(some)
        else:
            unread.append(some)
    return parts, unread


def _are_alike(some: Part, other: Part) -> bool:
    """Records of one kind, which one pass reads."""
    (table, fields), (other_table, other_fields) = some, other
    if table.columnar or other_table.columnar or not (table.containers and other_table.containers):
        return False
    if table.inside != other_table.inside or set(table.containers) & set(other_table.containers):
        return False
    return _read(fields) == _read(other_fields)


def _read(fields: Fields) -> list[tuple[str | None, str]]:
    return [(column.name, column.kind) for column in fields.all]


def _says_no_more(some: Part, other: Part) -> bool:
    """Whether records within, around or beside others name no photo that the others do not name already.

    Only where both are parts of the same records or of one object, or the others are of a layout that is known to name
    everything: other lists may differ further on. What lies within records of such a layout is theirs: their comments.
    """
    same_records = some[0].containers == other[0].containers
    if same_records and other[1].known and len(some[0].inside) > len(other[0].inside):
        return True
    one_object = not some[0].containers
    return (same_records or one_object or other[1].known) and _photos(some) <= _photos(other)


def _photos(part: Part) -> set[int]:
    table, fields = part
    return {
        photo_id
        for row in table.rows
        for chain in fields.chains
        for column in chain
        for photo_id in photos_of_cell(kind_of(column), row[column.index])
    }
