"""The folders in which datasets' runs lie: which run of each is current, which are kept, and removing the others.

    <datasets>/<name>/CURRENT        text: the name of the current run; replaced by one rename
                      .removed       CURRENT's name from when the dataset is removed until all of it is gone
                      .build.lock    held by whoever changes the dataset
                      YYYYMMDD-N/    a run; without its file `completed` it does not exist for readers

`CURRENT` is read, judged and written here alone.
"""

from __future__ import annotations

import os
import random
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.durable import replace_file
from inset.errors import BuildBusy, DatasetUnknown, IndexCorrupt, RunUnknown
from inset.index.descriptor import COMPLETED_FILE, check_dataset_name, is_dataset_name, is_run_name
from inset.index.gate import gate_number
from inset.lock_files import is_held, is_there
from inset.own_files import (
    FILE_MODE,
    OTHERS,
    is_link,
    is_own_file,
    is_own_folder,
    make_own_folder,
    read_own,
    refuse_planted,
    remove_own_folder,
    sync_folder,
)
from inset.words.meant import did_you_mean
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from filelock import FileLock

CURRENT_FILE: Final = "CURRENT"

RUNS_KEPT: Final = 3
"""Runs of a dataset that stay on disk: the current one, the one before it, and the newest of the others."""

LOCK_FILE: Final = ".build.lock"

REMOVED_FILE: Final = ".removed"
"""Where it is and no CURRENT, a removal was under way: nothing in the folder is a dataset's any more."""

_PATIENCE: Final = 1.0
"""Seconds to wait for a lock: whoever only looks for what is left over (`inset doctor`) holds it for a moment."""
_TRIES: Final = 1000
"""So often a folder is made again that others, who find it empty, remove: each time one of them got on. Counted, not
timed: a computer that stood still for a while has not tried."""
_POLL: Final = 0.02

Stamp = tuple[tuple[str, int, int], ...]
"""Name, inode and time of every CURRENT, in order of name, and of the gates: another stamp says that something was
published, or that there is a new gate."""


def stamp_of(datasets_folder: Path) -> Stamp:
    """The stamp of what is published now. Quick, because it is looked at ten times a second while somebody asks."""
    names = _names(datasets_folder)
    gates = sorted(filter(gate_number, names), key=gate_number, reverse=True)
    return (*_currents(datasets_folder, names), *((gate, 0, 0) for gate in gates))


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
    for name, _, _ in _currents(datasets_folder, _names(datasets_folder)):
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


def no_such_dataset(name: str, known: Iterable[str]) -> DatasetUnknown:
    """The error about a dataset that is none of the known ones; it asks whether the one most like it was meant."""
    meant = did_you_mean(name, known)
    return DatasetUnknown(
        sentence("error_no_dataset", name) if meant is None else sentence("error_no_dataset_meant", name, meant)
    )


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
        raise no_such_dataset(dataset, [name for name, _, _ in _currents(datasets_folder, _names(datasets_folder))])
    return runs


def find_run(datasets_folder: Path, dataset: str, run: str) -> Path:
    """The folder of one kept run.

    Raises:
        UsageInvalid, DatasetUnknown: see `kept_runs`.
        RunUnknown: the dataset has no such run; the message names those that it has.
    """
    runs = {folder.name: folder for folder in kept_runs(datasets_folder, dataset)}
    if run not in runs:
        from inset.words.sentences import sentence  # seldom needed, and a look-up starts without it

        raise RunUnknown(sentence("list_no_such_run", dataset, ", ".join(runs), repr(run)))
    return runs[run]


def runs_of(dataset_folder: Path) -> list[Path]:
    """The run folders, oldest first. A link is no run, wherever it leads."""
    runs = [entry for entry in _entries(dataset_folder) if is_run_name(entry.name) and is_own_folder(entry)]
    return sorted(runs, key=lambda run: tuple(int(part) for part in run.name.split("-")))


