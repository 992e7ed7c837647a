"""Publish: a run is staged in its own folder, verified, marked completed, and only then made current by one rename.

A reader sees the old run or the new one and nothing between: until `completed` is there a run does not exist for it,
and until `CURRENT` is replaced nobody asks for it. Whatever fails before that leaves the old run serving. Going back to
a kept run is the last of these steps alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from inset.durable import replace_file, sync_folder
from inset.errors import BuildBusy, BuildFailed, DatasetUnknown, RunUnknown
from inset.index.dataset_index import COMPLETED_FILE, DatasetIndex
from inset.index.descriptor import FILE_NAME, Descriptor, check_dataset_name, is_run_name, read_descriptor
from inset.index.library import CURRENT_FILE
from inset.index.verify import verify_checksums

RUNS_KEPT: Final = 3
"""Runs of a dataset that stay on disk: the current one, the one before it, and the newest of the others."""

LOCK_FILE: Final = ".build.lock"


class StagedRun:
    """A run being made: `folder` is where its files go, `name` is `YYYYMMDD-N`. Made by `stage_run`."""

    def __init__(self, dataset_folder: Path, name: str) -> None:
        self.dataset_folder = dataset_folder
        self.name = name
        self.folder = dataset_folder / name

    def publish(self, descriptor: Descriptor) -> None:
        """Write the descriptor, mark the run completed and make it current.

        Args:
            descriptor: of this very run; the files it names are written, flushed and verified already.

        Raises:
            BuildFailed: what the disk gives back is not the descriptor.
        """
        with (self.folder / FILE_NAME).open("xb") as file:
            file.write(descriptor.to_bytes())
            file.flush()
            os.fsync(file.fileno())
        if read_descriptor(self.folder) != descriptor:
            raise BuildFailed("Try again, and check the disk if it happens twice: the descriptor reads back otherwise.")
        (self.folder / COMPLETED_FILE).touch()
        sync_folder(self.folder)
        sync_folder(self.dataset_folder)
        before = current_run(self.dataset_folder)
        _make_current(self.dataset_folder, self.name)
        _remove_old_runs(self.dataset_folder, current=self.name, before=before)


@contextmanager
def stage_run(datasets_folder: Path, dataset: str, *, now: datetime | None = None) -> Iterator[StagedRun]:
    """Make room for a new run of a dataset; without a publish everything made here is removed again.

    Args:
        datasets_folder: `<data>/datasets`; created if missing.
        dataset: its name.
        now: the run's day, UTC; the present when left out.

    Raises:
        UsageInvalid: a name that no dataset can have.
        BuildBusy: another build of this dataset is under way.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    with _locked(folder):
        _remove_unfinished(folder)
        run = StagedRun(folder, _next_run_name(folder, now or datetime.now(UTC)))
        run.folder.mkdir()
        try:
            yield run
        finally:
            if not (run.folder / COMPLETED_FILE).exists():
                shutil.rmtree(run.folder, ignore_errors=True)


