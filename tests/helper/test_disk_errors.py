"""What a disk refuses, told with its remedy; what is not the disk's doing stays what it is."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path

import pytest

from inset.disk_errors import disk_error
from inset.errors import DiskDamaged, DiskFull, InsetError, LinkRefused, NotWritable

HERE = Path("/somewhere/photos.sqlite")


@pytest.mark.parametrize(
    ("number", "kind", "begins"),
    [
        (errno.ENOSPC, DiskFull, "Make room on the disk of"),
        (errno.EDQUOT, DiskFull, "Make room on the disk of"),
        (errno.EFBIG, DiskFull, "Choose a disk that takes larger files"),
        (errno.EROFS, NotWritable, "Make the disk of"),
        (errno.EACCES, NotWritable, "Give yourself the right to use"),
        (errno.EPERM, NotWritable, "Give yourself the right to use"),
        (errno.ELOOP, LinkRefused, "Remove the link"),
        (errno.EIO, DiskDamaged, "Check the disk of"),
        (errno.ENOENT, DiskDamaged, "Check the disk of"),
    ],
)
def test_errors_of_the_system(number: int, kind: type[InsetError], begins: str) -> None:
    for error in (OSError(number, "why", str(HERE)), OSError(number, "why")):
        told = disk_error(error, HERE)
        assert type(told) is kind
        assert told.message.startswith(begins)
        assert str(HERE) in told.message


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), TimeoutError(), BrokenPipeError(), ValueError(), KeyError(7), OSError("mine")]
)
def test_what_no_disk_does_is_not_told_as_such(error: Exception) -> None:
    assert disk_error(error) is None


def test_an_error_that_names_no_file() -> None:
    told = disk_error(OSError(errno.ENOSPC, "No space left on device"))
    assert told is not None
    assert told.message == "Make room on the disk of Inset's folders: it is full."


def test_a_full_database(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "x", isolation_level=None)
    database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.Error) as raised:
        database.execute("CREATE TABLE a (b)")
    database.close()
    assert type(disk_error(raised.value, HERE)) is DiskFull


def test_a_database_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error) as raised:
        sqlite3.connect(tmp_path / "none" / "x")
    assert type(disk_error(raised.value, HERE)) is NotWritable
    sqlite3.connect(tmp_path / "x").close()
    database = sqlite3.connect(f"{(tmp_path / 'x').as_uri()}?mode=ro", uri=True)
    with pytest.raises(sqlite3.Error) as raised:
        database.execute("CREATE TABLE a (b)")
    database.close()
    assert type(disk_error(raised.value, HERE)) is NotWritable


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"no database" * 1000)
    database = sqlite3.connect(tmp_path / "x")
    with pytest.raises(sqlite3.Error) as raised:
        database.execute("SELECT * FROM sqlite_master")
    database.close()
    assert type(disk_error(raised.value, HERE)) is DiskDamaged


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_real_full_device() -> None:
    with pytest.raises(OSError, match="No space") as raised, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert type(disk_error(raised.value)) is DiskFull
