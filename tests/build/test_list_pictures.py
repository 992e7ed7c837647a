"""Addresses of pictures in a list of the person's own, whatever it is packed in."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import pytest

from inset_build import list_pictures
from inset_build.list_pictures import pictures_in

FIRST = 900_000_000_001


def address(photo: int) -> str:
    return f"https://live.staticflickr.com/65535/{photo}_0123456789_b.jpg"


def test_a_table_json_and_a_saved_page_give_theirs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,url\n{FIRST},{address(FIRST)}\n", encoding="utf-8")
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(json.dumps([address(FIRST + 1)]).replace("/", "\\/").encode()))
    (tmp_path / "page.html").write_text(f"<div style='background:url({address(FIRST + 2)})'>", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("in.txt", address(FIRST + 3))
    found = pictures_in(tmp_path)
    assert sorted(found) == [FIRST, FIRST + 1, FIRST + 2, FIRST + 3]
    assert all(picture.small for picture in found.values())


@pytest.mark.parametrize("before", range(0, 80, 7))
def test_one_across_the_end_of_a_piece_is_found(tmp_path: Path, before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_pictures, "_PIECE", 500)
    (tmp_path / "a.txt").write_text("x" * (500 - before) + f" {address(FIRST)} " + "y" * 900, encoding="utf-8")
    assert list(pictures_in(tmp_path / "a.txt")) == [FIRST]


def test_no_more_are_kept_than_can_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_pictures, "MOST", 3)
    (tmp_path / "a.txt").write_text("\n".join(address(FIRST + n) for n in range(9)), encoding="utf-8")
    assert len(pictures_in(tmp_path / "a.txt")) == 3


def test_what_cannot_be_read_gives_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(address(FIRST).encode() * 99)[:-20])
    assert pictures_in(tmp_path) == {} or list(pictures_in(tmp_path)) == [FIRST]
