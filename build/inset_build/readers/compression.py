"""Compressions of one stream: which it is, by its first bytes, and its content, piece by piece in bounded memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

GZIP_MAGIC: Final = b"\x1f\x8b"

PIECE_BYTES: Final = 1 << 20
PACKED_BYTES: Final = 1 << 18


class Damaged(Exception):
    """What is wrong with compressed data, in words that go on "it …"."""


def gunzip(file: BinaryIO) -> Iterator[bytes]:
    """A gzip file's content; several members one after another are one content, as `gzip` itself reads them.

    Raises:
        Damaged: the data is not what it should be.
    """
    member = zlib.decompressobj(wbits=31)
    packed = b""
    try:
        while packed := packed or file.read(PACKED_BYTES):
            if member.eof:
                packed = packed.lstrip(b"\0")  # padding between or behind members
                if not packed:
                    continue
                member = zlib.decompressobj(wbits=31)
            # Bounded, so that a few compressed bytes cannot become more than memory holds.
            piece = member.decompress(packed, PIECE_BYTES)
            packed = member.unused_data if member.eof else member.unconsumed_tail
            if piece:
                yield piece
        if rest := member.flush():
            yield rest
    except zlib.error as error:
        raise Damaged(f"its gzip data is damaged ({error})") from error
    if not member.eof:
        raise Damaged("it ends in the middle of its gzip data")
