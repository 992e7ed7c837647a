"""What killed processes leave: doctor names it, `--fix` removes it, and nothing that somebody uses is touched."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inset.health.check import PortUse, Subject
from inset.health.leftovers import check_leftovers, find_leftovers
from inset.index.publish import stage_run
from inset.paths import Paths
from inset.settings import Settings
from inset.temporary import abandoned_folders, temporary_folder
from support.command_line.commands import Inset
from support.datasets.runs import PublishIds

FIRST = 900_000_000_000
PATIENCE = 60.0
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and no locks on folders")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the service nor the temporary files of the person who runs the tests are looked at."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


def subject(paths: Paths, *, helper_runs: bool = False) -> Subject:
    return Subject(paths, Settings(), PortUse("this" if helper_runs else "free", 46738), lambda: 0)


def leftovers(inset: Inset, *words: str) -> dict[str, Any]:
    checks = inset("doctor", "--json", *words).json["checks"]
    (found,) = [check for check in checks if check["name"] == "leftovers"]
    return dict(found)


def killed_while_building(inset: Inset, manifest: Path) -> None:
    """Kill a build with SIGKILL once it has put something into its run's folder."""
    datasets = inset.home / "data" / "datasets"
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "build", "made-up", str(manifest)],
        env=inset.environ,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    end = time.monotonic() + PATIENCE
    while not any(path.is_file() and path.stat().st_size for path in datasets.glob("made-up/*/spill/*")):
        assert process.poll() is None, "it was done before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)


@posix
def test_a_killed_build_is_told_with_its_size_and_removed_by_fix(inset: Inset, tmp_path: Path) -> None:
    few, many = tmp_path / "few.csv", tmp_path / "many.csv.gz"
    few.write_text(f"photo_id,owner_nsid\n{FIRST},12345678@N00\n")
    rows = "".join(f"{FIRST + n},{10_000_000 + n}@N00\n" for n in range(400_000))
    # So often that no build of it is done before it is killed.
    many.write_bytes(gzip.compress(b"photo_id,owner_nsid\n") + gzip.compress(rows.encode("ascii"), 1) * 50)
    assert inset("build", "made-up", few).status == 0
    killed_while_building(inset, many)
    found = leftovers(inset)
    assert (found["state"], found["remedy"]) == ("warning", "Remove it with `inset doctor --fix`.")
    assert "MB in 1 place" in found["message"] or "kB in 1 place" in found["message"]
    assert str(inset.home / "data" / "datasets" / "made-up") in found["message"]
    fixed = leftovers(inset, "--fix")
    assert fixed["state"] == "good"
    assert fixed["message"].startswith("Removed what killed processes had left")
    assert leftovers(inset)["message"] == "No killed process has left anything."
    assert inset("lookup", FIRST, "--json").json["results"][0]["answer"] == "listed"
    assert [path.name for path in inset.home.rglob("spill")] == []


def test_the_run_of_a_build_under_way_is_no_leftover(paths: Paths, publish: PublishIds) -> None:
    publish("faces", {7})
    with stage_run(paths.datasets, "faces") as run:
        assert find_leftovers(subject(paths)) == []
    run.folder.mkdir()
    assert find_leftovers(subject(paths)) == [run.folder]


def test_a_first_build_that_was_killed_and_a_half_written_current(paths: Paths, publish: PublishIds) -> None:
    publish("faces", {7})
    aside = paths.datasets / "faces" / ".CURRENT.new"
    aside.write_text("2026")
    first = paths.datasets / "first" / "20260101-1"
    first.mkdir(parents=True)
    assert find_leftovers(subject(paths)) == [aside, first]


def test_a_file_that_was_to_replace_another_is_named_once_it_is_old(inset: Inset) -> None:
    assert inset("pair", "--new-token", "one").status == 0
    aside = inset.home / "state" / ".pairings.json.new"
    aside.write_text("{")
    assert leftovers(inset)["state"] == "good"  # somebody may be about to put it in place
    os.utime(aside, (1, 1))
    assert str(aside) in leftovers(inset)["message"]
    assert leftovers(inset, "--fix")["state"] == "good"
    assert not aside.exists()


def test_a_dataset_that_was_removed_by_half_and_one_that_never_was_one(paths: Paths, publish: PublishIds) -> None:
    run = publish("faces", {7})
    mark = run.parent / ".removed"
    (run.parent / "CURRENT").rename(mark)
    empty = paths.datasets / "first"
    empty.mkdir()
    (empty / ".build.lock").touch()
    gate = [paths.datasets / ".gate-1", paths.datasets / ".gate.lock"]  # of nothing that is published
    assert find_leftovers(subject(paths)) == [run, mark, empty, *gate]


def test_a_finished_run_that_was_never_published_is_published_by_fix(inset: Inset) -> None:
    assert inset("build", "--sample").status == 0
    (inset.home / "data" / "datasets" / "inset-sample" / "CURRENT").unlink()
    told = inset("doctor").out
    assert "that was never put into use" in told
    assert "inset remove inset-sample" in told
    inset("doctor", "--fix")
    assert [each["name"] for each in inset("datasets", "--json").json["datasets"]] == ["inset-sample"]


def test_a_link_with_the_name_of_a_run_is_removed_and_not_what_it_names(inset: Inset, tmp_path: Path) -> None:
    assert inset("build", "--sample").status == 0
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "completed").touch()
    link = inset.home / "data" / "datasets" / "inset-sample" / "20260101-1"
    link.symlink_to(outside)
    assert str(link) in leftovers(inset)["message"]
    assert leftovers(inset, "--fix")["state"] == "good"
    assert not link.is_symlink()
    assert (outside / "completed").exists()


def test_a_broken_off_upload_counts_only_while_no_helper_runs(paths: Paths) -> None:
    part = paths.uploads / "0123456789abcdef.part"
    part.mkdir(parents=True)
    (paths.uploads / "fedcba9876543210").mkdir()
    assert find_leftovers(subject(paths)) == [part]
    assert find_leftovers(subject(paths, helper_runs=True)) == []


@posix
def test_a_copy_in_the_temporary_folder_counts_once_nobody_holds_it(inset: Inset) -> None:
    with temporary_folder() as held:
        os.utime(held, (1, 1))
        assert abandoned_folders() == []
    assert not held.exists()
    held.mkdir()
    assert abandoned_folders() == []  # it is new, and somebody may be about to lock it
    (held / "spooled").write_bytes(bytes(5_000_000))
    os.utime(held, (1, 1))
    assert abandoned_folders() == [held]
    assert leftovers(inset)["message"].startswith("Killed processes have left 5 MB in 1 place (")
    assert leftovers(inset, "--fix")["state"] == "good"
    assert not held.exists()


def test_photos_of_a_check_without_a_report_are_named_and_removed(paths: Paths) -> None:
    paths.checks.mkdir(parents=True)
    whole, half = "a" * 16, "b" * 16
    for name in (f"{whole}.json", f"{whole}.asked", f"{whole}.ndjson", f"{half}.asked", f"{half}.ndjson"):
        (paths.checks / name).write_bytes(b"[]")
    assert find_leftovers(subject(paths)) == []  # somebody may be keeping it just now
    for path in paths.checks.iterdir():
        os.utime(path, (1, 1))
    assert [path.name for path in find_leftovers(subject(paths))] == [f"{half}.asked", f"{half}.ndjson"]
    (check,) = check_leftovers(replace(subject(paths), fix=True))
    assert check.state == "good"
    assert sorted(path.name for path in paths.checks.iterdir()) == [
        f"{whole}.asked",
        f"{whole}.json",
        f"{whole}.ndjson",
    ]
