"""One file that lies elsewhere: read as a stream in large pieces, or only some ranges of it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inset.errors import InsetError, ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.sources.meter import Meter
from inset_build.readers.sources.remote.addresses import Facts, RemotePath
from inset_build.readers.sources.remote.store import ask_facts, read_range
from inset_build.readers.sources.source import Whole

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES: Final = 1 << 12
"""4 kB are asked for first, and kept: many look at a file's first bytes, most often only at the first few."""

PIECE_BYTES: Final = 1 << 23
"""8 MiB: so much is asked for at once where a file is read on and on."""


class RemoteMeter(Meter):
    """A meter of a file that lies elsewhere: its state is what the store tells of it."""

    __slots__ = ("_facts", "_read_at")

    def __init__(self, name: str, facts: Facts) -> None:
        super().__init__(name)
        self._facts = facts
        self._read_at = ""

    def __reduce__(self) -> tuple[type[RemoteMeter], tuple[object, ...]]:
        return RemoteMeter, (self._name, self._facts)

    def finish(self, path: Path) -> None:
        """Compare what the store tells now. Where all was read forwards, that gives the hash; else there is none.

        Raises:
            ManifestInvalid: it changed since it was first looked at.
        """
        if self.has_changed(path):
            raise self.changed(path)
        self.size = self._facts.size
        self.sha256 = self.hash_so_far(self.size)
        self._read_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def has_changed(self, path: Path) -> bool:
        """Whether the store tells something else of the file than it told at first, or nothing any more."""
        assert isinstance(path, RemotePath)
        try:
            return ask_facts(path) != self._facts
        except InsetError:
            return True

    def obtained(self, path: Path) -> str:
        """Where the file lies, which version of it was read, and when, in words."""
        version = f", ETag {self._facts.etag}" if self._facts.etag else ""
        return f"{path}{version}, read there {self._read_at}"


class RemoteContent(Whole):
    """Opens streams of a file that lies elsewhere, and reads ranges of it.

    Args:
        path: with what the store tells of it.
        meter: sees what is read forwards.
        known: what those who look at files that were named together keep of them, by its name.

    Attributes:
        kept: what those who look at the file keep of it, by its name.
    """

    def __init__(self, path: RemotePath, meter: RemoteMeter, known: dict[Any, Any]) -> None:
        assert path.facts is not None
        self.path = path
        self.size = path.facts.size
        self.known = known
        self.kept: dict[str, bytes] = {}
        self._meter = meter
        self._head = b""

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """With what is kept of it, but without what is known of others."""
        return _made_again, (self.path, self._meter, self.kept, self._head)

    def keep(self, seen: RemoteContent) -> None:
        """Keep what somebody else, who looked at the same file, has kept of it."""
        self.kept.update(seen.kept)
        self._head = self._head or seen._head

    def __call__(self) -> io.RawIOBase:
        """A stream of it, at its beginning."""
        return _Stream(self, self._meter)

    def range(self, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`.

        Raises:
            ManifestInvalid: they are not to be had.
        """
        if not 0 <= start <= end <= self.size:
            why = sentence("list_broken_parquet", f"{start}-{end}/{self.size}")
            raise ManifestInvalid(sentence("list_download_again", str(self.path), why), path=self.path)
        return read_range(self.path, start, end)

    def head(self) -> bytes:
        """The first bytes."""
        if not self._head and self.size:
            self._head = self.range(0, min(HEAD_BYTES, self.size))
        return self._head


def _made_again(path: RemotePath, meter: RemoteMeter, kept: dict[str, bytes], head: bytes) -> RemoteContent:
    content = RemoteContent(path, meter, {})
    content.kept, content._head = kept, head  # noqa: SLF001 - of this file
    return content


class _Stream(io.RawIOBase):
    """A file from its beginning on; seeking costs nothing until the next read."""

    def __init__(self, content: RemoteContent, meter: RemoteMeter) -> None:
        self._content = content
        self._meter = meter
        self._at = 0
        self._piece = b""
        self._piece_at = 0
        self._next_size = HEAD_BYTES

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Choose where the next read begins."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._content.size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill the buffer from the piece at hand, or else from the next one."""
        room = memoryview(buffer).cast("B")
        if self._at >= self._content.size or not len(room):
            return 0
        if not self._piece_at <= self._at < self._piece_at + len(self._piece):
            self._fetch(len(room))
        start = self._at - self._piece_at
        data = memoryview(self._piece)[start : start + len(room)]
        room[: len(data)] = data
        self._meter.passed(data, self._at, len(data))
        self._at += len(data)
        return len(data)

    def _fetch(self, wanted: int) -> None:
        """The next piece: larger each time while the file is read on and on, as small as asked for elsewhere."""
        head = self._content.head() if self._at < HEAD_BYTES else b""
        if self._at < len(head):
            self._piece, self._piece_at = head, 0
            return
        goes_on = self._at == self._piece_at + len(self._piece)
        self._next_size = min(max(self._next_size * 8, wanted), PIECE_BYTES) if goes_on else wanted
        end = min(self._at + self._next_size, self._content.size)
        self._piece, self._piece_at = self._content.range(self._at, end), self._at
