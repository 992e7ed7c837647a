"""Tables as text: CSV and TSV, with or without a header, also with uneven rows and odd quotation marks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Final

from inset.photo_ref import photo_id_from_file_name
from inset.words.sentences import sentence
from inset_build.readers.formats.tables.alike import as_before
from inset_build.readers.formats.tables.quotes import MAX_RECORD_LINES
from inset_build.readers.formats.tables.table_blocks import QUOTE, BlockParser, Table
from inset_build.readers.meaning.addresses import ENTITY, photo_of_url, photos_in_text
from inset_build.readers.meaning.cell_kinds import URL, commonest_urls, kind_of, plain_name
from inset_build.readers.meaning.detail_columns import find_details, without_unknown_numbers
from inset_build.readers.meaning.messy_numbers import parse_messy_number
from inset_build.readers.meaning.photo_columns import Chosen, choose_columns, column_of_layout, find_column, is_sentence
from inset_build.readers.meaning.photo_names import means_photo_id
from inset_build.readers.meaning.plausibility import looks_like_url
from inset_build.readers.meaning.rejected import RejectedExamples
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import EVEN, HALF, SAMPLED_ROWS
from inset_build.readers.meaning.table_layouts import Layout, find_foreign, find_layout
from inset_build.readers.protocol import FEW, MENTIONS, Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sources.ahead import ahead
from inset_build.readers.sources.line_blocks import Block, lines_at, read_blocks
from inset_build.readers.sources.signatures import SEPARATED_TEXT
from inset_build.readers.sources.source import Source

MOST_TITLES: Final = 20

WIDEST: Final = 64
"""More columns of addresses than that are no table."""

MOST_OF_ONE: Final = 4
"""More columns of a single row than that may be a list."""

_NUMBER: Final = re.compile(r"\s*[-+]?[0-9][0-9.eE+-]*\s*")


@dataclass(frozen=True, slots=True)
class Delimited:
    """A reader of tables with certain separators.

    Attributes:
        name: what `--reader` calls it.
        separators: between columns, one of these, the likeliest first.
        quoted: whether fields may be in quotation marks. In TSV a mark is a character like any other.
    """

    name: str
    separators: tuple[str, ...]
    quoted: bool

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Chooses the separator that divides the lines most evenly, then the columns that give the photo."""
        sample = self._below_titles(sample)
        lines = [line for line in sample.lines if line.strip()][: SAMPLED_ROWS + 1]
        separators = self._separators(lines)
        tables = [(separator, self._split(lines, separator)) for separator in separators]
        separator, rows = max(tables, key=lambda table: _evenness(table[1]))
        share, width = _evenness(rows)
        # Lines that few separators divide are a list, unless the person says that they are a table.
        if share < EVEN and wish.column is None and not wish.forced:
            separator, rows = next((table for table in tables if _is_ragged(table[1])), (separator, []))
            if not rows:
                return Refusal(sentence("list_uneven", sentence(f"list_{_name_of(separator)}s")))
            width = len(rows[0])
        if width > WIDEST and wish.column is None and sum(map(looks_like_url, rows[0])) > WIDEST:
            return Refusal("Its lines are lists of addresses, however long.")
        has_header = _has_header(rows)
        names: Sequence[str] = rows[0] if has_header else ()
        if not names and sample.comments:
            above = self._split([sample.comments[-1].lstrip("# ")], separator)[0]
            names = above if len(above) == width > 1 else ()
        data = rows[has_header:]
        names = () if _stand_otherwise_below(names, data) else _above_their_columns(names, data, width)
        skip_lines = sample.skipped + (self._lines_of_header(sample.lines, separator, width) if has_header else 0)
        like = None if sample.source.named else wish.like  # a person's own file is told about by itself
        alike = None if like is None else as_before(like, data, names, separator, width)
        if alike is not None:
            return replace(alike, skip_lines=skip_lines)
        sampled = SampledRows.of_table(data, names, width, partial(self._all_over, sample, separator, width))
        layout: Layout | None = None
        chosen: Chosen | Refusal
        if wish.column is not None:
            chosen = find_column(wish.column, sampled)
        elif (foreign := find_foreign(data, sampled.plain_names, separator, width)) is not None:
            chosen = foreign
        elif not names and (layout := find_layout(data, separator, width)) is not None:
            chosen = column_of_layout(layout.title, *layout.photo, sampled)
        else:
            chosen = _choose(sampled, lines[has_header:], is_named=sample.source.named)
        if isinstance(chosen, Refusal):
            told = _without_option_of_one(chosen, data, width)
            return told if width > 1 or wish.forced else replace(told, near=False)
        header = "header" if names else "bare"
        divided = sentence(f"list_columns_{header}", str(width), sentence(f"list_{_name_of(separator)}s"))
        first = divided if width > 1 else sentence(f"list_one_column_{header}")
        details = find_details(sampled, chosen.columns, layout)
        details = without_unknown_numbers(details, sampled)
        best = chosen.columns[0]
        cells = [row[best.index] for row in data if best.index < len(row)]
        return Match(
            (first, *chosen.explanation, *details.explanation),
            skip_lines,
            separator,
            (replace(best, kind=commonest_urls(best.kind, cells)), *chosen.columns[1:]),
            chosen.also,
            width,
            details.account,
            details.licence,
            details.account_names,
        )

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos of the chosen columns, block by block."""
        examples = RejectedExamples(kind_of(match.columns[0]).rejected)
        parser = BlockParser(source, match, self.quoted)
        rest = b""
        span = False  # the rows of the block before span lines: then parsing line by line would be in vain

        def by_lines(block: Block) -> Table | None:
            return None if span else parser.line_for_line(block)

        for read_block, parsed in ahead(read_blocks(source, skip_lines=match.skip_lines), by_lines):
            block, table = read_block, parsed
            if rest:
                lines = rest.count(b"\n")
                block = Block(rest + block.data, block.first_line - lines, block.lines + lines, block.last)
                table = by_lines(block)
            if table is None:
                table = parser.row_for_row(block)
                span = table is not None and table.spans_lines
            table = table or parser.line_for_line(block) or parser.record_for_record(block)
            rest = table.rest
            shown = examples.of(table.silent, block.data, block.first_line, table.starts, table.elsewhere)
            yield Batch(table.with_lines(block.first_line), table.rows, len(table.silent), shown)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines; where a quoted cell has line breaks, with those that follow up to the row's end."""
        found = lines_at(source, numbers, more=MAX_RECORD_LINES - 1 if self.quoted else 0)
        return {number: "\n".join(_whole_row(lines)) for number, lines in found.items()}

    def _split(self, lines: Sequence[str], separator: str) -> list[list[str]]:
        if not self.quoted:
            return [line.split(separator) for line in lines]
        try:
            rows = [row for row in csv.reader((line + "\n" for line in lines), delimiter=separator) if row]
        except csv.Error:
            rows = []
        # If there are far fewer rows than lines, a stray mark has joined lines: ignore quotation marks.
        return rows if 2 * len(rows) > len(lines) else [line.replace(QUOTE, "").split(separator) for line in lines]

    def _separators(self, lines: Sequence[str]) -> Sequence[str]:
        """Those that may divide some lines: a semicolon that only ends entities of HTML (`&#64;`) divides none."""
        of_entities = sum(";" in line and ";" not in ENTITY.sub("", line) for line in lines)
        divided = sum(";" in line for line in lines)
        if not divided or of_entities < HALF * divided:
            return self.separators
        return tuple(separator for separator in self.separators if separator != ";")

    def _below_titles(self, sample: Sample) -> Sample:
        titles = self._titles(sample.lines)
        return replace(sample, lines=sample.lines[titles:], skipped=sample.skipped + titles) if titles else sample

    def _titles(self, lines: Sequence[str]) -> int:
        """How many lines a title above the table has: rows in which one cell at most is filled, and with no data."""
        for at, line in enumerate(lines[:MOST_TITLES]):
            if not line.strip():
                continue
            if QUOTE in line:
                return 0
            rows = (self._split([line], separator)[0] for separator in self.separators)
            cells = max(rows, key=len)
            filled = [cell for cell in cells if cell.strip()]
            if len(filled) > 1:
                return at if any(means_photo_id(plain_name(cell)) for cell in filled) else 0
            if any(map(_is_data, filled)):
                return 0
        return 0

    def _all_over(self, sample: Sample, separator: str, width: int) -> list[list[str]]:
        """Rows from all over the table, as far as they are whole ones."""
        return [row for line in sample.all_over() for row in self._split([line], separator) if len(row) == width]

    def _lines_of_header(self, lines: Sequence[str], separator: str, width: int) -> int:
        """How many lines the header has: more than one if a quoted name spans lines."""
        if not self.quoted or QUOTE not in lines[0]:
            return 1
        reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
        try:
            return reader.line_num if len(next(reader)) == width else 1
        except csv.Error:
            return 1


