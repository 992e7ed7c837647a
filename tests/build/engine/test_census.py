"""A census from its lists to somebody else's look-up, by the real commands: nobody ever calls it a training set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest

from inset.index.descriptor import read_descriptor
from inset.index.shelf.current import current_run
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.same_run import assert_same_run, only_run
from support.lists.census import NAME, write_census
from support.servers.static_host import StaticHost

PHOTOS = 10_000
FIRST, ABSENT = 30_000_000_000, 29_999_999_999
SAYS_NOTHING = "which says nothing of training"


def home_of(folder: Path) -> Inset:
    folder.mkdir()
    return Inset(folder / "home", free_port(), folder, forks=False)


def built(publisher: Inset, lists: Path, *how: str) -> None:
    # Dask's own warnings are none of ours.
    ran = publisher("build", NAME, lists / "part-*.parquet", "--column", "id", *how, PYTHONWARNINGS="default")
    assert ran.status == 0, ran.err


@pytest.mark.slow
def test_from_a_cluster_to_somebody_elses_look_up(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    lists = tmp_path / "lists"
    write_census(lists, np.arange(FIRST, FIRST + 7 * PHOTOS, 7, dtype=np.uint64), 8)
    publisher, alone, reader = (home_of(tmp_path / name) for name in ("publisher", "alone", "reader"))
    built(publisher, lists, "--cluster", "local:2")
    built(alone, lists)
    assert_same_run(*(only_run(each.home / "data" / "datasets") for each in (alone, publisher)))

    with publisher.serving():
        (shown,) = asked(publisher, "/v1/builds")["builds"]
        assert (shown["source"]["kind"], shown["state"], shown["report"]["photos"]) == ("command", "published", PHOTOS)
    assert publisher("publish", "site", NAME, "--site").status == 0
    with StaticHost(publisher.folder / "site").running() as host:
        told = reader("subscribe", host.url, "--root", publisher.folder / "site" / "root.json")
        assert told.status == 0, told.err
    run = current_run(reader.home / "data" / "datasets" / NAME)
    assert run is not None
    descriptor = read_descriptor(reader.home / "data" / "datasets" / NAME / run)
    assert (descriptor.kind, descriptor.counts.photos) == ("census", PHOTOS)

    listed = FIRST + 7 * 4321
    said = reader("lookup", listed, ABSENT).out
    assert f"was public: so says the census {NAME}, {SAYS_NOTHING}" in said
    assert said.count(NAME) == 1
    there, absent = reader("lookup", listed, ABSENT, "--json").json["results"]
    assert [each["dataset"] for each in there["censuses"]] == [NAME]
    assert (there["datasets"], absent["datasets"], absent["censuses"]) == ([], [], [])
    assert {there["answer"], absent["answer"]} == {"unknown"}  # no training set was asked
    assert "Censuses: lists of nearly all photos that were public" in reader("datasets").out

    with reader.serving():
        answer = asked(reader, "/v1/lookup", {"photos": [str(listed), str(ABSENT)]})
        assert (answer["datasets"], answer["censuses"], answer["listed"]) == ([], [NAME], {})
        assert answer["public"] == {str(listed): [{"dataset": NAME, "answer": "listed"}]}
        card = asked(reader, f"/v1/photos/{listed}")
        assert (card["answer"], card["datasets"]) == ("unknown", [])
        assert [(each["dataset"], each["answer"]) for each in card["censuses"]] == [(NAME, "listed")]
        (shown,) = asked(reader, "/v1/datasets")["datasets"]
        assert (shown["name"], shown["kind"]) == (NAME, "census")
        status = asked(reader, "/v1/status")
        assert (status["ready"], status["datasets"], status["censuses"]) == (False, 0, 1)


def asked(inset: Inset, path: str, body: object = None) -> Any:
    """What the helper that runs answers its owner."""
    token = json.loads((inset.home / "state" / "helper.json").read_bytes())["token"]
    request = Request(
        f"http://127.0.0.1:{inset.port}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urlopen(request) as answer:
        return json.loads(answer.read())
