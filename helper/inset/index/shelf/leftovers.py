"""What killed builds and removals have left in the datasets' folders: finding it, and removing it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from inset.errors import BuildBusy, DatasetUnknown
from inset.index.descriptor import COMPLETED_FILE, is_dataset_name, is_run_name
from inset.index.shelf.current import CURRENT_FILE, REMOVED_FILE, is_removed
from inset.index.shelf.lock import LOCK_FILE, has_nothing, lock_dataset
from inset.index.shelf.runs import entries, kept_runs, remove_run
from inset.lock_files import is_held
from inset.own_files import is_link, is_own_file, is_own_folder


def unpublished(datasets_folder: Path) -> list[str]:
    """The datasets that have finished runs and no CURRENT, but for those that somebody changes just now.

    A first build that is killed in its very last step leaves that.
    """
    found: list[str] = []
    for folder in sorted(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if is_own_folder(folder) and is_dataset_name(folder.name) and not (folder / CURRENT_FILE).exists():
            with suppress(DatasetUnknown):
                kept_runs(datasets_folder, folder.name)
                if not is_held(folder / LOCK_FILE):
                    found.append(folder.name)
    return found


def left_over(datasets_folder: Path) -> list[Path]:
    """What killed builds and removals have left of any dataset, except of those that are being built now.

    Nothing is changed, but a lock that is there is held for a moment.
    """
    found: list[Path] = []
    for folder in sorted(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if not is_own_folder(folder):
            continue
        unfinished = unfinished_in(folder) or ([folder] if has_nothing(folder) else [])
        if unfinished and is_own_folder(folder) and not is_held(folder / LOCK_FILE):
            found += unfinished
    return found


def sweep_unfinished(datasets_folder: Path) -> None:
    """Remove what killed builds have left of any dataset, except of those that are being built now."""
    for folder in list(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if is_own_folder(folder) and (not (folder / CURRENT_FILE).exists() or unfinished_in(folder)):
            with suppress(BuildBusy), lock_dataset(folder):
                remove_unfinished(folder)


def remove_unfinished(dataset_folder: Path) -> None:
    """Remove what a crash or power cut has left. The caller must hold the lock."""
    for path in unfinished_in(dataset_folder):
        if is_own_folder(path):
            remove_run(path)
        else:
            path.unlink(missing_ok=True)


def unfinished_in(dataset_folder: Path) -> list[Path]:
    """What nobody can use: runs without `completed`, links with the name of a run, a half-written CURRENT.

    Where the dataset was removed, every run. While a build runs, its own run is among them.
    """
    removed = is_removed(dataset_folder)
    found = [
        entry
        for entry in sorted(entries(dataset_folder))
        if is_run_name(entry.name)
        and (is_link(entry) or (entry.is_dir() and (removed or not is_own_file(entry / COMPLETED_FILE))))
    ]
    # The mark of a removal last: while it is there, it is known what the runs are.
    marks = (dataset_folder / f".{CURRENT_FILE}.new", dataset_folder / REMOVED_FILE)
    return [*found, *(mark for mark in marks if mark.exists() or is_link(mark))]
