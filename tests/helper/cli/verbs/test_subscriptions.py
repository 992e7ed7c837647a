"""Publishing and following as a person does it: two homes, a static host between them, real packs."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.servers.static_host import StaticHost, gives

FIRST = 900_000_000_001


@pytest.fixture
def publisher(tmp_path: Path) -> Inset:
    folder = tmp_path / "publisher"
    folder.mkdir()
    made = Inset(folder / "home", free_port(), folder)
    build(made, 100)
    assert made("publish", "site", "ebb", "--title", "Tides").status == 0
    return made


def build(publisher: Inset, photos: int) -> None:
    ids = publisher.folder / "ids.txt"
    ids.write_text("".join(f"{FIRST + n}\n" for n in range(photos)))
    assert publisher("build", "ebb", ids, "--reader", "id-list").status == 0


@pytest.fixture
def host(publisher: Inset) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder / "site").running() as running:
        yield running


def test_from_a_list_to_somebody_elses_look_up(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    root = publisher.folder / "site" / "root.json"
    told = inset("subscribe", host.url, "--root", root)
    assert told.status == 0, told.err
    assert told.out.splitlines()[:2] == [f"{host.url}: up to date", "  The publisher calls it: Tides"]
    assert "ebb: 100 photos" in told.out
    (answer,) = inset("lookup", FIRST, "--json").json["results"]
    assert answer["answer"] == "listed"
    (run,) = inset.home.glob("data/datasets/ebb/*/dataset.json")
    origin = json.loads(run.read_bytes())["origin"]
    assert (origin["how"], origin["publisher"], origin["address"]) == ("tuf", "Tides", host.url)

    build(publisher, 150)
    told = publisher("publish", "site", "ebb", "--json")
    assert told.json["changed"] == ["ebb"]
    (state,) = inset("subscriptions", "--update", "--json").json["subscriptions"]
    assert (state["state"], state["datasets"][0]["photos"], state["error"]) == ("fresh", 150, None)
    (answer,) = inset("lookup", FIRST + 149, "--json").json["results"]
    assert answer["answer"] == "listed"

    assert inset("unsubscribe", host.url).out.startswith(f"{host.url} is followed no more.")
    assert inset("subscriptions").out.startswith("No publisher is followed.")
    (answer,) = inset("lookup", FIRST, "--json").json["results"]
    assert answer["answer"] == "listed"


def test_an_update_that_fails_is_told_and_what_is_here_goes_on_answering(
    publisher: Inset, inset: Inset, host: StaticHost
) -> None:
    assert inset("subscribe", host.url, "--root", publisher.folder / "site" / "root.json").status == 0
    host.instead["timestamp.json"] = gives(b"{}")
    told = inset("subscriptions", "--update")
    assert told.status == 1
    assert f"{host.url}: could not be updated" in told.out
    assert "inset: Tell the publisher, and try again later:" in told.err
    (answer,) = inset("lookup", FIRST, "--json").json["results"]
    assert answer["answer"] == "listed"


def test_a_filter_alone_says_probably(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    told = publisher("publish", "site", "ebb", "--filter-only", "--json").json
    assert [each["filter_only"] for each in told["packs"]] == [True]
    assert inset("subscribe", host.url, "--root", publisher.folder / "site" / "root.json").status == 0
    (answer,) = inset("lookup", FIRST, "--json").json["results"]
    assert answer["answer"] == "probably_listed"


def test_a_filter_errs_as_often_as_the_publisher_chose(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    told = publisher("publish", "site", "ebb", "--filter-only", "--error-rate", "0.05", "--json").json
    assert [each["error_rate"] for each in told["packs"]] == [0.05]
    assert inset("subscribe", host.url, "--root", publisher.folder / "site" / "root.json").status == 0
    (run,) = (inset.home / "data" / "datasets" / "ebb").glob("*/dataset.json")
    assert json.loads(run.read_text())["filter"]["error_rate"] == 0.05


def test_a_publisher_is_told_what_to_hand_on_and_until_when_it_counts(publisher: Inset) -> None:
    told = publisher("publish", "site", "--title", "Tides of the Elbe")
    root = publisher.folder / "site" / "root.json"
    lines = told.out.splitlines()
    assert lines[0].startswith("site is ready for any static host: ")
    assert lines[1].startswith("  ebb 2")
    assert lines[2].startswith("Hand this file to those who follow, in a way that they trust: site/root.json (SHA-256 ")
    assert lines[3].startswith(f"Your secret keys are in {publisher.home / 'data' / 'keys'}")
    assert lines[4].endswith("run `inset publish site --refresh` before then.")
    before = root.read_bytes()
    assert publisher("publish", "site", "--refresh").status == 0
    assert root.read_bytes() == before
    assert publisher("publish", "site", "--rotate-root").status == 0
    assert root.read_bytes() != before
    assert publisher("publish", "site", "--withdraw", "ebb", "--json").json["packs"] == []


def test_what_does_not_go_together_is_told(publisher: Inset) -> None:
    for words, told in (
        (["site"], "Name a dataset to publish"),
        (["site", "ebb", "--refresh"], "Publish first, and then do this by itself"),
        (["site", "--refresh", "--title", ""], "Publish first, and then do this by itself"),
        (["site", "--title", "", "--rotate-root"], "Publish first, and then do this by itself"),
        (["site", "ebb", "--error-rate", "1e-3"], "Leave out --error-rate, or add --filter-only"),
        (["site", "ebb", "--filter-only", "--error-rate", "2"], "Choose an error rate"),
        (["site", "--refresh", "--error-rate", "1e-3"], "Publish first, and then do this by itself"),
        (["site", "--refresh", "--no-owners"], "Publish first, and then do this by itself"),
        (["empty", "--refresh"], "Publish a dataset first"),
        (["site", "flow"], "Choose a dataset on this computer"),
    ):
        ran = publisher("publish", *words)
        assert ran.err.startswith(f"inset: {told}"), ran
        assert ran.status != 0
    shutil.rmtree(publisher.home / "data" / "keys")
    assert publisher("publish", "site", "ebb").err.startswith(
        "inset: Name the folder with the keys of site with --keys"
    )


def test_a_root_that_is_none_is_told(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    told = inset("subscribe", host.url, "--root", "nowhere.json")
    assert (told.status, told.err.startswith("inset: Name the publisher's root.json with --root:")) == (2, True)
    ran = inset("subscribe", host.url, "--root", publisher.folder / "ids.txt", "--json")
    assert json.loads(ran.out)["error"]["message"].startswith("Get the publisher's root.json again")
    assert host.requests == []


def test_the_order_of_flags_does_not_matter(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    assert inset("subscribe", "--only", "ebb", host.url, "--root", publisher.folder / "site" / "root.json").status == 0


def test_the_sha256_of_a_root_does_in_its_place(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    printed = hashlib.sha256((publisher.folder / "site" / "root.json").read_bytes()).hexdigest()
    wrong = inset("subscribe", host.url, "--root", "0" * 64)
    assert wrong.err.startswith("inset: Ask the publisher for the SHA-256 of their root.json"), wrong
    assert (wrong.status, inset("subscriptions", "--json").json["subscriptions"]) == (1, [])
    assert publisher("publish", "site", "--rotate-root").status == 0  # what was printed before still leads here
    assert inset("subscribe", host.url, "--root", printed.upper(), "--json").json["root"] == printed


def test_a_sha256_of_another_file_than_a_root_begins_nothing(publisher: Inset, inset: Inset, host: StaticHost) -> None:
    host.instead["root.json"] = gives(b"{}")
    told = inset("subscribe", host.url, "--root", hashlib.sha256(b"{}").hexdigest())
    assert told.err.startswith("inset: Get the publisher's root.json again"), told
