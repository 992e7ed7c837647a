"""The short form of `make fuzz-index`: the first damaged files of a run, which are the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.index import FILES, damaged, try_one
from fuzz.index_files import seeds, use

TRIED = 700


def test_undamaged_files_are_used(tmp_path: Path) -> None:
    assert sorted(seeds()) == sorted(FILES)
    for name, data in seeds().items():
        use(name, data, tmp_path)


def test_damage_is_the_same_each_time_and_of_every_file() -> None:
    assert {damaged(number)[0] for number in range(len(FILES))} == set(FILES)
    assert damaged(9) == damaged(9)


@pytest.mark.parametrize("first", range(0, TRIED, 100))
def test_damaged_files(tmp_path: Path, first: int) -> None:
    assert [wrong for number in range(first, first + 100) if (wrong := try_one(number, tmp_path))] == []
