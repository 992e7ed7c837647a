"""Parses one block of a table as text: the fast way if Polars gives a row for each line, else a slow way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset.errors import ManifestInvalid
from inset_build.readers.formats.tables.quotes import tidy
from inset_build.readers.meaning.cell_kinds import KINDS
from inset_build.readers.meaning.detail_columns import ACCOUNT, LICENCE
from inset_build.readers.meaning.photo_id_exprs import complete_urls
from inset_build.readers.protocol import Column, Match
from inset_build.readers.sources.line_blocks import Block, count_bytes
from inset_build.readers.sources.source import Source

QUOTE: Final = '"'

WIDE: Final = 4
"""If so many columns follow the last wanted one, read the last column too: Polars is then up to twice as fast.

Measured with Polars 2.1 on YFCC100M's 23 columns, of which the first is wanted. It does not matter in narrow tables.
"""

_BLANK_LINE: Final = re.compile(rb"(?m)^ *\r?\n")


@dataclass(frozen=True, slots=True)
class Table:
    """What a block holds.

    Attributes:
        frame: `photo_id`, null where a row gives none, and the details that the manifest has.
        starts: for each row the index of its line; None if every line that is not blank is a row.
        rest: lines to be parsed with the next block.
    """

    frame: pl.DataFrame
    starts: list[int] | None = None
    rest: bytes = b""


@dataclass(frozen=True, slots=True)
class BlockParser:
    """Parses the blocks of one manifest. It keeps no state, so that several can be parsed at once.

    Attributes:
        source: the manifest.
        match: how it is read.
        quoted: whether fields may be in quotation marks.
    """

    source: Source
    match: Match
    quoted: bool

    def line_for_line(self, block: Block) -> Table | None:
        """The fast way; None if odd quotation marks or bytes that are not UTF-8 prevent it."""
        marks = self._marks(block)
        frame = None if marks % 2 else self._if_even(block.data, block.lines, has_marks=marks > 0)
        if frame is not None and frame["photo_id"].null_count():
            # Polars makes rows of blank lines. Search for them only now, because it takes as long as parsing.
            data = _without_blank_lines(block.data)
            if len(data) < len(block.data):
                lines = data.count(b"\n") + (not data.endswith(b"\n"))
                frame = self._if_even(data, lines, has_marks=marks > 0) if data else self._empty()
        return None if frame is None else Table(self._complete(frame))

    def record_for_record(self, block: Block) -> Table:
        """The slow way, for what `line_for_line` could not read.

        Raises:
            ManifestInvalid: its columns cannot be told apart.
        """
        if not self._marks(block):  # then it is not UTF-8; such characters do not matter to IDs and URLs
            data = _without_blank_lines(block.data).decode("utf-8", "replace").encode()
            return Table(self._complete(self._must_read(data, block)))
        clean = tidy(block.data, separator=self.match.separator, width=self.match.width, last=block.last)
        frame = self._must_read(clean.data, block) if clean.data else self._empty()
        return Table(self._complete(frame), clean.lines, clean.rest)

    def _marks(self, block: Block) -> int:
        # Searching for one is much faster than counting, and most manifests have none.
        return count_bytes(block.data, b'"') if self.quoted and b'"' in block.data else 0

    def _if_even(self, data: bytes, lines: int, *, has_marks: bool) -> pl.DataFrame | None:
        try:
            frame = self._read(data, QUOTE if has_marks else None)
        except pl.exceptions.PolarsError:
            return None
        return frame if frame.height == lines else None

    def _must_read(self, data: bytes, block: Block) -> pl.DataFrame:
        try:
            return self._read(data, QUOTE if self.quoted else None)
        except pl.exceptions.PolarsError as error:
            raise ManifestInvalid(
                f"Fix {self.source.name} near line {block.first_line:,}: its columns cannot be told apart ({error}).",
                path=self.source.path,
                line=block.first_line,
            ) from error

    def _read(self, data: bytes, quote: str | None) -> pl.DataFrame:
        """The photo IDs that the first column's pattern finds, the cells of rows without one, and the details."""
        match = self.match
        indices = [column.index for column in (*match.columns, match.account, match.licence) if column is not None]
        width = max(match.width, max(indices) + 1)
        frame = pl.scan_csv(
            data,
            has_header=False,
            separator=match.separator,
            quote_char=quote,
            schema={f"c{index}": pl.String for index in range(width)},
            extra_columns="ignore",
            missing_columns="insert",
        )
        first = match.columns[0]
        photo_ids = KINDS[first.kind].first_photo_ids(pl.col(f"c{first.index}"))
        # Copying texts costs more than parsing, so take only those that are needed below.
        asked = {_cells(column): pl.when(photo_ids.is_null()).then(f"c{column.index}") for column in self._asked()}
        wanted = {"photo_id": photo_ids, **asked, **self._details()}
        if width - max(indices) > WIDE:
            wanted["end"] = pl.col(f"c{width - 1}").is_null()
        return frame.select(**wanted).collect(engine="streaming")

    def _asked(self) -> tuple[Column, ...]:
        """The columns whose texts are parsed in rows where the first pattern found no photo."""
        first, *others = self.match.columns
        kind = KINDS[first.kind]
        return (first, *others) if kind.is_url or kind.most is not None else tuple(others)

    def _details(self) -> dict[str, pl.Expr]:
        account, licence = self.match.account, self.match.licence
        exprs = {}
        if account is not None:
            cells = pl.col(f"c{account.index}")
            accounts = KINDS[account.kind].accounts if account.kind in KINDS else None
            exprs[ACCOUNT] = cells if accounts is None else accounts(cells)
        if licence is not None:
            exprs[LICENCE] = pl.col(f"c{licence.index}")
        return exprs

    def _empty(self) -> pl.DataFrame:
        texts = (*map(_cells, self._asked()), *self._details())
        return pl.DataFrame(schema={"photo_id": pl.UInt64, **dict.fromkeys(texts, pl.String)})

    def _complete(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Photo IDs row by row; a column is used only where all before it give none."""
        photo_ids = frame["photo_id"]
        for column in self._asked():
            silent = photo_ids.is_null().arg_true()
            if not len(silent):
                break
            photo_ids = photo_ids.scatter(silent, _find(frame[_cells(column)].gather(silent), column))
        return frame.select(photo_ids.alias("photo_id"), *self._details())


def _find(cells: pl.Series, column: Column) -> pl.Series:
    kind = KINDS[column.kind]
    found = cells.to_frame("cell").select(kind.photo_ids(pl.col("cell"))).to_series()
    return complete_urls(cells, found) if kind.is_url else found


def _cells(column: Column) -> str:
    return f"cells {column.index} {column.kind}"


def _without_blank_lines(data: bytes) -> bytes:
    data = _BLANK_LINE.sub(b"", data)
    return data if data.strip(b" \r") else b""  # the pattern does not match a last line without an end
