"""Exports: other programs read exactly the run from the file, and a file is complete or not there."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybloom_live import BloomFilter

from inset.cli.verbs import export as verb
from inset.errors import ExportFailed, IndexCorrupt, NoList, UsageInvalid
from inset.flickr import MAX_PHOTO_ID
from inset.index.dataset_index import DatasetIndex
from inset.index.library import Library
from inset_build import export
from inset_build.export import FORMATS, export_run
from inset_build.pipeline import build_dataset
from support.datasets.runs import publish_ids

FIRST = 990_000_000_001
BIG = 990_000_300_000


@pytest.fixture
def run(tmp_path: Path) -> DatasetIndex:
    """A run without details, of more than one batch."""
    ids = [*range(1, 300_000, 1), *range(BIG, BIG + 100_000, 3)]
    return DatasetIndex(publish_ids(tmp_path / "datasets", "made-up", ids))


@pytest.fixture
def with_details(tmp_path: Path) -> DatasetIndex:
    """Photos with an account and one of Flickr's licences, with other words, and with nothing."""
    manifest = tmp_path / "photos.csv"
    manifest.write_text(
        "photo_id,owner,license\n"
        f"{FIRST},12345678@N00,https://creativecommons.org/licenses/by/2.0/\n"
        f"{FIRST + 1},12345678@N00,ask me\n"
        f"{FIRST + 2},,\n"
        f"{FIRST + 3},87654321@N00,0\n"
    )
    build_dataset(tmp_path / "datasets", "detailed", [manifest])
    return Library(tmp_path / "datasets").datasets["detailed"]


ROWS = [
    (FIRST, "12345678@N00", "CC BY 2.0", 4),
    (FIRST + 1, "12345678@N00", "ask me", None),
    (FIRST + 2, None, None, None),
    (FIRST + 3, "87654321@N00", "All Rights Reserved", 0),
]


def ids_in(path: Path, to: str) -> list[int]:
    if to == "parquet":
        return pl.read_parquet(path)["photo_id"].to_list()
    if to == "sqlite":
        with closing(sqlite3.connect(path)) as database:
            return [photo_id for (photo_id,) in database.execute("SELECT photo_id FROM photos ORDER BY rowid")]
    if to == "csv":
        return pl.read_csv(path)["photo_id"].to_list()
    if to == "jsonl":
        return [int(json.loads(line)["photo_id"]) for line in path.read_text(encoding="utf-8").splitlines()]
    return [int(line) for line in path.read_text(encoding="ascii").splitlines()]


@pytest.mark.parametrize("to", ["parquet", "sqlite", "csv", "jsonl", "txt"])
def test_every_photo_is_there_once_and_in_order(run: DatasetIndex, tmp_path: Path, to: str) -> None:
    seen: list[int] = []
    report = export_run(run, to, tmp_path / "out", on_progress=seen.append)
    assert run.store is not None
    assert ids_in(tmp_path / "out", to) == list(run.store)
    assert (report.photos, report.columns, report.error_rate) == (len(run.store), ["photo_id"], None)
    assert report.bytes == (tmp_path / "out").stat().st_size
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] == report.photos
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["datasets", "out"]


@given(ids=st.sets(st.integers(1, MAX_PHOTO_ID), min_size=1, max_size=100))
@settings(max_examples=15)
def test_every_format_says_the_same(tmp_path_factory: pytest.TempPathFactory, ids: set[int]) -> None:
    folder = tmp_path_factory.mktemp("export")
    run = DatasetIndex(publish_ids(folder / "datasets", "made-up", ids))
    for to in ("parquet", "sqlite", "csv", "jsonl", "txt"):
        export_run(run, to, folder / to)
        assert ids_in(folder / to, to) == sorted(ids)
    export_run(run, "pybloom", folder / "pybloom")
    with (folder / "pybloom").open("rb") as file:
        stock = BloomFilter.fromfile(file)
    assert len(stock) == len(ids)
    assert all(photo_id in stock and str(photo_id) in stock for photo_id in ids)


def test_a_stock_filter_keeps_its_rate(run: DatasetIndex, tmp_path: Path) -> None:
    report = export_run(run, "pybloom", tmp_path / "out", error_rate=1e-2)
    with (tmp_path / "out").open("rb") as file:
        stock = BloomFilter.fromfile(file)
    assert (report.error_rate, stock.error_rate) == (1e-2, 1e-2)
    assert run.store is not None
    assert all(photo_id in stock for photo_id in list(run.store)[::37])
    absent = np.random.default_rng(5).integers(400_000, 10**9, 20_000).tolist()
    assert 120 < sum(photo_id in stock for photo_id in absent) < 280  # 200 expected; the seed is fixed