def current_run(dataset_folder: Path) -> str | None:
    """The name that `CURRENT` holds; None when it is missing or names no run."""
    try:
        name = (dataset_folder / CURRENT_FILE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if is_run_name(name) else None


def kept_runs(datasets_folder: Path, dataset: str) -> list[Path]:
    """The folders of a dataset's completed runs, oldest first; also where `CURRENT` is missing or broken.

    Raises:
        UsageInvalid: a name that no dataset can have.
        DatasetUnknown: no run of such a dataset is there.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    runs = [run for run in _runs(folder) if (run / COMPLETED_FILE).exists()] if folder.is_dir() else []
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


def use_run(datasets_folder: Path, dataset: str, run: str) -> DatasetIndex:
    """Make a kept run current again, as publishing does, and return it opened. No run is removed.

    It is opened and its checksums are compared first, so that going back never makes things worse.

    Raises:
        UsageInvalid, DatasetUnknown, RunUnknown: see `find_run`.
        BuildBusy: a build of this dataset is under way.
        IndexCorrupt, IndexFormatUnsupported: the run cannot be used; what was current still serves.
    """
    find_run(datasets_folder, dataset, run)  # before the lock, whose file would make a folder of a mistyped name
    folder = datasets_folder / dataset
    with _locked(folder):
        run_folder = find_run(datasets_folder, dataset, run)  # again: a build may have removed it meanwhile
        opened = DatasetIndex(run_folder)
        verify_checksums(run_folder)
        if current_run(folder) != run:
            _make_current(folder, run)
    return opened


def remove_dataset(datasets_folder: Path, dataset: str) -> None:
    """Unpublish a dataset and remove its runs. `CURRENT` goes first, so that nobody opens what is half removed.

    Raises:
        DatasetUnknown: no such dataset.
        BuildBusy: it is being built.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    if not (folder / CURRENT_FILE).exists():
        raise DatasetUnknown(f"Choose a published dataset (`inset datasets` lists them): there is no {dataset}.")
    with stage_run(datasets_folder, dataset):
        (folder / CURRENT_FILE).unlink()
        for run in _runs(folder):
            _remove_run(run)


def sweep_unfinished(datasets_folder: Path) -> None:
    """Remove what builds that were killed have left behind of any dataset; what is being built now is left alone."""
    for folder in list(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if not folder.is_dir():
            continue
        if not (folder / CURRENT_FILE).exists() or not all((run / COMPLETED_FILE).exists() for run in _runs(folder)):
            with suppress(BuildBusy), _locked(folder):
                _remove_unfinished(folder)


@contextmanager
def _locked(dataset_folder: Path) -> Iterator[None]:
    """Whoever changes a dataset's folder holds this; a folder with nothing in it is gone afterwards."""
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


def _make_current(dataset_folder: Path, run: str) -> None:
    replace_file(dataset_folder / CURRENT_FILE, f"{run}\n".encode())


def _runs(dataset_folder: Path) -> list[Path]:
    """The run folders, oldest first."""
    runs = [entry for entry in dataset_folder.iterdir() if is_run_name(entry.name)]
    return sorted(runs, key=lambda run: tuple(int(part) for part in run.name.split("-")))


def _next_run_name(dataset_folder: Path, now: datetime) -> str:
    day = now.astimezone(UTC).strftime("%Y%m%d")
    taken = [int(run.name.split("-")[1]) for run in _runs(dataset_folder) if run.name.startswith(f"{day}-")]
    return f"{day}-{max(taken, default=0) + 1}"


def _remove_unfinished(dataset_folder: Path) -> None:
    """Runs that a crash or a power cut left without `completed`; the lock says that nobody is making them now."""
    for run in _runs(dataset_folder):
        if not (run / COMPLETED_FILE).exists():
            shutil.rmtree(run, ignore_errors=True)


def _remove_old_runs(dataset_folder: Path, *, current: str, before: str | None) -> None:
    """Keep `RUNS_KEPT`: the current run, the one that was current before it, and the newest of the others.

    The one before is not always the newest but one: somebody may have gone back to an older run, because the newer
    ones were bad, and it is then the one to go back to again. A helper that still maps a removed run keeps reading it;
    where the system refuses to remove a mapped file (Windows), the next publish tries again.
    """
    most_wanted_last = sorted(_runs(dataset_folder), key=lambda run: (run.name == current, run.name == before))
    for run in most_wanted_last[:-RUNS_KEPT]:
        _remove_run(run)


def _remove_run(run: Path) -> None:
    """Its mark goes first: what a crash leaves of it then is no run for readers, and the next build clears it up."""
    (run / COMPLETED_FILE).unlink(missing_ok=True)
    shutil.rmtree(run, ignore_errors=True)


def _remove_if_empty(dataset_folder: Path) -> None:
    """A first build that failed, or a removed dataset, leaves no folder behind."""
    if all(entry.name == LOCK_FILE for entry in dataset_folder.iterdir()):
        with suppress(OSError):  # Windows does not remove an open file; the empty folder then stays
            (dataset_folder / LOCK_FILE).unlink(missing_ok=True)
            dataset_folder.rmdir()
