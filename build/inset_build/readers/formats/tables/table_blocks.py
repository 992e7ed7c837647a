"""Parses one block of a table as text: the fast way if Polars gives a row for each line, else a slow way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.tables.quoted_rows import find_rows
from inset_build.readers.formats.tables.quotes import tidy
from inset_build.readers.meaning.account_names import cells_of, with_names
from inset_build.readers.meaning.cell_kinds import KINDS, kind_of
from inset_build.readers.meaning.detail_columns import ACCOUNT, LICENCE
from inset_build.readers.meaning.photo_search import rows_of_photos, search
from inset_build.readers.meaning.sites import are_of_flickr
from inset_build.readers.protocol import Column, Match
from inset_build.readers.sources.line_blocks import Block, count_bytes
from inset_build.readers.sources.source import Source

QUOTE: Final = '"'

_ELSEWHERE: Final = "elsewhere"

WIDE: Final = 4
"""If so many columns follow the last wanted one, read the last column too: Polars is then up to twice as fast.

Measured with Polars 2.1 on YFCC100M's 23 columns, of which the first is wanted. It does not matter in narrow tables.
"""

_BLANK_LINE: Final = re.compile(rb"(?m)^ *\r?\n")


@dataclass(frozen=True, slots=True)
class Table:
    """What a block holds.

    Attributes:
        frame: `photo_id`, the index of its `row` (UInt64) and the details that the manifest has; a row that names
            several photos gives them all.
        rows: how many rows it has.
        silent: the rows that give no photo, ascending.
        starts: for each row the index of its first line, None where every line is a row.
        rest: lines to be read with the next block.
        elsewhere: Boolean, for each row whether it names another site than Flickr; None where no column names a site.
    """

    frame: pl.DataFrame
    rows: int
    silent: pl.Series
    starts: list[int] | None = None
    rest: bytes = b""
    elsewhere: pl.Series | None = None

    @property
    def spans_lines(self) -> bool:
        """Whether a row has more lines than one."""
        return self.starts is not None and len(self.starts) > 0 and self.starts[-1] >= len(self.starts)

    def with_lines(self, first_line: int) -> pl.DataFrame:
        """The photos with the number of the line in which the row of each begins, in a block whose first has this."""
        row = pl.col("row")
        starts = row if self.starts is None else pl.lit(pl.Series(self.starts, dtype=pl.UInt64)).gather(row)
        return self.frame.with_columns(row=starts + first_line)


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
        starts = None
        if frame is not None and frame["photo_id"].null_count():
            # Polars makes rows of blank lines. Search for them only now, because it takes as long as parsing.
            data = _without_blank_lines(block.data)
            if len(data) < len(block.data):
                lines = data.count(b"\n") + (not data.endswith(b"\n"))
                frame = self._if_even(data, lines, has_marks=marks > 0) if data else self._empty()
                starts = _filled_lines(block.data)
        return None if frame is None else replace(self._complete(frame), starts=starts)

    def row_for_row(self, block: Block) -> Table | None:
        """Nearly as fast, where quoted fields span lines; None if marks stand where none may."""
        if not self._marks(block):
            return None
        rows = find_rows(block.data, separator=self.match.separator, width=self.match.width, last=block.last)
        if rows is None:
            return None
        frame = self._if_even(block.data[: rows.end], len(rows.lines), has_marks=True)
        if frame is None:
            return None
        return replace(self._complete(frame), starts=rows.lines.tolist(), rest=block.data[rows.end :])

    def record_for_record(self, block: Block) -> Table:
        """The slow way, for what `line_for_line` could not read.

        Raises:
            ManifestInvalid: its columns cannot be told apart.
        """
        if not self._marks(block):  # then it is not UTF-8; such characters do not matter to IDs and URLs
            filled = _without_blank_lines(block.data)
            starts = _filled_lines(block.data) if len(filled) < len(block.data) else None
            frame = self._must_read(filled.decode("utf-8", "replace").encode(), block)
            return replace(self._complete(frame), starts=starts)
        clean = tidy(block.data, separator=self.match.separator, width=self.match.width, last=block.last)
        frame = self._must_read(clean.data, block) if clean.data else self._empty()
        return replace(self._complete(frame), starts=clean.lines, rest=clean.rest)

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
                sentence("list_fix_line", self.source.name, block.first_line, error),
                path=self.source.path,
                line=block.first_line,
            ) from error

    def _read(self, data: bytes, quote: str | None) -> pl.DataFrame:
        """The photo IDs that the first column's pattern finds, the cells of rows without one, and the details."""
        match = self.match
        columns = (
            *(column for chain in self.match.chains for column in chain),
            match.account,
            match.licence,
            *match.account_names,
        )
        indices = [column.index for column in (*columns, self._site) if column is not None]
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
        wanted: dict[str, pl.Expr] = {}
        for number, chain in enumerate(self.match.chains):
            photo_ids = kind_of(chain[0]).first_photo_ids(_believed(chain[0]))
            wanted[_photo(number)] = photo_ids
            # Texts cost more to hand over than to read, so only those are that are needed below.
            wanted |= {_cells(column): pl.when(photo_ids.is_null()).then(_believed(column)) for column in _asked(chain)}
        if self._site is not None:
            wanted[_ELSEWHERE] = ~are_of_flickr(self._site, pl.col(f"c{self._site.index}"))
        wanted |= self._details()
        if width - max(indices) > WIDE:
            wanted["end"] = pl.col(f"c{width - 1}").is_null()
        return frame.select(**wanted).collect(engine="streaming")

    @property
    def _site(self) -> Column | None:
        """The column that must name Flickr, if there is one."""
        return next((column.site for chain in self.match.chains for column in chain if column.site is not None), None)

    def _details(self) -> dict[str, pl.Expr]:
        account, licence = self.match.account, self.match.licence
        exprs = {}
        if account is not None:
            cells = pl.col(f"c{account.index}")
            accounts = KINDS[account.kind].accounts if account.kind in KINDS else None
            exprs[ACCOUNT] = cells if accounts is None else accounts(cells)
        if licence is not None:
            exprs[LICENCE] = pl.col(f"c{licence.index}")
        return exprs | {cells_of(column): pl.col(f"c{column.index}") for column in self.match.account_names}

    def _empty(self) -> pl.DataFrame:
        texts = (*(_cells(column) for chain in self.match.chains for column in _asked(chain)), *self._details())
        photos = {_photo(number): pl.UInt64 for number in range(len(self.match.chains))}
        elsewhere = {} if self._site is None else {_ELSEWHERE: pl.Boolean}
        return pl.DataFrame(schema={**photos, **dict.fromkeys(texts, pl.String), **elsewhere})

    def _complete(self, frame: pl.DataFrame) -> Table:
        """The photos row by row: in a chain each column is asked only where those before it are silent."""
        chains = [
            search(_asked(chain), lambda column: frame[_cells(column)], frame[_photo(number)])
            for number, chain in enumerate(self.match.chains)
        ]
        elsewhere = frame[_ELSEWHERE] if self._site is not None else None
        photos, silent = rows_of_photos(chains, frame.select(*self._details()))
        return Table(with_names(photos, self.match.account_names), frame.height, silent, elsewhere=elsewhere)


def _believed(column: Column) -> pl.Expr:
    """The cells of a column, null in rows of another site than Flickr where a column names the site."""
    cells = pl.col(f"c{column.index}")
    if column.site is None:
        return cells
    return pl.when(are_of_flickr(column.site, pl.col(f"c{column.site.index}"))).then(cells)


def _asked(chain: Sequence[Column]) -> tuple[Column, ...]:
    """The columns whose texts are looked at where patterns found nothing."""
    first, *others = chain
    kind = kind_of(first)
    return (first, *others) if kind.several is not None or kind.most is not None else tuple(others)


def _photo(chain: int) -> str:
    return f"photo_id {chain}" if chain else "photo_id"


def _cells(column: Column) -> str:
    return f"cells {column.index} {column.kind}"


def _without_blank_lines(data: bytes) -> bytes:
    data = _BLANK_LINE.sub(b"", data)
    return data if data.strip(b" \r") else b""  # the pattern does not match a last line without an end


def _filled_lines(data: bytes) -> list[int]:
    """The indices of the lines that are not blank."""
    return [index for index, line in enumerate(data.split(b"\n")) if line.strip(b" \r")]
