"""Marks of files: what the system says of a file and changes whenever somebody writes it.

A run's files never change once they are published. Where one does under a running helper, what was compared before
counts no more: the run is opened again, and its pieces are compared before anybody is answered from them. Bytes that a
disk or memory changes by itself leave no mark; those the daily scrub finds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

Mark = tuple[int, int, int, int, int]
"""Device, inode, size, and the times of the last change of content and of the file in nanoseconds."""


class Marks:
    """The marks of some files as they are now; those that are not there are left out.

    Args:
        paths: of the files.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        found = ((str(path), _mark_of(str(path))) for path in paths)
        self._known = tuple((path, mark) for path, mark in found if mark is not None)

    def are_as_before(self) -> bool:
        """Whether nobody has changed or replaced one since. One that was removed is not changed: it is still mapped."""
        return all(_mark_of(path) in (mark, None) for path, mark in self._known)


def _mark_of(path: str) -> Mark | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
