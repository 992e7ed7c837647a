"""Spreadsheets: every sheet, numbers as Excel keeps them, links of every sort; and those that were made to do harm."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from inset.errors import ManifestInvalid
from inset_build.explain import explain
from inset_build.manifests import find_manifests
from support.lists.manifests import FIRST_ID, image, page, write
from support.lists.spreadsheets import Cell, open_document, workbook, zipped

IDS = [FIRST_ID + n for n in range(12)]


def photos(path: Path) -> list[int]:
    found = find_manifests([path]).detected
    return [photo for each in found for batch in each.batches() for photo in batch.frame["photo_id"]]


@pytest.mark.parametrize("first_row", [1, 5])
@pytest.mark.parametrize("lists_of_parts", [True, False])
def test_numbers_and_addresses_of_every_sheet(tmp_path: Path, first_row: int, lists_of_parts: bool) -> None:
    data = workbook(
        {
            "ids": [["n", "flickr_id"], *([n, float(photo)] for n, photo in enumerate(IDS[:6]))],
            "notes": [["to do"], ["nothing"]],
            "addresses": [["title", "url"], *(["x", image(photo)] for photo in IDS[6:])],
        },
        first_row=first_row,
        lists_of_parts=lists_of_parts,
    )
    path = write(tmp_path, data, "photos.xlsx")
    assert photos(path) == IDS
    explanation = explain([path])
    assert [source.name for source in explanation.sources] == ["photos.xlsx/ids", "photos.xlsx/addresses"]
    assert [reason.names for reason in explanation.passed_over.reasons.values()] == [["photos.xlsx/notes"]]


@pytest.mark.parametrize("first_row", [1, 4])
def test_what_cells_link_to(tmp_path: Path, first_row: int) -> None:
    rows: list[list[Cell]] = [["n", "page"]]
    rows += [[n, "view"] for n in range(12)]
    links = {f"B{first_row + 1 + n}": page(photo) for n, photo in enumerate(IDS)}
    path = write(tmp_path, workbook({"S": rows}, {"S": links}, first_row=first_row), "links.xlsx")
    assert photos(path) == IDS


def test_what_formulas_link_to(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["n", "page"]]
    rows += [[n, f'=HYPERLINK("{page(photo)}","view")'] for n, photo in enumerate(IDS)]
    assert photos(write(tmp_path, workbook({"S": rows}), "formulas.xlsx")) == IDS


def test_open_document(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["flickr_id"]]
    rows += [[photo] for photo in IDS]
    assert photos(write(tmp_path, open_document(rows), "ids.ods")) == IDS
    links = {(n + 1, 0): page(photo) for n, photo in enumerate(IDS)}
    shown = [["photo"], *(["view"] for _ in IDS)]
    assert photos(write(tmp_path, open_document(shown, links), "links.ods")) == IDS


def test_in_an_archive_and_in_a_folder(tmp_path: Path) -> None:
    data = workbook({"S": [["url"], *([image(photo)] for photo in IDS)]})
    inner = write(tmp_path, data, "photos.xlsx")
    assert photos(tmp_path) == IDS
    packed = tmp_path / "all.tar"
    with tarfile.open(packed, "w") as archive:
        archive.add(inner, "photos.xlsx")
    assert photos(packed) == IDS
    zip_path = tmp_path / "all.zip"
    with zipfile.ZipFile(zip_path, "w") as archive_of_zip:
        archive_of_zip.write(inner, "photos.xlsx")
    assert photos(zip_path) == IDS


def test_a_sheet_whose_numbers_nothing_explains_is_refused_by_its_reason(tmp_path: Path) -> None:
    path = write(tmp_path, workbook({"S": [["n"], [1], [2], [3]]}), "numbers.xlsx")
    with pytest.raises(ManifestInvalid, match=r"numbers\.xlsx/S cannot be read"):
        photos(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}), "Word"),
        (zipped({"xl/workbook.xml": "<workbook/>", "_rels/.rels": "<x"}), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "office document"),
        (workbook({"S": []}), "without a filled cell"),
    ],
    ids=["Word", "damaged", "old Office", "empty"],
)
def test_what_is_no_spreadsheet_of_photos(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(ManifestInvalid) as raised:
        photos(write(tmp_path, data, "document"))
    assert said in f"{raised.value.message} {raised.value.hint}"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]>"
    data = workbook({"S": [["url"], [image(FIRST_ID)]]}, {"S": {"A2": page(FIRST_ID)}})
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(write(tmp_path, data, "sound.xlsx")) as sound, zipfile.ZipFile(path, "w") as archive:
        for name in sound.namelist():
            text = sound.read(name).decode()
            archive.writestr(name, bomb + text if name.startswith("xl/worksheets/sheet") else text)
    with pytest.raises(ManifestInvalid):
        photos(path)
