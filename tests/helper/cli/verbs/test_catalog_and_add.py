"""`inset catalog` and `inset add` as a person runs them, with a catalog and a server of the test's own."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.command_line.commands import Inset, Ran
from support.lists.catalogs import COMMON
from support.servers.file_server import FileServer, answers, breaks_after, stalls_after, well

FIRST = 990_000_000_301
CONTENT = b"".join(b"%d\n" % (FIRST + n) for n in range(20_000))


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer(CONTENT, [well]).running() as running:
        yield running


@pytest.fixture
def catalog(tmp_path: Path, server: FileServer) -> Path:
    return write_catalog(tmp_path, server.url, hashlib.sha256(CONTENT).hexdigest())


def write_catalog(folder: Path, url: str, sha256: str) -> Path:
    path = folder / "catalog.toml"
    path.write_text(
        f"""format = 1
checked = 2026-01-02

[[dataset]]
name = "made-up"
title = "Made Up"
access = "free"
photos = 20_000
{COMMON}
[[dataset.manifest]]
url = "{url}"
bytes = {len(CONTENT)}
sha256 = "{sha256}"
sources = ["here"]

[[dataset]]
name = "secret"
title = "Secret Faces"
access = "not_public"
obtain = "Ask the newsroom for faces.csv."
{COMMON}
[dataset.opt_out]
how = "Write to them."
mail = "out@example.org"
sources = ["there"]