def test_details_come_along(with_details: DatasetIndex, tmp_path: Path) -> None:
    report = export_run(with_details, "parquet", tmp_path / "out.parquet")
    assert report.columns == ["photo_id", "owner", "licence", "licence_id"]
    frame = pl.read_parquet(tmp_path / "out.parquet")
    assert frame.columns == report.columns
    assert frame.rows() == ROWS
    export_run(with_details, "sqlite", tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as database:
        assert database.execute("SELECT photo_id, owner, licence, licence_id FROM photos").fetchall() == ROWS
        schema = database.execute("SELECT sql FROM sqlite_master").fetchall()
    assert schema == [
        ("CREATE TABLE photos (photo_id INTEGER PRIMARY KEY, owner TEXT, licence TEXT, licence_id INTEGER)",)
    ]
    export_run(with_details, "csv", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines() == [
        "photo_id,owner,licence,licence_id",
        f"{FIRST},12345678@N00,CC BY 2.0,4",
        f"{FIRST + 1},12345678@N00,ask me,",
        f"{FIRST + 2},,,",
        f"{FIRST + 3},87654321@N00,All Rights Reserved,0",
    ]
    export_run(with_details, "jsonl", tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == [dict(zip(report.columns, (str(row[0]), *row[1:]), strict=True)) for row in ROWS]
    assert export_run(with_details, "txt", tmp_path / "out.txt").columns == ["photo_id"]
    assert ids_in(tmp_path / "out.txt", "txt") == [row[0] for row in ROWS]


@pytest.mark.parametrize("to", ["csv", "jsonl", "parquet", "sqlite", "txt"])
def test_a_build_reads_an_export_back(with_details: DatasetIndex, tmp_path: Path, to: str) -> None:
    export_run(with_details, to, tmp_path / f"out.{to}")
    again = build_dataset(tmp_path / "datasets", "again", [tmp_path / f"out.{to}"])
    assert (again.photos, again.rejected) == (len(ROWS), 0)


def test_no_text_in_csv_is_a_formula(tmp_path: Path) -> None:
    manifest = tmp_path / "photos.csv"
    words = ["=cmd|' /C calc'!A0", "+1", "-1", "@sum", "plain"]
    rows = "".join(f'{FIRST + at},"{text}"\n' for at, text in enumerate(words))
    manifest.write_text(f"photo_id,license\n{rows}")
    build_dataset(tmp_path / "datasets", "formulas", [manifest])
    export_run(Library(tmp_path / "datasets").datasets["formulas"], "csv", tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv")["licence"].to_list() == [*(f"'{text}" for text in words[:-1]), "plain"]


@pytest.mark.parametrize("to", FORMATS)
def test_a_file_is_not_replaced_unasked(with_details: DatasetIndex, tmp_path: Path, to: str) -> None:
    path = tmp_path / "mine"
    path.write_bytes(b"mine")
    with pytest.raises(UsageInvalid, match="--force"):
        export_run(with_details, to, path)
    assert path.read_bytes() == b"mine"
    export_run(with_details, to, path, force=True)
    assert path.read_bytes() != b"mine"


@pytest.mark.parametrize("to", FORMATS)
def test_nor_one_that_appears_meanwhile(with_details: DatasetIndex, tmp_path: Path, to: str) -> None:
    path = tmp_path / "mine"

    def appear(_: int) -> None:
        path.write_bytes(b"mine")

    with pytest.raises(UsageInvalid, match="--force"):
        export_run(with_details, to, path, on_progress=appear)
    assert path.read_bytes() == b"mine"
    assert not list(tmp_path.glob(".mine*"))


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt(), IndexCorrupt("x")])
def test_what_breaks_off_leaves_no_file_and_the_old_one_as_it_was(
    run: DatasetIndex, tmp_path: Path, to: str, trouble: BaseException
) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"before")

    def break_off(photos: int) -> None:
        if photos > export.BATCH_IDS:
            raise trouble

    with pytest.raises(ExportFailed if isinstance(trouble, OSError) else type(trouble)):
        export_run(run, to, path, force=True, on_progress=break_off)
    assert path.read_bytes() == b"before"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["datasets", "out"]


def test_a_link_stays_a_link(with_details: DatasetIndex, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "real").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "real")
    export_run(with_details, "txt", tmp_path / "link", force=True)
    assert (tmp_path / "link").is_symlink()
    assert ids_in(tmp_path / "elsewhere" / "real", "txt") == [row[0] for row in ROWS]


def test_what_cannot_be_is_refused_at_once(with_details: DatasetIndex, tmp_path: Path) -> None:
    for to, path, rate, said in (
        ("xlsx", tmp_path / "out", None, "parquet, sqlite, csv, jsonl, txt, pybloom"),
        ("txt", tmp_path, None, "is no file"),
        ("txt", tmp_path / "missing" / "out", None, "Make the folder"),
        ("txt", tmp_path / "out", 1e-3, "Leave out --error-rate"),
        ("pybloom", tmp_path / "out", 0.5, "1e-9 to 0.1"),
    ):
        with pytest.raises(UsageInvalid, match=said):
            export_run(with_details, to, path, error_rate=rate, force=True)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("to", FORMATS)
def test_a_filter_only_run_has_nothing_to_export(tmp_path: Path, to: str) -> None:
    run = DatasetIndex(publish_ids(tmp_path / "datasets", "made-up", {1, 2}, exact=False))
    with pytest.raises(NoList, match="--filter-only"):
        export_run(run, to, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_verb_offers_what_there_is() -> None:
    assert verb.FORMATS == FORMATS


def test_names_of_accounts_come_along_where_the_list_gives_any(tmp_path: Path) -> None:
    folder = publish_ids(
        tmp_path / "datasets",
        "named",
        [FIRST, FIRST + 1, FIRST + 2],
        details={FIRST: ("12345678@N00", 4, ("Anna B", "=anna")), FIRST + 1: (None, None, ("Somebody",))},
    )
    report = export_run(DatasetIndex(folder), "jsonl", tmp_path / "out.jsonl")
    assert report.columns == ["photo_id", "owner", "owner_names", "licence", "licence_id"]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["owner"], each["owner_names"]) for each in lines] == [
        ("12345678@N00", "Anna B\n=anna"),
        (None, "Somebody"),
        (None, None),
    ]
    export_run(DatasetIndex(folder), "sqlite", tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as database:
        assert database.execute("SELECT owner_names FROM photos").fetchall() == [
            ("Anna B\n=anna",),
            ("Somebody",),
            (None,),
        ]
    export_run(DatasetIndex(folder), "parquet", tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet")["owner_names"].to_list() == ["Anna B\n=anna", "Somebody", None]
