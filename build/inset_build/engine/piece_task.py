"""Makes pieces of a run's files from the parts of all ranges: slices of its filter, and blocks of its rows.

They are made after all ranges, because a slice holds a bit of every photo, and a block of rows begins where it does by
how many rows all ranges before have. A piece is written, read again and compared before it is reported.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.index.filter.join import FilterPiece, slice_octets, verified_piece
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.packed import BLOCK, Packed, PackedPiece, PackedWriter
from inset.index.stored import Stored, not_as_written
from inset.own_files import read_own
from inset_build.engine.place import ContentName, Place, read_numbers
from inset_build.engine.reduce_task import Part, Photos, Ranges, Tasks, check_photos, part_file
from inset_build.finish import filter_for

MOST_BYTES: Final = 1 << 29
"""Of a filter's piece, which whoever makes it holds in memory; a single slice may be larger."""


def filter_pieces(sized: PhotoFilter, workers: int) -> int:
    """Into how many pieces a filter's slices are divided: one for each worker, and more where they would be large.

    Args:
        sized: the filter, with no bits; workers: how many there are to make pieces.
    """
    return min(max(workers, -(-sized.num_bits // (8 * MOST_BYTES))), sized.num_slices)


@dataclass(frozen=True)
class Layout:
    """What all ranges gave, from which follows where everything is in the run's files.

    Attributes:
        parts: of all ranges, in order; they hold at least one photo.
        filters: into so many pieces the filter's slices are divided.
        keeps_rows: there are rows to write.
    """

    parts: tuple[Part, ...]
    filters: int
    keeps_rows: bool

    @property
    def pieces(self) -> int:
        """How many there are: those of the filter, then those of the rows, one a range."""
        return self.filters + (len(self.parts) if self.keeps_rows else 0)

    @cached_property
    def photos(self) -> tuple[int, ...]:
        """How many photos all ranges before each have; last, how many all have."""
        return tuple(accumulate((part.photos for part in self.parts), initial=0))

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """How many rows all ranges before each have; last, how many all have."""
        return tuple(accumulate((part.rows for part in self.parts), initial=0))

    def slices(self, number: int, slices: int) -> range:
        """Which of a filter's slices are piece `number`."""
        return range(number * slices // self.filters, (number + 1) * slices // self.filters)


def layout_of(tasks: Tasks, ranges: Ranges, parts: Sequence[Part]) -> Layout:
    """Where everything is in the run's files.

    Args:
        tasks, ranges: what is merged; parts: what all ranges gave, in order.

    Raises:
        ManifestInvalid: there is no photo.
    """
    photos = sum(part.photos for part in parts)
    check_photos(tasks, photos)
    options = tasks.plan.build_options()
    sized = filter_for(photos, options, PhotoFilter.without_bits)
    return Layout(tuple(parts), filter_pieces(sized, ranges.workers), options.keeps_rows)


class MadeFilter(msgspec.Struct, frozen=True, tag="filter"):
    """Slices of a filter, see `FilterPiece`."""

    start: int
    stop: int
    inner: int
    sha256: ContentName
    first: int
    last: int

    def piece(self, path: Path) -> FilterPiece:
        """The piece that a file holds."""
        return FilterPiece(
            range(self.start, self.stop), Stored(path, 1, self.inner, self.sha256), self.first, self.last
        )


class MadePacked(msgspec.Struct, frozen=True):
    """Blocks of a packed sequence and their directory: bytes and hash of each."""

    blocks: int
    blocks_sha256: ContentName
    directory: int
    directory_sha256: ContentName

    def piece(self, path: Path) -> PackedPiece:
        """The piece that a file holds."""
        return PackedPiece(
            Stored(path, 0, self.blocks, self.blocks_sha256),
            Stored(path, self.blocks, self.directory, self.directory_sha256),
        )


class MadeRows(msgspec.Struct, frozen=True, tag="rows"):
    """Blocks of positions and, where a photo has several, of firsts; see `inset.index.rows`."""

    positions: MadePacked
    firsts: MadePacked | None


class Made(msgspec.Struct, frozen=True):
    """The report of a piece."""

    piece: MadeFilter | MadeRows


def piece_file(place: Place, tasks: Tasks, layout: Layout, number: int, what: str) -> Path:
    """One of the files of a piece: of the filter's, `bits`; of the rows', `rows` and `firsts`; of both, `json`."""
    if number < layout.filters:
        return place.part(tasks.made_from, f"filter-{number + 1}-of-{layout.filters}.{what}")
    return part_file(place, tasks, number - layout.filters, "rows.json" if what == "json" else what)


def make_piece(place: Place, tasks: Tasks, layout: Layout, number: int) -> MadeFilter | MadeRows:
    """Make a piece, unless it is there.

    Args:
        place, tasks, layout: what it is made of; number: which, from 0.

    Raises:
        BuildFailed: what the disk gives back is not what was written.
    """
    report = piece_file(place, tasks, layout, number, "json")
    done = place.read(report, Made)
    if done is not None:
        return done.piece
    made: MadeFilter | MadeRows
    if number < layout.filters:
        made = _make_filter(place, tasks, layout, number)
    else:
        made = _make_rows(place, tasks, layout, number)
    place.write(report, Made(made))
    return made


def _make_filter(place: Place, tasks: Tasks, layout: Layout, number: int) -> MadeFilter:
    photos = Photos(place, tasks, layout.parts)
    sized = filter_for(len(photos), tasks.plan.build_options(), PhotoFilter.without_bits)
    slices = layout.slices(number, sized.num_slices)
    path = piece_file(place, tasks, layout, number, "bits")
    with place.writing(path) as file:
        file.write(slice_octets(sized, slices, photos.chunks()).data)
    piece = verified_piece(sized, slices, path, photos.chunks())
    return MadeFilter(slices.start, slices.stop, piece.inner.size, piece.inner.sha256, piece.first, piece.last)


def _make_rows(place: Place, tasks: Tasks, layout: Layout, number: int) -> MadeRows:
    part = number - layout.filters
    has_counts = layout.rows[-1] > layout.photos[-1]

    def positions(other: int, start: int, count: int) -> NDArray[np.uint64]:
        return read_numbers(part_file(place, tasks, other, "positions"), np.uint64, 8 * start, count)

    def firsts(other: int, start: int, count: int) -> NDArray[np.uint64]:
        """The place of the first row of each of some photos of a part among all rows; of the last part's one more."""
        before, held = layout.rows[other], layout.parts[other]
        if not held.has_counts:
            return np.arange(before + start, before + start + count, dtype=np.uint64)
        wanted = min(start + count, held.photos)
        counts = read_numbers(part_file(place, tasks, other, "counts"), np.uint32, 0, wanted)
        ends = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(counts, dtype=np.uint64)))
        return ends[start : start + count] + np.uint64(before)

    found = _of_blocks(layout.rows, part, positions)
    packed = _pack(place, piece_file(place, tasks, layout, number, "rows"), found)
    if not has_counts:
        return MadeRows(packed, None)
    found = _of_blocks((*layout.photos[:-1], layout.photos[-1] + 1), part, firsts)
    return MadeRows(packed, _pack(place, piece_file(place, tasks, layout, number, "firsts"), found))


def _of_blocks(
    starts: Sequence[int], part: int, read: Callable[[int, int, int], NDArray[np.uint64]]
) -> NDArray[np.uint64]:
    """The numbers of all blocks that begin within a part: the last of these may end in the parts behind it.

    Args:
        starts: of each part the place of its first number among all, and last how many there are.
        part: which; read: gives some numbers of a part, by where they begin in it and how many they are.
    """
    first, end = (min(-(-place // BLOCK) * BLOCK, starts[-1]) for place in starts[part : part + 2])
    found = [np.empty(0, dtype=np.uint64)]
    while first < end:
        here = min(end, starts[part + 1])
        if first < here:
            found.append(read(part, first - starts[part], here - first))
            first = here
        part += 1
    return np.concatenate(found)


def _pack(place: Place, path: Path, numbers: NDArray[np.uint64]) -> MadePacked:
    """Write numbers packed, read them again and compare."""
    packed = io.BytesIO()
    writer = PackedWriter(packed)
    writer.add(numbers)
    directory = writer.finish()
    with place.writing(path) as file:
        file.write(packed.getbuffer())
    content = memoryview(read_own(path))
    chunks = list(Packed(content, directory, len(numbers)).chunks())
    if not np.array_equal(np.concatenate([*chunks, numbers[:0]]), numbers):
        raise not_as_written(path)
    hashes = [hashlib.sha256(some).hexdigest() for some in (content[:directory], content[directory:])]
    return MadePacked(directory, hashes[0], len(content) - directory, hashes[1])
