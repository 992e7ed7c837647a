"""Looking whether a lock is held makes nothing, follows no link and steals no lock."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from inset.lock_files import is_held


def test_what_is_missing_is_not_held_and_stays_missing(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "gone" / ".build.lock")
    assert not is_held(tmp_path / ".build.lock")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_somebody_holds_is_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / ".build.lock"
    with FileLock(path):
        assert is_held(path)
        with pytest.raises(Timeout):
            FileLock(path).acquire(timeout=0)
    assert not is_held(path)
    with FileLock(path).acquire(timeout=0):
        assert is_held(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own")
def test_what_cannot_be_told_counts_as_held(tmp_path: Path) -> None:
    (tmp_path / "real").touch()
    link = tmp_path / ".build.lock"
    link.symlink_to(tmp_path / "real")
    assert is_held(link)
    (tmp_path / "folder").mkdir()
    assert is_held(tmp_path / "folder")
