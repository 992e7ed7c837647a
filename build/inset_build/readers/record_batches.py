"""Columns of records become batches: photo IDs, owners and licences, and the first few records that gave no photo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from inset_build.readers.kinds import KINDS, URL
from inset_build.readers.photo_id_exprs import complete_urls
from inset_build.readers.protocol import EXAMPLE_LENGTH, EXAMPLES_KEPT, Batch, Column, RejectedLine
from inset_build.readers.record_fields import Fields

_LARGEST_EXACT: Final = 2.0**53
_SAYS_SOMETHING: Final = "[0-9A-Za-z]"


class RecordBatches:
    """Makes batches of one manifest, and counts its records.

    Args:
        fields: what to read.
    """

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._records = 0
        self._examples_missing = EXAMPLES_KEPT

    def batch(self, cells: Mapping[str, pl.Series]) -> Batch:
        """The photos of the next records.

        Args:
            cells: String, N, by the fields' names; each of `Fields.all` is there.
        """
        photo = [cells[column.name or ""] for column in self._fields.photo]
        photo_ids = find_photo_ids(photo, self._fields.photo)
        missing = photo_ids.is_null()
        rejected = missing.arg_true()
        examples = self._examples(rejected, photo)
        self._records += len(photo_ids)
        columns = {"photo_id": photo_ids} | self._details(cells)
        return Batch(pl.DataFrame(columns).filter(~missing), len(photo_ids), len(rejected), examples)

    def _details(self, cells: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        details = {}
        owner, licence = self._fields.owner, self._fields.licence
        if owner is not None:
            details["owner"] = cells[owner.name or ""]
            kind = KINDS.get(owner.kind)
            if kind is not None and kind.owners is not None:
                details["owner"] = details["owner"].to_frame("c").select(kind.owners(pl.col("c"))).to_series()
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
        return tuple(self._example(row, photo) for row in wanted)

    def _example(self, row: int, photo: Sequence[pl.Series]) -> RejectedLine:
        texts = [
            f"{column.name}: {cell}" if column.name else cell
            for column, cells in zip(self._fields.photo, photo, strict=True)
            if (cell := cells[row]) is not None
        ]
        name = self._fields.photo[0].name
        if not texts:
            return RejectedLine(self._records + row + 1, f"{name}: null" if name else "null", "nothing is there")
        text = ", ".join(texts)
        shown = text if len(text) <= EXAMPLE_LENGTH else text[: EXAMPLE_LENGTH - 1] + "…"
        return RejectedLine(self._records + row + 1, shown, KINDS[self._fields.photo[0].kind].rejected)


def find_photo_ids(photo: Sequence[pl.Series], columns: Sequence[Column]) -> pl.Series:
    """Photo IDs record by record: each column is asked only where those before it are silent. String to UInt64, N."""
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


def text_column(values: Sequence[Any]) -> pl.Series:
    """Values of any types as text: numbers in digits, null for what is neither text nor a number."""
    try:
        return pl.Series(values, dtype=pl.String, strict=True)
    except (TypeError, UnicodeError):
        return pl.Series(list(map(text_of, values)), dtype=pl.String)


def text_of(value: object) -> str | None:
    """A value as text, None for what is neither text nor a number."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half a pair of surrogates is no text
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))  # whole numbers with gaps among them become floats in many tools
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
