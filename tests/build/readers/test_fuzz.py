"""The short form of `make fuzz-manifests`: the first damaged manifests, which are the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.campaign import damaged, try_one
from fuzz.mutations import MUTATIONS
from fuzz.seeds import BINARY, PHOTOS, TEXTS
from inset_build.manifests import find_manifests

TRIED = 120

FOUND = (453, 1162, 1432, 2013, 2692, 2798, 3063)
"""These showed faults once: half a minute for a wide line, Python's own errors, a message of several lines."""


@pytest.mark.parametrize("name", [*TEXTS, *BINARY])
def test_an_undamaged_manifest_gives_its_photos(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manifest"
    path.write_bytes(TEXTS.get(name) or BINARY[name])
    found = find_manifests([path]).detected
    assert {photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]} >= set(PHOTOS)


def test_damage_is_the_same_each_time_and_of_every_kind() -> None:
    kinds = {name for number in range(TRIED) for name in damaged(number)[2]}
    assert kinds == {mutation.__name__ for mutation in MUTATIONS}
    assert damaged(7) == damaged(7) != damaged(8)


@pytest.mark.parametrize("first", range(0, TRIED, 20))
def test_damaged_manifests(tmp_path: Path, first: int) -> None:
    assert [found for number in range(first, first + 20) if (found := try_one(number, tmp_path))] == []


@pytest.mark.parametrize("number", FOUND)
def test_what_was_found_once(tmp_path: Path, number: int) -> None:
    assert try_one(number, tmp_path) is None
