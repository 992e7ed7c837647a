"""The fast way to read lines of numbers gives what each line alone gives, or nothing."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset_build.readers.formats.tables.lines import IdList
from inset_build.readers.formats.tables.plain_numbers import plain_numbers
from inset_build.readers.meaning.cell_kinds import NUMBER
from inset_build.readers.meaning.messy_numbers import parse_messy_number
from inset_build.readers.protocol import Column, Match, Range, Said
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.line_blocks import Block

RANGES: tuple[Range, ...] = ((100, 999), (2_000_000, 60_000_000_000))


def block(data: bytes) -> Block:
    return Block(data, 7, data.count(b"\n") + (not data.endswith(b"\n")), last=True)


numbers = st.integers(0, 10**13).map(str) | st.integers(0, 1200).map(str)
odd = st.sampled_from(["007", "+12", " 345", "678 ", "1\t", "", "-5", "1e3", "2.0", '"150"', "150,2", "x", "1_000"])


@given(st.lists(numbers | st.sampled_from(["5", "55"]), min_size=1), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_plain_lines_take_the_fast_way(lines: list[str], end: str, last: bool) -> None:
    data = end.join(lines).encode() + (end.encode() if last else b"")
    found = plain_numbers(block(data), RANGES)
    assert found is not None
    believed = [(int(line), 7 + at) for at, line in enumerate(lines) if any(a <= int(line) <= b for a, b in RANGES)]
    assert found.frame.rows() == believed
    assert found.frame.schema == {"photo_id": pl.UInt64, "row": pl.UInt64}
    assert sorted([*(row - 7 for _, row in believed), *found.silent]) == list(range(len(lines)))


@given(st.lists(numbers | odd, min_size=1), st.sampled_from(["\n", "\r\n", " \n", "\n\n"]))
def test_what_it_reads_is_what_each_line_says(lines: list[str], end: str) -> None:
    found = plain_numbers(block((end.join(lines) + end).encode()), ())
    if found is not None:
        every = (end.join(lines) + end).splitlines()
        assert [parse_messy_number(line) for line in every if parse_messy_number(line)] == found.frame[
            "photo_id"
        ].to_list()
        assert all(line.isdigit() and str(int(line)) == line for line in every)


@pytest.mark.parametrize("last", ["250\n", "0250\n"], ids=["every line plain", "one line odd"])
def test_numbers_that_are_not_believed_are_rejected_either_way(tmp_path: Path, last: str) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("123\n1234\n0\n3000000\n" + last)
    match = Match((), columns=(Column(0, None, NUMBER, "its lines", Said.NOTHING, RANGES),))
    batches = list(IdList().read(expand([path])[0], match))
    assert pl.concat([batch.frame for batch in batches]).rows() == [(123, 1), (3_000_000, 4), (250, 5)]
    assert sum(batch.rows for batch in batches) == 5
    assert sum(batch.rejected for batch in batches) == 2
    assert [(line.line, line.text) for batch in batches for line in batch.rejected_examples] == [(2, "1234"), (3, "0")]
