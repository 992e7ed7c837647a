"""`inset datasets NAME` with `--runs`, `--use` and `--diff`: going back, and seeing what changed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from support.api.helper_calls import listed_by_helper
from support.builds.building import PATIENCE
from support.command_line.commands import Inset
from support.datasets.runs import publish_ids

FIRST = 990000000301


@pytest.fixture
def runs(inset: Inset) -> list[str]:
    """Three runs of a dataset: photos 0-9, then 5-14, then 5-14 and 20."""
    return [publish(inset, range(10)), publish(inset, range(5, 15)), publish(inset, [*range(5, 15), 20])]


def publish(inset: Inset, photos: Iterable[int], *, exact: bool = True) -> str:
    folder = inset.home / "data" / "datasets"
    return publish_ids(folder, "made-up", [FIRST + photo for photo in photos], exact=exact).name


def answer(inset: Inset, photo: int) -> str:
    return str(inset("lookup", FIRST + photo, "--json").json["results"][0]["answer"])


def test_the_kept_runs_are_listed_newest_first(inset: Inset, runs: list[str]) -> None:
    document = inset("datasets", "made-up", "--runs", "--json").json
    assert (document["dataset"], document["current"], document["unavailable"]) == ("made-up", runs[2], [])
    assert [(run["run"], run["photos"], run["current"]) for run in document["runs"]] == [
        (runs[2], 11, True),
        (runs[1], 10, False),
        (runs[0], 10, False),
    ]
    assert set(document["runs"][0]) == {"run", "built_at", "photos", "exact", "bytes", "current"}
    lines = inset("datasets", "made-up", "--runs").out.splitlines()
    assert [line.split()[0] for line in lines] == ["run", *reversed(runs)]
    assert [line.endswith("current") for line in lines] == [False, True, False, False]


def test_going_back_and_forth(inset: Inset, runs: list[str]) -> None:
    assert (answer(inset, 0), answer(inset, 20)) == ("not_listed", "listed")
    used = inset("datasets", "made-up", "--use", runs[0], "--json")
    assert used.json == {"dataset": "made-up", "run": runs[0], "before": runs[2], "photos": 10}
    assert (answer(inset, 0), answer(inset, 20)) == ("listed", "not_listed")
    assert inset("datasets", "made-up", "--json").json["run"] == runs[0]
    again = inset("datasets", "made-up", "--use", runs[0])
    assert "already" in again.out
    back = inset("datasets", "made-up", "--use", runs[2])
    assert f"answers from run {runs[2]} now" in back.out
    assert f"--use {runs[0]}` takes that back" in back.out
    assert answer(inset, 20) == "listed"


def test_a_running_helper_follows_without_a_restart(inset: Inset, runs: list[str]) -> None:
    token = inset("pair", "--new-token", "test").out.strip()
    with inset.serving():
        assert listed_by_helper(inset, token, [FIRST, FIRST + 20]) == {str(FIRST + 20)}
        # Another process asks all the while: every answer must come from one whole run.
        seen: set[frozenset[str]] = set()
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                seen.add(frozenset(listed_by_helper(inset, token, [FIRST, FIRST + 20])))

        asking = threading.Thread(target=ask)
        asking.start()
        try:
            assert inset("datasets", "made-up", "--use", runs[0]).status == 0
            end = time.monotonic() + PATIENCE
            while len(seen) < 2 and time.monotonic() < end:
                time.sleep(0.05)
        finally:
            stop.set()
            asking.join()
        assert seen == {frozenset({str(FIRST + 20)}), frozenset({str(FIRST)})}
        assert listed_by_helper(inset, token, [FIRST, FIRST + 20]) == {str(FIRST)}


def test_what_changed_since_a_run(inset: Inset, runs: list[str]) -> None:
    counts = {"dataset": "made-up", "from": runs[0], "to": runs[2], "added": 6, "removed": 5, "kept": 5}
    assert inset("datasets", "made-up", "--diff", runs[0], "--json").json == counts
    said = inset("datasets", "made-up", "--diff", runs[0]).out
    assert said == f"made-up, run {runs[2]} beside {runs[0]}: 6 photos added, 5 removed, 5 in both.\n"
    removed = [str(FIRST + photo) for photo in range(5)]
    added = [str(FIRST + photo) for photo in [*range(10, 15), 20]]
    assert inset("datasets", "made-up", "--diff", runs[0], "--ids", "--json").json == {
        **counts,
        "added_ids": added,
        "removed_ids": removed,
    }
    lines = inset("datasets", "made-up", "--diff", runs[0], "--ids").out.split()
    assert lines == [f"-{gone}" for gone in removed] + [f"+{new}" for new in added]
    same = inset("datasets", "made-up", "--diff", runs[2], "--ids", "--json").json
    assert (same["added_ids"], same["removed_ids"], same["kept"]) == ([], [], 11)


def test_it_compares_with_the_run_in_use(inset: Inset, runs: list[str]) -> None:
    inset("datasets", "made-up", "--use", runs[0])
    document = inset("datasets", "made-up", "--diff", runs[2], "--json").json
    assert (document["from"], document["to"], document["added"], document["removed"]) == (runs[2], runs[0], 5, 6)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--runs"], 2, "Name the dataset"),
        (["made-up", "--runs", "--use", "20260101-1"], 2, "takes only one of them"),
        (["made-up", "--ids"], 2, "Add --diff RUN"),
        (["made-up", "--use", "20260101-1"], 3, "Choose a run of made-up that is kept ("),
        (["made-up", "--diff", "20260101-1"], 3, "Choose a run of made-up that is kept ("),
        (["other", "--runs"], 3, "there is no other"),
        (["other", "--use", "20260101-1"], 3, "there is no other"),
        (["other", "--diff", "20260101-1"], 3, "there is no other"),
        (["../other", "--runs"], 2, "Name the dataset with"),
    ],
)
def test_clear_errors(inset: Inset, runs: list[str], words: list[str], status: int, said: str) -> None:
    ran = inset("datasets", *words)
    assert (ran.status, ran.out) == (status, "")
    assert said in ran.err
    if "Choose a run" in said:
        assert ", ".join(runs) in ran.err


def test_a_filter_only_run_cannot_be_compared(inset: Inset, runs: list[str]) -> None:
    bare = publish(inset, range(3), exact=False)
    for run in (runs[2], bare):
        ran = inset("datasets", "made-up", "--diff", run, "--json")
        assert ran.status == 1
        assert ran.json["error"]["code"] == "no_list"
        assert bare in ran.json["error"]["message"]
    inset("datasets", "made-up", "--use", runs[2])
    assert inset("datasets", "made-up", "--diff", bare).status == 1
    assert inset("datasets", "made-up", "--diff", runs[1]).status == 0


def test_a_damaged_run_is_told_and_not_used(inset: Inset, runs: list[str]) -> None:
    folder = inset.home / "data" / "datasets" / "made-up"
    damage(folder / runs[0] / "photos.ids")
    assert inset("datasets", "made-up", "--use", runs[0]).status == 3
    assert inset("datasets", "made-up", "--json").json["run"] == runs[2]
    (folder / runs[1] / "photos.ids").unlink()
    listing = inset("datasets", "made-up", "--runs", "--json")
    assert listing.status == 3
    assert [run["run"] for run in listing.json["runs"]] == [runs[2]]
    assert [run["run"] for run in listing.json["unavailable"]] == [runs[1], runs[0]]


def test_a_lost_current_is_reported_and_can_be_set_again(inset: Inset, runs: list[str]) -> None:
    (inset.home / "data" / "datasets" / "made-up" / "CURRENT").write_text("gone\n")
    listing = inset("datasets", "made-up", "--runs", "--json")
    assert listing.status == 3
    assert json.loads(listing.out)["current"] is None
    assert "--use RUN" in listing.err
    assert inset("datasets", "made-up", "--diff", runs[0]).status == 3
    assert inset("datasets", "made-up", "--use", runs[1]).status == 0
    assert inset("datasets", "made-up", "--runs").status == 0


def damage(path: Path) -> None:
    """Change one bit, so that the size is right and only the checksum differs."""
    content = bytearray(path.read_bytes())
    content[64] ^= 1
    path.write_bytes(content)
