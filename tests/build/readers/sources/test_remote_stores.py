"""Lists in stores, by servers that answer as Google's and Hugging Face's do: read in place, by one and by many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inset_build.readers.sources.remote import content
from support.datasets.same_run import assert_same_run
from support.lists.laion_like import EVERY, GROUP, ROWS, column_bytes
from support.servers import gcs_server, hub_server
from support.servers.store_server import StoreServer
from support.servers.stores import FILES, fill, inset, run_of

TOKEN = "a-token-that-is-in-no-file"


@dataclass(frozen=True)
class Store:
    """A store: its server, the address of its lists, and by which variable a token is given to its library."""

    server: StoreServer
    address: str
    login: str

    @property
    def pattern(self) -> str:
        return f"{self.address}/data/part-*.parquet"


@pytest.fixture(params=["gs", "hf"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "gs":
        pytest.importorskip("gcsfs", reason="pip install gcsfs: gs:// is read by it")
        made = Store(gcs_server.GcsServer(), f"gs://{gcs_server.BUCKET}", "FSSPEC_GS_TOKEN")
    else:
        pytest.importorskip("huggingface_hub", reason="pip install huggingface-hub: hf:// is read by it")
        made = Store(hub_server.HubServer(), f"hf://datasets/{hub_server.OWNER}", "HF_TOKEN")
    with made.server.running():
        fill(made.server)
        yield made


def test_what_is_needed_is_read_in_place_once(tmp_path: Path, store: Store) -> None:
    (tmp_path / "data").mkdir()
    for name, data in store.server.files.items():
        (tmp_path / name).write_bytes(data)
    here = inset(tmp_path, "here")("build", "set", str(tmp_path / "data" / "part-*.parquet"), "--json").json
    there = inset(tmp_path, "there")("build", "set", store.pattern, "--json", **store.server.settings).json
    assert there["photos"] == here["photos"] == FILES * ROWS // EVERY
    assert {each["sha256"] for each in there["sources"]} == {None}
    for name in ("photos.bloom", "photos.ids"):
        assert (run_of(tmp_path, "here") / name).read_bytes() == (run_of(tmp_path, "there") / name).read_bytes()

    ranges = Counter((each.path, each.range) for each in store.server.asked if each.sent)
    assert None not in {part for _, part in ranges}  # nothing is fetched as a whole
    assert set(ranges.values()) == {1}
    assert len(ranges) <= FILES * (2 + ROWS // GROUP) + 2
    needed = sum(column_bytes(file, "URL") for file in store.server.files.values())
    looked_at = column_bytes(store.server.files["data/part-0.parquet"], "TEXT")
    assert store.server.bytes_sent() <= needed + looked_at + FILES * (content.HEAD_BYTES + (1 << 14) + 2048)
    told = (run_of(tmp_path, "there") / "dataset.json").read_text(encoding="utf-8")
    assert f"{store.address}/data/part-0.parquet, ETag " in told


@pytest.mark.slow
def test_shards_and_a_cluster_make_the_same(tmp_path: Path, store: Store) -> None:
    pytest.importorskip("distributed")
    store.server.token = TOKEN
    settings = {**store.server.settings, store.login: TOKEN}
    assert inset(tmp_path, "one")("build", "set", store.pattern, **settings).status == 0
    shared = tmp_path / "shared"
    for shard in ("1/2", "2/2"):
        done = inset(tmp_path, "shards")("build", "set", store.pattern, "--shard", shard, "--to", shared, **settings)
        assert done.status == 0, done.err
    assert inset(tmp_path, "shards")("merge", "set", shared).status == 0
    cluster = ("--cluster", "local:2", "--to", tmp_path / "cluster")
    done = inset(tmp_path, "many")("build", "set", store.pattern, *cluster, **settings, PYTHONWARNINGS="default")
    assert done.status == 0, done.err
    for other in ("shards", "many"):
        assert_same_run(run_of(tmp_path, "one"), run_of(tmp_path, other), read_there=True)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TOKEN.encode() not in everything
    assert hub_server.SIGNATURE.encode() not in everything


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path, store: Store) -> None:
    store.server.files = {
        "data/a/one.txt": b"https://flic.kr/p/2aBcDe\n",
        "data/two.txt": b"https://flic.kr/p/2aBcDf\n",
    }
    done = inset(tmp_path, "home")("build", "set", f"{store.address}/data", "--json", **store.server.settings)
    assert [each["name"] for each in done.json["sources"]] == ["data/a/one.txt", "data/two.txt"]


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, store: Store) -> None:
    name = "data/part-0.parquet"
    first = store.server.files[name]
    other = first[:-1] + bytes([first[-1] ^ 1])  # of the same size
    store.server.files = {name: first}
    reads = 0

    def change(path: str) -> None:
        nonlocal reads
        reads += 1
        if reads == 4:
            store.server.files[path] = other

    store.server.on_read = change
    for address in (store.pattern, f"{store.address}/{name}"):
        reads, store.server.files[name] = 0, first
        told = inset(tmp_path, "home")("build", "set", address, **store.server.settings)
        assert told.status != 0
        assert "Build again when nothing writes to part-0.parquet any more" in " ".join(told.err.split())
