"""Turns columns of records into batches: photo IDs, accounts, licences, and the first few records without a photo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset_build.readers.meaning.cell_kinds import KINDS, URL
from inset_build.readers.meaning.photo_id_exprs import complete_urls
from inset_build.readers.meaning.record_fields import Fields
from inset_build.readers.protocol import EXAMPLE_LENGTH, EXAMPLES_KEPT, Batch, Column, RejectedLine
from inset_build.readers.sources.ahead import ahead

FEW: Final = 16
"""Up to so many records are parsed one by one, which is faster than a query: there may be thousands of small files."""

_SAYS_SOMETHING: Final = "[0-9A-Za-z]"


@dataclass(frozen=True, slots=True)
class Extracted:
    """What some records give: photo IDs (null where a record gives none), details, and the texts they come from."""

    photo_ids: pl.Series
    frame: pl.DataFrame
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
        photo_ids = find_photo_ids(photo, self._fields.photo)
        frame = pl.DataFrame({"photo_id": photo_ids} | self.details(cells))
        return Extracted(photo_ids, frame, photo)

    def batch(self, records: Extracted) -> Batch:
        """The batch of the next records, in their order."""
        frame, photo_ids = records.frame, records.photo_ids
        rejected = photo_ids.null_count()
        examples: tuple[RejectedLine, ...] = ()
        if rejected:
            frame = frame.filter(pl.col("photo_id").is_not_null())
            examples = self._examples(photo_ids.is_null().arg_true(), records.photo)
        self._records += len(photo_ids)
        return Batch(frame, len(photo_ids), rejected, examples)

    def details(self, cells: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        """The columns `account` and `licence` of a batch, as far as the fields give them; `cells`: see `extract`."""
        details = {}
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
        return RejectedLine(number, shown, KINDS[columns[0].kind].rejected)


def find_photo_ids(photo: Sequence[pl.Series], columns: Sequence[Column]) -> pl.Series:
    """Photo IDs record by record; a column is used only where all before it give none. String to UInt64, N."""
    if len(photo[0]) <= FEW:
        rows = zip(*photo, strict=True)
        return pl.Series([_photo_id(row, columns) for row in rows], dtype=pl.UInt64)
    photo_ids = pl.repeat(None, len(photo[0]), dtype=pl.UInt64, eager=True)
    for cells, column in zip(photo, columns, strict=True):
        silent = photo_ids.is_null().arg_true()
        if not len(silent):
            break
        asked = cells if len(silent) == len(cells) else cells.gather(silent)
        by_pattern = asked.to_frame("c").lazy().select(KINDS[column.kind].photo_ids(pl.col("c")))
        found = by_pattern.collect(engine="streaming").to_series()
        if column.kind == URL:
            found = complete_urls(asked, found)
        photo_ids = found if len(silent) == len(cells) else photo_ids.scatter(silent, found)
    return photo_ids


def _photo_id(texts: Sequence[str | None], columns: Sequence[Column]) -> int | None:
    given = (KINDS[column.kind].parse(text) for text, column in zip(texts, columns, strict=True) if text is not None)
    return next((photo_id for photo_id in given if photo_id is not None), None)
