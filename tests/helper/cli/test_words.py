"""The command line in the person's language; programs and errors are spoken to as ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.commands import Inset

LISTED, OTHER = 900000000001, 900000000002


@pytest.fixture
def built(inset: Inset, tmp_path: Path) -> Inset:
    ids = tmp_path / "ids.txt"
    ids.write_text(f"{LISTED}\n{LISTED + 2}\n", encoding="utf-8")
    assert inset("build", "ebb", ids, "--reader", "id-list").status == 0
    return inset


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", [f"{LISTED}: listed in ebb", f"{OTHER}: not listed"]),
        ("de_DE.UTF-8", [f"{LISTED}: verzeichnet in ebb", f"{OTHER}: nicht verzeichnet"]),
        ("ja", [f"{LISTED}: ebbに掲載あり", f"{OTHER}: 掲載なし"]),
        ("sv", [f"{LISTED}: listed in ebb", f"{OTHER}: not listed"]),
    ],
)
def test_a_look_up_speaks_it(built: Inset, language: str, said: list[str]) -> None:
    told = built("lookup", LISTED, OTHER, INSET_LANGUAGE=language, PYTHONUTF8="1")
    assert told.out.splitlines() == said


def test_json_is_the_same_in_every_language(built: Inset) -> None:
    one, other = (built("lookup", LISTED, "--json", INSET_LANGUAGE=language).out for language in ("en", "de"))
    assert json.loads(one) == json.loads(other)


def test_what_the_terminal_cannot_show_is_said_in_english(built: Inset) -> None:
    told = built("lookup", OTHER, INSET_LANGUAGE="ja", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.out == f"{OTHER}: not listed\n"
