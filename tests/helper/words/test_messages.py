"""The messages: the same ones in every language, with the same places; and how they are filled."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from inset.account.evidence import FROM_A_PACK, PROBABLE, PROVES_NOT, UNSIGNED
from inset.words import messages as messages_module
from inset.words.choice import best_language
from inset.words.counting import plural_form
from inset.words.messages import languages, messages_in, name_of
from inset_build.catalog.entries import load_catalog

LOCALES = Path(str(files("inset.words").joinpath("locales")))
EXTENSION = Path(__file__).parents[3] / "extension" / "_locales"
TOPICS = sorted(path.name for path in (LOCALES / "en").iterdir())


SHARED = {
    "add_more": "card_more",
    "cancel": "cancel",
    "close": "card_close",
    "connect_approved": "connect_done",
    "connect_title": "connect",
    "dataset_opt_out": "card_opt_out",
    "dataset_remove": "options_remove",
    "health_datasets": "options_datasets",
    "letter_copy": "copy",
    "nav_datasets": "options_datasets",
    "table_listed": "count_listed",
    "watch_heading": "options_remembered",
    "watch_more": "listed_more_other",
    "watch_news": "news_text",
    "watch_sum_gone": "news_gone",
    "watch_sum_new": "news_new",
    "watch_sum_probably": "news_probably",
}
"""Messages of the page and of the extension, whose files browsers load by themselves, that say the same thing in the
same place. Others that are alike in English differ by grammar elsewhere: "Listed" of one photo and of several."""


def read(language: str, topic: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((LOCALES / language / topic).read_text(encoding="utf-8"))
    return found


def further_forms(language: str) -> set[str]:
    """Forms of a count that a language has beside those of English: Polish has `few` and `many`."""
    return {plural_form(count, language) for count in range(1000)} - {"one", "other"}


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
        assert sorted(re.findall(r"`([^`]*)`", said)) == sorted(re.findall(r"`([^`]*)`", like)), name


@pytest.mark.parametrize("language", languages())
def test_page_and_extension_say_the_same_in_the_same_words(language: str) -> None:
    page = messages_in(language).for_page
    extension = json.loads((EXTENSION / language / "messages.json").read_text(encoding="utf-8"))
    assert {name: page[name] for name in SHARED} == {
        name: extension[other]["message"] for name, other in SHARED.items()
    }


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


def test_the_catalogs_purposes_have_messages_and_these_say_no_other() -> None:
    purposes = {entry.purpose for entry in load_catalog().entries.values()}
    named = {f"purpose_{re.sub('[^a-z0-9]+', '_', purpose.lower()).strip('_')}": purpose for purpose in purposes}
    assert {name: entry["message"] for name, entry in read("en", "purposes.json").items()} == named


def test_the_catalogs_other_words_have_messages_and_these_say_no_other() -> None:
    entries = load_catalog().entries.values()
    ways_out = [entry.opt_out.how for entry in entries if entry.opt_out is not None]
    notes = [entry.photos_note for entry in entries] + [entry.status.note for entry in entries if entry.status]
    for prefix, file, said in (("way_out", "ways_out.json", ways_out), ("catalog", "catalog.json", notes)):
        named = {name_of(prefix, words): words for words in said if words}
        assert {name: entry["message"] for name, entry in read("en", file).items()} == named


def test_what_a_proof_does_not_prove_has_messages_and_these_say_no_other() -> None:
    named = {name_of("proves_not", words): words for words in (*PROVES_NOT, PROBABLE, FROM_A_PACK, UNSIGNED)}
    messages = {name: entry["message"] for name, entry in read("en", "proof.json").items()}
    assert {name: words for name, words in messages.items() if name.startswith("proves_not_")} == named


def test_what_a_check_says_is_of_a_check_that_has_a_name() -> None:
    checks = read("en", "checks.json")
    named = {name.removeprefix("check_name_") for name in checks if name.startswith("check_name_")}
    said = {re.sub(r"^check_said_|_(good|warning|bad)$", "", name) for name in checks if "_said_" in name}
    assert said == named


def test_counts_have_both_forms() -> None:
    for topic in TOPICS:
        names = set(read("en", topic))
        assert {name.removesuffix("_one") for name in names if name.endswith("_one")} == {
            name.removesuffix("_other") for name in names if name.endswith("_other")
        }


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", languages())
def test_counts_have_every_form_of_the_language_and_no_other(language: str, topic: str) -> None:
    counts = [name.removesuffix("_one") for name in read("en", topic) if name.endswith("_one")]
    wanted = {f"{name}_{form}" for name in counts for form in further_forms(language)}
    assert {name for name in read(language, topic) if re.search(r"_(zero|two|few|many)$", name)} == wanted


def width(message: str) -> int:
    """How wide a message is, in letters: an ideograph is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in message)


@pytest.mark.parametrize("language", languages())
def test_messages_fit_where_the_english_ones_do(language: str) -> None:
    for topic in TOPICS:
        english = read("en", topic)
        for name, entry in read(language, topic).items():
            room = width(english[re.sub(r"_(few|many)$", "_other", name)]["message"])
            assert width(entry["message"]) <= max(room * 1.75, room + 28), name


def test_a_language_is_added_by_its_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up Polish with few words: they are said in its forms, and all others in English."""
    shutil.copytree(LOCALES / "en", tmp_path / "en")
    shutil.copytree(LOCALES / "en", tmp_path / "zh_TW")
    (tmp_path / "pl").mkdir()
    said = {
        "photos_one": "$1 zdjęcie",
        "photos_few": "$1 zdjęcia",
        "photos_many": "$1 zdjęć",
        "photos_other": "$1 zdjęcia",
    }
    (tmp_path / "pl" / "page.json").write_text(json.dumps({name: {"message": text} for name, text in said.items()}))
    monkeypatch.setattr(messages_module, "_LOCALES", tmp_path)
    kept_words = (messages_module.languages, messages_module.messages_in, messages_module._read, messages_module.topic)
    for kept in kept_words:
        kept.cache_clear()
    try:
        assert languages() == ("en", "pl", "zh_TW")
        assert [best_language([tag]) for tag in ("pl-PL", "zh-Hant", "zh_TW.UTF-8", "de")] == [
            "pl",
            "zh_TW",
            "zh_TW",
            "en",
        ]
        polish = messages_in("pl")
        assert [polish.count("photos", count) for count in (1, 2, 5, 12, 22)] == [
            "1 zdjęcie", "2 zdjęcia", "5 zdjęć", "12 zdjęć", "22 zdjęcia",
        ]  # fmt: skip
        assert polish.text("cancel") == messages_in("en").text("cancel")
        assert polish.for_page.keys() == messages_in("en").for_page.keys() | said.keys()
    finally:
        monkeypatch.undo()
        for kept in kept_words:
            kept.cache_clear()


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
