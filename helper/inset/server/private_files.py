"""Files that only this person may read, replaced in one step and locked across processes.

The helper and the command line both write `pairings.json`; a reader must see the old file or the new one and never
half of either, also after a power cut.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from inset.errors import InsetError
from inset.paths import make_private_folder

_PRIVATE: Final = 0o600
_PATIENCE: Final = 5.0
"""Seconds to wait for a lock."""
_POLL: Final = 0.005


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step, mode 0600, and have it on disk before returning.

    Hold a lock meanwhile: the file is written aside under one name, so that whoever was killed there leaves no more
    than what the next one clears away.
    """
    make_private_folder(path.parent)
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    # O_EXCL: whoever put something at this name beforehand makes us fail instead of writing into their file.
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def locked(lock_file: Path) -> Iterator[None]:
    """Hold an exclusive lock across processes for the length of the block.

    Raises:
        InsetError: another process held it for five seconds, which is a thousand times what our writing takes.

    The lock belongs to the open file, so it ends with its holder, also when that process is killed. The file stays:
    removing it would let two processes lock two different files of the same name.
    """
    make_private_folder(lock_file.parent)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, _PRIVATE)
    try:
        end = time.monotonic() + _PATIENCE
        while not _try_lock(descriptor):
            if time.monotonic() > end:
                raise InsetError(f"Try again, or end the program that holds {lock_file}: it is kept locked.")
            time.sleep(_POLL)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _sync_folder(folder: Path) -> None:
        """Windows has no such call; replacing is as safe there as it gets."""
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
