"""The glossary of docs/DEVELOPMENT.md: each word once, in order, and where it says that a thing lives, it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "DEVELOPMENT.md").read_text(encoding="utf-8")
TABLE = PAGE.split("## Words")[1].split("\n## ")[0]
ROWS = re.findall(r"^\| (?!word|---)(.+?) \| (.+?) \| `(.+?)` \|$", TABLE, re.MULTILINE)

WORDS_OF_DESIGN = {
    "dataset",
    "manifest",
    "reader",
    "photo ID",
    "account",
    "filter",
    "ID store",
    "details",
    "run",
    "publish",
}
WORDS_OF_DESIGN |= {"library", "look-up", "helper", "pairing", "badge", "owner", "sample", "card"}


def test_each_word_is_explained_once_and_in_order() -> None:
    words = [word for word, _, _ in ROWS]
    assert words == sorted(set(words), key=str.lower)
    assert set(words) >= WORDS_OF_DESIGN


@pytest.mark.parametrize(("word", "where"), [(word, where) for word, _, where in ROWS])
def test_the_thing_is_where_the_glossary_says(word: str, where: str) -> None:
    there = ROOT / where
    assert there.is_dir() if where.endswith("/") else there.is_file()
    files = there.rglob("*.*") if there.is_dir() else [there]
    text = " ".join(
        file.read_text(encoding="utf-8")
        for file in files
        if file.suffix in {".py", ".ts", ".html", ".toml", ".json", ".csv"}
    )
    # "ID store" may be written id_store, IdStore or "ID store" there; the plural's letter does not count.
    letters = re.sub(r"[\W_]", "", f"{text} {where}").lower()
    assert re.sub(r"[\W_]", "", word).lower().rstrip("s") in letters
