"""Tables of one folder that look alike are looked at once and checked; what differs is looked at by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, SECRET, image, page

PARTS = [range(FIRST_ID + 100 * part, FIRST_ID + 100 * part + 20) for part in range(3)]
HEADER = "n,photo_id,url,note,page\n"


def row(photo: int, note: str = "x") -> str:
    return f"1,{photo},{image(photo)},{note},{page(photo)}\n"


def detected(folder: Path, *texts: str) -> tuple[list[set[int]], list[str]]:
    """The photos of each part, and what each is taken for."""
    (folder / "parts").mkdir()
    for number, text in enumerate(texts):
        (folder / "parts" / f"{number}.csv").write_text(text)
    found = find_manifests([folder / "parts"]).detected
    photos = [{photo for batch in each.batches() for photo in batch.frame["photo_id"]} for each in found]
    return photos, [" ".join(each.explanation) for each in found]


def test_parts_that_are_alike(tmp_path: Path) -> None:
    photos, told = detected(tmp_path, *(HEADER + "".join(map(row, part)) for part in PARTS))
    assert photos == list(map(set, PARTS))
    assert "as the table before it" not in told[0]
    assert all("as the table before it; 20 of its rows were checked" in each for each in told[1:])


NEIGHBOUR = HEADER + "".join(map(row, PARTS[0]))
MORE = 5_000
OTHERS: dict[str, tuple[str, set[int]]] = {
    "photos in a column that named none": (
        HEADER + "".join(row(photo, image(MORE + photo)) for photo in PARTS[1]),
        {photo + more for photo in PARTS[1] for more in (0, MORE)},
    ),
    "files' names in such a column": (
        HEADER + "".join(row(photo, f"{photo + 50}_{SECRET}.jpg") for photo in PARTS[1]),
        {photo + more for photo in PARTS[1] for more in (0, 50)},
    ),
    "the columns in another order": (
        "url,n,photo_id,note,page\n" + "".join(f"{image(p)},1,{p},x,{page(p)}\n" for p in PARTS[1]),
        set(PARTS[1]),
    ),
    "another separator": (
        HEADER.replace(",", ";") + "".join(row(p).replace(",", ";") for p in PARTS[1]),
        set(PARTS[1]),
    ),
    "numbers that the addresses contradict": (
        HEADER + "".join(f"1,{p + 50},{image(p)},x,{page(p)}\n" for p in PARTS[1]),
        set(PARTS[1]),
    ),
    "addresses that differ": (
        HEADER + "".join(f"1,{p},{image(p)},x,{page(p + 50)}\n" for p in PARTS[1]),
        {photo + more for photo in PARTS[1] for more in (0, 50)},
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_part_that_differs(tmp_path: Path, name: str) -> None:
    text, expected = OTHERS[name]
    photos, told = detected(tmp_path, NEIGHBOUR, text)
    assert photos == [set(PARTS[0]), expected]
    assert "as the table before it" not in told[1]


def test_numbers_are_not_believed_because_a_neighbours_were(tmp_path: Path) -> None:
    local = HEADER + "".join(f"1,{number},,x,\n" for number in range(1, 60))
    photos, _ = detected(tmp_path, NEIGHBOUR, local)
    assert photos == [set(PARTS[0])]
