"""Chooses the fields of records that give the photo, its account, names and licence, for formats with named fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from inset.photo_ref import parse_photo_id
from inset.words.sentences import sentence
from inset_build.readers.meaning.account_names import NAME, find_names
from inset_build.readers.meaning.cell_kinds import FILE_NAME, NUMBER, URLS, kind_of
from inset_build.readers.meaning.detail_columns import (
    ACCOUNT,
    ACCOUNT_NAMES,
    LICENCE,
    LICENCE_NAMES,
    DetailColumns,
    find_details,
)
from inset_build.readers.meaning.photo_columns import (
    Chosen,
    choose_columns,
    column_of_layout,
    find_column,
    says_texts,
)
from inset_build.readers.meaning.record_layouts import RecordLayout, find_record_layout
from inset_build.readers.meaning.record_values import Key, key_of
from inset_build.readers.meaning.sampled_rows import WRAPPINGS, SampledRows
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.meaning.sites import is_of_flickr
from inset_build.readers.meaning.table_layouts import find_foreign
from inset_build.readers.protocol import Column, Match, Refusal, Said

_REMARKS: Final = re.compile(r"comment|description|remark|(?<!p)review|replies|(?<![a-z])notes?(?![a-z])")
_CONTENT: Final = frozenset({"", "content", *WRAPPINGS})


class Somewhere(Protocol):
    """Where records are: a table of a document or a database."""

    @property
    def called(self) -> str:
        """What the list or table itself is called; empty where it has no name."""


Where = TypeVar("Where", bound=Somewhere)


@dataclass(frozen=True, slots=True)
class Fields:
    """What to read of each record. The fields' indices are those of the sample's keys.

    Attributes:
        photo: the ones that give the photo; a later one is asked where all earlier ones are silent.
        also: further fields that name photos of their own, each with those that are asked where it is silent.
        account: the one that names the account, if there is one.
        licence: the one that names the licence, if there is one.
        account_names: those that hold names of the account.
        licences: what the texts in that field mean, if the document has a table of licences; else None.
        found: how many sampled records give a photo.
        known: the records have a known layout, so nothing else in the document gives photos.
        explanation: sentences for a person.
    """

    photo: tuple[Column, ...]
    also: tuple[tuple[Column, ...], ...]
    account: Column | None
    licence: Column | None
    account_names: tuple[Column, ...]
    licences: Mapping[str, str] | None
    found: int
    known: bool
    explanation: tuple[str, ...]

    @property
    def all(self) -> list[Column]:
        """Each field once, by its name."""
        columns = (
            *(column for chain in self.chains for column in chain),
            self.site,
            self.account,
            self.licence,
            *self.account_names,
        )
        return list({column.name: column for column in columns if column is not None}.values())

    @property
    def shown(self) -> tuple[Column, ...]:
        """Those that an example of a rejected record shows: what gives the photo and what names the site."""
        columns = self.photo if self.site is None else (*self.photo, self.site)
        return tuple({column.name: column for column in columns}.values())

    @property
    def site(self) -> Column | None:
        """The one that must name Flickr, if there is one."""
        return next((column.site for chain in self.chains for column in chain if column.site is not None), None)

    @property
    def chains(self) -> tuple[tuple[Column, ...], ...]:
        """Fields that name the same photo each; the first is the one that gives most."""
        return (self.photo, *self.also)

    @property
    def is_guess(self) -> bool:
        """Whether nothing but their figures says that its numbers are photos: beside others they are something else."""
        column = self.photo[0]
        return column.kind in (NUMBER, FILE_NAME) and column.said == Said.NOTHING and bool(column.name)

    @property
    def names(self) -> list[str]:
        """The names of `all`; empty for the record itself."""
        return [column.name or "" for column in self.all]

    @property
    def keys(self) -> list[Key]:
        """The keys that lead to each of `all`."""
        return list(map(key_of, self.names))


@dataclass(frozen=True, slots=True)
class RecordMatch(Match):
    """A match of a format that has records with named fields."""

    fields: Fields | None = None

    @property
    def chains(self) -> tuple[tuple[Column, ...], ...]:
        """Fields that name the same photo each; the first is the one that gives most."""
        return () if self.fields is None else self.fields.chains


def choose_fields(
    sample: SampledRows, wanted: str | None = None, licences: Mapping[str, str] | None = None
) -> Fields | Refusal:
    """The fields of some records.

    Args:
        sample: the records.
        wanted: the field that the person says gives the photo.
        licences: the document's own table of licences, from number to URL.
    """
    layout = None if wanted is not None else _known(sample)
    if isinstance(layout, Refusal):
        return layout
    chosen = _chosen(sample, layout) if wanted is None else find_column(wanted, sample)
    if isinstance(chosen, Refusal):
        return chosen
    photo = chosen.columns
    details = find_details(sample, photo) if layout is None else _details_of(layout, sample, photo)
    account, licence = details.account, details.licence
    if licence is None or not _are_numbers(sample, licence.index):
        licences = None
    elif licences is None and layout is None:
        licence = None  # a number of somebody's own list, and nobody says which licence it is
    every = [column for chain in (photo, *chosen.also) for column in chain]
    found = sum(any(_gives(column, row) for column in every) for row in sample.rows)
    told = replace(details, licence=licence).explanation
    return Fields(
        photo,
        chosen.also,
        account,
        licence,
        details.account_names,
        licences,
        found,
        layout is not None,
        (*chosen.explanation, *told),
    )


def without_guesses(found: Sequence[tuple[Where, Fields]]) -> list[tuple[Where, Fields]]:
    """Tables of one document without those whose numbers nothing speaks for, where others name photos.

    In the annotations of pictures that are listed elsewhere, `image_id` is the dataset's own number. Comments and
    descriptions mention photos, but list none.
    """
    for is_unsure in (lambda each: each[1].is_guess, _are_remarks):
        sure = [each for each in found if not is_unsure(each)]
        found = sure if any(fields.found for _, fields in sure) else found
    return list(found)


def told_of_remarks(found: Sequence[tuple[Where, Fields]]) -> list[str]:
    """What is told of the comments and descriptions that `without_guesses` leaves out."""
    kept = list(map(id, without_guesses(found)))
    left = [each for each in found if id(each) not in kept and _are_remarks(each)]
    return [sentence("list_only_mentions", fields.photo[0].told) for _, fields in left]


def _are_remarks(table: tuple[Somewhere, Fields]) -> bool:
    """Whether a table's photos stand in comments or descriptions, by what it and its field are called."""
    where, fields = table
    column = fields.photo[0]
    name = (column.name or "").lower()
    is_text = says_texts(name) or name.split(".")[-1] in _CONTENT
    return column.kind in URLS and is_text and _REMARKS.search(f"{where.called.lower()} {name}") is not None


