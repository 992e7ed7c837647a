"""Files that only this person may read, replaced in one step and locked across processes.

The helper and the command line both write `pairings.json`; a reader must see the old file or the new one and never
half of either, also after a power cut.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from inset.disk_errors import disk_error
from inset.durable import replace_file
from inset.errors import InsetError
from inset.own_files import FILE_MODE, make_own_folder, open_to_create, refuse_planted, sync_folder, told_of
from inset.words.sentences import sentence

_PATIENCE: Final = 5.0
"""Seconds to wait for a lock; writing one of these files takes about a thousandth of that."""
_POLL: Final = 0.005


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step, mode 0600; the caller must hold a lock (see `replace_file`)."""
    make_own_folder(path.parent)
    replace_file(path, content)


def remove_private(*files: Path) -> bool:
    """Remove files of one folder in this order, and have that on disk before returning; whether any was there."""
    there = [path for path in files if path.exists()]
    for path in there:
        path.unlink(missing_ok=True)
    if there:
        sync_folder(there[0].parent)
    return bool(there)


@contextlib.contextmanager
def locked(lock_file: Path) -> Iterator[None]:
    """Hold an exclusive lock across processes during the block; it also ends if the process is killed.

    Raises:
        InsetError: another process held it for five seconds.
        OSError: the lock cannot be opened, or is a link.
    """
    from filelock import FileLock, Timeout  # a twentieth of the helper's start, which locks nothing

    make_own_folder(lock_file.parent)
    refuse_planted(lock_file)
    lock = FileLock(lock_file, timeout=_PATIENCE, mode=FILE_MODE)
    try:
        lock.acquire(poll_interval=_POLL)
    except Timeout as error:
        raise InsetError(sentence("error_locked", lock_file)) from error
    try:
        yield
    finally:
        lock.release()


def write_new_private(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file of a person's choosing, mode 0600; what was there is replaced once all of it is written.

    Raises:
        InsetError: it cannot be written; what was there is unchanged.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    try:
        try:
            with told_of(path), open_to_create(aside) as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error) or InsetError(sentence("error_other_file", error)) from error
