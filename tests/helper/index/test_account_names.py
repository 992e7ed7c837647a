"""What of a name is kept, and what of it is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.index.account_names import LONGEST, name_key, tidy_name

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ACCENTS = "".join(chr(code) for code in range(0x300, 0x345))  # U+0345 is an iota, and stays one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jürgen M", "JURGEN  M"),
        ("Jürgen", "Ju\u0308rgen"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σισυφος"),
        ("\uff26\uff55\uff4c\uff4c\u3000width", "full width"),
        ("❤\ufe0f photos", "❤ photos"),
        ("İstanbul", "istanbul"),
        ("Việt Nguyễn", "viet nguyen"),
        ("zero\u200bwidth", "zerowidth"),
        ("\u00b4", " \u0301"),
    ],
)
def test_these_are_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("anna", "anna b"), ("anna1", "anna2"), ("anna-b", "annab"), ("anna.b", "anna b"), ("¡E+F!", "EF"), ("की", "का")],
)
def test_these_are_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(TEXTS)
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_how_a_letter_is_written_makes_no_difference(name: str, form: str) -> None:
    if unicodedata.normalize("NFKD", name).strip():
        assert name_key(unicodedata.normalize(form, name)) == name_key(name)  # type: ignore[arg-type]


@given(st.text("abcxyz ABCXYZ019-_.+!", min_size=1, max_size=12), st.data())
def test_case_accents_and_blanks_make_no_difference_and_digits_and_signs_do(name: str, data: st.DataObject) -> None:
    written = "".join(
        (letter.upper() if data.draw(st.booleans()) else letter.lower())
        + (data.draw(st.sampled_from(ACCENTS)) if letter.isalpha() and data.draw(st.booleans()) else "")
        + (" " if letter == " " and data.draw(st.booleans()) else "")
        for letter in name
    )
    assert name_key(f" {written} ").strip() == " ".join(name.lower().split())


@given(TEXTS)
def test_a_name_is_one_line_that_can_be_seen_or_none(text: str) -> None:
    tidy = tidy_name(text)
    if tidy is None:
        assert not any(letter.isprintable() and not letter.isspace() for letter in text)
    else:
        assert tidy == tidy.strip()
        assert len(tidy) <= LONGEST
        assert len(tidy.splitlines()) == 1