def _choose(sampled: SampledRows, lines: Sequence[str], *, is_named: bool) -> Chosen | Refusal:
    """The columns that give the photo.

    None where the separators cut the addresses of the lines into pieces, nor of a text in a folder or archive that has
    commas and mentions a photo.
    """
    chosen = choose_columns(sampled)
    if isinstance(chosen, Refusal) or chosen.columns[0].kind != URL:
        return chosen
    naming = [cell for cell in sampled.filled(chosen.columns[0].index) if photo_of_url(cell) is not None]
    if not naming and sum(bool(photos_in_text(line)) for line in lines) >= HALF * len(lines):
        return sampled.nothing()
    return Refusal(MENTIONS) if not is_named and 0 < len(naming) < FEW and all(map(is_sentence, naming)) else chosen


def _without_option_of_one(refusal: Refusal, data: Sequence[Sequence[str]], width: int) -> Refusal:
    """The refusal without an option that would give one photo of many: the columns of a single row are a list."""
    is_list = len(data) == 1 and width > MOST_OF_ONE and refusal.option
    return replace(refusal, hint=SEPARATED_TEXT, option="") if is_list else refusal


def _stand_otherwise_below(names: Sequence[str], data: Sequence[Sequence[str]]) -> bool:
    """Whether a later row has the same names in another order: tables of other orders follow one another."""
    return any(len(row) == len(names) and list(row) != list(names) and sorted(row) == sorted(names) for row in data)


