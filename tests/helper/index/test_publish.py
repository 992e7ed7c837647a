"""Publishing: a reader sees the old run or the new one and nothing between, whatever happens on the way."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from inset.errors import BuildBusy, DatasetUnknown, UsageInvalid
from inset.index import publish
from inset.index.library import Library, LiveLibrary
from inset.index.publish import remove_dataset, stage_run, use_run
from inset.index.shelf import current, leftovers
from inset.index.shelf.current import CURRENT_FILE, REMOVED_FILE
from inset.index.shelf.leftovers import left_over, sweep_unfinished, unpublished
from inset.index.shelf.lock import LOCK_FILE, lock_dataset
from inset.index.shelf.runs import RUNS_KEPT, kept_runs
from support.builds.holding import hold_build
from support.computer.calendar import AlwaysNoon
from support.datasets.runs import PublishIds

PATIENCE = 60.0


def test_runs_are_named_by_day_and_number(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "datetime", AlwaysNoon)
    names = [publish_ids("made-up", {1, 2}).name for _ in range(2)]
    assert names == ["20270403-1", "20270403-2"]
    assert (datasets_folder / "made-up" / "CURRENT").read_text() == "20270403-2\n"


def test_a_build_that_fails_leaves_nothing_and_the_old_run_serves(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    old = publish_ids("made-up", {1, 2})
    with pytest.raises(RuntimeError), stage_run(datasets_folder, "made-up") as run:
        (run.folder / "photos.bloom").write_bytes(b"half a file")
        raise RuntimeError
    left = {entry.name for entry in (datasets_folder / "made-up").iterdir()}
    assert left == {LOCK_FILE, old.name, "CURRENT"}
    assert Library(datasets_folder).lookup([1, 2, 3]).keys() == {1, 2}


def test_a_first_build_that_fails_leaves_no_folder(datasets_folder: Path) -> None:
    with pytest.raises(RuntimeError), stage_run(datasets_folder, "made-up"):
        raise RuntimeError
    assert list(datasets_folder.iterdir()) == []


@pytest.mark.parametrize(("module", "step"), [(publish, "sync_folder"), (current, "replace_file")])
def test_a_crash_at_any_step_of_publishing_leaves_a_library_that_answers(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> None:
    publish_ids("made-up", {1})

    def crash(*_: object) -> None:
        raise OSError("the power is gone")

    monkeypatch.setattr(module, step, crash)
    with pytest.raises(OSError, match="power"):
        publish_ids("made-up", {2})
    monkeypatch.undo()
    assert Library(datasets_folder).lookup([1, 2]).keys() == {1}
    publish_ids("made-up", {3})
    assert Library(datasets_folder).lookup([1, 2, 3]).keys() == {3}


def test_a_publish_that_fails_in_its_last_step_leaves_no_finished_run(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = publish_ids("made-up", {1})

    def full(*_: object) -> None:
        raise OSError("no room for CURRENT")

    monkeypatch.setattr(publish, "make_current", full)
    with pytest.raises(OSError, match="no room"):
        publish_ids("made-up", {2})
    assert kept_runs(datasets_folder, "made-up") == [old]


@pytest.mark.parametrize("step", ["remove_unfinished", "remove_run"])
def test_a_removal_that_was_interrupted_can_be_done_again_and_nothing_comes_back(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    runs = [publish_ids("made-up", {number}) for number in (1, 2)]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(leftovers if step == "remove_run" else publish, step, killed)
    with pytest.raises(KeyboardInterrupt):
        remove_dataset(datasets_folder, "made-up")
    monkeypatch.undo()
    assert left_over(datasets_folder) == [*runs, datasets_folder / "made-up" / REMOVED_FILE]
    with pytest.raises(DatasetUnknown):
        use_run(datasets_folder, "made-up", runs[0].name)
    remove_dataset(datasets_folder, "made-up")
    assert list(datasets_folder.iterdir()) == []


def test_what_a_removal_left_is_no_run_of_the_next_build(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_ids("made-up", {1})
    folder = datasets_folder / "made-up"
    (folder / CURRENT_FILE).rename(folder / REMOVED_FILE)
    new = publish_ids("made-up", {2})
    assert {entry.name for entry in folder.iterdir()} == {LOCK_FILE, CURRENT_FILE, new.name}


def test_finished_runs_that_were_never_published_can_be_removed(datasets_folder: Path, publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", {1})
    (run.parent / CURRENT_FILE).unlink()
    assert unpublished(datasets_folder) == ["made-up"]
    remove_dataset(datasets_folder, "made-up")
    assert list(datasets_folder.iterdir()) == []


def test_what_a_crash_left_half_done_is_not_there_for_readers_and_is_cleared(
    datasets_folder: Path, publish_ids: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "datetime", AlwaysNoon)
    publish_ids("made-up", {1})
    half = datasets_folder / "made-up" / "20270403-2"
    half.mkdir()
    (half / "photos.bloom").write_bytes(b"half")
    assert Library(datasets_folder).lookup([1]).keys() == {1}
    publish_ids("made-up", {5})
    assert not (half / "photos.bloom").read_bytes().startswith(b"half")


def test_what_crashes_left_is_swept_everywhere_but_where_somebody_builds(
    datasets_folder: Path, publish_ids: PublishIds
) -> None:
    publish_ids("made-up", {1})
    for name, run in (("made-up", "20260101-7"), ("first", "20260101-1"), ("other", "20260101-1")):
        (datasets_folder / name / run / "spill").mkdir(parents=True)
    (datasets_folder / "empty").mkdir()
    (datasets_folder / "notes.txt").write_text("mine")
    with stage_run(datasets_folder, "held") as held:
        sweep_unfinished(datasets_folder)
        assert held.folder.is_dir()
    assert {entry.name for entry in datasets_folder.iterdir() if not entry.name.startswith(".gate")} == {
        "made-up",
        "notes.txt",
    }
    assert Library(datasets_folder).lookup([1]).keys() == {1}
    assert not (datasets_folder / "made-up" / "20260101-7").exists()


def test_sweeping_where_nothing_is_makes_nothing(datasets_folder: Path) -> None:
    sweep_unfinished(datasets_folder)
    assert not datasets_folder.exists()


def test_two_builds_of_one_dataset_do_not_meet(datasets_folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold_build, args=(datasets_folder, ready, done))
    other.start()
    assert ready.wait(20)
    try:
        with pytest.raises(BuildBusy), stage_run(datasets_folder, "made-up"):
            pass
        with stage_run(datasets_folder, "another"):
            pass
    finally:
        done.set()
        other.join()


def test_only_the_last_runs_are_kept(datasets_folder: Path, publish_ids: PublishIds) -> None:
    names = [publish_ids("made-up", {number}).name for number in range(1, RUNS_KEPT + 3)]
    kept = sorted(entry.name for entry in (datasets_folder / "made-up").iterdir() if entry.is_dir())
    assert kept == names[-RUNS_KEPT:]


def test_a_removed_dataset_is_gone(datasets_folder: Path, publish_ids: PublishIds) -> None:
    publish_ids("made-up", {1})
    publish_ids("other", {1})
    remove_dataset(datasets_folder, "made-up")
    assert [entry.name for entry in datasets_folder.iterdir() if not entry.name.startswith(".gate")] == ["other"]
    assert list(Library(datasets_folder).datasets) == ["other"]
    with pytest.raises(DatasetUnknown):
        remove_dataset(datasets_folder, "made-up")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../up", "UPPER", "con", "com1.x", "a.", "-a", "a" * 65, "ä", "a b"]
)
def test_a_name_that_is_no_folder_everywhere_is_refused(datasets_folder: Path, name: str) -> None:
    with pytest.raises(UsageInvalid), stage_run(datasets_folder, name):
        pass


def test_readers_never_see_anything_between_two_runs(datasets_folder: Path, publish_ids: PublishIds) -> None:
    """At any moment the library answers from one whole run or the other."""
    even = set(range(2, 2_000, 2))
    odd = set(range(1, 2_000, 2))
    asked = list(range(1, 2_000))
    publish_ids("made-up", even)
    live = LiveLibrary(datasets_folder)
    stop = threading.Event()
    seen: list[frozenset[int]] = []
    troubles: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                if live.is_stale():
                    live.refresh()
                seen.append(frozenset(live.current.lookup(asked)))
                seen.append(frozenset(Library(datasets_folder).lookup(asked)))
        except BaseException as trouble:  # noqa: BLE001 - reported by the test below
            troubles.append(trouble)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    end = time.monotonic() + PATIENCE
    number = 0
    while number < 8 or (len(seen) <= 4 and not troubles and time.monotonic() < end):  # readers may be slow to begin
        publish_ids("made-up", odd if number % 2 == 0 else even)
        number += 1
    stop.set()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert set(seen) <= {frozenset(even), frozenset(odd)}
    assert len(seen) > 4


def test_an_empty_folder_that_others_remove_is_made_again_and_held_by_one_alone(tmp_path: Path) -> None:
    """Whoever finds a dataset's folder empty removes it; a build that has just made it must not fail by that."""
    folder = tmp_path / "made-up"
    holders: list[int] = []
    most: list[int] = []

    def hold(number: int) -> int:
        held = 0
        for _ in range(100):
            with contextlib.suppress(BuildBusy), lock_dataset(folder):
                holders.append(number)
                most.append(len(holders))
                held += 1
                holders.remove(number)
        return held

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(hold, range(4)))
    assert max(most) == 1
    assert not folder.exists()
