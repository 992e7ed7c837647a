"""The most common hints of errors, in the person's language."""

from __future__ import annotations

from pathlib import Path

import pytest

import inset
import inset_build
from inset.words.messages import languages, name_of, topic
from support.commands import Inset

FILE = "hints.json"


def test_each_message_is_of_a_hint_that_is_given() -> None:
    folders = [Path(next(iter(package.__path__))) for package in (inset, inset_build)]
    files = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    for name, hint in topic("en", FILE).items():
        assert name == name_of("hint", hint)
        assert f'"{hint}"' in source


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
    lead = topic(language, "command_line.json")["cli_fault_missing"].partition("$1")[0]
    assert lead in told
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
