"""A worker reads the files of its task as they were found by who asked for it, and looks at no others."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest

from inset.errors import ManifestInvalid, UsageInvalid
from inset_build.engine import work
from inset_build.engine.place import Place
from inset_build.engine.plan import agree, look
from inset_build.engine.sent import ask
from inset_build.engine.work import map_number
from inset_build.readers.sources.remote import store
from inset_build.readers.sources.remote.addresses import named_path
from inset_build.report import BuildOptions
from support.lists.every_family import FAMILIES
from support.servers.s3_server import BUCKET, S3Server


def test_of_a_file_elsewhere_it_asks_for_nothing_but_the_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with S3Server().running() as server:
        for name, value in server.settings.items():
            monkeypatch.setenv(name, value)
        store._opened.cache_clear()
        for number in range(3):
            urls = [f"https://live.staticflickr.com/1/{10**9 + number * 99 + row}_0123456789.jpg" for row in range(99)]
            frame = pl.DataFrame({"URL": urls, "TEXT": [url[::-1] for url in urls]})
            frame.write_parquet(tmp_path / "part", row_group_size=50)
            server.put(f"part-{number}.parquet", (tmp_path / "part").read_bytes())
        sources = (named_path(f"s3://{BUCKET}/part-*.parquet"),)
        found = look("made-up", sources, BuildOptions())
        agree(Place(tmp_path / "shared"), found.plan)
        asked = ask(found, 1)
        server.asked.clear()
        done = map_number(tmp_path / "shared", sources, found.plan.digest, asked)
        store._opened.cache_clear()
    assert (done.rows, done.rejected) == (99, 0)
    assert [(each.method, each.key) for each in server.asked] == [
        *[("GET", "part-1.parquet")] * 2,  # a row group each
        ("HEAD", "part-1.parquet"),  # whether it is still the same
    ]


def test_what_is_another_file_here_or_is_not_there_is_refused(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(2)]
    for path in paths:
        FAMILIES["table.csv"](path, range(200))
    found = look("made-up", paths, BuildOptions())
    agree(Place(tmp_path / "shared"), found.plan)
    asked = [ask(found, task) for task in range(2)]
    map_number(tmp_path / "shared", tuple(paths), found.plan.digest, asked[0])
    FAMILIES["table.csv"](paths[1], range(210))
    with pytest.raises(UsageInvalid, match=r"the same sources.*\(1\.csv is not the same there\)"):
        map_number(tmp_path / "shared", tuple(paths), found.plan.digest, asked[1])
    paths[1].unlink()
    with pytest.raises(ManifestInvalid, match=r"1\.csv"):
        map_number(tmp_path / "shared", tuple(paths), found.plan.digest, asked[1])
    with pytest.raises(UsageInvalid, match="when nobody else builds into"):
        map_number(tmp_path / "shared", tuple(paths), "0" * 64, asked[0])


def test_members_of_an_archive_are_found_by_who_reads_them(tmp_path: Path) -> None:
    FAMILIES["table.csv"](tmp_path / "a.csv", range(200))
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        archive.write(tmp_path / "a.csv", "a.csv")
    sources = (tmp_path / "lists.zip",)
    found = look("made-up", sources, BuildOptions())
    agree(Place(tmp_path / "shared"), found.plan)
    asked = ask(found, 0)
    assert asked.files is None
    work._looked_at.cache_clear()
    assert map_number(tmp_path / "shared", sources, found.plan.digest, asked).rows >= 200
