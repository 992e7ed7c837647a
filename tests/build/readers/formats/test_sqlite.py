"""SQLite: which table is read, that nothing is written, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from support.lists.manifests import assert_refused, image, page, read, write
from support.lists.records import BY, COMMON_CATALOG, FEW_BAD, NSID, A, B, account_page, details


def database(folder: Path, tables: Mapping[str, Mapping[str, list[Any]]], name: str = "yfcc.sql") -> Path:
    path = folder / name
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, columns in tables.items():
            names = ", ".join(f'"{column}"' for column in columns)
            quoted = table.replace('"', '""')
            connection.execute(f'CREATE TABLE "{quoted}" ({names})')
            marks = ", ".join("?" for _ in columns)
            connection.executemany(f'INSERT INTO "{quoted}" VALUES ({marks})', zip(*columns.values(), strict=True))
    return path


def test_yfcc_database(tmp_path: Path) -> None:
    path = database(tmp_path, {"yfcc100m_dataset": COMMON_CATALOG | {"photoid": [A, "y", "z", "x", None]}})
    # Three of four are no IDs, which is too many for a guess; a name that means a photo's ID needs half of them.
    with pytest.raises(ManifestInvalid):
        read(path)
    pages = [account_page(A), None, None, None, None, *[account_page(A)] * 40]
    path = database(tmp_path, {"yfcc100m_dataset": FEW_BAD | {"pageurl": pages}}, "other.sql")
    reading = read(path)
    assert (reading.reader, reading.rows, reading.rejected) == ("sqlite", 45, 3)
    assert details(path)[:2] == [(A, NSID, BY), (B, "87654321@N01", BY)]
    assert 'table "yfcc100m_dataset"' in reading.explanation[0]


def test_a_database_with_other_tables(tmp_path: Path) -> None:
    path = database(
        tmp_path,
        {
            "albums": {"id": [A, B]},
            'photos "1"': {"flickr url": [image(A), page(B)], "n": [1, 2]},
            "empty": {"url": []},
        },
    )
    assert read(path).photo_ids == [A, B]
    assert read(path, column='photos "1".flickr url').photo_ids == [A, B]
    assert read(path, column="albums.id").photo_ids == [A, B]


def test_a_database_with_two_lists_of_photos(tmp_path: Path) -> None:
    path = database(tmp_path, {"train": {"url": [image(A)]}, "test": {"url": [image(B)]}})
    reading = read(path)
    assert (reading.photo_ids, reading.rows) == ([A, B], 2)
    assert 'table "test"' in " ".join(reading.explanation)
    assert read(path, column="test.url").photo_ids == [B]


def test_a_database_is_not_written_to(tmp_path: Path) -> None:
    path = database(tmp_path, {"photos": {"url": [image(A)]}})
    before = path.read_bytes()
    assert read(path).photo_ids == [A]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_with_text_that_is_not_utf_8(tmp_path: Path) -> None:
    path = database(tmp_path, {"photos": {"url": [image(A), image(B)], "title": ["x", "y"]}})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE photos SET title = CAST(X'C3' AS TEXT), url = CAST(url AS BLOB) WHERE title = 'y'")
    assert read(path).photo_ids == [A, B]


def test_refused_databases(tmp_path: Path) -> None:
    path = database(tmp_path, {"photos": {"url": [image(A + n) for n in range(50_000)]}})
    whole = path.read_bytes()
    assert_refused(write(tmp_path, whole[:50]), "Download")
    assert_refused(write(tmp_path, whole[: len(whole) // 2]), "Download")
    assert_refused(write(tmp_path, whole[:4096] + b"\xff" * 50_000), "Download")
    assert_refused(database(tmp_path, {"t": {"id": [A, B]}}, "numbers"), "--column")
    assert_refused(database(tmp_path, {"t": {"w": ["x"]}}, "words"), "--column table.column")
    assert_refused(path, "There are: photos.url", column="picture")
    assert_refused(database(tmp_path, {}, "nothing"), "empty")


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(16, 12_000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_database_is_an_error_or_still_a_table(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(database(folder, {"photos": {"url": [image(A + n) for n in range(100)]}}).read_bytes())
    for at, byte in changes:
        content[at % (len(content) - 16) + 16] = byte
    with suppress(ManifestInvalid):
        list(detect(write(folder, bytes(content))).batches())
