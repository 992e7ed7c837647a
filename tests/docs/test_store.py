"""What the stores are told is what the extension is: permissions, kinds of data, texts and pictures."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STORE = ROOT / "docs" / "store"
PAGE = (STORE / "README.md").read_text(encoding="utf-8")
MANIFEST: dict[str, Any] = json.loads((ROOT / "extension" / "manifest.json").read_text(encoding="utf-8"))
LOCALES = sorted((ROOT / "extension" / "_locales").iterdir())
MAX_SUMMARY = 132
"""Characters; Chrome's store refuses a longer summary."""
MAX_DESCRIPTION = 2000
"""Characters; both stores take far more, which nobody would read."""
RGB, RGB_WITH_ALPHA = 2, 6
"""Kinds of colour in a PNG's header. Chrome's store takes screenshots without alpha only."""


def section(heading: str) -> str:
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_each_permission_is_justified_and_no_other() -> None:
    answered = re.findall(r"^\| `([^`]+)`(?: \(optional\))? \|", section("Why each permission"), re.MULTILINE)
    kinds = ("permissions", "optional_permissions", "host_permissions", "optional_host_permissions")
    asked = [each for kind in kinds for each in MANIFEST[kind]]
    assert answered == asked


def test_the_kinds_of_data_are_those_of_the_manifest() -> None:
    declared = MANIFEST["browser_specific_settings"]["gecko"]["data_collection_permissions"]["required"]
    (told,) = re.findall(r"`data_collection_permissions`\*\*: required (.*?)\. ", section("Privacy questions"))
    assert re.findall(r"`(\w+)`", told) == declared


def test_the_summary_is_the_extension_s_own_and_short_enough() -> None:
    for folder in LOCALES:
        messages = json.loads((folder / "messages.json").read_text(encoding="utf-8"))
        assert len(messages["description"]["message"]) <= MAX_SUMMARY, folder.name
    english = json.loads((ROOT / "extension/_locales/en/messages.json").read_text(encoding="utf-8"))
    assert f"| summary | {english['description']['message']} |" in PAGE


def test_the_welcome_page_explains_the_data_in_two_sentences() -> None:
    welcome = (ROOT / "extension/src/welcome/welcome.html").read_text(encoding="utf-8")
    assert 'data-text="welcome_data"' in welcome
    for folder in LOCALES:
        words = json.loads((folder / "messages.json").read_text(encoding="utf-8"))["welcome_data"]["message"]
        assert len(re.findall(r"[.。](?: |$|(?=[^ ]))", words)) >= 2, folder.name


def test_every_language_has_a_description_of_the_same_paragraphs() -> None:
    texts = {file.stem: file.read_text(encoding="utf-8") for file in (STORE / "texts").iterdir()}
    assert sorted(texts) == [folder.name for folder in LOCALES]
    paragraphs = len(texts["en"].strip().split("\n\n"))
    for language, text in texts.items():
        assert len(text.strip().split("\n\n")) == paragraphs, language
        assert len(text) < MAX_DESCRIPTION, language
        assert "MIT" in text, language
        assert "60" in text, language


def test_every_picture_is_there_in_the_size_that_the_stores_take() -> None:
    rows = re.findall(r"^\| `pictures/([^`]+)` \| (\d+) . (\d+) \|", section("Pictures"), re.MULTILINE)
    assert sorted(name for name, _, _ in rows) == sorted(file.name for file in (STORE / "pictures").iterdir())
    for name, width, height in rows:
        head = (STORE / "pictures" / name).read_bytes()[:26]
        assert head.startswith(b"\x89PNG"), name
        assert struct.unpack(">II", head[16:24]) == (int(width), int(height)), name
        assert head[25] == (RGB_WITH_ALPHA if name == "icon.png" else RGB), name
