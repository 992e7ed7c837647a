"""The streams that sources are read through. They turn the system's errors into ManifestInvalid."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from inset.errors import ManifestInvalid, ManifestMissing, ManifestUnreadable
from inset.words.sentences import sentence
from inset_build.readers.sources.meter import Meter

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Readable(Protocol):
    """What can be read forwards: a file, or something that stands for one."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


class MeteredFile(io.FileIO):
    """A file on disk whose meter sees all that is read of it.

    Raises:
        ManifestInvalid: it cannot be opened or read, or is not the file any more that it was when first opened.
    """

    def __init__(self, path: Path, meter: Meter) -> None:
        self._path = path
        self._meter = meter
        try:
            super().__init__(path, "rb")
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from error
        try:
            meter.opened(self.fileno(), path)
        except ManifestInvalid:
            self.close()
            raise

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer as far as there is something to read."""
        try:
            start = self.tell()
            count = super().readinto(buffer) or 0
        except OSError as error:
            raise unreadable(self._path, error) from error
        self._meter.passed(buffer, start, count)
        return count

    def read(self, size: int | None = -1, /) -> bytes:
        """As for every raw stream, but by `readinto`, so that the meter sees it."""
        return io.RawIOBase.read(self, -1 if size is None else size) or b""

    def readall(self) -> bytes:
        """The rest, by `readinto` too."""
        return io.RawIOBase.readall(self) or b""


class Pieces(io.RawIOBase):
    """Pieces of bytes that an iterator makes, as one stream.

    Args:
        pieces: the iterator.
        below: a stream that they are made from; closed with this one.
    """

    def __init__(self, pieces: Iterator[bytes], below: io.IOBase | BinaryIO | None = None) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")
        self._below = below

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer from the current piece, or else from the next one."""
        while not self._piece:
            following = next(self._pieces, None)
            if following is None:
                return 0
            self._piece = memoryview(following)
        room = memoryview(buffer).cast("B")
        count = min(len(room), len(self._piece))
        room[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        return count

    def close(self) -> None:
        """Close the stream below as well."""
        if not self.closed:
            self._piece = memoryview(b"")
            self._pieces = iter(())
            if self._below is not None:
                self._below.close()
        super().close()


class Slice(io.RawIOBase):
    """The next `size` bytes of a file that is read forwards; fewer where it ends.

    Args:
        on_close: called at the end with the number of bytes that were not read.
    """

    def __init__(self, file: BinaryIO, size: int, on_close: Callable[[int], None] = lambda _: None) -> None:
        self._file = file
        self._left = size
        self._on_close = on_close

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer, up to the end of the slice."""
        room = memoryview(buffer).cast("B")[: self._left]
        data = self._file.read(len(room))
        room[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """Call `on_close`."""
        if not self.closed:
            self._on_close(self._left)
        super().close()


def unreadable(path: Path, error: OSError | ValueError) -> ManifestInvalid:
    """The error of a file that cannot be opened or read: why, and what to do."""
    if isinstance(error, FileNotFoundError):
        return ManifestMissing(sentence("list_missing", path), hint="Spelling, folder, capital letters?", path=path)
    hint = ""
    if isinstance(error, PermissionError):
        hint = "You may not read it: ask whoever owns the file, or copy it to a folder of your own."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ManifestUnreadable(sentence("list_unreadable", path, reason), hint=hint, path=path)
