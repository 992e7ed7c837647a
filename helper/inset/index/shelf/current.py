"""Which run of a dataset is current: `CURRENT` is read, judged and written here alone."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Final

from inset.durable import replace_file
from inset.errors import IndexCorrupt
from inset.index.descriptor import is_run_name
from inset.index.gate import gate_number
from inset.own_files import is_link, is_own_file, read_own, sync_folder

CURRENT_FILE: Final = "CURRENT"

REMOVED_FILE: Final = ".removed"
"""Where it is and no CURRENT, a removal was under way: nothing in the folder is a dataset's any more."""

Stamp = tuple[tuple[str, int, int], ...]
"""Name, inode and time of every CURRENT, in order of name, and of the gates: another stamp says that something was
published, or that there is a new gate."""


def stamp_of(datasets_folder: Path) -> Stamp:
    """The stamp of what is published now. Quick, because it is looked at ten times a second while somebody asks."""
    names = _names(datasets_folder)
    gates = sorted(filter(gate_number, names), key=gate_number, reverse=True)
    return (*_currents(datasets_folder, names), *((gate, 0, 0) for gate in gates))


def published_names(datasets_folder: Path) -> list[str]:
    """The datasets that have a CURRENT, whatever it names."""
    return [name for name, _, _ in _currents(datasets_folder, _names(datasets_folder))]


def _names(datasets_folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(datasets_folder))
    except OSError:  # it is missing, not a folder, or not readable: nothing is published there
        return []


def _currents(datasets_folder: Path, names: Iterable[str]) -> Stamp:
    found: list[tuple[str, int, int]] = []
    folder = str(datasets_folder)
    for name in names:
        if name.startswith("."):
            continue
        try:
            facts = os.lstat(f"{folder}/{name}/{CURRENT_FILE}")  # a third of what it takes with paths
        except OSError:
            continue
        found.append((name, facts.st_ino, facts.st_mtime_ns))
    return tuple(found)


def published_runs(datasets_folder: Path) -> list[tuple[str, Path | IndexCorrupt]]:
    """Each dataset that has a CURRENT, by name, with its current run's folder or with why CURRENT names none."""
    found: list[tuple[str, Path | IndexCorrupt]] = []
    for name in published_names(datasets_folder):
        try:
            found.append((name, datasets_folder / name / read_current(datasets_folder / name)))
        except IndexCorrupt as error:
            found.append((name, copy(error)))  # a copy, without the trace, which would hold whoever asked
    return found


def read_current(dataset_folder: Path) -> str:
    """The name of the run that `CURRENT` names.

    Raises:
        IndexCorrupt: it is missing, cannot be read or names no run.
    """
    name = dataset_folder.name
    if is_link(dataset_folder):
        raise IndexCorrupt(f"Remove the link {dataset_folder}, and build {name} again: links are not followed.")
    try:
        run = read_own(dataset_folder / CURRENT_FILE).decode("ascii").strip()
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


def unpublish(dataset_folder: Path) -> None:
    """Take a dataset from the readers, in one step that lasts; from then on all of its runs are unfinished.

    The caller must hold the lock.

    Raises:
        OSError: the disk refuses; it is still published.
    """
    current = dataset_folder / CURRENT_FILE
    try:
        current.replace(dataset_folder / REMOVED_FILE)
    except OSError:  # a full disk may take no other name; if this is then interrupted, finished runs stay
        current.unlink()
    sync_folder(dataset_folder)


def is_removed(dataset_folder: Path) -> bool:
    """Whether the dataset was removed, and something of it is still there."""
    return not (dataset_folder / CURRENT_FILE).exists() and is_own_file(dataset_folder / REMOVED_FILE)
