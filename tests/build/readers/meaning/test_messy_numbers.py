"""Numbers as programs write them: one reading each, the same in bulk, and none where a digit may be lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset_build.readers.meaning.messy_numbers import is_missing, parse_messy_number, photo_ids_from_messy_numbers

ID = 53_208_249_252


@pytest.mark.parametrize(
    "cell",
    [
        "53208249252",
        " 53208249252 ",
        "53208249252.0",
        "53208249252.000000",
        "'53208249252",
        "'53208249252'",
        '="53208249252"',
        '"53208249252"',
        '"53208249252",',
        "53208249252,",
        "53208249252;",
        "00053208249252",
        "53,208,249,252",
        "53.208.249.252",
        "53 208 249 252",
        "53\u00a0208\u00a0249\u00a0252",
        "53\u202f208\u202f249\u202f252",
        "53'208'249'252",
        "53\u2019208\u2019249\u2019252",
        "53_208_249_252",
        "5.3208249252E10",
        "5.3208249252e+10",
        "5.320824925200000000e+10",
        "\u201c53208249252\u201d",
        "\u200b53208249252\ufeff",
        "\u202a53208249252\u202c",
    ],
)
def test_forms_of_one_number(cell: str) -> None:
    assert parse_messy_number(cell) == ID


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "0",
        "-53208249252",
        "+53208249252",
        "53208249252.5",
        "53208249252.01",
        "5.32E+10",
        "5.320824925E+10",
        "5.32082492520E+10",
        "12.345",
        "12,345",
        "53,208.249,252",
        "53,20,82,49,252",
        "532082492521234",
        "1.234.567.890.123",
        "0x53208249252",
        "53208249252 a",
        "\u0665\u0663\u0662",
        "53208249252%",
        "(53208249252)",
        "1e10",
        "53208249252,0",
        "2014-01-02",
        "10.0.0.1",
    ],
)
def test_what_has_no_one_reading(cell: str) -> None:
    assert parse_messy_number(cell) is None


pieces = st.sampled_from(
    [
        *"0123456789",
        "53208249252",
        "000",
        ".",
        ",",
        "'",
        '"',
        "=",
        " ",
        "e+10",
        "E10",
        "_",
        "-",
        "\u00a0",
        "\u200b",
        ";",
        ".0",
        "\n",
    ]
)
cells = st.one_of(
    st.none(),
    st.lists(pieces, max_size=9).map("".join),
    st.integers(-(10**13), 10**13).map("{:,}".format),
    st.integers(0, 10**13).map("{:.10e}".format),
    st.integers(0, 10**13).map(float).map(str),
    st.text(max_size=12),
)


@given(st.lists(cells, min_size=1, max_size=30))
@settings(max_examples=400)
def test_bulk_and_scalar_agree(column: list[str | None]) -> None:
    frame = pl.DataFrame({"cell": pl.Series(column, dtype=pl.String)})
    found = frame.select(photo_ids_from_messy_numbers(pl.col("cell"))).to_series()
    assert found.to_list() == [None if cell is None else parse_messy_number(cell) for cell in column]


@given(st.integers(1, 10**12 - 1))
def test_a_number_is_itself_in_every_form(number: int) -> None:
    forms = [str(number), f"{number}.0", f"'{number}", f'="{number}"', f"{number:015d}"]
    if number >= 10**6:
        forms += [f"{number:,}", f"{number:_}", f"{number:,}".replace(",", "."), f"{number:,}".replace(",", " ")]
    assert {parse_messy_number(form) for form in forms} == {number}


def test_what_means_nothing() -> None:
    assert all(
        map(is_missing, ["", " ", "NA", "NaN", "nan", "null", "None", "N/A", "#N/A", "\\N", "<NA>", "-", " null "])
    )
    assert not any(map(is_missing, ["0", "x", "-1", "nano", "unknown photo"]))
