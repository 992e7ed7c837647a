"""Tables in Parquet, SQLite and MATLAB files: which columns and lists are read, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.detect import detect
from inset_build.readers.protocol import RejectedLine
from support.manifests import SECRET, image, page, read, write
from support.mat_files import mat_file
from support.records import BY, NSID, A, B, C, details, owner_page

OTHER = "https://photos.example/1.jpg"


def parquet(folder: Path, columns: Mapping[str, Any], **options: Any) -> Path:
    path = folder / "table.bin"
    pl.DataFrame(columns, strict=False).write_parquet(path, **options)
    return path


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


LAION = {
    "SAMPLE_ID": [A + 500, B + 500, C + 500, A + 600],
    "URL": [OTHER, image(A), page(B), None],
    "TEXT": ["a", "b", image(C), "d"],
    "LICENSE": ["?", BY, "?", None],
    "similarity": [0.1, 0.2, 0.3, 0.4],
}
COMMON_CATALOG: dict[str, list[Any]] = {
    "photoid": [A, B, -1, 0, 72157600000000001],
    "uid": [NSID, "87654321@N01", NSID, NSID, NSID],
    "unickname": ["a", "b", "c", "d", "e"],
    "licensename": ["Attribution License"] * 5,
    "licenseurl": [BY] * 5,
}
FEW_BAD = {key: [*values, *values[:1] * 40] for key, values in COMMON_CATALOG.items()}


def test_laion(tmp_path: Path) -> None:
    path = parquet(tmp_path, LAION)
    reading = read(path)
    assert (reading.reader, reading.photo_ids, reading.rows, reading.rejected) == ("parquet", [A, B], 4, 2)
    assert details(path) == [(A, None, BY), (B, None, None)]
    assert reading.examples == [
        RejectedLine(1, f"URL: {OTHER}", "no Flickr photo in it"),
        RejectedLine(4, "URL: null", "nothing is there"),
    ]


@pytest.mark.parametrize("dtype", [pl.Int64, pl.String, pl.Float64, pl.UInt64, pl.Categorical])
def test_commoncatalog(tmp_path: Path, dtype: Any) -> None:
    numbers = [None if n < 0 and dtype == pl.UInt64 else n for n in FEW_BAD["photoid"]]
    text = [None if n is None else str(n) for n in numbers]
    column = pl.Series(text, dtype=pl.String).cast(dtype) if dtype != pl.String else pl.Series(text)
    reading = read(parquet(tmp_path, FEW_BAD | {"photoid": column}))
    assert (reading.photo_ids, reading.rows, reading.rejected) == ([A, B, *[A] * 40], 45, 3)
    assert [line.line for line in reading.examples] == [3, 4, 5]
    assert details(tmp_path / "table.bin")[:2] == [(A, NSID, BY), (B, "87654321@N01", BY)]


def test_parquet_with_structures_and_lists(tmp_path: Path) -> None:
    path = parquet(tmp_path, {"meta": [{"url": image(A), "n": 1}, {"url": page(B), "n": 2}], "boxes": [[1], [2]]})
    assert read(path).photo_ids == [A, B]
    assert read(path, column="meta.url").photo_ids == [A, B]


def test_parquet_whose_rare_photos_are_far_from_its_beginning(tmp_path: Path) -> None:
    urls = [OTHER] * 50_000
    urls[40_000] = image(A)
    path = parquet(tmp_path, {"page": [OTHER] * 50_000, "picture": urls}, row_group_size=9000)
    reading = read(path)
    assert (reading.photo_ids, reading.rows, reading.rejected) == ([A], 50_000, 49_999)
    assert [line.line for line in reading.examples] == [1, 2, 3, 4, 5]


def test_parquet_counts_every_row_once(tmp_path: Path) -> None:
    urls = [image(A + n) if n % 7 == 0 else OTHER for n in range(200_000)]
    reading = read(parquet(tmp_path, {"url": urls}, row_group_size=10_000))
    assert reading.photo_ids == list(range(A, A + 200_000, 7))
    assert reading.rows == 200_000
    assert reading.rejected == 200_000 - len(reading.photo_ids)


def test_parquet_by_scalar_and_bulk_is_the_same(tmp_path: Path) -> None:
    strange = [
        f"https://www.flickr.com/photo.gne?id={A}",
        "HTTPS://WWW.FLICKR.COM/photos/u/2933",
        "https://flic.kr/p/2p4QbKN",
    ]
    reading = read(parquet(tmp_path, {"url": [*strange, f"https://www.flickr.com/photos/tags/{A}"]}))
    assert (reading.photo_ids, reading.rejected) == ([A, 2933, 53208249252], 1)


def test_yfcc_database(tmp_path: Path) -> None:
    path = database(tmp_path, {"yfcc100m_dataset": COMMON_CATALOG | {"photoid": [A, str(B), C, "x", None]}})
    # One of five is no ID, which is too many for a guess; a name that means a photo's ID needs nine of ten.
    with pytest.raises(ManifestInvalid):
        read(path)
    pages = [owner_page(A), None, None, None, None, *[owner_page(A)] * 40]
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
    with pytest.raises(ManifestInvalid, match=r"train\.url, test\.url") as caught:
        detect(path)
    assert "--column" in caught.value.hint
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


def aadb(photo_id: int) -> str:
    return f"farm1_286_{photo_id}_{SECRET}_b.jpg"


AADB = {
    "trainNameList": [aadb(A), aadb(B)],
    "testNameList": [aadb(C), "nothing.jpg", *[aadb(A)] * 20],
    "trainScore": np.array([0.5, 0.25]),
    "note": "made up",
    "attributes": [{"name": "light", "n": np.array([1.0])}],
}


@pytest.mark.parametrize("order", ["<", ">"], ids=["little", "big"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "compressed"])
def test_aadb(tmp_path: Path, packed: bool, order: str) -> None:
    reading = read(write(tmp_path, mat_file(AADB, packed=packed, order=order)))
    assert (reading.reader, reading.rows, reading.rejected) == ("matlab", 24, 1)
    assert reading.photo_ids == [A, B, C, *[A] * 20]
    assert reading.examples == [RejectedLine(2, "testNameList: nothing.jpg", "no AADB name")]


def test_other_lists_of_matlab(tmp_path: Path) -> None:
    assert read(write(tmp_path, mat_file({"urls": np.array([image(A), page(B) + " " * 9])}))).photo_ids == [A, B]
    records = [{"url": image(A), "owner": NSID}, {"url": image(B), "owner": NSID}]
    path = write(tmp_path, mat_file({"photos": records}))
    assert details(path) == [(A, NSID, None), (B, NSID, None)]
    inside = {"data": [{"list": [image(A), image(B)], "n": np.array([1.0])}]}
    assert read(write(tmp_path, mat_file(inside))).photo_ids == [A, B]
    numbers = write(tmp_path, mat_file({"ids": np.array([A, B]), "flickr_id": np.array([C, C])}))
    assert read(numbers).photo_ids == [C, C]
    assert read(numbers, column="ids").photo_ids == [A, B]


def refuse(path: Path, message: str, column: str | None = None) -> None:
    with pytest.raises(ManifestInvalid) as caught:
        list(detect(path, column=column).batches())
    assert message in f"{caught.value.message} {caught.value.hint}", caught.value.message
    assert "\n" not in caught.value.message


def test_refused_parquet(tmp_path: Path) -> None:
    whole = parquet(tmp_path, LAION).read_bytes()
    for size in (4, 12, len(whole) // 2, len(whole) - 1):
        refuse(write(tmp_path, whole[:size]), "Download")
    refuse(write(tmp_path, b"PAR1" + b"\xff" * 500 + b"PAR1"), "Download")
    refuse(parquet(tmp_path, {"id": [A, B]}), "--column")
    refuse(parquet(tmp_path, {"image": [b"abc", b"def"]}), "holds text")
    refuse(parquet(tmp_path, LAION), "There is no column 'picture'", column="picture")
    damaged = bytearray(parquet(tmp_path, {"url": [image(A + n) for n in range(50_000)]}).read_bytes())
    damaged[2000:200_000] = bytes(198_000)
    refuse(write(tmp_path, bytes(damaged)), "Download")


def test_refused_databases(tmp_path: Path) -> None:
    path = database(tmp_path, {"photos": {"url": [image(A + n) for n in range(50_000)]}})
    whole = path.read_bytes()
    refuse(write(tmp_path, whole[:50]), "Download")
    refuse(write(tmp_path, whole[: len(whole) // 2]), "Download")
    refuse(write(tmp_path, whole[:4096] + b"\xff" * 50_000), "Download")
    refuse(database(tmp_path, {"t": {"id": [A, B]}}, "numbers"), "--column")
    refuse(database(tmp_path, {"t": {"w": ["x"]}}, "words"), "--column table.column")
    refuse(path, "There are: photos.url", column="picture")
    refuse(database(tmp_path, {}, "nothing"), "empty")


def test_refused_matlab(tmp_path: Path) -> None:
    whole = mat_file(AADB)
    for size in (60, 128, 200, len(whole) - 400):
        with pytest.raises(ManifestInvalid):
            detect(write(tmp_path, whole[:size]))
    refuse(write(tmp_path, b"MATLAB 7.3 MAT-file, made up".ljust(512) + b"\x89HDF"), "'-v7'")
    refuse(write(tmp_path, mat_file({"names": ["a.jpg", "b.jpg"]})), "No list")
    refuse(write(tmp_path, mat_file({"n": np.array([A, B])})), "--column")
    refuse(write(tmp_path, whole), "There are: trainNameList", column="names")
    packed = bytearray(mat_file(AADB, packed=True))
    packed[150:170] = b"\xff" * 20
    refuse(write(tmp_path, bytes(packed)), "Download")


@given(st.lists(st.tuples(st.integers(128, 2000), st.integers(0, 255)), min_size=1, max_size=8), st.booleans())
def test_damaged_matlab_is_an_error_or_still_a_list(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], packed: bool
) -> None:
    content = bytearray(mat_file(AADB, packed=packed))
    for at, byte in changes:
        content[at % (len(content) - 128) + 128] = byte
    with suppress(ManifestInvalid):
        list(detect(write(tmp_path_factory.mktemp("damaged"), bytes(content))).batches())


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
