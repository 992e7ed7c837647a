"""A filter in pieces: some of its slices each, made apart from the others and then put one behind the other.

Every photo has a bit in every slice. So whoever makes some slices needs all photos but no bits of the others, and the
pieces, unlike filters of some photos each, take no more room than the filter: only at its two ends may a piece share an
octet with its neighbours.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from inset.errors import BuildFailed
from inset.index.filter.bulk import has_all_bits, hashed, octets_of, set_bits
from inset.index.filter.photo_filter import HEADER, PhotoFilter
from inset.index.stored import Stored, not_as_written, verify_stored
from inset.own_files import open_to_create, open_to_read, read_own, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HASHED_AT_ONCE: Final = 1 << 24
"""Hashes that are held while a piece is made: 128 MB."""


class FilterPiece(NamedTuple):
    """Some slices of a filter, verified.

    Attributes:
        slices: which; inner: its file's octets but the first and the last; first, last: these two.
    """

    slices: range
    inner: Stored
    first: int
    last: int


def slice_octets(sized: PhotoFilter, slices: range, chunks: Iterable[NDArray[np.uint64]]) -> NDArray[np.uint8]:
    """The octets of some slices of a filter.

    Args:
        sized: the filter, with no bits.
        slices: which.
        chunks: all of its photos; uint64 arrays, held one at a time.
    """
    import numpy as np

    octets = np.zeros(len(octets_of(slices, sized.bits_per_slice)), dtype=np.uint8)
    for mixed in hashed(chunks, min(sized.capacity, _HASHED_AT_ONCE)):
        set_bits(octets, mixed, slices, sized.bits_per_slice, threads=1)
    return octets


def verified_piece(sized: PhotoFilter, slices: range, path: Path, chunks: Iterable[NDArray[np.uint64]]) -> FilterPiece:
    """Read some slices again from the file that was written, and ask them for all photos.

    Args:
        sized, slices, chunks: as for `slice_octets`; path: the file that holds what it gave.

    Raises:
        BuildFailed: a photo is missing.
    """
    import numpy as np

    content = memoryview(read_own(path))
    octets = np.frombuffer(content, dtype=np.uint8)
    is_whole = len(octets) == len(octets_of(slices, sized.bits_per_slice))
    if not is_whole or not all(
        has_all_bits(octets, mixed, slices, sized.bits_per_slice, threads=1)
        for mixed in hashed(chunks, min(sized.capacity, _HASHED_AT_ONCE))
    ):
        raise BuildFailed(
            "Try again, and check the disk and memory if it happens twice: the written filter misses photos."
        )
    return FilterPiece(slices, Stored.of(path, content, 1, max(1, len(content) - 1)), content[0], content[-1])


def join_filter(path: Path, sized: PhotoFilter, pieces: Sequence[FilterPiece]) -> None:
    """Write a filter of which all slices are in some pieces, in order; verified as the disk gives it back.

    Args:
        path: the file to create.
        sized: the filter, with no bits, and how many photos it holds.
        pieces: of all slices.

    Raises:
        FileExistsError: the file is there already.
        BuildFailed: the disk does not give back what was written.
    """
    ends: dict[int, int] = {}
    with told_of(path), open_to_create(path) as file:
        file.write(sized.header())
        for piece in pieces:
            places = octets_of(piece.slices, sized.bits_per_slice)
            for at, octet in ((places.start, piece.first), (places.stop - 1, piece.last)):
                ends[at] = ends.get(at, 0) | octet  # two pieces may share an octet
            file.seek(HEADER.size + places.start + 1)
            piece.inner.copy_to(file)
        for at, octet in ends.items():
            file.seek(HEADER.size + at)
            file.write(bytes([octet]))
        file.flush()
        os.fsync(file.fileno())
    for piece in pieces:
        places = octets_of(piece.slices, sized.bits_per_slice)
        verify_stored(path, HEADER.size + places.start + 1, [piece.inner])
    with open_to_read(path) as file:
        for at, octet in ends.items():
            file.seek(HEADER.size + at)
            if file.read(1) != bytes([octet]):
                raise not_as_written(path)
