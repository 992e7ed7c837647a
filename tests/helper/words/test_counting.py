"""Large numbers in short, as a person of each language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.words.counting import in_language, short_number, written_decimal, written_number
from inset.words.messages import languages


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 70_000, "70,000"),
        ("en", 999_999, "999,999"),
        ("en", 1_000_000, "1 million"),
        ("en", 1_470_312, "1.47 million"),
        ("en", 999_499_999, "999 million"),
        ("en", 999_600_000, "1 billion"),
        ("de", 1_000_000, "1 Million"),
        ("de", 5_850_000_000, "5,85 Milliarden"),
        ("es", 1_000_000, "1 millón"),
        ("es", 5_854_000_000, "5850 millones"),
        ("es", 999_500_000_000, "1.000.000 millones"),
        ("en", 10**15, "1,000,000 billion"),
        ("fr", 1_470_000, "1,47 million"),
        ("fr", 2_000_000_000, "2 milliards"),
        ("it", 12_800_000_000, "12,8 miliardi"),
        ("ja", 16_900_000, "1690万"),
        ("ja", 5_150_000_000, "51.5億"),
        ("ko", 99_960_000, "1억"),
        ("nl", 1_500_000, "1,5 miljoen"),
        ("pl", 25_000_000, "25 mln"),
        ("pt", 1_500_000, "1,5 milhão"),
        ("zh_CN", 747_000_000, "7.47亿"),
        ("zh_TW", 1_470_000, "147萬"),
    ],
)
def test_large_numbers_are_written_in_short(language: str, value: int, said: str) -> None:
    assert short_number(value, language) == said


@given(st.sampled_from(languages()), st.integers(0, 10**18) | st.integers(0, 18).map(lambda zeros: 10**zeros))
def test_no_number_is_too_large_for_words(language: str, value: int) -> None:
    said = short_number(value, language)
    assert said == written_number(value, language) if value < 1_000_000 else said[0] in "123456789"
    assert "e+" not in said
    digits = "".join(each for each in said if each.isdecimal()).rstrip("0")
    assert str(round(value, 3 - len(str(value))) if value >= 1_000_000 else value).rstrip("0") == digits


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 1.5, "1.5"),
        ("en", 3.0, "3"),
        ("en", 1234.56, "1,234.6"),
        ("en", -0.5, "-0.5"),
        ("en", 0.04, "0"),
        ("de", 1.5, "1,5"),
        ("de", 1234.5, "1.234,5"),
        ("es", 1234.5, "1234,5"),
        ("es", 12_345.5, "12.345,5"),
        ("fr", 0.1, "0,1"),
        ("ja", 1.5, "1.5"),
        ("pl", 999.95, "1000"),
    ],
)
def test_a_decimal_is_written_as_the_language_does(language: str, value: float, said: str) -> None:
    assert written_decimal(value, language) == said


def test_a_number_with_its_unit_is_written_as_the_language_does() -> None:
    assert [in_language("1,016.2 MB", language) for language in ("en", "de", "ja")] == [
        "1,016.2 MB",
        "1.016,2 MB",
        "1,016.2 MB",
    ]


def test_what_is_no_number_stands_as_it_is() -> None:
    assert [written_decimal(each, "de") for each in (float("nan"), float("inf"))] == ["nan", "inf"]
