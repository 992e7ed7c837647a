"""CSV with odd quotation marks: no line is lost, and no photo."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from inset_build.readers.formats.tables.quotes import MAX_RECORD_LINES, tidy
from support.lists.manifests import FIRST_ID, image, read, write

A, B, C, D = range(FIRST_ID, FIRST_ID + 4)


def table(*captions: str) -> str:
    return "".join(f"{n},{caption},{image(FIRST_ID + n)}\n" for n, caption in enumerate(captions))


def test_a_mark_in_the_middle_of_a_field(tmp_path: Path) -> None:
    assert read(write(tmp_path, table('a 5" disk', "b", 'a 3" nail', "d"))).photo_ids == [A, B, C, D]


def test_a_mark_behind_a_closed_field(tmp_path: Path) -> None:
    assert read(write(tmp_path, table('"a"b', "b", '"c, d" e', "d"))).photo_ids == [A, B, C, D]


def test_a_field_that_never_closes_swallows_nothing(tmp_path: Path) -> None:
    captions = ["x"] * 300
    captions[7] = '"open'
    reading = read(write(tmp_path, table(*captions)))
    assert (reading.photo_ids, reading.rows) == ([FIRST_ID + n for n in range(300)], 300)


def test_two_fields_that_never_close_swallow_nothing_between_them(tmp_path: Path) -> None:
    captions = ["x"] * 300
    captions[7] = captions[200] = '"open'
    assert read(write(tmp_path, table(*captions))).photo_ids == [FIRST_ID + n for n in range(300)]
    captions[7] = captions[10] = (
        '"open'  # close enough to be taken for one long field, if its record had the right number of columns
    )
    assert read(write(tmp_path, table(*captions))).photo_ids == [FIRST_ID + n for n in range(300)]


def test_a_field_of_several_lines_is_one_row(tmp_path: Path) -> None:
    reading = read(write(tmp_path, table("a", '"two\nlines, ""quoted"""', '"three\r\n\n lines"', "d")))
    assert (reading.photo_ids, reading.rows, reading.rejected) == ([A, B, C, D], 4, 0)


def test_rejected_lines_keep_their_numbers_behind_a_field_of_several_lines(tmp_path: Path) -> None:
    text = table("a", '"two\nlines"', "c") + "\n3,d,null\n"
    reading = read(write(tmp_path, text))
    assert [(line.line, line.text) for line in reading.examples] == [(6, "3,d,null")]


def test_a_field_of_several_lines_across_two_blocks(tmp_path: Path) -> None:
    # Every field has two lines and there are several blocks, so a field is cut by the end of a block.
    filler = "y" * 400
    count = 45_000
    text = "".join(f'{n},"{filler}\n{n}",{image(FIRST_ID + n)}\n' for n in range(count))
    reading = read(write(tmp_path, text))
    assert reading.photo_ids == list(range(FIRST_ID, FIRST_ID + count))
    assert reading.rejected == 0


def test_records_that_may_go_on_are_left_for_the_next_block() -> None:
    data = b'1,a,x\n2,"open\nstill open\n'
    records = tidy(data, separator=",", width=3, last=False)
    assert (records.data, records.lines, records.rest) == (b"1,a,x\n", [0], b'2,"open\nstill open\n')
    records = tidy(data, separator=",", width=3, last=True)
    assert (records.data, records.lines, records.rest) == (b"1,a,x\n2,open\nstill open\n", [0, 1, 2], b"")


def test_a_field_of_too_many_lines_is_one_that_never_closes() -> None:
    data = b'1,"' + b"line\n" * (MAX_RECORD_LINES + 1) + b'",x\n'
    assert len(tidy(data, separator=",", width=3, last=True).lines) == MAX_RECORD_LINES + 2


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)
rows = st.lists(
    st.lists(cells, min_size=3, max_size=3).filter(lambda row: "".join(row).strip()), min_size=1, max_size=15
)


@given(rows)
def test_well_formed_csv_comes_out_with_the_same_cells(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(table)
    records = tidy(out.getvalue().encode(), separator=",", width=3, last=True)
    assert list(csv.reader(io.StringIO(records.data.decode(), newline=""))) == [
        [cell.replace("\n", " ") for cell in row] for row in table
    ]


@given(st.lists(st.sampled_from(['"', ",", "a", '""', '","', " ", "é"]), max_size=25).map("".join), st.booleans())
def test_whatever_the_marks_no_line_is_lost(odd: str, last: bool) -> None:
    lines = [f"{n},plain,x{n}" for n in range(MAX_RECORD_LINES + 2)]
    data = "\n".join([odd, *lines, ""]).encode()
    records = tidy(data, separator=",", width=3, last=last)
    kept = records.data.decode() + records.rest.decode()
    assert all(f"x{n}" in kept for n in range(len(lines)))
    for record in csv.reader(io.StringIO(records.data.decode(), newline=""), strict=True):
        assert not any("\n" in cell for cell in record)
