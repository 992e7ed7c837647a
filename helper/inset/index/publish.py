"""Publish: a run is staged in its own folder, verified, marked completed, and only then made current by one rename.

A reader sees either the old run or the new one: a run without `completed` does not exist for it, and it opens the run
that `CURRENT` names. If anything fails before `CURRENT` is replaced, the old run goes on serving. Going back to
a kept run is the last of these steps alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from inset.durable import replace_file
from inset.errors import BuildFailed
from inset.index.dataset_index import DatasetIndex
from inset.index.descriptor import (
    COMPLETED_FILE,
    FILE_NAME,
    Descriptor,
    check_dataset_name,
    checksum_of,
    read_descriptor,
)
from inset.index.gate_writer import cover, remove_gate
from inset.index.shelf.current import CURRENT_FILE, current_run, is_removed, make_current, unpublish
from inset.index.shelf.leftovers import remove_unfinished
from inset.index.shelf.lock import lock_dataset
from inset.index.shelf.runs import find_run, kept_runs, next_run_name, remove_old_runs, remove_run, runs_of
from inset.index.verify import verify_run
from inset.own_files import FOLDER_MODE, open_to_create, remove_own_folder, sync_folder, told_of


class StagedRun:
    """A run being made: `folder` is where its files go, `name` is `YYYYMMDD-N`. Made by `stage_run`."""

    def __init__(self, dataset_folder: Path, name: str) -> None:
        self.dataset_folder = dataset_folder
        self.name = name
        self.folder = dataset_folder / name

    def publish(self, descriptor: Descriptor) -> None:
        """Write the descriptor, mark the run completed and make it current.

        Args:
            descriptor: of this run; the files it names are written, flushed and verified already.

        Raises:
            BuildFailed: what the disk gives back is not the descriptor.
        """
        content = descriptor.to_bytes()
        path = self.folder / FILE_NAME
        with told_of(path), open_to_create(path) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if read_descriptor(self.folder, completed=False) != descriptor:
            raise BuildFailed(
                "Try again, and check the disk if it happens twice: "
                "the descriptor that the disk gives back is not what was written."
            )
        # By a rename: a power cut must not leave the name without the content. Flushes the names of all files, too.
        replace_file(self.folder / COMPLETED_FILE, checksum_of(content))
        sync_folder(self.dataset_folder)
        before = current_run(self.dataset_folder)
        if descriptor.exact:
            cover(self.dataset_folder.parent, self.folder)
        try:
            make_current(self.dataset_folder, self.name)
        except BaseException:
            # Unless the rename was done: what has failed must not be a finished run. `stage_run` removes it.
            if current_run(self.dataset_folder) != self.name:
                (self.folder / COMPLETED_FILE).unlink(missing_ok=True)
            raise
        remove_old_runs(self.dataset_folder, current=self.name, before=before)


@contextmanager
def stage_run(datasets_folder: Path, dataset: str, *, now: datetime | None = None) -> Iterator[StagedRun]:
    """Create the folder of a new run; if the run is not published within the block, it is removed again.

    Args:
        datasets_folder: `<data>/datasets`; created if missing.
        dataset: its name.
        now: the run's day, UTC; the present when left out.

    Raises:
        UsageInvalid: a name that no dataset can have.
        BuildBusy: another build of this dataset is under way.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    with lock_dataset(folder):
        remove_unfinished(folder)
        run = StagedRun(folder, next_run_name(folder, now or datetime.now(UTC)))
        run.folder.mkdir(mode=FOLDER_MODE)
        try:
            yield run
        finally:
            if not (run.folder / COMPLETED_FILE).exists():
                remove_own_folder(run.folder)


def use_run(datasets_folder: Path, dataset: str, run: str) -> DatasetIndex:
    """Make a kept run current again, as publishing does, and return it opened. No run is removed.

    It is opened and its checksums are compared first, so that going back never makes things worse.

    Raises:
        UsageInvalid, DatasetUnknown, RunUnknown: see `find_run`.
        BuildBusy: a build of this dataset is under way.
        IndexCorrupt, IndexFormatUnsupported: the run cannot be used; what was current still serves.
    """
    find_run(datasets_folder, dataset, run)  # before locking, which would create a folder for a mistyped name
    folder = datasets_folder / dataset
    with lock_dataset(folder):
        run_folder = find_run(datasets_folder, dataset, run)  # again: a build may have removed it meanwhile
        opened = DatasetIndex(run_folder)
        opened.prepare()
        verify_run(run_folder)
        if current_run(folder) != run:
            if opened.store is not None:
                cover(datasets_folder, run_folder)
            make_current(folder, run)
    return opened


def remove_dataset(datasets_folder: Path, dataset: str) -> None:
    """Unpublish a dataset and remove its runs. `CURRENT` goes first, so that nobody opens what is half removed.

    Where that is interrupted, it can be done again, and `inset doctor` names what is left.
    Nothing is written, so this works on a full disk too, on which it makes room.

    Raises:
        DatasetUnknown: no such dataset.
        BuildBusy: it is being built.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    if not (folder / CURRENT_FILE).exists() and not is_removed(folder):
        kept_runs(datasets_folder, dataset)  # finished runs that were never published can be removed, too
    with lock_dataset(folder):
        if (folder / CURRENT_FILE).exists():
            unpublish(folder)
        remove_unfinished(folder)
        for run in runs_of(folder):
            remove_run(run)
    remove_gate(datasets_folder)
