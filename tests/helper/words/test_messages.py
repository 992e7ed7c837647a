"""The messages: the same ones in every language, with the same places; and how they are filled."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from inset.words.messages import languages, messages_in

LOCALES = Path(str(files("inset.words").joinpath("locales")))
EXTENSION = Path(__file__).parents[3] / "extension" / "_locales"
TOPICS = sorted(path.name for path in (LOCALES / "en").iterdir())
FORMS = {"en": {"one", "other"}, "pl": {"one", "few", "many", "other"}}
"""Forms of a count that a language may have; one and other where nothing is said."""


def read(language: str, topic: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((LOCALES / language / topic).read_text(encoding="utf-8"))
    return found


def places(message: str) -> list[str]:
    return sorted(re.findall(r"\$[1-9]", message))


def test_the_languages_are_the_extensions() -> None:
    assert list(languages()) == sorted(path.name for path in EXTENSION.iterdir())


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_message(language: str, topic: str) -> None:
    english, spoken = read("en", topic), read(language, topic)
    extra = {name for name in spoken if re.search(r"_(few|many)$", name)}
    assert [name for name in spoken if name not in extra] == list(english)
    for name, entry in spoken.items():
        said = entry["message"]
        like = english[re.sub(r"_(few|many)$", "_other", name)]["message"]
        assert said == said.strip() != "", name
        # Of one thing, a language may leave the number out.
        if not name.endswith("_one"):
            assert places(said) == places(like), name
        assert said.count("`") % 2 == 0, name
        assert re.findall(r"`([^`]*)`", said) == re.findall(r"`([^`]*)`", like), name


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_every_message_is_translated(language: str) -> None:
    for topic in TOPICS:
        english, spoken = read("en", topic), read(language, topic)
        same = [
            name
            for name, entry in english.items()
            if re.search(r"[a-z]{4,} [a-z]{3,}", re.sub(r"`[^`]*`", "", entry["message"]))
            and spoken[name]["message"] == entry["message"]
        ]
        assert same == []


def test_counts_have_both_forms() -> None:
    for topic in TOPICS:
        names = set(read("en", topic))
        assert {name.removesuffix("_one") for name in names if name.endswith("_one")} == {
            name.removesuffix("_other") for name in names if name.endswith("_other")
        }


def test_no_name_is_given_twice() -> None:
    names = Counter(name for topic in TOPICS for name in read("en", topic))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 photo"),
        ("en", 2000, "2,000 photos"),
        ("de", 2000, "2.000 Fotos"),
        ("fr", 0, "0 photo"),
        ("ja", 1, "1枚の写真"),
    ],
)
def test_a_count_is_written_as_the_language_does(language: str, count: int, said: str) -> None:
    assert messages_in(language).count("photos", count) == said


def test_places_are_filled_by_number() -> None:
    assert messages_in("en").text("browsers_caution", "$1 & <b>").startswith("This is $1 & <b>. ")


def test_a_name_that_is_none_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        messages_in("en").text("no_such_message")
