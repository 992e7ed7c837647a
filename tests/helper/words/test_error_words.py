"""What errors say: in every language, but for what only a programmer or a damaged file brings about."""

from __future__ import annotations

import re

import pytest

from inset.errors import DiskDamaged, InsetError
from inset.words.messages import DOCTOR, ERRORS, languages, topic
from inset.words.sentences import Sentence, sentence, spoken
from support.words.given_words import FOLDERS, messages

ENGLISH = {
    "inset/index/": "a file of a dataset is damaged, or of another version: `fault_dataset` leads with what to do",
    "inset/native_host/": "what the extension, or another program, sends wrongly",
    "inset/server/answers.py": "a request that no page of Inset's makes",
    "inset/server/asked.py": "the same",
    "inset/server/protocol.py": "the same",
    "inset/server/guards/": "the same; a person gets the page of lost addresses",
    "inset/server/resources/": "the same; what is gone is told by the page's own remedies",
    "inset/server/watches.py": "the same",
    "inset/server/checks/": "the same",
    "inset/server/builds/asking.py": "the same",
    "inset/server/builds/queue.py": "the same",
    "inset/server/arriving.py": "the same",
    "inset/server/builds/uploads.py": "the same",
    "inset/server/builds/wire.py": "the same",
    "inset/server/pairing/requests.py": "the same: a browser that collects what it did not ask for",
    'inset/tokens.py: f"Choose scopes': "a scope that the command line has no flag for",
    "inset_build/catalog/fields.py": "who writes a catalog of their own",
    "inset_build/pack/delta": "the log says why a whole pack is fetched; nothing goes wrong",
    "inset_build/pack/make.py: f'Fetch the whole pack": "the same",
    "inset_build/pack/update.py: f'Fetch the whole pack": "the same",
}
"""Where a message may be English alone, and why."""


def test_every_message_is_a_sentence_in_every_language() -> None:
    """So no new one is told in English alone."""
    alone = {each.at for each in messages()}
    assert {at for at in alone if not at.startswith(tuple(ENGLISH))} == set()
    assert {start for start in ENGLISH if not any(at.startswith(start) for at in alone)} == set()


def test_what_only_the_command_line_has_is_of_errors() -> None:
    assert [name for name in topic("en", ERRORS) if not name.startswith("error_")] == []
    assert [name for name in topic("en", DOCTOR) if not name.startswith("doctor_")] == []


@pytest.mark.parametrize("language", [language for language in languages() if language != "en"])
def test_the_words_of_an_error_are_no_english(language: str) -> None:
    """Small words that English alone has, outside of what is typed, named or quoted."""
    small = re.compile(r"\b(?:the|there|with|from|which|this|that|its|been|could|cannot)\b")
    told = {**topic(language, ERRORS), **topic(language, DOCTOR), **topic(language, "ways_out.json")}
    told |= topic(language, "catalog.json") | topic(language, "advice.json")
    said = {name: re.sub(r"`[^`]*`|--[a-z-]+|\S*[./]\S+", "", text) for name, text in told.items()}
    assert {name for name, text in said.items() if small.search(text)} == set()


def test_the_number_of_a_systems_error_takes_no_sentence_apart() -> None:
    system = PermissionError(13, "Permission denied", "/made/up")
    error = DiskDamaged(sentence("disk_broken", "/made/up", system))
    assert error.message == "Check the disk of /made/up, and try again: Permission denied: '/made/up'."
    assert isinstance(error.message, Sentence)
    assert InsetError(f"Try again: {system}").message == "Try again: Permission denied: '/made/up'"


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "Only 1 of 30 sampled lines holds a URL.", "Only 2 of 30 sampled lines hold a URL."),
        ("fr", "Seule 1 ligne vue sur 30 contient une URL.", "Seules 2 lignes vues sur 30 contiennent une URL."),
        ("de", "Nur 1 von 30 angesehenen Zeilen enthält", "Nur 2 von 30 angesehenen Zeilen enthalten"),
        ("ja", "確認した30行のうち、URLがあるのは1行", "確認した30行のうち、URLがあるのは2行"),
    ],
)
def test_a_sentence_counts_as_its_language_does(language: str, one: str, several: str) -> None:
    told = [spoken(sentence("list_few_urls", count, 30), language) for count in (1, 2)]
    assert [said.startswith(wanted) for said, wanted in zip(told, (one, several), strict=True)] == [True, True]


def test_the_folders_are_the_codes() -> None:
    assert sorted(FOLDERS) == ["inset", "inset_build"]
