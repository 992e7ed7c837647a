"""A build keeps where each photo stands, in a file of its own that no answer needs."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest

from inset.errors import IndexCorrupt
from inset.index.dataset_index import ROWS_FILE, DatasetIndex
from inset.index.library import Library
from inset.index.verify import verify_run
from inset_build import collect
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from support.datasets.independent_rows import rows_of_all

FIRST = 990_000_000_001


def build(folder: Path, *manifests: Path, options: BuildOptions | None = None) -> DatasetIndex:
    build_dataset(folder / "datasets", "made-up", manifests, options)
    return Library(folder / "datasets").datasets["made-up"]


def photos_in_no_order(count: int) -> list[int]:
    ids = [FIRST + number for number in range(count)]
    random.Random(1).shuffle(ids)
    return ids + ids[: count // 3]


def test_every_row_of_every_manifest_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lists, an archive with two members, repeats within and across them, and more than is held in memory."""
    monkeypatch.setattr(collect, "BUFFER_PLACED_IDS", 700)
    ids = photos_in_no_order(1_500)
    expected: dict[int, list[tuple[int, str, str, str, int]]] = {}
    lines = tmp_path / "ids.txt"
    lines.write_text("photo_id\n" + "".join(f"{photo_id}\n" for photo_id in ids))
    archive = tmp_path / "meta.zip"
    images = [{"id": 5, "photo_id": str(photo_id)} for photo_id in ids[:900:2]]
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.json", json.dumps({"images": images}))
        file.writestr("b.csv", "n,photo_id\n" + "".join(f"7,{photo_id}\n" for photo_id in ids[5:800:3]))
    for photo_id, place in (
        *((photo_id, (0, "ids.txt", "", "line", at)) for at, photo_id in enumerate(ids, 2)),
        *((photo_id, (1, "meta.zip/a.json", "images[]", "record", at)) for at, photo_id in enumerate(ids[:900:2], 1)),
        *((photo_id, (1, "meta.zip/b.csv", "", "line", at)) for at, photo_id in enumerate(ids[5:800:3], 2)),
    ):
        expected.setdefault(photo_id, []).append(place)
    dataset = build(tmp_path, lines, archive, options=BuildOptions(column="photo_id"))
    assert dataset.rows is not None
    found = {
        photo_id: [
            (at.stretch.source, at.stretch.name, at.stretch.part, at.stretch.base, at.row)
            for at in dataset.places_of(photo_id)
        ]
        for photo_id in expected
    }
    assert found == expected
    assert dataset.descriptor.rows == dataset.rows.rows == sum(map(len, expected.values()))
    assert rows_of_all(dataset.folder / ROWS_FILE) == [expected[photo_id] for photo_id in sorted(expected)]
    assert dataset.places_of(FIRST + 1_000_000) == []
    assert {at.reader for at in dataset.rows.stretches} == {"tsv", "json", "csv"}


def test_what_is_told_of_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,photo_id\n" + "".join(f"a,{FIRST + number}\n" for number in range(50)))
    dataset = build(tmp_path, path, options=BuildOptions(obtained="by post, 2026-11-22"))
    (source,) = dataset.descriptor.sources
    assert (source.column, source.obtained) == ('column 2 ("photo_id")', "by post, 2026-11-22")
    (place,) = dataset.places_of(FIRST + 7)
    assert (place.row, place.stretch.column) == (9, 'column 2 ("photo_id")')
    named = build(tmp_path, path, options=BuildOptions(obtained={path: "somewhere"}))
    assert named.descriptor.sources[0].obtained == "somewhere"


@pytest.mark.parametrize("options", [BuildOptions(rows=False), BuildOptions(filter_only=True)])
def test_rows_can_be_left_out(tmp_path: Path, options: BuildOptions) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("".join(f"{FIRST + number}\n" for number in range(50)))
    dataset = build(tmp_path, path, options=options)
    assert ROWS_FILE not in dataset.descriptor.files
    assert not (dataset.folder / ROWS_FILE).exists()
    assert (dataset.descriptor.rows, dataset.rows, dataset.places_of(FIRST)) == (0, None, [])


@pytest.mark.parametrize("damage", ["missing", "cut", "another list's"])
def test_damaged_rows_never_hurt_a_look_up(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("".join(f"{FIRST + number}\n" for number in range(500)))
    rows = build(tmp_path, path).folder / ROWS_FILE
    if damage == "missing":
        rows.unlink()
    elif damage == "cut":
        rows.write_bytes(rows.read_bytes()[:-5])
    else:
        other = tmp_path / "other.txt"
        other.write_text("".join(f"{FIRST + number}\n" for number in range(400)))
        rows.write_bytes((build(tmp_path / "elsewhere", other).folder / ROWS_FILE).read_bytes())
    library = Library(tmp_path / "datasets")
    assert not library.unavailable
    assert [answer.answer for answer in library.lookup([FIRST])[FIRST]] == ["listed"]
    dataset = library.datasets["made-up"]
    with pytest.raises(IndexCorrupt, match="Build"):
        dataset.places_of(FIRST)
    with pytest.raises(IndexCorrupt, match=ROWS_FILE):
        verify_run(dataset.folder)
