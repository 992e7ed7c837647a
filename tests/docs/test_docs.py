"""The documentation is held to the code: every verb, flag, setting, exit status, route and error code is in it."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from inset import errors
from inset.cli.main import make_parser
from inset.errors import ExitStatus, InsetError
from inset.server.access import Access
from inset.server.routes import ROUTES
from inset.settings import Settings

ROOT = Path(__file__).parents[2]
COMMAND_LINE = (ROOT / "docs" / "COMMAND_LINE.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "API.md").read_text(encoding="utf-8")


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = (part for part in make_parser()._actions if isinstance(part, argparse._SubParsersAction))
    return dict(action.choices)


def section(verb: str) -> str:
    """The part of the page that is about one verb."""
    parts = re.split(r"^### ", COMMAND_LINE, flags=re.MULTILINE)[1:]
    found = [part for part in parts if f"`inset {verb}" in part.splitlines()[0]]
    assert len(found) == 1, f"docs/COMMAND_LINE.md has {len(found)} sections about inset {verb}"
    return found[0].split("\n## ")[0]


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_every_verb_and_flag_is_documented(verb: str) -> None:
    text = section(verb)
    for action in verbs()[verb]._actions:
        for flag in action.option_strings:
            if flag.startswith("--") and flag not in ("--help", "--json"):
                assert re.search(rf"`[^`]*(?<![\w-]){flag}\b[^`]*`", text), f"{flag} of inset {verb}"


def test_no_documented_flag_is_made_up() -> None:
    known = {flag for parser in verbs().values() for action in parser._actions for flag in action.option_strings}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", COMMAND_LINE)) <= known


def test_every_setting_is_documented() -> None:
    for field in fields(Settings):
        row = re.search(rf"^\| `{field.name}` \| `INSET_{field.name.upper()}` \| (\S+) \|", COMMAND_LINE, re.MULTILINE)
        assert row, field.name
        assert row[1] == str(field.default)


def test_every_exit_status_is_documented_and_no_other() -> None:
    table = COMMAND_LINE.split("## Exit statuses")[1]
    documented = {int(status) for status in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert documented == {value for name, value in vars(ExitStatus).items() if name.isupper()}


def test_every_route_is_documented_with_who_may_use_it_and_no_other() -> None:
    documented = {
        (method, path, who)
        for method, path, who in re.findall(r"^\| `(GET|POST|DELETE) (\S+)` \| (\w+) \|", API, re.MULTILINE)
    }
    named = {Access.PAGE: "anyone", Access.OPENED_PAGE: "anyone", Access.LINE: "paired"}
    real = {
        (route.method, route.path, named.get(route.access, route.access.name.lower()))
        for route in ROUTES
        # The pages' own files are not for programs.
        if route.method != "HEAD" and not route.path.startswith(("/sample/", "/web/"))
    }
    assert documented == real


def test_every_error_code_of_the_api_is_documented_with_its_status() -> None:
    documented = {
        (int(status), code)
        for status, codes in re.findall(r"^\| (\d{3}) \| (.+?) \|", API, re.MULTILINE)
        for code in re.findall(r"`(\w+)`", codes)
    }
    assert documented
    for status, code in documented:
        owners = [
            error
            for error in vars(errors).values()
            if isinstance(error, type) and issubclass(error, InsetError) and error.code == code
        ]
        assert [owner.http_status for owner in owners] == [status], code


@pytest.mark.parametrize(
    "page", [*sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("*.md"))], ids=lambda page: page.name
)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
