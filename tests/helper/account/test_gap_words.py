"""Why files of an export were passed over, in the person's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import inset.account.export
from inset.account.report_shape import Gap
from inset.account.report_words import gap_said
from inset.server.checks import question
from inset.words.messages import languages, messages_in, name_of, topic

_RAISED = ("NotReadable", "ValueError")
_SUSPICIONS = "_suspicious"


def _sources() -> list[Path]:
    return [*Path(str(inset.account.export.__file__)).parent.glob("*.py"), Path(str(question.__file__))]


def _literals(node: ast.expr) -> Iterator[str]:
    """The fixed words of a reason; of one that ends with what the system says, those before it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value).removesuffix(" (")


def _reasons() -> set[str]:
    """Every reason that the sources give for passing a file over."""
    found: set[str] = set()
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                given = node.args[:1] if called in _RAISED else node.args[1:2] if called == "pass_over" else []
                found.update(each for arg in given for each in _literals(arg))
            elif isinstance(node, ast.FunctionDef) and node.name == _SUSPICIONS:
                returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
                found.update(each for value in returned for each in _literals(value))
    return found


def _gap(why: str) -> Gap:
    return Gap("not_read", f"files passed over, because each {why}", 2)


def test_every_reason_has_a_message_and_these_say_no_other() -> None:
    reasons = _reasons()
    assert {"is a link, which could lead anywhere", "cannot be read", "holds no albums"} <= reasons
    named = {name: each for name, each in topic("en", "gaps.json").items() if name.startswith("gap_each_")}
    assert named == {name_of("gap_each", reason): reason for reason in reasons}


@pytest.mark.parametrize("language", [each for each in languages() if each != "en"])
def test_a_reason_is_told_in_the_persons_language(language: str) -> None:
    words = messages_in(language)
    for reason in _reasons():
        said = gap_said(_gap(reason), words)
        assert reason not in said
        assert words.text(name_of("gap_each", reason)) in said


def test_what_the_system_says_of_a_file_stands_behind_the_reason() -> None:
    assert gap_said(_gap("cannot be read (Permission denied)"), messages_in("de")) == (
        "Dateien übergangen (nicht lesbar (Permission denied))"
    )
    assert gap_said(_gap("is no ordinary file"), messages_in("en")).endswith("because each is no ordinary file")