def _above_their_columns(names: Sequence[str], data: Sequence[Sequence[str]], width: int) -> Sequence[str]:
    """The names, each above its column, where rows have more cells than the header.

    R writes names of rows in front, and no name above them; or else the last cell holds separators. Where neither is
    clear, no name is taken.
    """
    more = width - len(names)
    if more < 1 or sum(len(row) == width and bool(row[-1].strip()) for row in data) < HALF * len(data):
        return names
    at = next((index for index, name in enumerate(names) if means_photo_id(plain_name(name))), None)
    if at is None or not any(_numbers_in(data, at + moved) for moved in range(1, more + 1)):
        return names
    if more == 1 and (not _numbers_in(data, 0) or (at == 0 and _count_upwards(data))):
        return ("", *names)
    return names if at == 0 else ()


def _count_upwards(data: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells count upwards one by one."""
    numbers = [parse_messy_number(row[0]) for row in data if row]
    return len(numbers) > 1 and all(a is not None and b == a + 1 for a, b in pairwise(numbers[1:]))


def _numbers_in(data: Sequence[Sequence[str]], index: int) -> bool:
    """Whether most cells of a column are numbers."""
    cells = [row[index] for row in data if index < len(row)]
    return sum(parse_messy_number(cell) is not None for cell in cells) > HALF * len(cells)


def _whole_row(lines: Sequence[str]) -> Sequence[str]:
    """The lines of the row that begins with the first one; that one alone where its quotation marks never close."""
    marks = 0
    for count, line in enumerate(lines, 1):
        marks += line.count(QUOTE)
        if marks % 2 == 0:
            return lines[:count]
    return lines[:1]


def _evenness(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Share of rows with the commonest number of fields, 0 if that number is one; and the number."""
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return (count / len(rows) if width > 1 else 0.0), width


def _is_ragged(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a header names a column of photo IDs above lines of any lengths: a last column often has commas."""
    return len(rows) > 1 and len(rows[0]) > 1 and any(means_photo_id(plain_name(cell)) for cell in rows[0])


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has words only, while some column below has mostly numbers, URLs or file names."""
    first, below = rows[0], rows[1:]
    if not below or any(map(_is_data, first)):
        return False
    if any(means_photo_id(plain_name(cell)) for cell in first):
        return True
    for index in range(len(first)):
        cells = [row[index] for row in below if index < len(row) and row[index].strip()]
        if cells and sum(map(_is_data, cells)) >= HALF * len(cells):
            return True
    return False


def _is_data(cell: str) -> bool:
    is_number = _NUMBER.fullmatch(cell) is not None or parse_messy_number(cell) is not None
    return is_number or photo_of_url(cell) is not None or looks_like_url(cell) or _is_file_name(cell)


def _is_file_name(cell: str) -> bool:
    return photo_id_from_file_name(cell) is not None


def _name_of(separator: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}[separator]


CSV: Final = Delimited("csv", (",", ";", "|"), quoted=True)
TSV: Final = Delimited("tsv", ("\t",), quoted=False)
