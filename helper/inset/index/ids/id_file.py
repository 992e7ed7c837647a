r"""The file of an ID store, `photos.ids`: what its bytes mean, and what of its header must agree.

The high bits of an ID choose a bucket, its low 16 bits are stored. A dataset with many photos has a bucket for every
possible high part (a plain array of offsets, no search); a small one lists only the buckets that hold something, so
that forty photos do not cost megabytes of empty buckets. The writer takes whichever is smaller.

Version 1 or 2, little-endian throughout:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 49 44  ("\x89INSETID")
         8     2  u16    format version: 2 where n is 2^32 or more, else 1
        10     2  u16    directory kind: 0 dense, 1 sparse; in version 2 dense
        12     4         zero
        16     8  u64    n: photo IDs, 1 … 2^36
        24     8  u64    b: buckets in the directory
        32     8  u64    base: the high part of the first bucket (dense), 0 (sparse)
        40    24         zero
        64   2·n  u16    the low 16 bits of each ID, IDs ascending
         …   0-2         zero, up to the next multiple of 4; in version 2 0-6, of 8
         …  4(b+1) u32   offsets: bucket k holds the low parts number offsets[k] … offsets[k+1]-1; in version 2
                         8(b+1), u64
         …   4·b  u32    sparse only: the high part of each bucket, ascending
                         and the file ends there

An ID x is in the store when its bucket (dense: number (x >> 16) - base; sparse: where the high parts hold x >> 16)
exists and holds x & 0xFFFF.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final, NamedTuple

from inset.errors import IndexCorrupt, IndexFormatUnsupported

MAGIC: Final = b"\x89INSETID"
VERSION: Final = 1
WIDE_VERSION: Final = 2
"""Of files whose offsets need 64 bits, which an older Inset cannot read."""
HEADER: Final = struct.Struct("<8sHH4xQQQ24x")
DENSE: Final = 0
SPARSE: Final = 1
MOST_NARROW: Final = (1 << 32) - 1
"""Photos of the largest store whose offsets are of 32 bits."""
MAX_PHOTOS: Final = 1 << 36
"""Photos of any store, 69 billion: more than Flickr has given out."""
MAX_BUCKETS: Final = 1 << 28
"""More than any 12-digit ID needs (10^12 >> 16 is 1.5·10^7)."""


class Layout(NamedTuple):
    """Where the parts of a store's file lie.

    `photos`, `buckets`, `base`: n, b and base of the header; `is_sparse`: whether the directory lists its high parts;
    `offset_size`: bytes of an offset; `lows_end`, `offsets_start`, `offsets_end`: positions in the file, in bytes.
    """

    photos: int
    buckets: int
    base: int
    is_sparse: bool
    offset_size: int
    lows_end: int
    offsets_start: int
    offsets_end: int


def offset_size(count: int) -> int:
    """Bytes of each offset in the file of so many photos."""
    return 8 if count > MOST_NARROW else 4


def read_layout(path: Path, header: bytes, size: int) -> Layout:
    """What a header says of its file.

    Args:
        path: the file, for messages; header: its first `HEADER.size` bytes; size: of the whole file, in bytes.

    Raises:
        IndexFormatUnsupported: another format version.
        IndexCorrupt: not such a file, or its header and its size disagree.
    """
    if len(header) < HEADER.size or not header.startswith(MAGIC):
        raise corrupt(path, "it is not an ID store")
    _, version, kind, count, buckets, base = HEADER.unpack(header)
    if version not in (VERSION, WIDE_VERSION):
        raise IndexFormatUnsupported(
            f"Update Inset, or build the dataset again: {path.name} has format version {version}, "
            f"and this Inset reads versions {VERSION} and {WIDE_VERSION}."
        )
    offset = offset_size(count)
    is_wide = offset == 8
    in_bounds = 1 <= count <= MAX_PHOTOS and 1 <= buckets <= MAX_BUCKETS and base <= MAX_BUCKETS
    if not in_bounds or kind not in (DENSE, SPARSE) or (kind == SPARSE and (base or is_wide)):
        raise corrupt(path, "its header is out of bounds")
    if is_wide != (version == WIDE_VERSION):
        raise corrupt(path, "its header disagrees with its version")
    lows_end = HEADER.size + 2 * count
    offsets_start = lows_end + -lows_end % offset
    offsets_end = offsets_start + offset * (buckets + 1)
    if size != offsets_end + (4 * buckets if kind == SPARSE else 0):
        raise corrupt(path, "its header and its size disagree")
    return Layout(count, buckets, base, kind == SPARSE, offset, lows_end, offsets_start, offsets_end)


def corrupt(path: Path, why: str) -> IndexCorrupt:
    """The refusal of a file whose content cannot be right."""
    return IndexCorrupt(f"Build the dataset again: {path.name} cannot be used, {why}.")
