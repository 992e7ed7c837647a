"""The lock of a dataset's folder, which whoever changes the dataset holds; the folder comes and goes with it."""

from __future__ import annotations

import os
import random
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inset.errors import BuildBusy
from inset.index.shelf.current import CURRENT_FILE
from inset.index.shelf.runs import entries
from inset.lock_files import is_there
from inset.own_files import FILE_MODE, OTHERS, make_own_folder, refuse_planted
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from filelock import FileLock

LOCK_FILE: Final = ".build.lock"

_PATIENCE: Final = 1.0
"""Seconds to wait for a lock: whoever only looks for what is left over (`inset doctor`) holds it for a moment."""
_TRIES: Final = 1000
"""So often a folder is made again that others, who find it empty, remove: each time one of them got on. Counted, not
timed: a computer that stood still for a while has not tried."""
_POLL: Final = 0.02


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


def _remove_if_empty(dataset_folder: Path) -> None:
    """Remove the folder if it holds nothing but the lock, after a first build that failed or a removal."""
    if has_nothing(dataset_folder):
        with suppress(OSError):  # Windows does not remove an open file; the empty folder then stays
            (dataset_folder / LOCK_FILE).unlink(missing_ok=True)
            dataset_folder.rmdir()


def has_nothing(dataset_folder: Path) -> bool:
    """Whether nothing but a lock is in a dataset's folder."""
    return all(entry.name == LOCK_FILE for entry in entries(dataset_folder))
