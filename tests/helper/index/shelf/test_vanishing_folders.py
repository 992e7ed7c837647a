"""A dataset's folder that another process removes between two looks at it is not there: no error of the disk's."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from inset import lock_files, own_files
from inset.errors import DatasetUnknown
from inset.index.shelf import leftovers, lock, runs


@pytest.fixture
def vanishing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of datasets; the one in it goes away right after it was seen to be there."""
    folder = tmp_path / "made-up"
    (folder / "20260101-1").mkdir(parents=True)
    seen = own_files.is_own_folder

    def see(path: Path) -> bool:
        there = seen(path)
        if there and path == folder:
            shutil.rmtree(folder)
        return there

    for module in (leftovers, runs):
        monkeypatch.setattr(module, "is_own_folder", see)
    yield tmp_path
    assert not folder.exists()


def _kept(folder: Path) -> list[Path]:
    with pytest.raises(DatasetUnknown):
        runs.kept_runs(folder, "made-up")
    return []


@pytest.mark.parametrize("look", [leftovers.left_over, leftovers.unpublished, leftovers.sweep_unfinished, _kept])
def test_what_looks_at_datasets_finds_nothing(vanishing: Path, look: Callable[[Path], object]) -> None:
    assert not look(vanishing)


def test_looking_for_a_lock_makes_no_folder_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever held the lock removed all of it, just before it was looked whether somebody holds it."""
    folder = tmp_path / "made-up"
    (folder / "20260101-1").mkdir(parents=True)
    (folder / lock.LOCK_FILE).touch()
    held = lock_files.is_held

    def look(lock_file: Path) -> bool:
        shutil.rmtree(folder)
        return held(lock_file)

    monkeypatch.setattr("inset.index.shelf.leftovers.is_held", look)
    leftovers.left_over(tmp_path)
    assert not folder.exists()
    monkeypatch.undo()
    assert leftovers.left_over(tmp_path) == []


def test_a_computer_that_stands_still_has_not_tried_long_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder goes away under whoever locks it, again and again, and between two steps an hour passes."""
    folder = tmp_path / "made-up"
    there, clock, left = lock_files.is_there, time.monotonic, [20]
    monkeypatch.setattr(time, "monotonic", lambda: clock() + 3600 * (20 - left[0]))

    def see(lock: FileLock) -> bool:
        if left[0]:
            left[0] -= 1
            shutil.rmtree(folder)
        return there(lock)

    monkeypatch.setattr("inset.index.shelf.lock.is_there", see)
    with lock.lock_dataset(folder):
        assert left == [0]
        assert folder.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_folder_that_the_lock_makes_again_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "made-up"

    def refuse(path: Path) -> None:
        """Stands between making the folder and locking it."""
        if path == folder / lock.LOCK_FILE:
            shutil.rmtree(folder)

    monkeypatch.setattr(lock, "refuse_planted", refuse)
    before = os.umask(0)
    try:
        with lock.lock_dataset(folder):
            assert stat.S_IMODE(folder.stat().st_mode) == own_files.FOLDER_MODE
    finally:
        os.umask(before)
