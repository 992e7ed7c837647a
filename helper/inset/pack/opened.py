"""A pack that is open: its file is read once from end to end before anything in it is believed, then part by part.

The file may be in a folder where others write. So all of it is read through the same opened file; its header is kept
from the first reading, in which the whole was hashed, and every part is hashed again while it is unpacked.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self

from inset.pack.format import HEADER, PackHeader, Part, header_bytes, invalid, parse_header, size_of
from inset.pack.id_list import decode, decode_varints

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE: Final = 1 << 18
"""Bytes that are read or unpacked at once."""

WINDOW_LOG: Final = 23
"""Of what is compressed with Zstandard: unpacking needs at most 8 MiB."""


class OnceThrough:
    """A file that is read once, from its start: what is read is hashed, and its first bytes are kept.

    Attributes:
        digest: SHA-256 of what was read; start: the first bytes of it.
    """

    def __init__(self, file: BinaryIO, keep: int, on_read: Callable[[int], None]) -> None:
        self._file = file
        self._keep = keep
        self._on_read = on_read
        self._so_far = 0
        self.digest = hashlib.sha256()
        self.start = b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; all that are left are never held at once."""
        content = self._file.read(size if 0 <= size <= PIECE else PIECE)
        if len(self.start) < self._keep:
            self.start += content[: self._keep - len(self.start)]
        self.digest.update(content)
        self._so_far += len(content)
        self._on_read(self._so_far)
        return content


def _expected(path: Path, once: OnceThrough, sha256: str | None) -> str:
    found = once.digest.hexdigest()
    if sha256 not in (None, found):
        raise invalid(path, f"its SHA-256 is {found} instead of {sha256}")
    return found


class Pack:
    """An opened pack, whose header is right and whose bytes are all there; a context manager.

    Args:
        path: its file.
        check: called with a reader of the whole file before anything of it is believed; raises if it is not signed.
        sha256: what the file must hash to, where somebody has said so.
        on_read: called with how many bytes have been read so far, of `size`.

    Raises:
        PackInvalid: it is not what its format says, or not what was expected; whatever `check` raises.
        OSError: it cannot be read.

    Attributes:
        path, header: the file, and what it says; start: all that stands before the first part.
        sha256: that of the whole file; size: its bytes.
    """

    def __init__(
        self,
        path: Path,
        *,
        check: Callable[[OnceThrough], None] | None = None,
        sha256: str | None = None,
        on_read: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self.size = size_of(path, self._file.fileno())
            start = self._file.read(HEADER.size)
            length = HEADER.size + header_bytes(path, start)
            self._file.seek(0)
            once = OnceThrough(self._file, length, lambda so_far: on_read(so_far, self.size))
            if check is not None:
                check(once)
            while once.read():
                pass
            self.sha256 = _expected(path, once, sha256)
            self.header: PackHeader = parse_header(path, once.start, self.size)
            self.start = once.start
        except BaseException:
            self._file.close()
            raise
        self._at: dict[str, int] = {}
        at = length
        for part in self.header.parts:
            self._at[part.name] = at
            at += part.bytes

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def packed(self, name: str) -> Iterator[bytes]:
        """The bytes of a part as they stand in the pack.

        Raises:
            PackInvalid: they are not those that the header names; told at their end.
        """
        part = self.header.part(name)
        self._file.seek(self._at[name])
        digest, left = hashlib.sha256(), part.bytes
        while left:
            piece = self._file.read(min(PIECE, left))
            if not piece:
                raise invalid(self.path, f"it ends within {name}")
            digest.update(piece)
            left -= len(piece)
            yield piece
        if digest.hexdigest() != part.sha256:
            raise invalid(self.path, f"its {name} is damaged")

    def unpacked(self, name: str) -> Iterator[bytes]:
        """The content of a part that is plain or zstd, never more than its header says.

        Raises:
            PackInvalid: it is not what the header says.
        """
        part = self.header.part(name)
        content = self.packed(name)
        return self._bounded(part, content if part.form == "plain" else self._decompressed(name, content))

    def photo_ids(self) -> Iterator[NDArray[np.uint64]]:
        """The photo IDs of a pack with a list: uint64 arrays, ascending and distinct, exactly as many as it says.

        Raises:
            PackInvalid: they are not.
        """
        part = self.header.part("photos.ids")
        content = self.packed(part.name)
        count = self.header.photos
        ids = (
            decode(content, count)
            if part.form == "ids"
            else decode_varints(self._decompressed(part.name, content), count)
        )
        try:
            yield from ids
        except ValueError as error:
            raise invalid(self.path, f"its list is not what its format says ({error})") from error

    def _bounded(self, part: Part, content: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in content:
            size += len(piece)
            if size > part.unpacked:
                break
            yield piece
        if size != part.unpacked:
            raise invalid(self.path, f"its {part.name} does not have the size that it says")

    def _decompressed(self, name: str, content: Iterator[bytes]) -> Iterator[bytes]:
        """Exactly one Zstandard frame, in pieces."""
        unpacker: Any = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
        try:
            for piece in content:
                if unpacker.eof:
                    raise invalid(self.path, f"something follows the end of its {name}")
                yield unpacker.decompress(piece, PIECE)
                while not unpacker.eof and not unpacker.needs_input:
                    yield unpacker.decompress(b"", PIECE)
        except (zstd.ZstdError, EOFError) as error:
            raise invalid(self.path, f"its {name} cannot be unpacked ({error})") from error
        if not unpacker.eof or unpacker.unused_data:
            raise invalid(self.path, f"its {name} is damaged")
