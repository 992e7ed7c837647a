"""The folders in which datasets' runs lie: which run of each is current, which are kept, and removing the others.

    <datasets>/<name>/CURRENT        text: the name of the current run; replaced by one rename
                      .build.lock    held by whoever changes the dataset
                      YYYYMMDD-N/    a run; without its file `completed` it does not exist for readers

`CURRENT` is read, judged and written here alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inset.durable import replace_file
from inset.errors import BuildBusy, DatasetUnknown, IndexCorrupt, RunUnknown
from inset.index.dataset_index import COMPLETED_FILE
from inset.index.descriptor import check_dataset_name, is_run_name

CURRENT_FILE: Final = "CURRENT"

RUNS_KEPT: Final = 3
"""Runs of a dataset that stay on disk: the current one, the one before it, and the newest of the others."""

LOCK_FILE: Final = ".build.lock"

Stamp = tuple[tuple[str, int, int], ...]
"""Name, inode and time of every CURRENT, in order of name: another stamp says that something was published."""


def stamp_of(datasets_folder: Path) -> Stamp:
    """The stamp of what is published now."""
    found: list[tuple[str, int, int]] = []
    try:
        names = sorted(entry.name for entry in os.scandir(datasets_folder) if not entry.name.startswith("."))
    except OSError:  # it is missing, not a folder, or not readable: nothing is published there
        return ()
    for name in names:
        try:
            facts = (datasets_folder / name / CURRENT_FILE).stat()
        except OSError:
            continue
        found.append((name, facts.st_ino, facts.st_mtime_ns))
    return tuple(found)


def published_runs(datasets_folder: Path) -> list[tuple[str, Path | IndexCorrupt]]:
    """Each dataset that has a CURRENT, by name, with its current run's folder or with why CURRENT names none."""
    found: list[tuple[str, Path | IndexCorrupt]] = []
    for name, _, _ in stamp_of(datasets_folder):
        try:
            found.append((name, datasets_folder / name / read_current(datasets_folder / name)))
        except IndexCorrupt as error:
            found.append((name, error))
    return found


def read_current(dataset_folder: Path) -> str:
    """The name of the run that `CURRENT` names.

    Raises:
        IndexCorrupt: it is missing, cannot be read or names no run.
    """
    name = dataset_folder.name
    try:
        run = (dataset_folder / CURRENT_FILE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorrupt(f"Build {name} again: its {CURRENT_FILE} cannot be read ({error}).") from error
    # Only the name of a run in the same folder is accepted: a path could lead anywhere.
    if not is_run_name(run):
        raise IndexCorrupt(f"Build {name} again: its {CURRENT_FILE} names no run.")
    return run


def current_run(dataset_folder: Path) -> str | None:
    """The name of the current run; None where `read_current` would raise."""
    with suppress(IndexCorrupt):
        return read_current(dataset_folder)
    return None


def make_current(dataset_folder: Path, run: str) -> None:
    """Make the run of this name the current one, by one rename."""
    replace_file(dataset_folder / CURRENT_FILE, f"{run}\n".encode())


def kept_runs(datasets_folder: Path, dataset: str) -> list[Path]:
    """The folders of a dataset's completed runs, oldest first; also where `CURRENT` is missing or broken.

    Raises:
        UsageInvalid: a name that no dataset can have.
        DatasetUnknown: no run of such a dataset is there.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    runs = [run for run in runs_of(folder) if (run / COMPLETED_FILE).exists()] if folder.is_dir() else []
    if not runs:
        raise DatasetUnknown(f"Choose a published dataset (`inset datasets` lists them): there is no {dataset}.")
    return runs


def find_run(datasets_folder: Path, dataset: str, run: str) -> Path:
    """The folder of one kept run.

    Raises:
        UsageInvalid, DatasetUnknown: see `kept_runs`.
        RunUnknown: the dataset has no such run; the message names those that it has.
    """
    runs = {folder.name: folder for folder in kept_runs(datasets_folder, dataset)}
    if run not in runs:
        raise RunUnknown(f"Choose a run of {dataset} that is kept ({', '.join(runs)}): {run!r} is none of them.")
    return runs[run]


def runs_of(dataset_folder: Path) -> list[Path]:
    """The run folders, oldest first."""
    runs = [entry for entry in dataset_folder.iterdir() if is_run_name(entry.name)]
    return sorted(runs, key=lambda run: tuple(int(part) for part in run.name.split("-")))


def next_run_name(dataset_folder: Path, now: datetime) -> str:
    """The name of a new run: the day in UTC, and the first number above those of that day's runs."""
    day = now.astimezone(UTC).strftime("%Y%m%d")
    taken = [int(run.name.split("-")[1]) for run in runs_of(dataset_folder) if run.name.startswith(f"{day}-")]
    return f"{day}-{max(taken, default=0) + 1}"


@contextmanager
def lock_dataset(dataset_folder: Path) -> Iterator[None]:
    """Lock a dataset's folder; hold this for every change. A folder that is empty afterwards is removed."""
    from filelock import FileLock, Timeout  # it imports asyncio, which `inset lookup` must not wait for

    dataset_folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(dataset_folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildBusy(f"Wait until the other build of {dataset_folder.name} is done, or stop it.") from error
    try:
        yield
    finally:
        if not (dataset_folder / CURRENT_FILE).exists():
            _remove_if_empty(dataset_folder)
        lock.release()


def sweep_unfinished(datasets_folder: Path) -> None:
    """Remove what killed builds have left of any dataset, except of those that are being built now."""
    for folder in list(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if not folder.is_dir():
            continue
        if not (folder / CURRENT_FILE).exists() or not all((run / COMPLETED_FILE).exists() for run in runs_of(folder)):
            with suppress(BuildBusy), lock_dataset(folder):
                remove_unfinished(folder)


def remove_unfinished(dataset_folder: Path) -> None:
    """Remove runs without `completed`, left by a crash or power cut. The caller must hold the lock."""
    for run in runs_of(dataset_folder):
        if not (run / COMPLETED_FILE).exists():
            shutil.rmtree(run, ignore_errors=True)


def remove_old_runs(dataset_folder: Path, *, current: str, before: str | None) -> None:
    """Keep `RUNS_KEPT`: the current run, the one that was current before it, and the newest of the others.

    The run that was current before need not be the second newest: somebody may have gone back to an older run,
    because the newer ones were bad, and may want to do so again. A helper that still maps a removed run keeps
    reading it; where the system refuses to remove a mapped file (Windows), the next publish tries again.
    """
    most_wanted_last = sorted(runs_of(dataset_folder), key=lambda run: (run.name == current, run.name == before))
    for run in most_wanted_last[:-RUNS_KEPT]:
        remove_run(run)


def remove_run(run: Path) -> None:
    """Remove a run, `completed` first: if interrupted, readers ignore the rest and the next build removes it."""
    (run / COMPLETED_FILE).unlink(missing_ok=True)
    shutil.rmtree(run, ignore_errors=True)


def _remove_if_empty(dataset_folder: Path) -> None:
    """Remove the folder if it holds nothing but the lock, after a first build that failed or a removal."""
    if all(entry.name == LOCK_FILE for entry in dataset_folder.iterdir()):
        with suppress(OSError):  # Windows does not remove an open file; the empty folder then stays
            (dataset_folder / LOCK_FILE).unlink(missing_ok=True)
            dataset_folder.rmdir()
