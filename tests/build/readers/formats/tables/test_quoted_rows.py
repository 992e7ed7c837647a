"""Rows that span lines are read many at a time, and as if they were read one by one."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

from hypothesis import example, given
from hypothesis import strategies as st

from inset_build.readers.formats.tables.quoted_rows import find_rows
from inset_build.readers.formats.tables.table_blocks import BlockParser, Table
from inset_build.readers.meaning.cell_kinds import URL
from inset_build.readers.protocol import Column, Match
from inset_build.readers.sources.line_blocks import Block
from inset_build.readers.sources.source import Source
from support.lists.manifests import FIRST_ID, image, read, write

WIDTH = 3
PARSER = BlockParser(
    Source(Path("list.csv"), "list.csv", plain=True),
    Match((), separator=",", columns=(Column(1, "url", URL),), width=WIDTH),
    quoted=True,
)


def block(text: str, *, last: bool = True) -> Block:
    data = text.encode()
    return Block(data, 1, data.count(b"\n") + (not data.endswith(b"\n")), last)


def told(table: Table) -> tuple[object, ...]:
    rows = table.with_lines(1).select("photo_id", "row").rows()
    return rows, table.rows, table.silent.to_list(), table.starts, table.rest


Quoting = Literal[0, 1]
"""`csv.QUOTE_MINIMAL` and `csv.QUOTE_ALL`."""


def text_of(cells: list[tuple[str, str]], quoting: Quoting) -> str:
    out = io.StringIO()
    rows = ([before, image(FIRST_ID + number), behind] for number, (before, behind) in enumerate(cells))
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)
    return out.getvalue()


cell = st.text(st.sampled_from('ab ,"\n;'), max_size=8)
quotings: st.SearchStrategy[Quoting] = st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=12), quotings)
def test_well_formed_rows_are_found(cells: list[tuple[str, str]], quoting: Quoting) -> None:
    found = PARSER.row_for_row(block(text_of(cells, quoting) + '"\n",x,"y"\n'))
    assert found is not None
    assert found.rows == len(cells) + 1
    assert found.frame["photo_id"].to_list() == [FIRST_ID + number for number in range(len(cells))]


@example('"",\ra', [], False)
@given(st.text(st.sampled_from('a,"\n\r '), max_size=60), st.lists(st.tuples(cell, cell), max_size=4), st.booleans())
def test_whatever_is_read_many_at_a_time_is_read_as_one_by_one(
    odd: str, cells: list[tuple[str, str]], last: bool
) -> None:
    text = f"{text_of(cells, csv.QUOTE_MINIMAL)}{odd}\n{text_of(cells, csv.QUOTE_ALL)}"
    some = block(text, last=last)
    found = PARSER.row_for_row(some)
    if found is not None and not found.rest:
        assert told(found) == told(PARSER.record_for_record(some))


def test_what_a_block_ends_in_is_left_for_the_next() -> None:
    data = b'1,a,b\n2,"c\nd",e\n3,"f\n'
    rows = find_rows(data, separator=",", width=3, last=False)
    assert rows is not None
    assert (data[rows.end :], rows.lines.tolist()) == (b'3,"f\n', [0, 1])
    assert find_rows(data, separator=",", width=3, last=True) is None


def test_rows_that_span_lines_over_many_blocks(tmp_path: Path) -> None:
    count = 60_000
    filler = "y" * 300
    rows = (f'{n},"{filler}\n{n} ""and"" more",{image(FIRST_ID + n)}\n' for n in range(count))
    reading = read(write(tmp_path, "n,title,url\n" + "".join(rows)))
    assert (len(reading.photo_ids), reading.rows, reading.rejected) == (count, count, 0)
    assert reading.photo_ids[-1] == FIRST_ID + count - 1
