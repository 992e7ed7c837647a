"""Hints of errors, and why lists are not read, in the person's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from inset.words.messages import languages, name_of, topic
from inset.words.sentences import sentence, spoken
from support.command_line.commands import Inset
from support.words.given_words import given, literals

FILE = "hints.json"


ELSEWHERE = {
    "inset/account/export/reading.py: why[:500] or 'The zips with `photo_….json` files in them are enough.'": (
        "the check's report says what was passed over of an export, in its own words"
    ),
    "inset/account/since.py: kept": "the message of a run that is unknown, which is a sentence",
    "inset/cli/parsing/parser.py: english('usage_more', [program])": "it has its translation beside it, from help.json",
    "inset_build/readers/sources/remote/addresses.py: login_hint(scheme)": "a sentence for each kind of store",
    "inset_build/readers/sources/remote/retrying.py: hint": "the same sentences, or nothing",
    "inset_build/readers/sources/remote/retrying.py: login_hint('hf')": "one of them",
    "inset/service/protocol.py: said.splitlines()[0] if said else sentence('list_hint_status', str(done.returncode))": (
        "the words of the system's own program"
    ),
}
"""Where the words come from elsewhere, and why they may."""


def test_each_message_is_of_a_hint_that_is_given() -> None:
    written = literals()
    for name, hint in topic("en", FILE).items():
        assert name == name_of("hint", hint)
        assert hint in written


def test_every_hint_and_every_reason_that_is_given_is_a_message() -> None:
    """A sentence, or words that a message has as its own: so no new one is told in English alone."""
    known = {*topic("en", FILE).values(), *topic("en", "rejected.json").values(), ""}
    every = list(given())
    assert len(every) > 150
    assert {each.at: each.words for each in every if each.words not in known and each.at not in ELSEWHERE} == {}
    assert {each.at for each in every} >= ELSEWHERE.keys()


@pytest.mark.parametrize("language", languages())
def test_a_hint_is_told_in_it(inset: Inset, language: str) -> None:
    english = "Spelling, folder, capital letters?"
    hint = topic(language, FILE)[name_of("hint", english)]
    told = inset("build", "ebb", "there-is-none.txt", INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert told.err.splitlines()[-1] == f"  {hint}"
    assert (hint == english) == (language == "en")


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_a_missing_list_is_told_to_check_its_name_not_how_it_is_read(inset: Inset, language: str) -> None:
    told = inset("build", "ebb", "there-is-none.txt", INSET_LANGUAGE=language, PYTHONUTF8="1").err
    assert spoken(sentence("list_missing", "there-is-none.txt"), language) in told
    assert "--reader" not in told
    assert inset("build", "ebb", "there-is-none.txt", "--json").json["error"]["code"] == "manifest_missing"


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_a_hint_with_parts_is_told_in_it_with_the_same_parts(inset: Inset, tmp_path: Path, language: str) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("a,b\n1,https://www.flickr.com/photos/sample-user/52000000001/\n", encoding="utf-8")
    told = inset("build", "ebb", path, "--column", "c", INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert told.err.splitlines()[-1] == f"  {topic(language, 'lists.json')['list_hint_columns'].replace('$1', 'a, b')}"
    as_json = inset("build", "ebb", path, "--column", "c", "--json", INSET_LANGUAGE=language, PYTHONUTF8="1").json
    assert as_json["error"]["hint"] == "Its columns are: a, b."


def test_programs_are_told_it_in_english(inset: Inset) -> None:
    told = inset("build", "ebb", "there-is-none.txt", "--json", INSET_LANGUAGE="de", PYTHONUTF8="1")
    assert told.json["error"]["hint"] == "Spelling, folder, capital letters?"
