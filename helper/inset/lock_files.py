"""Looks at files that processes lock: whether somebody holds one, and whether one that we hold is still there.

Looking makes nothing: a lock file that is missing stays missing, and so does its folder, which whoever held the lock
may have removed just now.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from inset.own_files import open_to_change

if TYPE_CHECKING:
    from filelock import FileLock


def is_held(lock_file: Path) -> bool:
    """Whether a process holds this lock; where that cannot be told, it counts as held. We hold it for a moment."""
    from filelock import lock_descriptor  # it imports asyncio, which `inset lookup` must not wait for

    try:
        with open_to_change(lock_file) as file:  # the lock ends as the file is closed
            return not lock_descriptor(file.fileno(), blocking=False)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def is_there(lock: FileLock) -> bool:
    """Whether the file that was locked has a name still: another process may have removed it before we had the lock."""
    number = lock._context.lock_file_fd  # noqa: SLF001 - filelock has no public way to the file that it holds
    return number is not None and (os.name == "nt" or os.fstat(number).st_nlink > 0)
