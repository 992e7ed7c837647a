"""Tables on a terminal: they fit it, lose nothing, and count wide characters as wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.cli.showing.tables import NARROWEST, table, width_of
from support.command_line.commands import Inset
from support.datasets.runs import publish_ids

CELLS = st.text(st.sampled_from("ab-/ 写ü…\u0301"), max_size=40)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("写真", 4), ("Zoë", 3), ("Zoe\u0308", 3), ("\uff57", 2), ("→…", 2), ("😀", 2)],
)
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width


def test_wide_characters_stand_in_line() -> None:
    assert table(["name", "photos"], [["写真", "7"], ["abc", "10"]], right=(1,)) == [
        "name  photos",
        "写真       7",
        "abc       10",
    ]


def test_what_has_no_room_goes_on_in_the_next_line() -> None:
    rows = [["a-rather-long-dataset-name", "2", "20261127-1"]]
    assert table(["dataset", "photos", "run"], rows, right=(1,), room=40) == [
        "dataset               photos  run",
        "a-rather-long-             2  20261127-1",
        "dataset-name",
    ]


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4), st.integers(40, 80))
def test_every_table_fits_and_loses_nothing(rows: list[list[str]], room: int) -> None:
    lines = table(["name", "title", "how"], rows, room=room)
    assert all(width_of(line) <= room for line in lines)
    assert 3 * NARROWEST + 4 <= 40
    letters = sorted(sign for row in rows for cell in row for sign in cell if not sign.isspace())
    assert sorted(sign for line in lines[1:] for sign in line if not sign.isspace()) == letters


@pytest.mark.parametrize("columns", [60, 80])
def test_verbs_fit_the_terminal(inset: Inset, columns: int) -> None:
    run = publish_ids(inset.home / "data" / "datasets", "a-rather-long-name-of-a-dataset", {900_000_000_001})
    assert inset("pair", "--new-token", "A name of 写真 that is longer than most names are").status == 0
    dataset = run.parent.name
    for words in (["catalog"], ["catalog", "ffhq"], ["datasets"], ["datasets", dataset, "--runs"], ["pair", "--list"]):
        ran = inset(*words, COLUMNS=str(columns))
        assert ran.status == 0
        # An address cannot be broken without breaking it.
        longest = max((line for line in ran.out.splitlines() if "://" not in line), key=width_of)
        assert width_of(longest) <= columns, (words, longest)


def test_a_pipe_gets_whole_lines(inset: Inset) -> None:
    publish_ids(inset.home / "data" / "datasets", "a-rather-long-name-of-a-dataset", {900_000_000_001})
    assert len(inset("datasets", COLUMNS="").out.splitlines()) == 2
