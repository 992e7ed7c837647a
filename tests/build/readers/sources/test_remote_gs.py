"""Lists on a server that answers as Google Cloud Storage does: read in place, what is needed, by one and by many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset_build.readers.sources.remote import content
from support.commands import Inset, free_port
from support.gcs_server import BUCKET, GcsServer
from support.laion_like import EVERY, GROUP, ROWS, column_bytes, laion_like
from support.same_run import assert_same_run, only_run

pytest.importorskip("gcsfs", reason="pip install gcsfs: gs:// is read by it")

FILES = 6
ADDRESS = f"gs://{BUCKET}"
PATTERN = f"{ADDRESS}/data/part-*.parquet"
TOKEN = "ya29.a-token-that-is-in-no-file"


@pytest.fixture
def gcs() -> Iterator[GcsServer]:
    with GcsServer().running() as server:
        server.files = {f"data/part-{number}.parquet": laion_like(number) for number in range(FILES)}
        yield server


def inset(tmp_path: Path, home: str) -> Inset:
    # The library reads where its server is when it is loaded, so each command is a process of its own.
    return Inset(tmp_path / home, free_port(), tmp_path, forks=False)


def run_of(tmp_path: Path, home: str) -> Path:
    return only_run(tmp_path / home / "data" / "datasets")


def test_what_is_needed_is_read_in_place_once(tmp_path: Path, gcs: GcsServer) -> None:
    (tmp_path / "data").mkdir()
    for name, data in gcs.files.items():
        (tmp_path / name).write_bytes(data)
    here = inset(tmp_path, "here")("build", "set", str(tmp_path / "data" / "part-*.parquet"), "--json").json
    there = inset(tmp_path, "there")("build", "set", PATTERN, "--json", **gcs.settings).json
    assert there["photos"] == here["photos"] == FILES * ROWS // EVERY
    assert {each["sha256"] for each in there["sources"]} == {None}
    for name in ("photos.bloom", "photos.ids"):
        assert (run_of(tmp_path, "here") / name).read_bytes() == (run_of(tmp_path, "there") / name).read_bytes()

    ranges = Counter((each.path, each.range) for each in gcs.asked if each.sent)
    assert None not in {part for _, part in ranges}  # nothing is fetched as a whole
    assert set(ranges.values()) == {1}
    assert len(ranges) <= FILES * (2 + ROWS // GROUP) + 2
    needed = sum(column_bytes(file, "URL") for file in gcs.files.values())
    looked_at = column_bytes(gcs.files["data/part-0.parquet"], "TEXT")
    assert gcs.bytes_sent() <= needed + looked_at + FILES * (content.HEAD_BYTES + (1 << 14) + 2048)
    told = (run_of(tmp_path, "there") / "dataset.json").read_text(encoding="utf-8")
    assert f"{ADDRESS}/data/part-0.parquet, ETag " in told


@pytest.mark.slow
def test_shards_and_a_cluster_make_the_same(tmp_path: Path, gcs: GcsServer) -> None:
    pytest.importorskip("distributed")
    gcs.token = TOKEN
    settings = {**gcs.settings, "FSSPEC_GS_TOKEN": TOKEN}
    assert inset(tmp_path, "one")("build", "set", PATTERN, **settings).status == 0
    shared = tmp_path / "shared"
    for shard in ("1/2", "2/2"):
        done = inset(tmp_path, "shards")("build", "set", PATTERN, "--shard", shard, "--to", shared, **settings)
        assert done.status == 0, done.err
    assert inset(tmp_path, "shards")("merge", "set", shared).status == 0
    cluster = ("--cluster", "local:2", "--to", tmp_path / "cluster")
    done = inset(tmp_path, "many")("build", "set", PATTERN, *cluster, **settings, PYTHONWARNINGS="default")
    assert done.status == 0, done.err
    for other in ("shards", "many"):
        assert_same_run(run_of(tmp_path, "one"), run_of(tmp_path, other), read_there=True)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TOKEN.encode() not in everything


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path, gcs: GcsServer) -> None:
    gcs.files = {"data/a/one.txt": b"https://flic.kr/p/2aBcDe\n", "data/two.txt": b"https://flic.kr/p/2aBcDf\n"}
    done = inset(tmp_path, "home")("build", "set", f"{ADDRESS}/data", "--json", **gcs.settings)
    assert [each["name"] for each in done.json["sources"]] == ["data/a/one.txt", "data/two.txt"]


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, gcs: GcsServer) -> None:
    name = "data/part-0.parquet"
    first = gcs.files[name]
    other = first[:-1] + bytes([first[-1] ^ 1])  # of the same size
    gcs.files = {name: first}
    reads = 0

    def change(path: str) -> None:
        nonlocal reads
        reads += 1
        if reads == 4:
            gcs.files[path] = other

    gcs.on_read = change
    for address in (PATTERN, f"{ADDRESS}/{name}"):
        reads, gcs.files[name] = 0, first
        told = inset(tmp_path, "home")("build", "set", address, **gcs.settings)
        assert told.status != 0
        assert "Build again when nothing writes to part-0.parquet any more" in " ".join(told.err.split())


@pytest.mark.parametrize(
    ("address", "needs", "sent", "told"),
    [
        (f"{ADDRESS}/data/none.parquet", None, "anon", f"Check the address: there is nothing at {ADDRESS}/data/none."),
        (f"{ADDRESS}/data/*.csv", None, "anon", f"Check the pattern: no file matches {ADDRESS}/data/*.csv."),
        ("gs://other/a.csv", None, "anon", "Check the address: there is nothing at gs://other/a.csv."),
        (PATTERN, TOKEN, "anon", f"Set up credentials for {PATTERN}: none were found."),
        (f"{ADDRESS}/data/part-0.parquet", TOKEN, "anon", "Set up credentials for gs://sets/data/part-0.parquet:"),
        (PATTERN, TOKEN, "ya29.another", f"Check your credentials for {PATTERN}: its server does not let you"),
    ],
)
def test_errors_lead_with_the_remedy(
    address: str, needs: str | None, sent: str, told: str, tmp_path: Path, gcs: GcsServer
) -> None:
    gcs.token = needs
    done = inset(tmp_path, "home")("build", "set", address, **{**gcs.settings, "FSSPEC_GS_TOKEN": sent})
    said = " ".join(done.err.split())
    assert done.status != 0
    assert told in said
    assert ("gcloud auth application-default login" in said) is ("credentials" in told)
    assert "Traceback" not in said
    assert "ya29" not in said
