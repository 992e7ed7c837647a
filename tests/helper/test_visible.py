"""What a terminal would obey, or nobody would see, is shown as an escape."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.visible import blanked, is_harmless, visible, visible_json, visible_line
from support.words.hostile_text import HOSTILE, is_hostile

SEEN_NUMBER_SIGNS = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
"""Of the category Cf, but drawn."""


def test_every_control_and_format_character_is_escaped() -> None:
    raw = [
        hex(number)
        for number in range(0x110000)
        if unicodedata.category(chr(number)) in ("Cc", "Cf", "Zl", "Zp")
        and number not in SEEN_NUMBER_SIGNS
        and visible_line(chr(number)) == chr(number)
    ]
    assert raw == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb\u2066", "a\\u202eb\\u2066"),
        ("\U000e0041", "\\U000e0041"),
        ("a\r\n\tb\x7f", "a\\r\\n\\tb\\x7f"),
        ("été → 写真 🙂", "été → 写真 🙂"),
    ],
)
def test_it_is_shown_as_python_writes_it(text: str, shown: str) -> None:
    assert visible_line(text) == shown


def test_browsers_and_the_helper_take_the_same_for_unseen() -> None:
    vectors = json.loads((Path(__file__).parents[1] / "vectors" / "unseen.json").read_text(encoding="utf-8"))
    unseen = {code for first, last in vectors["ranges"] for code in range(int(first, 16), int(last, 16) + 1)}
    letters = (chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF and chr(code) not in "\t\n\r")
    assert [letter for letter in letters if is_harmless(letter) == (ord(letter) in unseen)] == []


@given(st.text())
def test_nothing_hostile_stays_and_twice_is_once(text: str) -> None:
    shown = visible_line(text)
    assert not any(is_hostile(character) or character in "\n\t" for character in shown)
    assert visible_line(shown) == shown
    kept = visible(text)
    assert (kept.count("\n"), kept.count("\t")) == (text.count("\n"), text.count("\t"))
    assert not any(map(is_hostile, kept))


@given(st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_means_the_same(value: object) -> None:
    document = visible_json(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
    assert json.loads(document) == value
    assert not any(map(is_hostile, document))


def test_json_of_every_hostile_character() -> None:
    assert json.loads(visible_json(orjson.dumps(HOSTILE).decode())) == HOSTILE


@given(st.text())
def test_a_name_keeps_its_length_and_its_signs_and_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = blanked(text)
    assert len(shown) == len(text)
    assert not any(is_hostile(letter) for letter in shown)
    assert all(kept == letter for kept, letter in zip(shown, text, strict=True) if letter.isprintable())
