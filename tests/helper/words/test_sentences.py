"""Sentences that know their messages: English for programs, and told again in each language."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

import inset
import inset_build
from inset.words.messages import languages, topic
from inset.words.sentences import FILES, Sentence, known, listed, sentence, spoken

ENGLISH = {name: said for file in FILES for name, said in topic("en", file).items()}
COLUMN = sentence("list_column_named", "2", "photo_url")
GIVES = sentence("list_gives", COLUMN, known("list_kind_file_name", "file name"), 1200, 3000, sentence("list_rows"))


def test_programs_get_its_english_words() -> None:
    assert GIVES == 'Column 2 ("photo_url") gives the photo: a file name in 1,200 of 3,000 rows seen.'
    assert orjson.loads(orjson.dumps([GIVES])) == [str(GIVES)]
    assert type(str(GIVES)) is str


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_knows_its_message_too(copied: Callable[[Sentence], Sentence]) -> None:
    again = copied(GIVES)
    assert (again, spoken(again, "de")) == (GIVES, spoken(GIVES, "de"))


def test_it_is_told_again_with_its_parts() -> None:
    assert spoken(GIVES, "de") == (
        "Spalte 2 („photo_url“) nennt das Foto: Dateiname, in 1.200 von 3.000 gesehenen Zeilen."
    )
    assert spoken(GIVES, "en") == GIVES


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_no_part_is_left_in_english(language: str) -> None:
    told = spoken(GIVES, language)
    assert "photo_url" in told
    assert not {"gives", "photo:", "file name", "column", "rows", "of"} & set(re.findall(r"[a-z]+:?", told)) - {
        "photo:"
    }
    assert not re.search(r"\$[1-9]", told)


def test_several_are_one_list() -> None:
    assert [str(listed(list("abc")[:count])) for count in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert spoken(listed(["a", "b", "c"]), "ja") == "a、bとc"


def test_other_words_stay_as_they_are() -> None:
    assert spoken("Brand new.", "de") == "Brand new."
    assert known("list_kind_aadb_file_name", "AADB file name") == "AADB file name"


def test_every_sentence_that_is_said_has_its_message_and_every_message_is_said() -> None:
    folders = [Path(next(iter(package.__path__))) for package in (inset, inset_build)]
    source = "".join(path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.py")))
    named = set(re.findall(r'(?:(?:sentence|known)\(\s*f?|ClassVar\[str\] = |else )"([a-z]+_[^" ]+)"', source))
    whole = {name for name in named if "{" not in name}
    counts = {name.removesuffix("_one") for name in ENGLISH if name.endswith("_one")}
    kinds = {name.partition("_")[0] for name in ENGLISH}
    assert {name for name in whole if name.partition("_")[0] in kinds} - set(ENGLISH) - counts == set()
    parts = [re.compile(re.sub(r"{[^}]*}", "[a-z]+", name)) for name in named - whole]
    quoted = {
        *re.findall(r'"([a-z0-9_]+)"', source),
        *(f"{name}_{form}" for name in counts for form in ("one", "other")),
    }
    left = [name for name in ENGLISH if name not in quoted and not any(part.fullmatch(name) for part in parts)]
    assert [name for name in left if not name.startswith("list_kind_")] == []


def test_a_file_s_name_keeps_its_letters_where_a_sentence_begins_with_it() -> None:
    damaged = sentence("list_download_again", "bad.json", sentence("list_cut_json"))
    assert spoken(damaged, "ja").startswith("bad.json")
    assert spoken(GIVES, "ja")[0] == spoken(COLUMN, "ja")[0]
