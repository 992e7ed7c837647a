"""Every command, variable, exit status and log setting that a page mentions is one that Inset has."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from inset.cli.main import make_parser
from inset.errors import ExitStatus
from inset.service.plan import KEPT_VARIABLES
from inset.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = {page.name: page for page in [*ROOT.glob("docs/*.md"), ROOT / "README.md"]}
every_page = pytest.mark.parametrize("name", sorted(PAGES))

OF_TESTS = {"INSET_CHROMIUM", "INSET_FIREFOX", "INSET_BIN", "INSET_SHARED", "INSET_OWNER", "INSET_TOKEN"}
"""Variables of tests and of examples."""


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = (part for part in make_parser()._actions if isinstance(part, argparse._SubParsersAction))
    return dict(action.choices)


def commands(text: str) -> list[list[str]]:
    """The words after each `inset` in code: in blocks up to the comment, in lines up to the closing backtick."""
    blocks = re.findall(r"^```(?:sh|text)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.split(" #")[0] for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    found = []
    for code in [*lines, *spans]:
        for part in re.split(r"[|;]|&&", code):
            match = re.match(r"\s*(?:\w+=\S*\s+)*(?:\.venv/bin/)?inset\s+(.+)", part)
            if match:
                found.append(match[1].split())
    return found


@every_page
def test_every_command_is_one(name: str) -> None:
    known = verbs()
    for verb, *words in commands(PAGES[name].read_text(encoding="utf-8")):
        if verb in ("VERB", "…", "--version", "--help"):
            continue
        assert verb in known, f"inset {verb}"
        flags = {flag for action in known[verb]._actions for flag in action.option_strings}
        for word in words:
            if word.startswith("--"):
                assert re.split(r"[=,)]", word)[0] in flags, f"inset {verb} {word}"


@every_page
def test_every_action_of_the_service_is_one(name: str) -> None:
    (action,) = (part for part in verbs()["service"]._actions if part.choices)
    for verb, *words in commands(PAGES[name].read_text(encoding="utf-8")):
        if verb == "service" and words[0] != "ACTION":
            assert set(words[0].split("\\|")[0].split("|")) <= set(action.choices or ()), words


@every_page
def test_every_variable_is_one(name: str) -> None:
    known = {f"INSET_{field.name.upper()}" for field in fields(Settings)} | {"INSET_HOME", "INSET_LANGUAGE"} | OF_TESTS
    assert set(re.findall(r"\bINSET_[A-Z_]+\b", PAGES[name].read_text(encoding="utf-8"))) <= known


@every_page
def test_every_exit_status_is_one(name: str) -> None:
    known = {value for key, value in vars(ExitStatus).items() if key.isupper()}
    text = PAGES[name].read_text(encoding="utf-8")
    assert {int(status) for status in re.findall(r"exit status(?: is)? (\d+)", text)} <= known


def test_a_service_takes_every_setting_along_that_it_does_not_set_itself() -> None:
    wanted = {f"INSET_{field.name.upper()}" for field in fields(Settings)} | {"INSET_HOME"}
    assert wanted - set(KEPT_VARIABLES) == {"INSET_LOG_TO"}


def test_commands_are_found_at_all() -> None:
    found = commands((ROOT / "docs" / "DAILY_USE.md").read_text(encoding="utf-8"))
    assert ["datasets", "my-list", "--runs"] in found
    assert ["lookup", "-", "--json", "<", "my-photos.txt"] in found
    assert ["service", "install"] in found
