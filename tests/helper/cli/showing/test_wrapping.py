"""Lines of a terminal's width, in languages with blanks and without."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.cli.showing.tables import width_of
from inset.cli.showing.wrapping import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two", "three"]),
        ("see https://example.org/long/path now", 10, ["see", "https://example.org/long/path", "now"]),
        ("une phrase\u00a0: suite", 11, ["une", "phrase\u00a0:", "suite"]),
        ("公開されていた写真。次", 10, ["公開されて", "いた写真。", "次"]),
        ("詳細は「ここ」です", 8, ["詳細は", "「ここ」", "です"]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(st.lists(st.text("abcdef", min_size=1, max_size=12), max_size=30), st.integers(5, 40))
def test_words_between_blanks_are_wrapped_as_ever(text: list[str], width: int) -> None:
    joined = " ".join(text)
    kept = textwrap.wrap(joined, width, break_long_words=False, break_on_hyphens=False)
    assert wrapped(joined, width) == (kept or [""])


@given(st.text("ab 写真を、。「」…", max_size=60), st.integers(8, 40))
def test_no_sign_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) >= 0 for line in lines)