def next_run_name(dataset_folder: Path, now: datetime) -> str:
    """The name of a new run: the day in UTC, and the first number above those of that day's runs."""
    day = now.astimezone(UTC).strftime("%Y%m%d")
    names = [entry.name for entry in dataset_folder.iterdir() if is_run_name(entry.name)]  # also what is no run
    taken = [int(name.split("-")[1]) for name in names if name.startswith(f"{day}-")]
    return f"{day}-{max(taken, default=0) + 1}"


@contextmanager
def lock_dataset(dataset_folder: Path) -> Iterator[None]:
    """Lock a dataset's folder; hold this for every change. A folder that is empty afterwards is removed.

    Raises:
        BuildBusy: another process changes it.
        OSError: the folder cannot be written, is another user's, or a link is in its place.
    """
    lock = _lock_in(dataset_folder)
    try:
        yield
    finally:
        if not (dataset_folder / CURRENT_FILE).exists():
            _remove_if_empty(dataset_folder)
        lock.release()


def _lock_in(dataset_folder: Path) -> FileLock:
    """Make the folder and lock it; again where another process that held the lock has removed the empty folder."""
    from filelock import FileLock, Timeout  # it imports asyncio, which `inset lookup` must not wait for

    refuse_planted(dataset_folder)
    make_own_folder(dataset_folder.parent)
    lock = FileLock(dataset_folder / LOCK_FILE, mode=FILE_MODE)
    for _ in range(_TRIES):
        try:
            make_own_folder(dataset_folder)
            refuse_planted(dataset_folder / LOCK_FILE)
            lock.acquire(timeout=_PATIENCE, poll_interval=_POLL)
            if is_there(lock):
                _close_if_open(dataset_folder)
                return lock
            lock.release()
        except (FileNotFoundError, FileExistsError):  # it went away, or came back, between two steps
            if _is_no_folder(dataset_folder):
                raise
            time.sleep(_POLL * random.random())  # noqa: S311 - so that those who wait do not meet each time
        except Timeout as error:
            raise BuildBusy(sentence("build_busy", dataset_folder.name)) from error
    raise BuildBusy(sentence("build_busy_programs", dataset_folder.name))


def _close_if_open(folder: Path) -> None:
    """Taking a lock makes the folder again where it went away a moment ago, as open to others as the umask lets it."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if os.name != "nt" and mode & OTHERS:
        folder.chmod(mode & ~OTHERS)


def _is_no_folder(path: Path) -> bool:
    """Whether something else than a folder is there, by one look: between two, others may have removed a folder."""
    try:
        return not stat.S_ISDIR(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def left_over(datasets_folder: Path) -> list[Path]:
    """What killed builds and removals have left of any dataset, except of those that are being built now.

    Nothing is changed, but a lock that is there is held for a moment.
    """
    found: list[Path] = []
    for folder in sorted(datasets_folder.iterdir()) if datasets_folder.is_dir() else []:
        if not is_own_folder(folder):
            continue
        unfinished = unfinished_in(folder) or ([folder] if _has_nothing(folder) else [])
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
        for entry in sorted(_entries(dataset_folder))
        if is_run_name(entry.name)
        and (is_link(entry) or (entry.is_dir() and (removed or not is_own_file(entry / COMPLETED_FILE))))
    ]
    # The mark of a removal last: while it is there, it is known what the runs are.
    marks = (dataset_folder / f".{CURRENT_FILE}.new", dataset_folder / REMOVED_FILE)
    return [*found, *(mark for mark in marks if mark.exists() or is_link(mark))]


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


def _remove_if_empty(dataset_folder: Path) -> None:
    """Remove the folder if it holds nothing but the lock, after a first build that failed or a removal."""
    if _has_nothing(dataset_folder):
        with suppress(OSError):  # Windows does not remove an open file; the empty folder then stays
            (dataset_folder / LOCK_FILE).unlink(missing_ok=True)
            dataset_folder.rmdir()


def _has_nothing(dataset_folder: Path) -> bool:
    return all(entry.name == LOCK_FILE for entry in _entries(dataset_folder))


def _entries(dataset_folder: Path) -> list[Path]:
    """What is in a dataset's folder; nothing where another process has removed it since it was looked for."""
    try:
        return list(dataset_folder.iterdir())
    except FileNotFoundError:
        return []
