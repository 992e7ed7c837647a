"""The file of rows gives back what was written, whatever it was, and says so when it is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inset.errors import IndexCorrupt, IndexFormatUnsupported
from inset.index.rows import HEADER, Place, Rows, Stretch, write_rows

LARGEST = 1 << 61

positions = st.integers(0, 300) | st.integers(0, 1 << 33) | st.integers(0, LARGEST)
photos = st.lists(st.lists(positions, min_size=1, max_size=4), min_size=1, max_size=700)
ascending = st.integers(1, 600).map(lambda count: [[number * 3 + number % 2] for number in range(count)])


def stretch(start: int, *, first: int = 1, name: str = "list.csv", part: str = "") -> Stretch:
    return Stretch(start, first, 0, name, part, "csv", "column 1", "line")


def write(path: Path, rows: Sequence[Sequence[int]], stretches: Sequence[Stretch] = (stretch(0),)) -> Rows:
    def chunks() -> Iterator[NDArray[np.uint64]]:
        every = np.array([each for some in rows for each in some], dtype=np.uint64)
        yield from np.array_split(every, 1 + len(every) // 100)

    counts = np.array([len(some) for some in rows], dtype=np.uint32)
    several = iter(np.array_split(counts, 3)) if (counts > 1).any() else None
    assert write_rows(path, stretches, chunks(), several, len(rows)) == counts.sum()
    return Rows(path)


@given(rows=photos | ascending)
@settings(deadline=None, max_examples=60)
def test_what_comes_out_is_what_went_in(tmp_path_factory: pytest.TempPathFactory, rows: list[list[int]]) -> None:
    opened = write(tmp_path_factory.mktemp("rows") / "photos.rows", rows)
    assert (len(opened), opened.rows) == (len(rows), sum(map(len, rows)))
    assert [[place.row - 1 for place in opened.of(index)] for index in range(len(rows))] == rows
    every = [number for chunk in opened.positions() for number in chunk.tolist()]
    assert every == [each for some in rows for each in some]
    counts = [number for chunk in opened.counts() for number in chunk.tolist()]
    assert counts == ([len(some) for some in rows] if any(len(some) > 1 for some in rows) else [])


def test_a_position_is_the_row_of_its_stretch(tmp_path: Path) -> None:
    stretches = [stretch(0, first=2), stretch(10, name="a.zip/b.json", part="images[]"), stretch(11, first=700)]
    opened = write(tmp_path / "photos.rows", [[0, 9], [10], [11, 40]], stretches)
    assert opened.stretches == tuple(stretches)
    assert opened.of(0) == [Place(stretches[0], 2), Place(stretches[0], 11)]
    assert opened.of(1) == [Place(stretches[1], 1)]
    assert opened.of(2) == [Place(stretches[2], 700), Place(stretches[2], 729)]


def test_a_sorted_list_takes_hardly_a_bit_and_one_in_no_order_what_its_length_needs(tmp_path: Path) -> None:
    count = 1 << 17
    ordered = write(tmp_path / "ordered", [[number] for number in range(count)])
    assert ordered.path.stat().st_size * 8 < 1.0 * count
    gaps = np.cumsum(np.random.default_rng(1).integers(1, 4, count)).tolist()
    assert write(tmp_path / "gaps", [[number] for number in gaps]).path.stat().st_size * 8 < 3.0 * count
    shuffled = np.random.default_rng(1).permutation(count).tolist()
    assert write(tmp_path / "shuffled", [[number] for number in shuffled]).path.stat().st_size * 8 < 18.0 * count


@pytest.mark.parametrize("at", range(0, HEADER.size, 4))
def test_a_damaged_header_is_refused_or_harmless(tmp_path: Path, at: int) -> None:
    path = write(tmp_path / "photos.rows", [[number, number + 5] for number in range(600)]).path
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    try:
        opened = Rows(path)
        found = [opened.of(index) for index in range(600)]
    except (IndexCorrupt, IndexFormatUnsupported):
        return
    assert at == 8 or [[place.row - 1 for place in some] for some in found][:1] == [[0, 5]]


@given(length=st.integers(0, 12_000), at=st.integers(64, 12_000), bit=st.integers(0, 7))
@settings(deadline=None, max_examples=60)
def test_a_cut_or_changed_file_never_leads_outside_it(
    tmp_path_factory: pytest.TempPathFactory, length: int, at: int, bit: int
) -> None:
    path = write(tmp_path_factory.mktemp("rows") / "photos.rows", [[n * 7 % 601, n] for n in range(601)]).path
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[at % len(whole)] ^= 1 << bit
    for data in (whole[:length], bytes(changed)):
        path.unlink()
        path.write_bytes(data)
        try:
            opened = Rows(path)
            for index in range(601):
                assert all(place.row >= 1 for place in opened.of(index))
        except (IndexCorrupt, IndexFormatUnsupported):
            pass


def test_another_version_and_another_file_are_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "photos.rows", [[0]]).path
    data = bytearray(path.read_bytes())
    data[8] = 2
    path.write_bytes(data)
    with pytest.raises(IndexFormatUnsupported, match="version 2"):
        Rows(path)
    path.write_bytes(b"something else" * 9)
    with pytest.raises(IndexCorrupt, match="holds no rows"):
        Rows(path)
