"""Parquet files that look like the one before are looked at in fewer rows; what differs is looked at by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, SECRET, image

PARTS = [range(FIRST_ID + 1_000 * part, FIRST_ID + 1_000 * part + 300) for part in range(3)]
MORE = 50_000
OTHER = "https://photos.example/{}.jpg"

Columns = dict[str, list[Any]]


def part(photos: Sequence[int]) -> Columns:
    """A list like LAION's: every second row is another host's."""
    urls = [url for photo in photos for url in (OTHER.format(photo), image(photo))]
    return {"URL": urls, "TEXT": [f"words about {n}" for n in range(len(urls))], "WIDTH": [640] * len(urls)}


def detected(folder: Path, *parts: Columns, named: bool) -> tuple[list[set[int]], list[str]]:
    """The photos of each part, and what each is taken for."""
    (folder / "parts").mkdir()
    for number, columns in enumerate(parts):
        pl.DataFrame(columns).write_parquet(folder / "parts" / f"{number}.parquet")
    files = sorted((folder / "parts").iterdir())
    found = find_manifests(files if named else [folder / "parts"]).detected
    photos = [{photo for batch in each.batches() for photo in batch.frame["photo_id"]} for each in found]
    return photos, [" ".join(map(str, each.explanation)) for each in found]


@pytest.mark.parametrize("named", [True, False])
def test_parts_that_are_alike(tmp_path: Path, named: bool) -> None:
    photos, told = detected(tmp_path, *map(part, PARTS), named=named)
    assert photos == list(map(set, PARTS))
    assert "as the table before it" not in told[0]
    assert all("as the table before it" in each for each in told[1:])


def _with(columns: Columns, **more: list[Any]) -> Columns:
    return {**columns, **more}


LIKE = part(PARTS[1])
OTHERS: dict[str, tuple[Columns, set[int]]] = {
    "photos in a column that named none": (
        _with(LIKE, TEXT=[image(MORE + photo) for photo in PARTS[1] for _ in range(2)]),
        {photo + more for photo in PARTS[1] for more in (0, MORE)},
    ),
    "files' names in such a column": (
        _with(LIKE, TEXT=[f"{MORE + photo}_{SECRET}.jpg" for photo in PARTS[1] for _ in range(2)]),
        {photo + more for photo in PARTS[1] for more in (0, MORE)},
    ),
    "addresses in another column": (
        {"URL": LIKE["TEXT"], "TEXT": LIKE["URL"], "WIDTH": LIKE["WIDTH"]},
        set(PARTS[1]),
    ),
    "hardly any photo": (
        _with(LIKE, URL=[OTHER.format(n) for n in range(598)] + [image(PARTS[1][0])] * 2),
        {PARTS[1][0]},
    ),
    "a column more": (_with(LIKE, NOTE=["x"] * len(LIKE["URL"])), set(PARTS[1])),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_part_that_differs_gives_what_it_gives_alone(tmp_path: Path, name: str) -> None:
    columns, expected = OTHERS[name]
    photos, told = detected(tmp_path, part(PARTS[0]), columns, named=True)
    (alone,), _ = detected(tmp_path / "parts", columns, named=True)
    assert photos == [set(PARTS[0]), expected]
    assert alone == expected
    if name != "a column more":
        assert "as the table before it" not in told[1]
