"""Parquet: which columns are read, whatever their types, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from inset_build.readers.protocol import RejectedLine
from inset_build.readers.row_reasons import NO_PHOTO, NOTHING_THERE
from support.lists.manifests import assert_refused, image, page, read, write
from support.lists.records import BY, FEW_BAD, NSID, A, B, C, details

OTHER = "https://photos.example/1.jpg"


def parquet(folder: Path, columns: Mapping[str, Any], **options: Any) -> Path:
    path = folder / "table.bin"
    pl.DataFrame(columns, strict=False).write_parquet(path, **options)
    return path


LAION = {
    "SAMPLE_ID": [A + 500, B + 500, C + 500, A + 600],
    "URL": [OTHER, image(A), page(B), None],
    "TEXT": ["a", "b", image(C), "d"],
    "LICENSE": ["?", BY, "?", None],
    "similarity": [0.1, 0.2, 0.3, 0.4],
}


def test_laion(tmp_path: Path) -> None:
    path = parquet(tmp_path, LAION)
    reading = read(path)
    assert (reading.reader, reading.photo_ids, reading.rows, reading.rejected) == ("parquet", [A, B], 4, 2)
    assert details(path) == [(A, None, BY), (B, None, None)]
    assert reading.examples == [
        RejectedLine(1, f"URL: {OTHER}", NO_PHOTO),
        RejectedLine(4, "URL: null", NOTHING_THERE),
    ]


@pytest.mark.parametrize("dtype", [pl.Int64, pl.String, pl.Float64, pl.UInt64, pl.Categorical, pl.Decimal(20, 0)])
def test_commoncatalog(tmp_path: Path, dtype: Any) -> None:
    numbers = [None if n < 0 and dtype == pl.UInt64 else n for n in FEW_BAD["photoid"]]
    text = [None if n is None else str(n) for n in numbers]
    column = pl.Series(text, dtype=pl.String).cast(dtype) if dtype != pl.String else pl.Series(text)
    reading = read(parquet(tmp_path, FEW_BAD | {"photoid": column}))
    assert (reading.photo_ids, reading.rows, reading.rejected) == ([A, B, *[A] * 40], 45, 3)
    assert [line.line for line in reading.examples] == [3, 4, 5]
    assert details(tmp_path / "table.bin")[:2] == [(A, NSID, BY), (B, "87654321@N01", BY)]


@pytest.mark.parametrize("row_group_size", [None, 700])
def test_a_sorted_list_is_judged_by_rows_from_all_over_it(tmp_path: Path, row_group_size: int | None) -> None:
    """The first thousand of its numbers are so small that by themselves they would be no photo IDs."""
    chance = Random(5)
    early = sorted(chance.sample(range(2_000, 900_000), 1_500))
    later = sorted(chance.sample(range(3_000_000_000, 53_000_000_000), 20_000))
    path = parquet(tmp_path, {"photo_id": early + later}, row_group_size=row_group_size)
    reading = read(path)
    assert reading.rows == len(early) + len(later)
    assert set(later) <= set(reading.photo_ids)
    assert_refused(parquet(tmp_path, {"photo_id": early}, row_group_size=row_group_size), "too small")


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


def test_refused_parquet(tmp_path: Path) -> None:
    whole = parquet(tmp_path, LAION).read_bytes()
    for size in (4, 12, len(whole) // 2, len(whole) - 1):
        assert_refused(write(tmp_path, whole[:size]), "Download")
    assert_refused(write(tmp_path, b"PAR1" + b"\xff" * 500 + b"PAR1"), "Download")
    assert_refused(parquet(tmp_path, {"id": [A, B]}), "--column")
    assert_refused(parquet(tmp_path, {"image": [b"abc" * 400, b"def" * 400]}), "holds text")
    assert_refused(parquet(tmp_path, LAION), "There is no column 'picture'", column="picture")
    damaged = bytearray(parquet(tmp_path, {"url": [image(A + n) for n in range(50_000)]}).read_bytes())
    damaged[2000:200_000] = bytes(198_000)
    assert_refused(write(tmp_path, bytes(damaged)), "Download")


@pytest.mark.parametrize("row_group_size", [None, 20])
def test_texts_that_the_file_calls_bytes(tmp_path: Path, row_group_size: int | None) -> None:
    """Old versions of Spark, Hive and Impala write texts so; pictures beside them are not looked at."""
    chance = Random(7)
    photos = chance.sample(range(3_000_000_000, 53_000_000_000), 60)
    urls = [None if n == 7 else b"\xff\xd8\xff" if n == 9 else page(photo).encode() for n, photo in enumerate(photos)]
    columns = {
        "picture": [image(photo).encode() + bytes(600) for photo in reversed(photos)],
        "page": urls,
        "licence": [BY.encode()] * 60,
    }
    path = parquet(tmp_path, columns, row_group_size=row_group_size)
    reading = read(path)
    assert reading.photo_ids == [photo for n, photo in enumerate(photos) if n not in (7, 9)]
    assert (reading.rows, reading.rejected) == (60, 2)
    assert details(path)[0][::2] == (photos[0], BY)


def test_a_footer_that_the_library_alone_reads_takes_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inset_build.readers.formats.parquet.footer.LARGEST_FOOTER", 8)
    path = parquet(tmp_path, {"picture": [b"abc", b"def"], "page": [page(A), page(B)]})
    assert read(path).photo_ids == [A, B]
