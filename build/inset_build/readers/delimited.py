"""Tables as text: CSV and TSV, with or without a header, whole or ragged, with odd quotation marks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from inset.errors import ManifestInvalid
from inset.photo_ref import photo_id_from_file_name
from inset_build.readers import columns as choice
from inset_build.readers.blocks import Block, read_blocks
from inset_build.readers.csv_records import tidy
from inset_build.readers.detail_columns import LICENCE, OWNER, find_details
from inset_build.readers.kinds import KINDS, URL, plain_name
from inset_build.readers.layouts import Layout, find_foreign, find_layout
from inset_build.readers.photo_id_exprs import complete_urls
from inset_build.readers.plausibility import looks_like_url
from inset_build.readers.protocol import Batch, Column, Match, Refusal, Sample, Wish
from inset_build.readers.rejected import RejectedExamples
from inset_build.readers.sources import Source

SAMPLE_ROWS: Final = 1000
QUOTE: Final = '"'

EVEN: Final = 0.8
"""Share of lines that must have the same number of fields to be a table unasked."""

_NUMBER: Final = re.compile(r"\s*[-+]?[0-9][0-9.eE+-]*\s*")
_BLANK_LINE: Final = re.compile(rb"(?m)^ *\r?\n")


@dataclass(frozen=True, slots=True)
class Delimited:
    """A family of tables.

    Attributes:
        name: what `--reader` calls it.
        separators: any of these may stand between its columns, the likeliest first.
        quoted: fields may be put in quotation marks. In TSV a mark is a character like any other.
    """

    name: str
    separators: tuple[str, ...]
    quoted: bool

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """The separator that divides the lines most evenly, then the columns that give the photo."""
        lines = [line for line in sample.lines if line.strip()][: SAMPLE_ROWS + 1]
        tables = [(separator, self._split(lines, separator)) for separator in self.separators]
        separator, rows = max(tables, key=lambda table: _evenness(table[1]))
        share, width = _evenness(rows)
        # Lines that are hardly divided are a list, unless the person says that they are a table.
        if share < EVEN and wish.column is None and not wish.forced:
            return Refusal(f"Its lines are not divided evenly by {_name_of(separator)}s.")
        has_header = _has_header(rows)
        names: Sequence[str] | None = rows[0] if has_header else None
        if names is None and sample.comments:
            above = self._split([sample.comments[-1].lstrip("# ")], separator)[0]
            names = above if len(above) == width > 1 else None
        data = rows[has_header:]
        layout: Layout | None = None
        chosen: choice.Chosen | Refusal
        if wish.column is not None:
            chosen = choice.find_column(wish.column, data, names, width)
        elif (foreign := find_foreign(data, map(plain_name, names or ()), separator, width)) is not None:
            chosen = foreign
        elif names is None and (layout := find_layout(data, separator, width)) is not None:
            chosen = choice.columns_of_layout(layout, data)
        else:
            chosen = choice.choose_columns(data, names, width)
        if isinstance(chosen, Refusal):
            return chosen if width > 1 or wish.forced else replace(chosen, near=False)
        header = "a header" if names is not None else "no header"
        first = f"{width} columns divided by {_name_of(separator)}s, {header}."
        skip_lines = sample.skipped + (self._lines_of_header(sample.lines, separator, width) if has_header else 0)
        details = find_details(data, names or (), chosen.columns, layout)
        return Match(
            (first, *chosen.explanation, *details.explanation),
            skip_lines,
            separator,
            chosen.columns,
            width,
            details.owner,
            details.licence,
        )

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos of the chosen columns, block by block."""
        examples = RejectedExamples(KINDS[match.columns[0].kind].rejected)
        rest = b""
        for following in read_blocks(source, skip_lines=match.skip_lines):
            block = following
            if rest:
                lines = rest.count(b"\n")
                block = Block(rest + block.data, block.first_line - lines, block.lines + lines, block.last)
            table = self._parse(block, match, source)
            rest = table.rest
            photo_ids = _photo_ids(table.frame, match.columns)
            rejected = photo_ids.is_null().arg_true()
            shown = examples.of(rejected, block.data, block.first_line, table.starts)
            frame = table.frame.select(photo_ids.alias("photo_id"), *_details_of(match))
            if len(rejected):
                frame = frame.drop_nulls("photo_id")
            yield Batch(frame, len(photo_ids), len(rejected), shown)

    def _split(self, lines: Sequence[str], separator: str) -> list[list[str]]:
        if not self.quoted:
            return [line.split(separator) for line in lines]
        try:
            rows = [row for row in csv.reader((line + "\n" for line in lines), delimiter=separator) if row]
        except csv.Error:
            rows = []
        # Far fewer rows than lines: an odd mark swallowed the rest, so marks mean nothing here.
        return rows if 2 * len(rows) > len(lines) else [line.replace(QUOTE, "").split(separator) for line in lines]

    def _lines_of_header(self, lines: Sequence[str], separator: str, width: int) -> int:
        """More than one only where a quoted name spans lines."""
        if not self.quoted or QUOTE not in lines[0]:
            return 1
        reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
        try:
            return reader.line_num if len(next(reader)) == width else 1
        except csv.Error:
            return 1

    def _parse(self, block: Block, match: Match, source: Source) -> _Table:
        """The columns of a block as Polars reads them, if it reads them line for line; else the slow way."""
        marks = block.data.count(b'"') if self.quoted else 0
        frame = None if marks % 2 else _read_line_for_line(block.data, block.lines, match, has_marks=marks > 0)
        if frame is not None and frame["photo_id"].null_count():
            # Polars makes rows of blank lines. Looked for only here, because looking costs as much as reading.
            data = _without_blank_lines(block.data)
            if len(data) < len(block.data):
                lines = data.count(b"\n") + (not data.endswith(b"\n"))
                frame = _read_line_for_line(data, lines, match, has_marks=marks > 0) if data else _empty(match)
        if frame is not None:
            return _Table(frame, None, b"")
        if not self.quoted or not marks:  # it is not UTF-8: other characters cannot matter to an ID or a URL
            data = _without_blank_lines(block.data).decode("utf-8", "replace").encode()
            return _Table(self._must_read(data, match, source, block), None, b"")
        clean = tidy(block.data, separator=match.separator, width=match.width, last=block.last)
        frame = self._must_read(clean.data, match, source, block) if clean.data else _empty(match)
        return _Table(frame, clean.lines, clean.rest)

    def _must_read(self, data: bytes, match: Match, source: Source, block: Block) -> pl.DataFrame:
        try:
            return _read(data, match, quote=QUOTE if self.quoted else None)
        except pl.exceptions.PolarsError as error:
            raise ManifestInvalid(
                f"Mend {source.name} near line {block.first_line:,}: its columns cannot be told apart ({error}).",
                path=source.path,
                line=block.first_line,
            ) from error


