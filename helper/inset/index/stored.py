"""Stored: stretches of files that were made and verified elsewhere, by their hashes, and copied into a run's files.

Whoever makes such a stretch hashes it once it has been read again and found right. Here it is copied without a look at
it, and then the run's file is read again from the disk and compared with the hashes: that shows at once that what was
read was what had been verified, and that what was written can be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self

from inset.errors import BuildFailed
from inset.own_files import open_to_read
from inset.words.sentences import sentence

_STEP: Final = 1 << 20


class Stored(NamedTuple):
    """A stretch of a file: where it begins, how many bytes it has, and their SHA-256."""

    path: Path
    start: int
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path, content: memoryview[int], start: int, end: int) -> Self:
        """The bytes from `start` to before `end` of a file of which all is given."""
        return cls(path, start, end - start, hashlib.sha256(content[start:end]).hexdigest())

    def read(self) -> bytes:
        """All of it, compared with its hash.

        Raises:
            BuildFailed: it is not what was written.
        """
        with open_to_read(self.path) as file:
            file.seek(self.start)
            content = file.read(self.size)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise not_as_written(self.path)
        return content

    def copy_to(self, file: BinaryIO) -> None:
        """Write it to another file; compared only by `verify_stored`, or by its length.

        Raises:
            BuildFailed: its file is shorter.
        """
        left = self.size
        with open_to_read(self.path) as source:
            source.seek(self.start)
            while left:
                step = source.read(min(left, _STEP))
                if not step:
                    raise not_as_written(self.path)
                file.write(step)
                left -= len(step)


def verify_stored(path: Path, start: int, stretches: Iterable[Stored]) -> None:
    """Compare what a file holds from byte `start` on with stretches that were copied there, one behind the other.

    Raises:
        BuildFailed: it is something else.
    """
    with open_to_read(path) as file:
        file.seek(start)
        for stretch in stretches:
            digest, left = hashlib.sha256(), stretch.size
            while left:
                step = file.read(min(left, _STEP))
                if not step:
                    break
                digest.update(step)
                left -= len(step)
            if digest.hexdigest() != stretch.sha256:
                raise not_as_written(stretch.path)


def not_as_written(path: Path) -> BuildFailed:
    """The error of a file that has changed since it was written and verified, or that the disk did not keep."""
    return BuildFailed(sentence("error_shared_not_written", path))