def most_telling(refusals: Sequence[Refusal], otherwise: Refusal) -> Refusal:
    """The first of several refusals that says more than that nothing gives a photo."""
    return next((refusal for refusal in refusals if not refusal.general), otherwise)


def _known(sample: SampledRows) -> RecordLayout | Refusal | None:
    return find_foreign((), sample.plain_names, "", 0) or find_record_layout(sample.names, sample.rows)


def _chosen(sample: SampledRows, layout: RecordLayout | None) -> Chosen | Refusal:
    if layout is not None:
        key, kind = layout.photo
        return column_of_layout(layout.title, sample.names.index(key), kind, sample)
    chosen = choose_columns(sample)
    if not isinstance(chosen, Refusal) and _is_about_something_else(sample, chosen.columns[0]):
        return sample.nothing()
    return chosen


def _details_of(layout: RecordLayout, sample: SampledRows, photo: Sequence[Column]) -> DetailColumns:
    indices = {key: index for index, key in enumerate(sample.names)}
    accounts = [sample.column(indices[key], ACCOUNT) for key in layout.account if key in indices]
    licence = sample.column(indices[layout.licence], LICENCE) if layout.licence in indices else None
    account = accounts[0] if accounts else None
    names = tuple(sample.column(indices[key], NAME) for key in layout.names if key in indices)
    return DetailColumns(account, licence, names or find_names(sample, photo, account))


def _is_about_something_else(sample: SampledRows, column: Column) -> bool:
    """Whether the column is one of licences or accounts whose URLs are no photos'."""
    is_named = sample.plain_name(column.index) in (*LICENCE_NAMES, *ACCOUNT_NAMES)
    return is_named and not any(_gives(column, row) for row in sample.rows)


def _gives(column: Column, row: Sequence[str]) -> bool:
    is_elsewhere = column.site is not None and not is_of_flickr(column.site, row[column.site.index])
    return not is_elsewhere and kind_of(column).parse(row[column.index]) is not None


def _are_numbers(sample: SampledRows, index: int) -> bool:
    cells = [cell.strip() for cell in sample.filled(index)]
    numbers = sum(cell == "0" or parse_photo_id(cell) is not None for cell in cells)
    return bool(cells) and numbers >= NEARLY_ALL * len(cells)
