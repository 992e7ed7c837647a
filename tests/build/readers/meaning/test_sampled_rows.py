"""Sampled rows: columns are found by what a person calls them, and called by what that person can see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset_build.readers.meaning.cell_kinds import URL
from inset_build.readers.meaning.photo_columns import choose_columns, find_column
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.protocol import Refusal
from support.lists.manifests import FIRST_ID, image

ROWS = [[image(FIRST_ID), "x"], [image(FIRST_ID + 1)]]
TABLE = SampledRows.of_table(ROWS, [" Photo URL ", "w"], 2)
RECORDS = SampledRows.of_records(["meta.url", "w"], [[image(FIRST_ID), "x"]], "element")


@pytest.mark.parametrize(
    ("sample", "wanted", "index"),
    [
        (TABLE, "Photo URL", 0),
        (TABLE, "photo url", 0),
        (TABLE, "2", 1),
        (RECORDS, "meta.url", 0),
        (RECORDS, "META.URL", 0),
        (SampledRows.of_records(["2", "w"], [["x", "y"]], "column"), "2", 0),
        (SampledRows.of_records(["u", "w"], [["x", "y"]], "column"), "2", 1),
    ],
)
def test_a_column_is_found_by_name_or_number(sample: SampledRows, wanted: str, index: int) -> None:
    assert sample.find(wanted) == index


@pytest.mark.parametrize(
    ("sample", "wanted", "hint"),
    [
        (TABLE, "0", "Its columns are: Photo URL, w."),
        (TABLE, "3", "Its columns are: Photo URL, w."),
        (TABLE, "\u00b2", "Its columns are: Photo URL, w."),
        (SampledRows.of_table(ROWS, (), 2), "url", "Its columns are: 1 to 2 (it has no header)."),
        (RECORDS, "1", "Its elements are: meta.url, w."),
    ],
)
def test_what_there_is_instead_is_told(sample: SampledRows, wanted: str, hint: str) -> None:
    answer = sample.find(wanted)
    assert isinstance(answer, Refusal)
    assert (answer.hint, answer.near, answer.general) == (hint, True, False)
    assert answer.reason.endswith(f" {wanted!r}.")


@given(st.lists(st.text(max_size=5), min_size=1, max_size=5, unique=True))
def test_every_name_finds_its_own_column(keys: list[str]) -> None:
    sample = SampledRows.of_records(keys, [])
    assert [sample.find(key) for key in keys] == list(range(len(keys)))


@pytest.mark.parametrize(
    ("sample", "label"),
    [
        (TABLE, 'column 1 ("Photo URL")'),
        (SampledRows.of_table(ROWS, (), 2), "column 1"),
        (RECORDS, 'element "meta.url"'),
        (SampledRows.of_records([""], [[image(FIRST_ID)]]), "each value"),
        (SampledRows(ROWS, 1, word="line", numbered=False), "each line"),
    ],
)
def test_a_column_is_called_by_what_a_person_can_see(sample: SampledRows, label: str) -> None:
    assert str(sample.column(0, URL)) == label
    chosen = choose_columns(sample)
    assert not isinstance(chosen, Refusal)
    assert chosen.explanation[0].startswith(f"{label[0].upper()}{label[1:]} gives the photo: a URL in ")


def test_a_refusal_says_what_its_columns_are_called() -> None:
    sample = SampledRows.of_records(["w"], [["wide"], ["tall"]])
    assert choose_columns(sample) == Refusal(
        "No key gives a Flickr photo.", "Point at one with --column if there is one.", near=True, general=True
    )
    found = find_column("w", sample)
    assert isinstance(found, Refusal)
    assert found.reason == "Key \"w\" gives no photo ID: it holds 'wide'."
    assert found.hint == "Point at a key of photo IDs, Flickr URLs or photos' file names."
    numbers = choose_columns(SampledRows.of_records(["id"], [[str(FIRST_ID)], [str(FIRST_ID + 7)]]))
    assert isinstance(numbers, Refusal)
    assert numbers.reason == 'Nothing says that the numbers in key "id" are Flickr photo IDs.'
    assert numbers.hint == "If they are, say so: --column id"


def test_short_rows_are_filled_up() -> None:
    assert TABLE.cells(1) == ["x", ""]
    assert TABLE.filled(1) == ["x"]