@dataclass(frozen=True, slots=True)
class _Table:
    """Columns of a block; where each row starts, if not every line is one; lines to read with the next block."""

    frame: pl.DataFrame
    starts: list[int] | None
    rest: bytes


def _read(data: bytes, match: Match, *, quote: str | None) -> pl.DataFrame:
    """The needed columns as text, and of the first of them the photo IDs that patterns find."""
    indices = [column.index for column in (*match.columns, match.owner, match.licence) if column is not None]
    frame = pl.scan_csv(
        data,
        has_header=False,
        separator=match.separator,
        quote_char=quote,
        schema={f"c{index}": pl.String for index in range(max(indices) + 1)},
        extra_columns="ignore",
        missing_columns="insert",
    )
    return frame.select(_exprs(match)).collect(engine="streaming")


def _exprs(match: Match) -> list[pl.Expr]:
    """What is kept of a block: the cells that are asked for photos, the IDs in the first of them, and the details."""
    cells = [pl.col(f"c{column.index}") for column in match.columns]
    exprs = [*cells, KINDS[match.columns[0].kind].photo_ids(cells[0]).alias("photo_id")]
    if match.owner is not None:
        owner = pl.col(f"c{match.owner.index}")
        owners = KINDS[match.owner.kind].owners if match.owner.kind in KINDS else None
        exprs.append((owner if owners is None else owners(owner)).alias(OWNER))
    if match.licence is not None:
        exprs.append(pl.col(f"c{match.licence.index}").alias(LICENCE))
    return exprs


def _details_of(match: Match) -> list[str]:
    return [name for name, column in ((OWNER, match.owner), (LICENCE, match.licence)) if column is not None]


def _read_line_for_line(data: bytes, lines: int, match: Match, *, has_marks: bool) -> pl.DataFrame | None:
    """The fast way; None where a quotation mark or a byte that is not UTF-8 is in its way."""
    try:
        frame = _read(data, match, quote=QUOTE if has_marks else None)
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == lines else None


def _empty(match: Match) -> pl.DataFrame:
    texts = [f"c{column.index}" for column in match.columns] + _details_of(match)
    return pl.DataFrame(schema={**dict.fromkeys(texts, pl.String), "photo_id": pl.UInt64})


def _photo_ids(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.Series:
    """Photo IDs row by row: each column is asked only where those before it are silent."""
    photo_ids = frame["photo_id"]
    for position, column in enumerate(columns):
        silent = photo_ids.is_null().arg_true()
        if not len(silent):
            break
        cells = frame[f"c{column.index}"].gather(silent)
        if position == 0:
            found = photo_ids.gather(silent)
        else:
            found = cells.to_frame("cell").select(KINDS[column.kind].photo_ids(pl.col("cell"))).to_series()
        if column.kind == URL:
            found = complete_urls(cells, found)
        photo_ids = photo_ids.scatter(silent, found)
    return photo_ids


def _without_blank_lines(data: bytes) -> bytes:
    data = _BLANK_LINE.sub(b"", data)
    return data if data.strip(b" \r") else b""  # what has no line end is not matched above


def _evenness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Share of rows that have the commonest number of fields, 0 where that is one; and that number."""
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return (count / len(rows) if width > 1 else 0.0), width


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """The first row holds words only, and in some column the rows below hold none."""
    first, below = rows[0], rows[1:]
    if not below or any(map(_is_data, first)):
        return False
    for index in range(len(first)):
        cells = [row[index] for row in below if index < len(row) and row[index].strip()]
        if cells and sum(map(_is_data, cells)) >= choice.MANY * len(cells):
            return True
    return False


def _is_data(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) or looks_like_url(cell) or photo_id_from_file_name(cell) is not None


def _name_of(separator: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}[separator]


CSV: Final = Delimited("csv", (",", ";", "|"), quoted=True)
TSV: Final = Delimited("tsv", ("\t",), quoted=False)
