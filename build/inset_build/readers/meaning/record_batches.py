"""Turns columns of records into batches: photo IDs with details, and the first few records without a photo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.index.rows import Base
from inset_build.readers.meaning.account_names import cells_of, with_names
from inset_build.readers.meaning.cell_kinds import KINDS, kind_of
from inset_build.readers.meaning.photo_search import NOTHING_MORE, Photos, rows_of_photos, search
from inset_build.readers.meaning.record_fields import Fields
from inset_build.readers.meaning.record_values import Texts, numbers_after
from inset_build.readers.meaning.rejected import reason_for
from inset_build.readers.meaning.sites import are_of_flickr, is_of_flickr
from inset_build.readers.protocol import EXAMPLE_LENGTH, EXAMPLES_KEPT, Batch, Column, RejectedLine
from inset_build.readers.row_reasons import NOTHING_THERE, OF_ANOTHER_SITE
from inset_build.readers.sources.ahead import ahead

_SAYS_SOMETHING: Final = "[0-9A-Za-z]"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What some records give.

    Attributes:
        frame: their photos, each with the index of its record as `row`, and with details.
        records: how many they are.
        silent: the ones that give no photo.
        photo: the texts of the fields that should give the photo.
    """

    frame: pl.DataFrame
    records: int
    silent: pl.Series
    photo: tuple[pl.Series, ...]


def _believed(cells: Mapping[str, pl.Series], column: Column) -> pl.Series:
    """The texts of a field, null in records of another site than Flickr where a field names the site."""
    texts = cells[column.name or ""]
    if column.site is None:
        return texts
    frame = pl.DataFrame({"c": texts, "site": cells[column.site.name or ""]})
    return frame.select(pl.when(are_of_flickr(column.site, pl.col("site"))).then("c").alias("c")).to_series()


class RecordBatches:
    """Makes batches of one manifest, and counts its records.

    Args:
        fields: what to read.
        base: what their numbers count.
    """

    def __init__(self, fields: Fields, base: Base = "record") -> None:
        self._fields = fields
        self._base = base
        self._records = 0
        self._examples_missing = EXAMPLES_KEPT

    def batches(self, texts: Iterable[Texts]) -> Iterator[Batch]:
        """The batches of all records. The next columns are read while the previous batch is worked out."""
        for each, extracted in ahead(texts, lambda each: self.extract(each.cells)):
            yield self.batch(extracted, each.numbers, each.part)

    def extract(self, cells: Mapping[str, pl.Series]) -> Extracted:
        """The photos of some records.

        Args:
            cells: String, N, by the fields' names; each of `Fields.all` is there.
        """
        photo = tuple(cells[column.name or ""] for column in self._fields.photo)
        return self.found(cells, pl.repeat(None, len(photo[0]), dtype=pl.UInt64, eager=True))

    def found(self, cells: Mapping[str, pl.Series], by_pattern: pl.Series, *, is_all: bool = False) -> Extracted:
        """The photos of some records, of which patterns found some already.

        Args:
            cells: as for `extract`.
            by_pattern: UInt64, N: what the first field gives; null where it was not looked at closely.
            is_all: it was looked at closely, and no other field names the same photo.
        """
        nothing = by_pattern.clear(len(by_pattern)) if len(self._fields.chains) > 1 else by_pattern
        photo = tuple(cells[column.name or ""] for column in self._fields.shown)
        chains = [
            Photos(by_pattern, NOTHING_MORE)
            if is_all and not number
            else search(chain, lambda column: _believed(cells, column), nothing if number else by_pattern)
            for number, chain in enumerate(self._fields.chains)
        ]
        frame, silent = rows_of_photos(chains, pl.DataFrame(self.details(cells)))
        return Extracted(frame, len(by_pattern), silent, photo)

    def batch(self, records: Extracted, numbers: NDArray[np.uint64] | None = None, part: str = "") -> Batch:
        """The batch of the next records, in their order.

        Args:
            numbers: uint64, N: the number of each, counted from 1; None if they follow those of the batch before.
            part: in which of the manifest's lists they stand.
        """
        numbers = numbers_after(self._records, records.records) if numbers is None else numbers
        examples = self._examples(records.silent, records.photo, numbers) if len(records.silent) else ()
        self._records += records.records
        rows = pl.Series("row", numbers[records.frame["row"].to_numpy()], dtype=pl.UInt64)
        frame = pl.DataFrame([rows if each.name == "row" else each for each in records.frame])
        return Batch(frame, records.records, len(records.silent), examples, base=self._base, part=part)

    def details(self, cells: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        """The columns `account`, `name` and `licence`, as far as the fields give them; `cells`: see `extract`."""
        details: dict[str, pl.Series] = {}
        account, licence = self._fields.account, self._fields.licence
        if account is not None:
            details["account"] = cells[account.name or ""]
            kind = KINDS.get(account.kind)
            if kind is not None and kind.accounts is not None:
                details["account"] = details["account"].to_frame("c").select(kind.accounts(pl.col("c"))).to_series()
        if licence is not None:
            told = cells[licence.name or ""].to_frame("c").lazy()
            text = pl.col("c").str.strip_chars()
            if self._fields.licences is not None:
                text = text.replace_strict(self._fields.licences, default=None, return_dtype=pl.String)
            says = pl.when(text.str.contains(_SAYS_SOMETHING)).then(text)
            details["licence"] = told.select(says).collect().to_series()
        if self._fields.account_names:
            frame = pl.DataFrame(
                [cells[column.name or ""].alias(cells_of(column)) for column in self._fields.account_names]
            )
            details |= with_names(frame, self._fields.account_names).to_dict()
        return {name: column.alias(name) for name, column in details.items()}

    def _examples(
        self, rejected: pl.Series, photo: Sequence[pl.Series], numbers: NDArray[np.uint64]
    ) -> tuple[RejectedLine, ...]:
        wanted = rejected.head(self._examples_missing).to_list()
        self._examples_missing -= len(wanted)
        return tuple(self.example(int(numbers[row]), [cells[row] for cells in photo]) for row in wanted)

    def example(self, number: int, texts: Sequence[str | None]) -> RejectedLine:
        """A rejected record as an example: its number counted from 1, and the fields that should give the photo."""
        columns = self._fields.shown
        told = [
            f"{column.name}: {text}" if column.name else text
            for column, text in zip(columns, texts, strict=True)
            if text is not None
        ]
        if not told:
            return RejectedLine(number, f"{columns[0].name}: null" if columns[0].name else "null", NOTHING_THERE)
        line = ", ".join(told)
        shown = line if len(line) <= EXAMPLE_LENGTH else line[: EXAMPLE_LENGTH - 1] + "…"
        site = self._fields.site
        by_name = {column.name: text for column, text in zip(columns, texts, strict=True)}
        if site is not None and not is_of_flickr(site, by_name[site.name] or ""):
            return RejectedLine(number, shown, OF_ANOTHER_SITE)
        return RejectedLine(number, shown, reason_for(kind_of(columns[0]).rejected, shown))
