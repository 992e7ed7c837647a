r"""Deltas: what leads from one pack to the next, for whoever has the first. This file describes and reads them.

Where both carry their lists, a delta has the IDs that were added and those that were removed; filter and ID store are
made anew from them, as from a whole pack. Other parts are carried as differences: `dataset.json` and the details by
Zstandard with the old part as its dictionary; a filter as old XOR new. Whatever would be no smaller than the new part
itself is carried whole.

What comes out is the new pack byte for byte, compared by its SHA-256; where it is not (another version of the Zstandard
library packs differently), the delta is of no use and the whole pack is fetched. So a delta needs no signature of its
own: it can only lead to a pack that is asked for by its hash.

File format of a delta, version 1, little-endian:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 44 50  ("\x89INSETDP")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    h: bytes of the header, 2 … 2^20
        16     h         the header: JSON, UTF-8
      16+h     …         the pieces, back to back in the header's order, and the file ends there

    {"from", "to",          SHA-256 of both packs
     "bytes",               of the new pack
     "head",                bytes of the new pack's own header, which is the first piece, zstd
     "pieces": [{"name",    of the part of the new pack that it leads to; header
                 "how",     same: the old pack's part; whole: the new part as packed; patch: zstd, the old part unpacked
                            as its dictionary, giving the new part unpacked; xor: zstd of old XOR new; ids: the IDs
                            that were added, and of those removed the places in the old list, from 1: each as in the
                            form `ids`, with its length in bytes (u64) before it
                 "bytes",   of the piece
                 "added", "removed"    of ids: how many
                }]}
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec
import numpy as np

from inset.errors import DeltaUnusable
from inset.pack.format import MAX_HEADER_BYTES
from inset.written_files import read_as

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAGIC: Final = b"\x89INSETDP"
VERSION: Final = 1
HEADER: Final = struct.Struct("<8sH2xI")
LENGTH: Final = struct.Struct("<Q")
SUFFIX: Final = ".insetdelta"

PATCHED: Final = 1 << 28
"""Bytes of the largest part that is carried as a difference: it and the old one are held in memory."""
PATCH_WINDOW: Final = 28

MOST_PHOTOS: Final = 30_000_000
"""Of the longest list of which there are deltas: both lists are held in memory, and with them what is made of them."""


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of a delta; see the top of this file."""

    name: Literal["header", "dataset.json", "photos.ids", "photos.bloom", "photos.sqlite", "photos.rows"]
    how: Literal["same", "whole", "patch", "xor", "ids"]
    bytes: int
    added: int = 0
    removed: int = 0


class DeltaHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a delta; see the top of this file."""

    from_: str = msgspec.field(name="from")
    to: str
    bytes: int
    head: int
    pieces: tuple[Piece, ...]


def read_delta(delta: Path) -> tuple[DeltaHeader, dict[str, bytes]]:
    """The header and the pieces of a delta; it is smaller than a pack, and bounded by its own file.

    Raises:
        ValueError: it is none.
        OSError: it cannot be read.
    """
    with delta.open("rb") as file:
        start = file.read(HEADER.size)
        if len(start) < HEADER.size or not start.startswith(MAGIC):
            raise ValueError("it is no delta")
        _, version, length = HEADER.unpack(start)
        if version != VERSION or not 2 <= length <= MAX_HEADER_BYTES:
            raise ValueError("it has another version or a header out of bounds")
        header = read_as(file.read(length), DeltaHeader)
        sizes = [piece.bytes for piece in header.pieces]
        if min(sizes, default=-1) < 0 or HEADER.size + length + sum(sizes) != os.fstat(file.fileno()).st_size:
            raise ValueError("its header and its size disagree")
        return header, {piece.name: file.read(piece.bytes) for piece in header.pieces}


def xor(one: bytes, other: bytes) -> bytes:
    """The bits in which they differ.

    Raises:
        ValueError: they are not of one length.
    """
    return (np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8)).tobytes()


def check_size(photos: int, name: str) -> None:
    """Refuse lists that would take gigabytes of memory.

    Raises:
        DeltaUnusable: it is such a one.
    """
    if photos > MOST_PHOTOS:
        raise DeltaUnusable(f"Fetch {name} whole: there are no deltas of more than {MOST_PHOTOS:,} photos.")


def found_in(these: NDArray[np.uint64], photo_ids: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of some photo IDs are among others, and where each stands or would stand; both ascending and distinct."""
    at = np.searchsorted(these, photo_ids)
    if not len(these):
        return np.zeros(len(photo_ids), dtype=np.bool_), at
    return these[np.minimum(at, len(these) - 1)] == photo_ids, at