[[dataset]]
name = "asked-for"
title = "Asked For"
access = "agreement"
obtain = "Ask Nobody for it."
column = "2"
{COMMON}
[[dataset]]
name = "by-hand"
title = "By Hand"
access = "free"
obtain = "Click on its page."
{COMMON}
""",
        encoding="utf-8",
    )
    return path


def downloads(inset: Inset) -> Path:
    return inset.home / "data" / "downloads" / "made-up"


def test_add_downloads_builds_and_publishes(inset: Inset, catalog: Path) -> None:
    added = inset("add", "made-up", "--catalog", catalog, "--json")
    assert added.status == 0, added.err
    assert (added.json["dataset"], added.json["photos"], added.json["rejected"]) == ("made-up", 20_000, 0)
    assert added.json["sources"][0]["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert "Downloading made-up" in added.err
    assert "Building made-up" in added.err
    assert inset("lookup", FIRST, "--json").json["results"][0]["answer"] == "listed"
    assert not downloads(inset).exists()


def test_evidence_tells_from_where_and_when_the_manifest_came(inset: Inset, catalog: Path, server: FileServer) -> None:
    before = datetime.now(UTC)
    assert inset("add", "made-up", "--catalog", catalog, "--keep").status == 0
    (listing,) = inset("evidence", FIRST, "--json").json["datasets"]
    address, _, when = listing["obtained"].partition(", downloaded ")
    assert address == server.url
    assert timedelta(seconds=-1) <= datetime.fromisoformat(when) - before < timedelta(minutes=5)
    shown = inset("evidence", FIRST, "--manifest", downloads(inset) / "photos.txt", "--json").json
    assert shown["datasets"][0]["raw"][0]["text"] == str(FIRST)


def test_a_person_is_told_in_sentences(inset: Inset, catalog: Path) -> None:
    added = inset("add", "made-up", "--catalog", catalog, "--keep")
    assert added.err.startswith("Downloading 1 file for Made Up: 260 kB.")
    assert added.out.startswith("made-up is on this computer: 20,000 photos")
    assert f"The lists are kept in {downloads(inset)}." in added.out
    assert (downloads(inset) / "photos.txt").read_bytes() == CONTENT


def test_what_was_kept_is_not_fetched_again(inset: Inset, catalog: Path, server: FileServer) -> None:
    first = inset("add", "made-up", "--catalog", catalog, "--keep", "--json").json
    second = inset("add", "made-up", "--catalog", catalog, "--json").json
    assert len(server.requests) == 1
    assert first["downloads"] == str(downloads(inset))
    assert second["run"] != first["run"]


def test_a_download_that_failed_goes_on_where_it_stopped(inset: Inset, catalog: Path, server: FileServer) -> None:
    server.behaviours = [breaks_after(100_000), answers(404)]
    failed = inset("add", "made-up", "--catalog", catalog, "--json")
    assert (failed.status, failed.json["error"]["code"]) == (1, "download_failed")
    assert "404" in failed.err
    assert [path.suffix for path in downloads(inset).glob("photos*")].count(".part") == 1
    server.behaviours = [well]
    assert inset("add", "made-up", "--catalog", catalog).status == 0
    start = int(str(server.ranges[-1]).removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= 100_000


def test_another_file_than_the_catalogs_is_never_built(inset: Inset, tmp_path: Path, server: FileServer) -> None:
    inset("add", "made-up", "--catalog", write_catalog(tmp_path, server.url, hashlib.sha256(CONTENT).hexdigest()))
    failed = inset("add", "made-up", "--catalog", write_catalog(tmp_path, server.url, "0" * 64), "--json")
    assert (failed.status, failed.json["error"]["code"]) == (1, "download_mismatch")
    assert inset("lookup", FIRST, "--json").json["results"][0]["answer"] == "listed"


def test_a_manifest_that_cannot_be_read_is_kept_to_look_at(inset: Inset, tmp_path: Path, server: FileServer) -> None:
    server.content = b"\x00\xff" * (len(CONTENT) // 2)
    catalog = write_catalog(tmp_path, server.url, hashlib.sha256(server.content).hexdigest())
    failed = inset("add", "made-up", "--catalog", catalog, "--json")
    assert (failed.status, failed.json["error"]["code"]) == (6, "manifest_invalid")
    assert (downloads(inset) / "photos.txt").exists()


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("secret", "manifest_not_public", "Ask the newsroom for faces.csv."),
        ("asked-for", "manifest_not_public", "Ask Nobody for it."),
        ("by-hand", "manifest_by_hand", "Click on its page."),
    ],
)
def test_one_that_nobody_can_fetch_says_what_to_do(
    inset: Inset, catalog: Path, name: str, code: str, said: str
) -> None:
    told = inset("add", name, "--catalog", catalog, "--json")
    assert (told.status, told.json["error"]["code"]) == (1, code)
    assert said in told.err
    column = " --column 2" if name == "asked-for" else ""
    assert f"`inset build {name} FILE…{column}`" in told.json["error"]["hint"]


def test_an_unknown_name_is_told_with_near_ones(inset: Inset, catalog: Path) -> None:
    for verb in ("add", "catalog"):
        told = inset(verb, "madeup", "--catalog", catalog, "--json")
        assert (told.status, told.json["error"]["code"]) == (2, "not_in_catalog")
        assert "Did you mean made-up?" in told.err


def test_a_broken_catalog_is_told(inset: Inset, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('format = 1\nchecked = 2026-01-02\n[[dataset]]\nname = "x"\n')
    told = inset("catalog", "--catalog", path, "--json")
    assert (told.status, told.json["error"]["code"]) == (2, "catalog_invalid")
    assert "dataset x" in told.err


def test_catalog_lists_and_marks_what_is_published(inset: Inset, catalog: Path) -> None:
    inset("add", "made-up", "--catalog", catalog)
    listed = inset("catalog", "--catalog", catalog)
    lines = {line[1:].split()[0]: line for line in listed.out.splitlines()[1:5]}
    assert lines["made-up"].startswith("*")
    assert lines["made-up"].rstrip().endswith("20,000  inset add, 260 kB")
    assert lines["secret"].startswith(" ")
    assert lines["secret"].endswith("not public")
    assert lines["asked-for"].endswith("on agreement")
    assert lines["by-hand"].endswith("free, by hand")
    document = inset("catalog", "--catalog", catalog, "--json").json
    assert document["checked"] == "2026-01-02"
    assert {entry["name"]: entry["published"] for entry in document["datasets"]} == {
        "made-up": True,
        "secret": False,
        "asked-for": False,
        "by-hand": False,
    }


def test_catalog_tells_all_about_one(inset: Inset, catalog: Path) -> None:
    told = inset("catalog", "secret", "--catalog", catalog).out
    for part in ("Secret Faces (secret)", "not public", "Write to them.", "out@example.org", "there"):
        assert part in told
    assert "Once you have it: `inset build secret FILE…`" in told
    one = inset("catalog", "secret", "--catalog", catalog, "--json").json
    assert one["opt_out"] == {"how": "Write to them.", "mail": "out@example.org", "sources": ["there"]}
    assert not {"year", "photos", "paper", "reader", "status", "manifests"} & set(one)
    assert (one["fetchable"], one["published"]) == (False, False)


def test_the_bundled_catalog_is_shown_whole(inset: Inset) -> None:
    document = inset("catalog", "--json").json
    listed = inset("catalog").out
    assert len(document["datasets"]) >= 60
    for entry in document["datasets"]:
        assert f" {entry['name']} " in listed
    assert max(map(len, listed.splitlines())) <= 80
    before, _, censuses = listed.partition("Censuses: lists of nearly all photos that were public")
    assert "bigdata-flickr" in censuses
    assert "bigdata-flickr" not in before
    assert "does not say that any was used for training" in " ".join(inset("catalog", "bigdata-flickr").out.split())
    told = inset("catalog", "ffhq").out
    for part in ("Flickr-Faces-HQ", "70,000", "free, by hand", "no_cv", "researchinquiries@nvidia.com"):
        assert part in told


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_an_interrupted_download_exits_130_and_is_gone_on_with(inset: Inset, catalog: Path, server: FileServer) -> None:
    server.behaviours = [stalls_after(70_000), well]
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "add", "made-up", "--catalog", catalog],
        env=inset.environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    part = downloads(inset) / "photos.txt.part"
    give_up = time.monotonic() + 120
    while not part.exists() or part.stat().st_size == 0:
        assert time.monotonic() < give_up
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "interrupted" in err
    arrived = part.stat().st_size
    again: Ran = inset("add", "made-up", "--catalog", catalog)
    assert again.status == 0, again.err
    assert server.ranges == [None, f"bytes={arrived}-"]
