"""Which fields of records give the photo, its owner and its licence: for every format that has names for its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from inset.photo_ref import parse_photo_id
from inset_build.readers.meaning.cell_kinds import KINDS, plain_name
from inset_build.readers.meaning.detail_columns import (
    LICENCE,
    LICENCE_NAMES,
    OWNER,
    OWNER_NAMES,
    DetailColumns,
    find_details,
)
from inset_build.readers.meaning.photo_columns import MOST, choose_columns
from inset_build.readers.meaning.record_layouts import RecordLayout, find_record_layout
from inset_build.readers.meaning.record_values import Key
from inset_build.readers.meaning.table_layouts import find_foreign
from inset_build.readers.protocol import Column, Match, Refusal

NOT_THE_PHOTO: Final = frozenset({"license", "licence", "owner", "user", "author"})
"""Keys that say what the ones below them are about, which is not the photo: `license.url`, `owner.nsid`."""


@dataclass(frozen=True, slots=True)
class Records:
    """A sample of records.

    Attributes:
        keys: names of their fields; where fields have fields, with a dot between.
        rows: for each record the text in each field, empty where it has none.
        field: what a field is called for people: key, column.
    """

    keys: Sequence[str]
    rows: Sequence[Sequence[str]]
    field: str = "key"


@dataclass(frozen=True, slots=True)
class Field(Column):
    """A column that people know by its name only. `word` is what it is called: key, column."""

    word: str = "key"

    def __str__(self) -> str:
        return f'{self.word} "{self.name}"' if self.name else "each value"


@dataclass(frozen=True, slots=True)
class Fields:
    """What to read of each record. The fields' indices are those of the sample's keys.

    Attributes:
        photo: the ones that give the photo; a later one is asked where all earlier ones are silent.
        owner: the one that names the account, if there is one.
        licence: the one that names the licence, if there is one.
        licences: what stands for a licence in that field, and what it means; None where it means itself.
        found: how many sampled records give a photo.
        known: the records are of a known layout, so nothing else in the document gives photos.
        explanation: sentences for a person.
    """

    photo: tuple[Column, ...]
    owner: Column | None
    licence: Column | None
    licences: Mapping[str, str] | None
    found: int
    known: bool
    explanation: tuple[str, ...]

    @property
    def all(self) -> list[Column]:
        """Each field once, by its name."""
        named = {column.name: column for column in (*self.photo, self.owner, self.licence) if column is not None}
        return list(named.values())

    @property
    def names(self) -> list[str]:
        """The names of `all`; empty for the record itself."""
        return [column.name or "" for column in self.all]

    @property
    def keys(self) -> list[Key]:
        """The keys that lead to each of `all`."""
        return [tuple(name.split(".")) if name else () for name in self.names]


@dataclass(frozen=True, slots=True)
class RecordMatch(Match):
    """A match of a format that has records with named fields."""

    fields: Fields | None = None


def choose_fields(
    records: Records, wanted: str | None = None, licences: Mapping[str, str] | None = None
) -> Fields | Refusal:
    """The fields of some records.

    Args:
        records: a sample.
        wanted: the field that the person says gives the photo.
        licences: the document's own table of licences, from number to URL.
    """
    names = [_short_name(key) for key in records.keys]
    layout = None if wanted is not None else _known(records, names)
    if isinstance(layout, Refusal):
        return layout
    photo = _chosen(records, names, layout) if wanted is None else _pointed_at(records, wanted)
    if isinstance(photo, Refusal):
        return photo
    details = _details(records, names, photo, layout)
    owner, licence = details.owner, details.licence
    if licence is None or not _are_numbers(records, licence.index):
        licences = None
    elif licences is None and layout is None:
        licence = None  # a number of somebody's own list, and nobody says which licence it is
    found = sum(any(_gives(column, row) for column in photo) for row in records.rows)
    why = _why(photo, found, len(records.rows), layout, as_said=wanted is not None)
    told = replace(details, licence=licence).explanation
    return Fields(photo, owner, licence, licences, found, layout is not None, (*why, *told))


def _details(
    records: Records, names: Sequence[str], photo: Sequence[Column], layout: RecordLayout | None
) -> DetailColumns:
    if layout is None:
        found = find_details(records.rows, names, photo)
        owner, licence = found.owner, found.licence
    else:
        indices = {key: index for index, key in enumerate(records.keys)}
        owners = [Column(indices[key], key, OWNER) for key in layout.owner if key in indices]
        owner = owners[0] if owners else None
        licence = Column(indices[layout.licence], layout.licence, LICENCE) if layout.licence in indices else None
    return DetailColumns(owner and _field(records, owner), licence and _field(records, licence))


def _known(records: Records, names: Sequence[str]) -> RecordLayout | Refusal | None:
    foreign = find_foreign((), map(plain_name, names), "", 0)
    return foreign or find_record_layout(records.keys, records.rows)


def _why(
    photo: Sequence[Column], found: int, records: int, layout: RecordLayout | None, *, as_said: bool
) -> Iterator[str]:
    if layout is not None:
        yield f"Its records are those of {layout.title}."
    best = _capital(photo[0])
    if as_said:
        yield f"{best}, as you said, read as a {photo[0].kind}."
    elif found:
        yield f"{best} gives the photo: a {photo[0].kind} in {found:,} of {records:,} records seen."
    else:
        yield f"{best} holds URLs, but none in the records seen is a Flickr photo's."
    if len(photo) > 1:
        yield f"Where it is silent: {', '.join(map(str, photo[1:]))}."


def _chosen(records: Records, names: Sequence[str], layout: RecordLayout | None) -> tuple[Column, ...] | Refusal:
    if layout is not None:
        key, kind = layout.photo
        return (Field(records.keys.index(key), key, kind, records.field),)
    chosen = choose_columns(records.rows, names, len(names))
    if not isinstance(chosen, Refusal) and _is_about_something_else(records, names, chosen.columns[0]):
        chosen = Refusal("No column gives a Flickr photo.", "Point at one with --column if there is one.", near=True)
    if not isinstance(chosen, Refusal):
        return tuple(_field(records, column) for column in chosen.columns)
    reason = chosen.reason.replace("No column", f"No {records.field}")
    for index, name in enumerate(names):  # what has no place in a row is known by its name only
        column = Column(index, name, "")
        reason = reason.replace(str(column), str(_field(records, column)))
    hint = chosen.hint.replace("column and its name or number", "column and its name")
    return replace(chosen, reason=reason, hint=hint)


def _is_about_something_else(records: Records, names: Sequence[str], column: Column) -> bool:
    """URLs of licences and accounts, none of which is a photo's."""
    is_named = plain_name(names[column.index]) in (*LICENCE_NAMES, *OWNER_NAMES)
    return is_named and not any(_gives(column, row) for row in records.rows)


