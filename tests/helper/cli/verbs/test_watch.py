"""`inset watch`, and what a build and `inset status` say of the photos that are watched."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.datasets.runs import publish_ids
from support.lists.manifests import page

A, B, C = range(900_000_000_001, 900_000_000_004)
ANNA = "90000001@N00"


@pytest.fixture
def mine(inset: Inset, tmp_path: Path) -> Path:
    publish_ids(inset.home / "data" / "datasets", "faces", [A], details={A: (ANNA, None)})
    path = tmp_path / "mine.txt"
    path.write_text(f"{page(A)}\n{page(B)}\n")
    return path


def build(inset: Inset, tmp_path: Path, name: str, *photo_ids: int) -> str:
    manifest = tmp_path / f"{name}.txt"
    manifest.write_text("".join(f"{page(photo_id)}\n" for photo_id in photo_ids))
    ran = inset("build", name, manifest)
    assert ran.status == 0, ran.err
    return ran.err


def test_a_build_tells_what_changed_for_watched_photos(inset: Inset, mine: Path, tmp_path: Path) -> None:
    added = inset("watch", "add", mine, "--name", "mine", "--json").json
    assert (added["photos"], added["datasets"][0]["listed"], added["news"]) == (2, 1, [])
    assert "mine: 1 photo is new in scenes (run" in build(inset, tmp_path, "scenes", B, C)
    assert "mine: 1 photo is gone from scenes since run" in build(inset, tmp_path, "scenes", C)
    listed = inset("watch", "list", "--json").json["watches"]
    assert [(each["dataset"], each["new"], each["gone"]) for each in listed[0]["news"]] == [
        ("scenes", [str(B)], []),
        ("scenes", [], [str(B)]),
    ]
    assert "1 photo is new in scenes" in inset("watch", "list", "--seen").out
    assert inset("watch", "list", "--json").json["watches"][0]["news"] == []
    assert "Forgot mine: the IDs of 2 photos are removed." in inset("watch", "remove", "mine").out
    assert "Nothing is watched." in inset("watch", "list").out


def test_the_status_tells_it_too(inset: Inset, mine: Path, tmp_path: Path) -> None:
    inset("watch", "add", mine, "--name", "mine")
    build(inset, tmp_path, "scenes", A, B)
    with inset.serving():
        assert "mine: 2 photos are new in scenes" in inset("status").out
        (news,) = inset("status", "--json").json["news"]
    assert (news["dataset"], news["new"]) == ("scenes", [str(A), str(B)])


def test_an_account_is_watched_by_itself(inset: Inset, mine: Path) -> None:
    assert inset("watch", "add", ANNA, "--json").json["account"] == ANNA
    assert inset("watch", "add", "99999999@N00").status == 2
    assert inset("watch", "add", ANNA, mine, "--name", "both").status == 2


@pytest.mark.parametrize("words", [("add",), ("remove",), ("list", "x"), ("remove", "nobody")])
def test_wrong_words_get_a_remedy(inset: Inset, mine: Path, words: tuple[str, ...]) -> None:
    ran = inset("watch", *words)
    assert ran.status == 2
    assert ran.err.startswith("inset: ")
