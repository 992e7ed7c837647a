"""The photos of rows: out of several columns, of which some name the same photo and some name others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset_build.readers.meaning.cell_kinds import NAMES, NUMBERS, Kind, kind_of
from inset_build.readers.meaning.photo_id_exprs import MAYBE_FLICKR
from inset_build.readers.protocol import Column

FEW: Final = 16
"""So many rows are read one by one sooner than a query is made: files with one photo each come by the thousand."""

NOTHING_MORE: Final = pl.DataFrame(schema={"row": pl.UInt32, "photo_id": pl.UInt64})
"""Rows that name one photo at most: see `Photos.more`."""

Chain = Sequence[Column]
"""Columns that name the same photo: each is asked only where those before it are silent."""


@dataclass(frozen=True, slots=True)
class Photos:
    """The photos of N rows.

    Attributes:
        first: UInt64, N: the first photo of each row, null where a row names none.
        more: `row` (UInt32) and `photo_id` (UInt64): what rows name beside their first.
    """

    first: pl.Series
    more: pl.DataFrame


def search(chain: Chain, cells: Callable[[Column], pl.Series], found: pl.Series) -> Photos:
    """The photos that a chain of columns names.

    Args:
        chain: the columns.
        cells: gives the texts of one of them: String, N.
        found: UInt64, N: what patterns found in the first column already.
    """
    if len(found) <= FEW and found.null_count() == len(found):
        return _one_by_one(chain, [cells(column).to_list() for column in chain])
    more: list[pl.DataFrame] = []
    for column in chain:
        silent = found.is_null().arg_true()
        if not len(silent):
            break
        asked = cells(column)
        asked = asked if len(silent) == len(asked) else asked.gather(silent)
        photos = _of_cells(kind_of(column), asked)
        if photos.more.height:
            rows = silent.cast(pl.UInt32).gather(photos.more["row"])
            more.append(pl.DataFrame({"row": rows, "photo_id": photos.more["photo_id"]}))
        found = photos.first if len(silent) == len(found) else found.scatter(silent, photos.first)
    return Photos(found, pl.concat(more) if more else NOTHING_MORE)


def rows_of_photos(chains: Sequence[Photos], details: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
    """The photos of rows, each with what is told of its row, and the rows that name none.

    Args:
        chains: the photos of the same rows by several chains.
        details: further columns of these rows; they may have no column at all.

    Returns:
        `photo_id`, `row` (UInt64, the row's index) and the details, in the rows' order, each photo once a row; and the
        silent rows, ascending.
    """
    first = chains[0].first
    if len(chains) == 1 and not chains[0].more.height:
        row = pl.int_range(len(first), dtype=pl.UInt64, eager=True).alias("row")
        found = [first.alias("photo_id"), row, *details]
        silent = first.is_null().arg_true()
        if len(silent):  # column by column: for a whole frame a query is made, which takes longer than the work
            has_photo = first.is_not_null()
            found = [column.filter(has_photo) for column in found]
        return pl.DataFrame(found), silent
    parts = []
    for photos in chains:
        parts += [photos.first.to_frame("photo_id").with_row_index("row"), photos.more]
    every = pl.concat([part.select("row", "photo_id") for part in parts]).drop_nulls().unique(maintain_order=True)
    every = every.sort("row", maintain_order=True)
    told = details[every["row"]] if details.width else details
    silent = (~pl.int_range(len(first), dtype=pl.UInt32, eager=True).is_in(every["row"].implode())).arg_true()
    return pl.concat([every.select("photo_id", pl.col("row").cast(pl.UInt64)), told], how="horizontal"), silent


def _one_by_one(chain: Chain, cells: Sequence[Sequence[str | None]]) -> Photos:
    first: list[int | None] = []
    more: list[tuple[int, int]] = []
    for row, texts in enumerate(zip(*cells, strict=True)):
        named = (
            photos_of_cell(kind_of(column), text) for column, text in zip(chain, texts, strict=True) if text is not None
        )
        photos = next(filter(None, named), ())
        first.append(photos[0] if photos else None)
        more += [(row, photo_id) for photo_id in photos[1:]]
    return Photos(pl.Series(first, dtype=pl.UInt64), _frame(more))


def photos_of_cell(kind: Kind, cell: str) -> tuple[int, ...]:
    """The photos that one cell names."""
    if kind.several is not None:
        return kind.several(cell)
    photo_id = kind.parse(cell)
    return () if photo_id is None else (photo_id,)


def _of_cells(kind: Kind, cells: pl.Series) -> Photos:
    """The photos of a column: by patterns first, and one by one only where they are not enough."""
    frame = cells.to_frame("c").lazy()
    found = frame.select(kind.first_photo_ids(pl.col("c"))).collect(engine="streaming").to_series()
    if kind.most is not None and found.null_count():
        found = _by_all_patterns(kind, cells, found)
    if kind.several is None or not found.null_count():
        return Photos(found, NOTHING_MORE)
    left = found.is_null() if kind.title in (NUMBERS, NAMES) else found.is_null() & cells.str.contains(MAYBE_FLICKR)
    where = left.fill_null(value=False).arg_true()
    several = [kind.several(cell) if cell is not None else () for cell in cells.gather(where)]
    first = pl.Series([photos[0] if photos else None for photos in several], dtype=pl.UInt64)
    more = [(row, photo) for row, photos in zip(where, several, strict=True) for photo in photos[1:]]
    return Photos(found.scatter(where, first) if len(where) else found, _frame(more))


def _by_all_patterns(kind: Kind, cells: pl.Series, found: pl.Series) -> pl.Series:
    silent = found.is_null().arg_true()
    asked = cells.gather(silent).to_frame("c").lazy()
    rest = asked.select(kind.photo_ids(pl.col("c"))).collect(engine="streaming").to_series()
    return found.scatter(silent, rest)


def _frame(pairs: Sequence[tuple[int, int]]) -> pl.DataFrame:
    if not pairs:
        return NOTHING_MORE
    return pl.DataFrame(pairs, schema=NOTHING_MORE.schema, orient="row")