def _pointed_at(records: Records, wanted: str) -> tuple[Column, ...] | Refusal:
    """The field that the person names, read as what is in it."""
    index = next((i for i, key in enumerate(records.keys) if key == wanted), None)
    if index is None:
        index = next((i for i, key in enumerate(records.keys) if key.lower() == wanted.lower()), None)
    if index is None and records.field == "column" and 0 < (parse_photo_id(wanted) or 0) <= len(records.keys):
        index = int(wanted) - 1
    if index is None:
        known = ", ".join(records.keys[:40])
        return Refusal(f"There is no {records.field} {wanted!r}.", f"There are: {known}.", near=True)
    cells = [row[index] for row in records.rows if row[index].strip()]
    counts = {title: sum(kind.parse(cell) is not None for cell in cells) for title, kind in KINDS.items()}
    kind = max(counts, key=lambda title: counts[title])
    if not counts[kind]:
        return Refusal(
            f"{records.field.capitalize()} {wanted!r} gives no photo ID: it holds "
            f"{repr(cells[0][:60]) if cells else 'nothing'}.",
            f"Point at a {records.field} of photo IDs, Flickr URLs or photos' file names.",
            near=True,
        )
    return (Field(index, records.keys[index], kind, records.field),)


def _field(records: Records, column: Column) -> Field:
    return Field(column.index, records.keys[column.index], column.kind, records.field)


def _gives(column: Column, row: Sequence[str]) -> bool:
    return KINDS[column.kind].parse(row[column.index]) is not None


def _are_numbers(records: Records, index: int) -> bool:
    cells = [row[index].strip() for row in records.rows if row[index].strip()]
    return bool(cells) and sum(cell == "0" or parse_photo_id(cell) is not None for cell in cells) >= MOST * len(cells)


def _short_name(key: str) -> str:
    """The part of a dotted key that says what it is: the last, and what it belongs to if that says more."""
    parts = key.split(".")
    return "_".join(parts[-2:]) if len(parts) > 1 and parts[-2].lower() in NOT_THE_PHOTO else parts[-1]


def _capital(column: Column) -> str:
    text = str(column)
    return text[0].upper() + text[1:]
