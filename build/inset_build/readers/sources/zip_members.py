"""Zip archives on disk: their members, and the bytes of each, checked against their checksum."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from isal import isal_zlib

from inset.words.sentences import sentence
from inset_build.readers.sources.bzip2_blocks import BZIP2_SIGNATURES
from inset_build.readers.sources.compression import FIRST_BYTES, find_compression, inflate, stored
from inset_build.readers.sources.damage import Damaged, Unsupported, broken, cut
from inset_build.readers.sources.streams import Readable, Slice

SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")

_LOCAL: Final = struct.Struct("<4s22xHH")
_ENCRYPTED: Final = 0x1
_STORED: Final = 0
_DEFLATED: Final = 8
_BEGINNINGS: Final = {12: BZIP2_SIGNATURES[0], 93: b"\x28\xb5\x2f\xfd", 95: b"\xfd7zXZ\0"}


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in a zip archive: name, position of its header, sizes in bytes, checksum, and how it is packed."""

    name: str
    offset: int
    packed: int
    size: int
    checksum: int
    method: int
    encrypted: bool

    def unpack(self, file: BinaryIO) -> Iterator[bytes]:
        """Its content, piece by piece.

        Args:
            file: the whole archive.

        Raises:
            Damaged: the data is no valid zip archive, or does not match the checksum.
        """
        if self.encrypted:
            raise Unsupported(sentence("list_packed_password"))
        file.seek(self.offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            raise cut("zip")
        signature, name_bytes, extra_bytes = _LOCAL.unpack(header)
        if signature != SIGNATURES[0]:
            raise broken("zip")
        file.seek(self.offset + _LOCAL.size + name_bytes + extra_bytes)
        yield from self._checked(self._unpacker()(io.BufferedReader(Slice(file, self.packed), FIRST_BYTES)))

    def _unpacker(self) -> Callable[[Readable], Iterator[bytes]]:
        if self.method == _STORED:
            return stored
        if self.method == _DEFLATED:
            return inflate
        compression = find_compression(_BEGINNINGS.get(self.method, b""))
        if compression is None:
            raise Unsupported(sentence("list_packed_oddly", str(self.method)))
        return compression.unpack

    def _checked(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        size = checksum = 0
        for piece in pieces:
            size += len(piece)
            checksum = isal_zlib.crc32(piece, checksum)
            if size > self.size:
                break
            yield piece
        if size != self.size or checksum != self.checksum:
            raise Damaged(sentence("list_broken_sum"))


def list_zip(file: BinaryIO) -> list[ZipMember]:
    """All files in an archive, in the archive's order.

    Raises:
        Damaged: the data is not what it should be.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, EOFError) as error:
        raise broken("zip", str(error)) from error
    members = [
        ZipMember(
            entry.filename,
            entry.header_offset,
            entry.compress_size,
            entry.file_size,
            entry.CRC,
            entry.compress_type,
            bool(entry.flag_bits & _ENCRYPTED),
        )
        for entry in entries
        if not entry.is_dir()
    ]
    _check_apart(members)
    return members


def _check_apart(members: list[ZipMember]) -> None:
    """Refuse members that overlap: with them a small archive can expand endlessly."""
    end = 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset < end:
            raise Damaged(sentence("list_broken_overlap"))
        end = member.offset + _LOCAL.size + member.packed
