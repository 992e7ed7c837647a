"""The runs of a dataset that are kept: which there are, the next one's name, and removing old ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inset.errors import DatasetUnknown, RunUnknown
from inset.index.descriptor import COMPLETED_FILE, check_dataset_name, is_run_name
from inset.index.shelf.current import is_removed, published_names
from inset.own_files import is_own_file, is_own_folder, remove_own_folder
from inset.words.meant import did_you_mean
from inset.words.sentences import sentence

RUNS_KEPT: Final = 3
"""Runs of a dataset that stay on disk: the current one, the one before it, and the newest of the others."""


def entries(dataset_folder: Path) -> list[Path]:
    """What is in a dataset's folder; nothing where another process has removed it since it was looked for."""
    try:
        return list(dataset_folder.iterdir())
    except FileNotFoundError:
        return []


def runs_of(dataset_folder: Path) -> list[Path]:
    """The run folders, oldest first. A link is no run, wherever it leads."""
    runs = [entry for entry in entries(dataset_folder) if is_run_name(entry.name) and is_own_folder(entry)]
    return sorted(runs, key=lambda run: tuple(int(part) for part in run.name.split("-")))


def kept_runs(datasets_folder: Path, dataset: str) -> list[Path]:
    """The folders of a dataset's completed runs, oldest first; also where `CURRENT` is missing or broken.

    Raises:
        UsageInvalid: a name that no dataset can have.
        DatasetUnknown: no run of such a dataset is there.
    """
    folder = datasets_folder / check_dataset_name(dataset)
    is_there = is_own_folder(folder) and not is_removed(folder)
    runs = [run for run in runs_of(folder) if is_own_file(run / COMPLETED_FILE)] if is_there else []
    if not runs:
        raise no_such_dataset(dataset, published_names(datasets_folder))
    return runs


def find_run(datasets_folder: Path, dataset: str, run: str) -> Path:
    """The folder of one kept run.

    Raises:
        UsageInvalid, DatasetUnknown: see `kept_runs`.
        RunUnknown: the dataset has no such run; the message names those that it has.
    """
    runs = {folder.name: folder for folder in kept_runs(datasets_folder, dataset)}
    if run not in runs:
        raise RunUnknown(sentence("list_no_such_run", dataset, ", ".join(runs), repr(run)))
    return runs[run]


def no_such_dataset(name: str, known: Iterable[str]) -> DatasetUnknown:
    """The error about a dataset that is none of the known ones; it asks whether the one most like it was meant."""
    meant = did_you_mean(name, known)
    return DatasetUnknown(
        sentence("error_no_dataset", name) if meant is None else sentence("error_no_dataset_meant", name, meant)
    )


def next_run_name(dataset_folder: Path, now: datetime) -> str:
    """The name of a new run: the day in UTC, and the first number above those of that day's runs."""
    day = now.astimezone(UTC).strftime("%Y%m%d")
    names = [entry.name for entry in dataset_folder.iterdir() if is_run_name(entry.name)]  # also what is no run
    taken = [int(name.split("-")[1]) for name in names if name.startswith(f"{day}-")]
    return f"{day}-{max(taken, default=0) + 1}"


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
    remove_own_folder(run)
