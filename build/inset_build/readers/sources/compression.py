"""Tells a compression by its first bytes, and decompresses piece by piece in bounded memory."""

from __future__ import annotations

import lzma
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from isal import igzip_lib

from inset.words.sentences import sentence
from inset_build.readers.sources.bzip2_blocks import BZIP2_SIGNATURES, bunzip2
from inset_build.readers.sources.damage import Damaged, broken, cut
from inset_build.readers.sources.streams import Readable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE_BYTES: Final = 1 << 20
PACKED_BYTES: Final = 1 << 18
FIRST_BYTES: Final = 1 << 12
"""4 kB are read at first, then twice as much each time: so the first bytes of a picture in an archive cost little."""

DICTIONARY_BYTES: Final = 1 << 28
"""256 MiB: memory that unpacking xz may need at most; `xz -9` needs 65 MiB. Zstandard's own limit is 128 MiB."""

SIGNATURE_BYTES: Final = 6

_GZIP: Final = b"\x1f\x8b"
_XZ: Final = b"\xfd7zXZ\0"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPED: Final = tuple(bytes((number, 0x2A, 0x4D, 0x18)) for number in range(0x50, 0x60))
"""First bytes of Zstandard's skippable frames, which are not content."""


class _Decompressor(Protocol):
    """What the standard library calls an incremental decompressor."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


_ERRORS: Final[tuple[type[Exception], ...]] = (
    OSError,
    EOFError,
    ValueError,
    lzma.LZMAError,
    zstd.ZstdError,
    igzip_lib.IsalError,  # type: ignore[assignment]  # its stub declares an instance instead of a class
)


@dataclass(frozen=True, slots=True)
class Compression:
    """A way of compressing.

    Attributes:
        name: for people.
        signatures: what a file of it begins with, any of them.
        unpack: decompresses, piece by piece; raises Damaged. Several streams in one file are read one after another.
    """

    name: str
    signatures: tuple[bytes, ...]
    unpack: Callable[[Readable], Iterator[bytes]]


def find_compression(start: bytes) -> Compression | None:
    """The compression of a file that begins with these bytes (16 are enough); None where there is none."""
    return next((each for each in COMPRESSIONS if start.startswith(each.signatures)), None)


def inflate(file: Readable) -> Iterator[bytes]:
    """Decompress one deflate stream without a header, as in zip archives.

    Raises:
        Damaged: the data is not what it should be.
    """
    return _unpack(file, "zip", None, lambda: igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE))


def stored(file: Readable) -> Iterator[bytes]:
    """Bytes that a zip archive holds without compression, piece by piece."""
    size = FIRST_BYTES
    while piece := file.read(size):
        yield piece
        size = min(2 * size, PIECE_BYTES)


def _gunzip(file: Readable) -> Iterator[bytes]:
    return _unpack(file, "gzip", _GZIP, lambda: igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP))


def _unxz(file: Readable) -> Iterator[bytes]:
    return _unpack(file, "xz", _XZ, lambda: lzma.LZMADecompressor(memlimit=DICTIONARY_BYTES))


def _unzstd(file: Readable) -> Iterator[bytes]:
    return _unpack(file, "Zstandard", _ZSTD, zstd.ZstdDecompressor)


def _unpack(file: Readable, kind: str, signature: bytes | None, begin: Callable[[], _Decompressor]) -> Iterator[bytes]:
    """Decompress stream after stream to the end of the file, or only one if `signature` is None; pieces are bounded."""
    size = FIRST_BYTES
    packed = file.read(size)
    try:
        while True:
            stream = begin()
            while not stream.eof:
                if stream.needs_input and not packed:
                    size = min(2 * size, PIECE_BYTES)
                    packed = file.read(min(size, PACKED_BYTES))
                    if not packed:
                        raise cut(kind)
                piece = stream.decompress(packed, size)
                packed = b""
                if piece:
                    yield piece
            packed = _behind(stream.unused_data, file)
            if signature is None or not packed:
                return
            if not packed.startswith((signature, *_SKIPPED)):
                raise Damaged(sentence("list_broken_behind", kind))
    except _ERRORS as error:
        raise broken(kind, str(error)) from error


def _behind(packed: bytes, file: Readable) -> bytes:
    """The bytes behind a stream and its padding of zeros: enough of them to tell what they are."""
    while True:
        packed = packed.lstrip(b"\0")
        if len(packed) >= SIGNATURE_BYTES:
            return packed
        more = file.read(PACKED_BYTES)
        if not more:
            return packed
        packed += more


COMPRESSIONS: Final = (
    Compression("gzip", (_GZIP,), _gunzip),
    Compression("bzip2", BZIP2_SIGNATURES, bunzip2),
    Compression("xz", (_XZ,), _unxz),
    Compression("Zstandard", (_ZSTD, *_SKIPPED), _unzstd),
)
