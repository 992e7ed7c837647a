"""Tar archives, read forwards: their members' names and the position of their bytes.

A tar archive is a sequence of 512-byte blocks: a header, the member's bytes padded to whole blocks, the next header,
and zeros at the end. A long name is in an extra member in front: GNU's (type L) or POSIX's (type x) extension.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged, Unsupported, broken, cut

BLOCK_BYTES: Final = 512
PEEK_BYTES: Final = 512

MAX_EXTENSION_BYTES: Final = 1 << 20
"""1 MiB: a member that extends the next one's header holds little more than a name."""

_SKIP_BYTES: Final = 1 << 20
_FILES: Final = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)


@dataclass(frozen=True, slots=True)
class TarMember:
    """A file in a tar archive: its name, the position, number and first of its bytes."""

    name: str
    offset: int
    size: int
    start: bytes


def is_tar(start: bytes) -> bool:
    """Whether a file that begins with these bytes (at least 512) is a tar archive: it has a valid header."""
    return len(start) >= BLOCK_BYTES and start[:1] != b"\0" and _header(start[:BLOCK_BYTES]) is not None


def list_tar(file: BinaryIO) -> Iterator[TarMember]:
    """All files in an archive; folders, links and devices are left out.

    Raises:
        Damaged: the data is no valid tar archive.
    """
    at = 0
    name, size = "", -1  # what an extension says of the next member
    while block := file.read(BLOCK_BYTES):
        at += BLOCK_BYTES
        if not block.strip(b"\0"):
            break
        header = _header(block)
        if header is None:
            raise cut("tar") if len(block) < BLOCK_BYTES else broken("tar")
        if header.type in (tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE):
            extension = _extension(file, header.size)
            if header.type == tarfile.XHDTYPE:
                found = dict(_records(extension))
                name = found.get(b"path", b"").decode("utf-8", "replace")
                size = _number(found[b"size"]) if b"size" in found else -1
            else:
                name = extension.rstrip(b"\0").decode("utf-8", "replace")
            at += _padded(header.size)
            continue
        length = max(header.size, 0) if size < 0 else size
        if header.type == tarfile.GNUTYPE_SPARSE:
            raise Unsupported(sentence("list_packed_holes"))
        # Links and folders may name a size, but nothing follows them.
        length = length if header.type in _FILES or header.type not in tarfile.SUPPORTED_TYPES else 0
        start = file.read(min(length, PEEK_BYTES))
        if header.type in _FILES:
            yield TarMember(name or header.name, at, length, start)
        _skip(file, at + len(start), at + _padded(length), length - len(start))
        at += _padded(length)
        name, size = "", -1


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError):
        return None


def _extension(file: BinaryIO, size: int) -> bytes:
    if not 0 <= size <= MAX_EXTENSION_BYTES:
        raise Damaged(sentence("list_broken_name"))
    data = file.read(_padded(size))
    if len(data) < size:
        raise cut("tar")
    return data[:size]


def _records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The keys and values of lines `LENGTH KEY=VALUE`, where LENGTH includes itself and the line end."""
    at = 0
    while at < len(data) and data[at : at + 1] != b"\0":
        digits, _, _ = data[at : at + 20].partition(b" ")
        length = _number(digits)
        if length <= len(digits) + 1:
            raise broken("tar")
        key, _, value = data[at + len(digits) + 1 : at + length - 1].partition(b"=")
        yield key, value
        at += length


def _number(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > 18:
        raise broken("tar")
    return int(digits)


def _padded(size: int) -> int:
    return -(-size // BLOCK_BYTES) * BLOCK_BYTES


def _skip(file: BinaryIO, at: int, to: int, needed: int) -> None:
    """Move from byte `at` of the archive to byte `to`; at least `needed` bytes must exist in between."""
    if file.seekable():
        if to > at:
            # Read the last byte instead of only seeking: seeking succeeds even behind the end of a file.
            file.seek(at + max(needed - 1, 0))
            if needed and not file.read(1):
                raise cut("tar")
            file.seek(to)
        return
    left = to - at
    while left:
        piece = file.read(min(left, _SKIP_BYTES))
        if not piece:
            if left > to - at - needed:
                raise cut("tar")
            return
        left -= len(piece)
