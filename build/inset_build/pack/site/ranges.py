r"""A dataset cut into ranges of photo IDs, each of which answers by itself, and the index of them.

The index, little-endian throughout:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 53 52  ("\x89INSETSR")
         8     2  version, 1
        10     2  what a range holds: 0 packed photo IDs (`packed.py`), 1 a filter (a whole photos.bloom)
        12     4  r, ranges, 1 … 2^20
        16     8  photos of all ranges
        24     8  bytes of all ranges together
        32    32  zero
        64  20·r  the ranges: where it begins, a photo ID, ascending (8); bytes (4); photos (4); CRC-32 of them (4)

and it ends there. A range holds the photos from where it begins to before where the next one does, the last one all
that follow. No photo below the first range is listed. The ranges' bytes follow each other without padding.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inset.index.filter.photo_filter import PhotoFilter
from inset_build.pack.site.packed import pack_ids

Form = Literal["list", "filter"]

MAGIC: Final = b"\x89INSETSR"
HEADER: Final = struct.Struct("<8sHHIQQ32x")
ENTRY: Final = struct.Struct("<QIII")
MAX_RANGES: Final = 1 << 20

PHOTOS_A_RANGE: Final = 6144
"""Some 8 kB at 10^8 photos, which are then 16,276 ranges; larger datasets have larger ranges."""
ROUND: Final = 4096
"""A range begins at a multiple of this, so that the index of a filter names no photo of the list."""


class Range(NamedTuple):
    """One range: where it begins, how many photos it has, and its bytes."""

    start: int
    photos: int
    content: bytes


def list_ranges(ids: Iterable[NDArray[np.uint64]], photos: int) -> Iterator[Range]:
    """Cut photo IDs into ranges of packed IDs.

    Args:
        ids: uint64 arrays, strictly ascending over all of them.
        photos: how many there are.
    """
    return (Range(start, len(part), pack_ids(part, start)) for start, part in _cut(ids, photos))


def filter_ranges(ids: Iterable[NDArray[np.uint64]], photos: int, error_rate: float) -> Iterator[tuple[Range, float]]:
    """Cut photo IDs into ranges that are a filter each; with the false-positive rate that the bits of each give.

    Args:
        ids: uint64 arrays, strictly ascending over all of them.
        photos: how many there are.
        error_rate: of each filter.
    """
    for start, part in _cut(ids, photos):
        photo_filter = PhotoFilter(len(part), error_rate)
        photo_filter.add_many(part)
        yield Range(start, len(part), photo_filter.to_bytes()), photo_filter.false_positive_rate()


def _cut(chunks: Iterable[NDArray[np.uint64]], photos: int) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    """Where each range begins, and its IDs."""
    wanted = max(PHOTOS_A_RANGE, -(-photos // (MAX_RANGES // 2)))
    rest = np.zeros(0, dtype=np.uint64)
    for chunk in chunks:
        rest = np.concatenate((rest, chunk))
        while len(rest) > wanted:
            # The next range begins where a round number does: all IDs from there on are its own.
            start = int(rest[wanted]) // ROUND * ROUND
            after = int(np.searchsorted(rest, start))
            if after == 0:  # more IDs than a range holds lie between two round numbers
                after = int(np.searchsorted(rest, start + ROUND))
                if after == len(rest):
                    break
            yield _start_of(rest), rest[:after]
            rest = rest[after:]
    if len(rest):
        yield _start_of(rest), rest


def _start_of(ids: NDArray[np.uint64]) -> int:
    return int(ids[0]) // ROUND * ROUND


def write_index(form: Form, ranges: Iterable[tuple[int, int, int, int]]) -> bytes:
    """Return the index of ranges: of each where it begins, its bytes, its photos and its CRC-32."""
    all_ranges = list(ranges)
    header = HEADER.pack(
        MAGIC,
        1,
        0 if form == "list" else 1,
        len(all_ranges),
        sum(photos for _, _, photos, _ in all_ranges),
        sum(size for _, size, _, _ in all_ranges),
    )
    return header + b"".join(ENTRY.pack(*each) for each in all_ranges)


def entry_of(each: Range) -> tuple[int, int, int, int]:
    """What `write_index` must know of a range."""
    return each.start, len(each.content), each.photos, zlib.crc32(each.content)
