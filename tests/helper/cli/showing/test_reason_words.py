"""Why rows gave no photo and files were passed over, in the person's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inset.cli.showing import reason_words
from inset.words.messages import languages, messages_in
from inset.words.sentences import sentence
from inset_build.readers import row_reasons
from inset_build.readers.row_reasons import CODES, RowReason
from support.command_line.commands import Inset
from support.words.given_words import literals

CONSTANT = [each for each in vars(row_reasons).values() if isinstance(each, RowReason)]


def said(language: str, prefix: str) -> dict[str, str]:
    page = messages_in(language).for_page
    return {name.removeprefix(prefix): words for name, words in page.items() if name.startswith(prefix)}


@pytest.mark.parametrize("language", languages())
def test_each_reason_of_a_row_has_a_message(language: str) -> None:
    assert said(language, "rejected_").keys() == CODES


def test_the_english_messages_are_the_reasons_own_words() -> None:
    english = said("en", "rejected_")
    assert len(CONSTANT) == len(CODES) - 1  # the other is made of a name's title
    for reason in CONSTANT:
        assert english[reason.code] == reason.words


def test_each_message_of_a_file_is_of_a_reason_that_the_readers_give() -> None:
    written = literals() | {str(sentence("list_numbers", sentence("list_doubt_lacking")))}
    for name, reason in said("en", "passed_over_").items():
        assert name == re.sub("[^a-z0-9]+", "_", reason.lower()).strip("_")
        assert reason in written


@pytest.mark.parametrize(
    ("language", "row", "file"),
    [
        ("de", "kein Flickr-Foto darin", "Es ist ein Bild."),
        ("ja", "Flickrの写真が含まれていません", "画像です。"),
    ],
)
def test_a_build_tells_them(inset: Inset, tmp_path: Path, language: str, row: str, file: str) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    urls = [f"https://live.staticflickr.com/1/{900000000001 + n}_0123abcdef.jpg" for n in range(20)]
    (folder / "urls.txt").write_text("\n".join([*urls, "https://example.org/21.jpg"]) + "\n", encoding="utf-8")
    (folder / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    built = inset("build", "made-up", folder, INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert f"urls.txt:21: {row}: https://example.org/21.jpg\n" in built.out
    assert f"cover.png: {file}\n" in built.out
    english = inset("build", "made-up", folder, "--json", INSET_LANGUAGE=language).json
    assert [(each["reason"], each["code"]) for each in english["rejected_examples"]] == [
        ("no Flickr photo in it", "no_photo")
    ]
    assert [each["reason"] for each in english["passed_over"]["reasons"]] == ["It is a picture."]


def test_a_reason_that_names_columns_stays_as_the_build_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reason_words, "words", lambda: messages_in("de"))
    reason = 'Nothing says that the numbers in column 1 ("number") are Flickr photo IDs.'
    assert reason_words.file_reason(reason) == reason
    assert reason_words.file_reason("It is a web page.") == "Es ist eine Webseite."
