"""docs/RELIABILITY.md names every part of the campaign with its command, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from soak.parts import PARTS

PAGE = (Path(__file__).parents[2] / "docs" / "RELIABILITY.md").read_text(encoding="utf-8")


def test_every_part_has_its_command_and_no_other_is_named() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert set(re.findall(r"`make soak PARTS=([a-z-]+) SECONDS=\d+`", "\n".join(rows))) == set(PARTS)


def test_every_promise_has_an_attack_a_figure_and_a_command() -> None:
    for line in PAGE.splitlines():
        if line.startswith("| ") and not line.startswith("| ---"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == 4, line
            assert all(cells), line


def test_every_file_that_it_names_is_there() -> None:
    named = re.findall(r"`((?:tests|helper|build|extension|docs)/[^`]+)`", PAGE)
    assert named
    assert [path for path in named if not (Path(__file__).parents[2] / path).exists()] == []
