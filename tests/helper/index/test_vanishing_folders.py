"""A dataset's folder that another process removes between two looks at it is not there: no error of the disk's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inset import own_files
from inset.errors import DatasetUnknown
from inset.index import shelf


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

    monkeypatch.setattr(shelf, "is_own_folder", see)
    yield tmp_path
    assert not folder.exists()


def _kept(folder: Path) -> list[Path]:
    with pytest.raises(DatasetUnknown):
        shelf.kept_runs(folder, "made-up")
    return []


@pytest.mark.parametrize("look", [shelf.left_over, shelf.unpublished, shelf.sweep_unfinished, _kept])
def test_what_looks_at_datasets_finds_nothing(vanishing: Path, look: Callable[[Path], object]) -> None:
    assert not look(vanishing)
