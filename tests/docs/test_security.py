"""docs/SECURITY.md: each sentence of what stops an attacker stands beside the tests that hold it, and these exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "SECURITY.md").read_text(encoding="utf-8")


def table(title: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    part = PAGE.split(title, 1)[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip(" |") for cell in row] for row in rows[2:]]


THREATS = table("# Security")
HELD = table("## What holds each promise")


def sentences() -> list[str]:
    """Of the column "what stops them"; what stands between brackets may hold any sign."""
    found = []
    for row in THREATS:
        without_brackets = re.sub(r"\([^()]*\)", "", row[2])
        found += [part.strip(" .") for part in re.split(r"; |\. (?=[A-Z`])", without_brackets)]
    return found


def plain(words: str) -> str:
    return re.sub(r" +", " ", words).lower()


def test_every_promise_has_its_tests_and_no_other_is_named() -> None:
    promises = [plain(promise) for promise, _ in HELD]
    said = [plain(sentence) for sentence in sentences()]
    assert len(said) > 40
    assert [sentence for sentence in said if not any(sentence.startswith(each) for each in promises)] == []
    assert [promise for promise in promises if not any(sentence.startswith(promise) for sentence in said)] == []


def test_every_test_that_it_names_is_there() -> None:
    named = [name for _, tests in HELD for name in re.findall(r"`([^`]+)`", tests)]
    assert len(named) > 50
    for name in named:
        path, _, test = name.partition("::")
        file = ROOT / path
        assert file.is_file(), name
        assert file.name.startswith("test_") or file.name.endswith(".test.ts"), name
        begins = rf"^(async )?def {re.escape(test)}\("
        assert not test or re.search(begins, file.read_text(encoding="utf-8"), re.MULTILINE), name
