"""Meters a file on disk while it is looked at and read: how far, whether it changed meanwhile, and its hash.

The hash is made of the bytes as they are read, so it is of what was read, and a manifest is not read twice. Readers
that read forwards give it all bytes that way. Others seek (members of archives, MATLAB) or open the file by its path
in a library (Parquet, SQLite): what they leave out is read from the file behind them, and the file's state is
compared before and after: device, number, size, and the times when it was written and changed. A program can set the
first of these times back, but no program can set the second on POSIX systems. Windows has no such time; there a file
that is read by its path and written in place, with its size kept and its time set back, is not noticed.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PIECE: Final = 1 << 22

State = tuple[int, ...]
"""What differs once a file was replaced or written to."""


class Meter:
    """What is known of one file on disk while it is read; all sources that it holds share it.

    Args:
        name: the file's, for people.

    Attributes:
        position: where the last read of any stream on the file ended.
        size, sha256: of what was read; `finish` sets them. There is no hash of a file elsewhere that is read in part.
    """

    __slots__ = ("_hash", "_hashed", "_lock", "_name", "_state", "position", "sha256", "size")

    def __init__(self, name: str = "") -> None:
        self.position = 0
        self.size = 0
        self.sha256: str | None = None
        self._name = name
        self._state: State | None = None
        self._hash = hashlib.sha256()
        self._hashed: int | None = None
        self._lock = Lock()

    def __reduce__(self) -> tuple[type[Meter], tuple[object, ...]]:
        """Elsewhere it begins anew: what was noted of the file here is nothing that another machine could compare."""
        return type(self), (self._name,)

    def opened(self, descriptor: int, path: Path) -> None:
        """Notes the state of a file that was just opened for the first time, later that it is the same.

        Raises:
            ManifestInvalid: it is not.
        """
        state = _state_of(os.fstat(descriptor))
        if self._state is None:
            self._state = state
        elif state != self._state:
            raise self.changed(path)

    def begin(self) -> None:
        """Hash what is read from now on."""
        with self._lock:
            self._hash, self._hashed = hashlib.sha256(), 0

    def passed(self, data: ReadableBuffer, start: int, count: int) -> None:
        """Takes note of bytes that were read: the first `count` of `data`, which begin at `start` in the file."""
        self.position = start + count
        if self._hashed is None:
            return
        with self._lock:  # several streams may read the file at once
            skipped = self._hashed - start
            if 0 <= skipped < count:
                self._hash.update(memoryview(data).cast("B")[skipped:count])
                self._hashed = start + count

    def finish(self, path: Path) -> None:
        """Complete the hash, once all of the file is read that will be.

        Raises:
            ManifestInvalid: it changed since it was first opened.
        """
        try:
            with path.open("rb") as file:
                self.opened(file.fileno(), path)
                file.seek(self._hashed or 0)
                while piece := file.read(_PIECE):
                    self.passed(piece, file.tell() - len(piece), len(piece))
                self.opened(file.fileno(), path)
        except OSError as error:
            raise self.changed(path) from error
        self.size, self.sha256 = self._hashed or 0, self._hash.hexdigest()

    def hash_so_far(self, size: int) -> str | None:
        """The hash of a file of `size` bytes, if all of them were read forwards."""
        return self._hash.hexdigest() if (self._hashed or 0) == size else None

    def obtained(self, path: Path) -> str | None:  # noqa: ARG002 - it matters where the file lies elsewhere
        """Where and when the file was read, in words, where it lies elsewhere."""
        return None

    def has_changed(self, path: Path) -> bool:
        """Whether the file that is at the path now is not the one that was first opened."""
        if self._state is None:  # nobody could open it
            return False
        try:
            with path.open("rb") as file:
                return self._state != _state_of(os.fstat(file.fileno()))
        except OSError:
            return True

    def changed(self, path: Path) -> ManifestInvalid:
        """The error of a file that changed."""
        name = self._name or path.name
        return ManifestInvalid(sentence("list_changed", name), path=path)


def _state_of(stat: os.stat_result) -> State:
    changed = stat.st_ctime_ns if os.name == "posix" else 0  # elsewhere it is when the file was made
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, changed
