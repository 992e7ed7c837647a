"""Temporary folders for copies that libraries need as files: for this person alone, removed afterwards.

A process that is killed removes nothing. So each folder is locked while it is used, and one that nobody holds is left
over: `inset doctor` names it. Windows has no locks on folders; there nothing is ever called left over.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from inset.own_files import is_foreign, is_own_folder

_PREFIX: Final = "inset-copy-"
_NEW_SECONDS: Final = 60.0
"""A folder so young may be about to be locked."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new empty folder, mode 0700, removed at the end of the block; `TMPDIR` chooses where."""
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as name, _held(Path(name)):
        yield Path(name)


def abandoned_folders() -> list[Path]:
    """The temporary folders of this person that no process uses any more."""
    found: list[Path] = []
    for path in sorted(Path(tempfile.gettempdir()).glob(f"{_PREFIX}*")):
        with suppress(OSError):
            old = time.time() - path.lstat().st_mtime > _NEW_SECONDS
            if old and is_own_folder(path) and not is_foreign(path) and not _is_held(path):
                found.append(path)
    return found


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk without such locks: the folder works all the same
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _is_held(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
