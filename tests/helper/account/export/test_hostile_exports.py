"""Zips and folders that somebody else prepared: refused or passed over with the reason, in bounded memory and time."""

from __future__ import annotations

import json
import os
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from inset.account.export import files
from inset.account.export.reading import Export, is_export, read_export
from inset.errors import ManifestInvalid
from support.accounts.flickr_exports import FIRST_OWN, record

GOOD = json.dumps(record(FIRST_OWN)).encode()
GOOD_NAME = f"photo_{FIRST_OWN}.json"


def make_zip(folder: Path, fill: Callable[[zipfile.ZipFile], None], name: str = "export.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(GOOD_NAME, GOOD)
        fill(archive)
    return folder / name


def reasons(export: Export) -> str:
    return " ".join(gap.words for gap in export.gaps if gap.what == "not_read")


@pytest.mark.parametrize(
    "name",
    [f"../photo_{FIRST_OWN + 1}.json", f"/photo_{FIRST_OWN + 1}.json", f"a/../../photo_{FIRST_OWN + 1}.json",
     f"..\\photo_{FIRST_OWN + 1}.json", f"C:/photo_{FIRST_OWN + 1}.json"],
)  # fmt: skip
def test_a_path_that_leads_out_is_passed_over(tmp_path: Path, name: str) -> None:
    path = make_zip(tmp_path, lambda archive: archive.writestr(name, json.dumps(record(FIRST_OWN + 1))))
    export = read_export([path])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "path that leads out of the zip" in reasons(export)
    assert [entry.name for entry in tmp_path.iterdir()] == ["export.zip"]


def test_a_link_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    link = zipfile.ZipInfo(f"photo_{FIRST_OWN + 1}.json")
    link.external_attr = 0o120777 << 16
    export = read_export([make_zip(tmp_path, lambda archive: archive.writestr(link, "/etc/passwd"))])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "is a link" in reasons(export)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    folder, outside = tmp_path / "e", tmp_path / f"photo_{FIRST_OWN + 1}.json"
    folder.mkdir()
    (folder / GOOD_NAME).write_bytes(GOOD)
    outside.write_text(json.dumps(record(FIRST_OWN + 1)))
    (folder / outside.name).symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    export = read_export([folder])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "is a link" in reasons(export)


@pytest.mark.skipif(sys.platform == "win32", reason="folders hold no pipes on Windows")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / GOOD_NAME).write_bytes(GOOD)
    os.mkfifo(tmp_path / f"photo_{FIRST_OWN + 1}.json")
    export = read_export([tmp_path])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "is no ordinary file" in reasons(export)


def test_a_zip_inside_a_zip_is_passed_over(tmp_path: Path) -> None:
    inner = make_zip(tmp_path, lambda archive: archive.mkdir("empty"), "inner.zip").read_bytes()
    export = read_export([make_zip(tmp_path, lambda archive: archive.writestr("72157_part2.zip", inner))])
    assert "zip inside a zip" in reasons(export)


def test_a_member_that_unpacks_to_too_much_is_passed_over(tmp_path: Path) -> None:
    bomb = b'{"id": "1", "x": "' + b"0" * (64 << 20) + b'"}'
    path = make_zip(tmp_path, lambda archive: archive.writestr(f"photo_{FIRST_OWN + 1}.json", bomb))
    export = read_export([path])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "larger than Flickr makes" in reasons(export)


def test_a_member_that_lies_about_its_size_is_passed_over(tmp_path: Path) -> None:
    path = make_zip(tmp_path, lambda archive: archive.writestr(f"photo_{FIRST_OWN + 1}.json", b" " * (8 << 20) + GOOD))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)  # unpacked size, in the directory
    path.write_bytes(content)
    export = read_export([path])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "damaged" in reasons(export)


def test_many_members_together_may_not_unpack_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "EXPANSION_FREE", 1 << 20)
    monkeypatch.setattr(files, "EXPANSION", 1)

    def fill(archive: zipfile.ZipFile) -> None:
        for n in range(1, 11):
            archive.writestr(f"photo_{FIRST_OWN + n}.json", json.dumps(record(FIRST_OWN + n, name="0" * 300_000)))

    export = read_export([make_zip(tmp_path, fill)])
    assert export.photo_ids.tolist() == [FIRST_OWN + n for n in range(4)]
    assert "unpacks to more than an export does" in reasons(export)


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path, lambda archive: archive.writestr(f"photo_{FIRST_OWN + 1}.json", GOOD))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 42 : at + 46] = struct.pack("<I", 0)  # both members begin at the same place
    path.write_bytes(content)
    with pytest.raises(ManifestInvalid) as caught:
        read_export([path])
    assert "overlap" in caught.value.hint


def test_an_encrypted_member_is_passed_over(tmp_path: Path) -> None:
    path = make_zip(tmp_path, lambda archive: archive.writestr(f"photo_{FIRST_OWN + 1}.json", GOOD))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    export = read_export([path])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "password" in reasons(export)


def test_uncommon_packing_is_passed_over(tmp_path: Path) -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        archive.writestr(f"photo_{FIRST_OWN + 1}.json", GOOD, compress_type=zipfile.ZIP_LZMA)

    assert "uncommon way" in reasons(read_export([make_zip(tmp_path, fill)]))


@pytest.mark.parametrize("cut", [10, 200, -1])
def test_a_download_that_broke_off_is_named(tmp_path: Path, cut: int) -> None:
    path = make_zip(tmp_path, lambda archive: archive.writestr("albums.json", b'{"albums": []}'))
    whole = make_zip(tmp_path, lambda archive: archive.writestr("groups.json", b"{}"), "whole.zip")
    path.write_bytes(path.read_bytes()[:cut])
    assert not is_export(path)
    export = read_export([path, whole])
    assert export.photo_ids.tolist() == [FIRST_OWN]
    assert "download it again" in reasons(export)


def test_a_directory_larger_than_any_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "DIRECTORY_LIMIT", 100)
    with pytest.raises(ManifestInvalid) as caught:
        read_export([make_zip(tmp_path, lambda archive: archive.writestr("a.json", b""))])
    assert "names more files than an export has" in caught.value.hint


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    second = json.dumps(record(FIRST_OWN + 1))
    path = make_zip(tmp_path, lambda archive: archive.writestr(f"photo_{FIRST_OWN + 1}.json", second))
    content = bytearray(path.read_bytes())
    at = content.find(GOOD_NAME.encode()) + len(GOOD_NAME)
    content[at + 50] ^= 0xFF
    path.write_bytes(content)
    export = read_export([path])
    assert export.photo_ids.tolist() == [FIRST_OWN + 1]
    assert "damaged" in reasons(export)


def test_a_zip_of_a_system_that_writes_backslashes_is_read(tmp_path: Path) -> None:
    name, content = f"export\\photo_{FIRST_OWN + 1}.json", json.dumps(record(FIRST_OWN + 1))
    export = read_export([make_zip(tmp_path, lambda archive: archive.writestr(name, content))])
    assert export.photo_ids.tolist() == [FIRST_OWN, FIRST_OWN + 1]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a file that this person may not read")
def test_a_file_that_may_not_be_read_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / GOOD_NAME).write_bytes(GOOD)
    locked = tmp_path / f"photo_{FIRST_OWN + 1}.json"
    locked.write_bytes(GOOD)
    locked.chmod(0)
    assert "cannot be read" in reasons(read_export([tmp_path]))
