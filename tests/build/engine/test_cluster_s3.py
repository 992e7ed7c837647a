"""A cluster reads lists that lie on an S3 server, and makes the run that one machine makes of them."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from inset_build.engine.clustered import build_on_cluster
from inset_build.pipeline import build_dataset
from inset_build.readers.sources.remote import store
from inset_build.readers.sources.remote.addresses import named_path
from support.datasets.same_run import assert_same_run, only_run
from support.servers.s3_server import S3Server

FILES = 6
ROWS = 600
SECRET = "a-secret-that-is-in-no-file"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    with S3Server().running() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)  # the workers find it by these
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        store._opened.cache_clear()
        yield running
        store._opened.cache_clear()


def part(number: int) -> bytes:
    """A list like LAION's: one row in three is Flickr's; two row groups."""
    ids = [10**9 + number * ROWS + row for row in range(ROWS)]
    written = io.BytesIO()
    pl.DataFrame(
        {
            "TEXT": [f"a made-up caption, {each * 7919} of many" for each in ids],
            "URL": [
                f"https://live.staticflickr.com/1/{each}_0123456789_b.jpg" if each % 3 == 0 else f"https://e.org/{each}"
                for each in ids
            ],
        }
    ).write_parquet(written, row_group_size=ROWS // 2)
    return written.getvalue()


@pytest.mark.slow
def test_two_workers_read_a_bucket(tmp_path: Path, server: S3Server) -> None:
    pytest.importorskip("distributed")
    for number in range(FILES):
        server.put(f"set/part-{number}.parquet", part(number))
    pattern = named_path("s3://sets/set/part-*.parquet")
    report = build_on_cluster(tmp_path / "many", "made-up", [pattern], cluster="local:2", shared=tmp_path / "shared")
    assert report.photos == FILES * ROWS // 3
    asked = [(each.key, each.range) for each in server.asked if each.method == "GET" and each.range is not None]
    server.asked.clear()
    build_dataset(tmp_path / "one", "made-up", [pattern])
    alone = [(each.key, each.range) for each in server.asked if each.method == "GET" and each.range is not None]
    # The build sends along what it saw when it looked; a worker reads rows again that one machine has kept since then.
    assert set(alone) <= set(asked)
    for key, (first, last) in set(asked) - set(alone):
        assert any(key == other and low <= first and last <= high for other, (low, high) in alone)
    assert max(Counter(asked).values()) <= 3
    # The time at which a worker read a file is the only thing that differs.
    assert_same_run(only_run(tmp_path / "one"), only_run(tmp_path / "many"), read_there=True)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
