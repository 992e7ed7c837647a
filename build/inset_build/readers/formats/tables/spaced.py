"""Tables whose columns are divided by blanks: known layouts, file names among words, or what the person points at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

import numpy as np
import polars as pl

from inset.words.sentences import sentence
from inset_build.readers.formats.tables.lines import batch_of_lines, heading_of, text_lines, with_lines
from inset_build.readers.meaning.cell_kinds import NUMBER, URL, kind_of
from inset_build.readers.meaning.detail_columns import ACCOUNT, find_details
from inset_build.readers.meaning.photo_columns import Chosen, choose_columns, column_of_layout, find_column
from inset_build.readers.meaning.photo_id_exprs import photo_ids_from_lines
from inset_build.readers.meaning.rejected import RejectedExamples
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import EVEN, SAMPLED_ROWS
from inset_build.readers.meaning.sites import are_of_flickr
from inset_build.readers.meaning.table_layouts import find_foreign, find_layout
from inset_build.readers.protocol import Batch, Column, Match, Refusal, Sample, Wish
from inset_build.readers.sources.line_blocks import Block, lines_at, read_blocks
from inset_build.readers.sources.source import Source

WHOLE_LINE: Final = Column(-1, None, URL)
"""Used last: all URLs in a line, for lines whose columns are out of place."""


class Spaced:
    """Words divided by blanks or tabs. Source: PIPA's `all_data.txt`, NUS-WIDE's `NUS-WIDE-urls.txt`, FlickrLogos."""

    name = "spaces"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts only known layouts and names of Flickr's files: any text has words divided by blanks."""
        rows = [row for row in map(str.split, sample.lines) if row][: SAMPLED_ROWS + 1]
        width, count = Counter(map(len, rows)).most_common(1)[0]
        if count < EVEN * len(rows):
            width = 1  # words that are no table: only the first one of each line is looked at
        is_list = width == 1 and count >= EVEN * len(rows)
        if is_list and wish.column is None and max(map(len, rows)) == 1:
            return Refusal("Its lines are not divided by blanks.")
        chosen, has_header = _choose(rows, wish, width)
        if isinstance(chosen, Refusal):
            return chosen
        if chosen.columns[0].kind == URL and wish.column is None:
            return Refusal("Its lines hold URLs among words.")
        headed = is_list and chosen.columns[0].kind == NUMBER and heading_of([" ".join(row) for row in rows])
        if headed and wish.column is None and not wish.forced:
            return Refusal("Its lines are not divided by blanks.")  # numbers under a name are for `IdList` to judge
        data = rows[has_header:]
        details = find_details(SampledRows.of_table(data, (), width), chosen.columns)
        header = "header" if has_header else "bare"
        columns = sentence(f"list_columns_{header}", str(width), sentence("list_blanks"))
        divided = columns if width > 1 else sentence("list_words")
        rest = () if wish.column is not None else (WHOLE_LINE,)
        return Match(
            (divided, *chosen.explanation, *details.explanation),
            sample.skipped + has_header,
            " ",
            (chosen.columns[0], *rest),
            (),
            width,
            details.account,
        )

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos of the chosen word; in lines where it gives none, of the line's URLs."""
        column = match.columns[0]
        kind = kind_of(column)
        examples = RejectedExamples(kind.rejected)
        word = _word(column)
        if column.site is not None:
            word = pl.when(are_of_flickr(column.site, _word(column.site))).then(word)
        wanted = {"photo_id": kind.photo_ids(word)}
        if match.account is not None and kind.accounts is not None:
            wanted[ACCOUNT] = kind.accounts(word)
        for block in read_blocks(source, skip_lines=match.skip_lines):
            lines = text_lines(block)
            frame = with_lines(lines.to_frame("line").lazy().select(**wanted).collect(engine="streaming"), block)
            silent = frame["photo_id"].is_null().arg_true()
            if len(silent) and WHOLE_LINE in match.columns:
                frame, silent = _with_urls(frame, lines, silent, block)
            yield batch_of_lines(frame.drop_nulls("photo_id"), lines, silent, block, examples)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines."""
        return {number: line for number, (line,) in lines_at(source, numbers).items()}


def _word(column: Column) -> pl.Expr:
    return pl.col("line").str.extract(rf"^[ \t]*(?:[^ \t]+[ \t]+){{{column.index}}}([^ \t\r]+)", 1)


def _choose(rows: Sequence[Sequence[str]], wish: Wish, width: int) -> tuple[Chosen | Refusal, bool]:
    """The columns, or why there are none; and whether the first row is a header."""
    has_header = len(rows) > 1 and not any(map(str.isdigit, "".join(rows[0])))
    data = rows[has_header:]
    if wish.column is not None:
        widest = max(width, *map(len, data))
        return find_column(wish.column, SampledRows.of_table(data, rows[0] if has_header else (), widest)), has_header
    names = rows[0] if has_header and len(rows[0]) == width else ()
    sample = SampledRows.of_table(data, names, width)
    foreign = find_foreign(data, (), " ", width)
    if foreign is not None:
        return foreign, has_header
    layout = find_layout(data, " ", width)
    if layout is not None:
        return column_of_layout(layout.title, *layout.photo, sample), has_header
    chosen = choose_columns(sample)
    # Numbers and hashes among words mean nothing, so do not mention them.
    return (Refusal("No word of its lines names a photo.") if isinstance(chosen, Refusal) else chosen), has_header


def _with_urls(
    frame: pl.DataFrame, lines: pl.Series, silent: pl.Series, block: Block
) -> tuple[pl.DataFrame, pl.Series]:
    """The photos in order, with those in URLs of the silent lines; and the lines that still give none."""
    found = photo_ids_from_lines(lines.gather(silent))
    if not found.height:
        return frame, silent
    still = np.ones(len(silent), dtype=np.bool_)
    still[found["line"].to_numpy()] = False
    rows = silent.cast(pl.UInt64).gather(found["line"]) + block.first_line
    rescued = found.select("photo_id", rows.alias("row"))
    every = pl.concat([frame.drop_nulls("photo_id"), rescued], how="diagonal")
    return every.sort("row", maintain_order=True), silent.filter(pl.Series(still))
