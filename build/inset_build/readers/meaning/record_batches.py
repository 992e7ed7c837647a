"""Turns columns of records into batches: photo IDs with details, and the first few records without a photo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset_build.readers.meaning.account_names import cells_of, with_names
from inset_build.readers.meaning.cell_kinds import KINDS, kind_of
from inset_build.readers.meaning.photo_search import rows_of_photos, search
from inset_build.readers.meaning.record_fields import Fields
from inset_build.readers.protocol import EXAMPLE_LENGTH, EXAMPLES_KEPT, Batch, RejectedLine
from inset_build.readers.sources.ahead import ahead

_SAYS_SOMETHING: Final = "[0-9A-Za-z]"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What some records give: their photos with details, how many they are, those that give none, and texts to show."""

    frame: pl.DataFrame
    records: int
    silent: pl.Series
    photo: tuple[pl.Series, ...]


class RecordBatches:
    """Makes batches of one manifest, and counts its records.

    Args:
        fields: what to read.
    """

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._records = 0
        self._examples_missing = EXAMPLES_KEPT

    def batches(self, cells: Iterable[Mapping[str, pl.Series]]) -> Iterator[Batch]:
        """The batches of all records. The next columns are read while the previous batch is worked out.

        Args:
            cells: as for `extract`.
        """
        for _, extracted in ahead(cells, self.extract):
            yield self.batch(extracted)

    def extract(self, cells: Mapping[str, pl.Series]) -> Extracted:
        """The photos of some records.

        Args:
            cells: String, N, by the fields' names; each of `Fields.all` is there.
        """
        photo = tuple(cells[column.name or ""] for column in self._fields.photo)
        return self.found(cells, pl.repeat(None, len(photo[0]), dtype=pl.UInt64, eager=True))

    def found(self, cells: Mapping[str, pl.Series], by_pattern: pl.Series) -> Extracted:
        """The photos of some records, of which patterns found some already.

        Args:
            cells: as for `extract`.
            by_pattern: UInt64, N: what the first field gives; null where it was not looked at closely.
        """
        nothing = pl.repeat(None, len(by_pattern), dtype=pl.UInt64, eager=True)
        photo = tuple(cells[column.name or ""] for column in self._fields.photo)
        chains = [
            search(chain, lambda column: cells[column.name or ""], nothing if number else by_pattern)
            for number, chain in enumerate(self._fields.chains)
        ]
        frame, silent = rows_of_photos(chains, pl.DataFrame(self.details(cells)))
        return Extracted(frame, len(by_pattern), silent, photo)

    def batch(self, records: Extracted) -> Batch:
        """The batch of the next records, in their order."""
        examples = self._examples(records.silent, records.photo) if len(records.silent) else ()
        self._records += records.records
        return Batch(records.frame, records.records, len(records.silent), examples)

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

    def _examples(self, rejected: pl.Series, photo: Sequence[pl.Series]) -> tuple[RejectedLine, ...]:
        wanted = rejected.head(self._examples_missing).to_list()
        self._examples_missing -= len(wanted)
        return tuple(self.example(self._records + row + 1, [cells[row] for cells in photo]) for row in wanted)

    def example(self, number: int, texts: Sequence[str | None]) -> RejectedLine:
        """A rejected record as an example: its number counted from 1, and the fields that should give the photo."""
        columns = self._fields.photo
        told = [
            f"{column.name}: {text}" if column.name else text
            for column, text in zip(columns, texts, strict=True)
            if text is not None
        ]
        if not told:
            return RejectedLine(number, f"{columns[0].name}: null" if columns[0].name else "null", "nothing is there")
        line = ", ".join(told)
        shown = line if len(line) <= EXAMPLE_LENGTH else line[: EXAMPLE_LENGTH - 1] + "…"
        return RejectedLine(number, shown, kind_of(columns[0]).rejected)
