r"""IdStore: the exact sorted photo IDs of one dataset, memory-mapped. Filter and details derive from it.

The high bits of an ID choose a bucket, its low 16 bits are stored. A dataset with many photos has a bucket for every
possible high part (a plain array of offsets, no search); a small one lists only the buckets that hold something, so
that forty photos do not cost megabytes of empty buckets. The writer takes whichever is smaller.

File format `photos.ids`, version 1 or 2, little-endian throughout:

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

import mmap
import os
import struct
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import le, lt
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from inset.errors import BuildFailed, IndexCorrupt, IndexFormatUnsupported
from inset.index.pieces import Pieces
from inset.index.stored import Stored, not_as_written, verify_stored
from inset.own_files import open_to_create, open_to_read, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
_FEW: Final = 1 << 14
"""Up to so many buckets the directory is checked without NumPy, in a millisecond; importing NumPy takes fifty. A larger
one is checked by `IdStore.prepare` where checksums say already that it is what was written, and verified then."""

_A_CELL: Final = 32
_A_CELL_OF_FEW: Final = 64
"""Buckets that share a cell of what is kept in memory of a sparse directory, where they are spread evenly."""

Cells = tuple[int, "array[int]", int]
"""Bits by which a high part is shifted right to give its cell; the first bucket of each cell, and last how many buckets
there are; the last cell."""


class IdStore:
    """Opened store of one run. It never changes, so threads may share it.

    Args:
        path: a file written by `write_id_store`. It is mapped, not read.
        pieces: its pieces, each of which is compared before it is believed; none for a file without checksums.

    Attributes:
        path, count: of the file, and photos in it; mapped: all of the file.

    Raises:
        FileNotFoundError: no such file.
        IndexFormatUnsupported: another format version.
        IndexCorrupt: not such a file, or its header, size and directory disagree.
        RunDamaged: a piece differs; so may every later question.
    """

    def __init__(self, path: Path, pieces: Pieces | None = None) -> None:
        if pieces is not None:
            pieces.need(0, HEADER.size)
        with open_to_read(path) as file:
            size = os.fstat(file.fileno()).st_size
            header = file.read(HEADER.size)
            if len(header) < HEADER.size or not header.startswith(MAGIC):
                raise _corrupt(path, "it is not an ID store")
            _, version, kind, count, buckets, base = HEADER.unpack(header)
            if version not in (VERSION, WIDE_VERSION):
                raise IndexFormatUnsupported(
                    f"Update Inset, or build the dataset again: {path.name} has format version {version}, "
                    f"and this Inset reads versions {VERSION} and {WIDE_VERSION}."
                )
            is_wide = count > MOST_NARROW
            in_bounds = 1 <= count <= MAX_PHOTOS and 1 <= buckets <= MAX_BUCKETS and base <= MAX_BUCKETS
            if not in_bounds or kind not in (DENSE, SPARSE) or (kind == SPARSE and (base or is_wide)):
                raise _corrupt(path, "its header is out of bounds")
            if is_wide != (version == WIDE_VERSION):
                raise _corrupt(path, "its header disagrees with its version")
            offset = 8 if is_wide else 4
            lows_end = HEADER.size + 2 * count
            offsets_start = lows_end + -lows_end % offset
            offsets_end = offsets_start + offset * (buckets + 1)
            if size != offsets_end + (4 * buckets if kind == SPARSE else 0):
                raise _corrupt(path, "its header and its size disagree")
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if pieces is not None:
            pieces.need(offsets_start, size)  # the directory, all of which is read here and by many questions
        self.path = path
        self.mapped = mapped
        self._pieces = pieces
        self.count: int = count
        self._base = base
        self._buckets = buckets
        self._lows = mapped[HEADER.size : lows_end].cast("H")
        self._offsets = mapped[offsets_start:offsets_end].cast("Q" if is_wide else "I")
        self._highs = mapped[offsets_end:].cast("I") if kind == SPARSE else None
        self._is_prepared = False
        self._use_cells: Callable[[], None] | None = None
        if pieces is None or buckets <= _FEW:
            self.prepare()

    def prepare(self) -> None:
        """Check the directory, and find the ways through a large sparse one; it answers more quickly from then on.

        In the background where it takes long, because NumPy must be imported for it.

        Raises:
            IndexCorrupt: the directory is not one.
        """
        if not self._is_prepared:
            self._check_directory()
            self._is_prepared = True
            if self._use_cells is not None:
                self._use_cells()

    def _check_directory(self) -> None:
        """A flipped bit in the directory would send look-ups outside the file; one pass over it costs a millisecond."""
        offsets, highs = self._offsets, self._highs
        covers = offsets[0] == 0 and offsets[-1] == self.count and _ascends(offsets, le)
        if highs is not None:
            covers = covers and _ascends(highs, lt)
        if not covers:
            raise _corrupt(self.path, "its directory does not cover its photos")

    def _need(self, first: int, last: int) -> None:
        """Compare the pieces that hold the low parts number `first` to `last - 1`, where nobody has yet."""
        if self._pieces is not None and first < last:
            _need(self._pieces, first, last)

    def __len__(self) -> int:
        return self.count

    def __contains__(self, photo_id: int) -> bool:
        return self.holds(photo_id >> 16, photo_id & 0xFFFF)

    @cached_property
    def holds(self) -> Callable[[int, int], bool]:
        """Whether an ID is in the store, by its high part, `id >> 16`, and its low part, `id & 0xFFFF`.

        For a loop over many stores, which computes the two but once. A function of its own finds what it needs faster
        than a method does, and it does not refer to the store, which must be let go of as soon as nobody needs it.
        """
        lows, offsets, highs, buckets, base = self._lows, self._offsets, self._highs, self._buckets, self._base
        pieces = self._pieces

        if highs is None:

            def holds(high: int, low: int) -> bool:
                bucket = high - base
                if not 0 <= bucket < buckets:
                    return False
                first, last = offsets[bucket], offsets[bucket + 1]
                if pieces is not None and pieces.left and first < last:
                    _need(pieces, first, last)
                at = bisect_left(lows, low, first, last)
                return at < last and lows[at] == low

        else:
            directory = _cells(highs) if self._is_prepared else _one_cell(highs)

            def use_cells() -> None:
                nonlocal directory
                directory = _cells(highs)

            self._use_cells = use_cells

            def holds(high: int, low: int) -> bool:
                shift, cells, last_cell = directory
                cell = high >> shift
                if cell > last_cell:
                    return False
                bucket = bisect_left(highs, high, cells[cell], cells[cell + 1])
                if bucket == buckets or highs[bucket] != high:
                    return False
                first, last = offsets[bucket], offsets[bucket + 1]
                if pieces is not None and pieces.left and first < last:
                    _need(pieces, first, last)
                at = bisect_left(lows, low, first, last)
                return at < last and lows[at] == low

        return holds

    def __iter__(self) -> Iterator[int]:
        for chunk in self.chunks():
            yield from chunk.tolist()

    def contains_many(self, photo_ids: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """For each of N photo IDs (uint64) whether it is in the store; equals `id in store`."""
        import numpy as np

        lows = np.frombuffer(self._lows, dtype=np.uint16)
        offsets = _numbers(self._offsets)
        buckets, known = self._find_buckets((photo_ids >> np.uint64(16)).astype(np.int64))
        first = offsets[buckets].astype(np.int64)
        last = np.where(known, offsets[buckets + 1], first).astype(np.int64)
        end = last.copy()
        if self._pieces is not None and self._pieces.left:
            for some in set(zip(first.tolist(), last.tolist(), strict=True)):
                self._need(*some)
        wanted = (photo_ids & np.uint64(0xFFFF)).astype(np.uint16)
        # A binary search of all IDs in step, with as many rounds as the fullest bucket needs.
        for _ in range(int((last - first).max(initial=0)).bit_length()):
            middle = (first + last) >> 1
            below = (lows[np.minimum(middle, self.count - 1)] < wanted) & (first < last)
            first = np.where(below, middle + 1, first)
            last = np.where(below, last, middle)
        found: NDArray[np.bool_] = (first < end) & (lows[np.minimum(first, self.count - 1)] == wanted)
        return found

    def _find_buckets(self, highs: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The bucket of each high part, and whether there is one (0 where there is none)."""
        import numpy as np

        if self._highs is None:
            buckets = highs - self._base
            known = (buckets >= 0) & (buckets < self._buckets)
        else:
            present = _numbers(self._highs)
            buckets = np.searchsorted(present, highs).astype(np.int64)
            known = present[np.minimum(buckets, self._buckets - 1)] == highs
        return np.where(known, buckets, 0), known

    def count_below(self, photo_id: int) -> int:
        """How many photo IDs are smaller than this one, which need not be in the store itself."""
        high, low = photo_id >> 16, photo_id & 0xFFFF
        if self._highs is not None:
            bucket = bisect_left(self._highs, high)
            exact = bucket < self._buckets and self._highs[bucket] == high
        else:
            bucket = min(max(high - self._base, 0), self._buckets)
            exact = bucket == high - self._base < self._buckets
        first = self._offsets[bucket]
        if not exact:
            return first
        last = self._offsets[bucket + 1]
        self._need(first, last)
        return bisect_left(self._lows, low, first, last)

    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest photo ID."""
        first, last = (self._high_of(bucket) << 16 for bucket in (0, bisect_left(self._offsets, self.count) - 1))
        self._need(0, 1)
        self._need(self.count - 1, self.count)
        return first | self._lows[0], last | self._lows[self.count - 1]

    def _high_of(self, bucket: int) -> int:
        return bucket + self._base if self._highs is None else self._highs[bucket]

    def chunks(self, size: int = 1 << 20) -> Iterator[NDArray[np.uint64]]:
        """All photo IDs ascending, as uint64 arrays of about `size` IDs (whole buckets)."""
        import numpy as np

        lows = np.frombuffer(self._lows, dtype=np.uint16)
        offsets = _numbers(self._offsets)
        bucket = 0
        while bucket < self._buckets:
            # As many whole buckets as stay within the size, and never fewer than one.
            # As many as they are: for a number of another type all offsets would be converted first.
            most = offsets.dtype.type(min(int(offsets[bucket]) + size, self.count))
            after = int(np.searchsorted(offsets, most, side="right")) - 1
            after = min(max(after, bucket + 1), self._buckets)
            sizes = np.diff(offsets[bucket : after + 1]).astype(np.int64)
            highs = (
                np.arange(bucket, after, dtype=np.uint64) + np.uint64(self._base)
                if self._highs is None
                else _numbers(self._highs)[bucket:after].astype(np.uint64)
            )
            self._need(int(offsets[bucket]), int(offsets[after]))
            part = lows[offsets[bucket] : offsets[after]].astype(np.uint64)
            if len(part):
                yield np.repeat(highs << np.uint64(16), sizes) | part
            bucket = after


def write_id_store(path: Path, chunks: Iterable[NDArray[np.uint64]]) -> int:
    """Write a new store and flush it to the disk; return how many photo IDs it holds.

    Args:
        path: the file to create.
        chunks: uint64 arrays, ascending and distinct within each and from one to the next; held one at a time.

    Raises:
        FileExistsError: the file is there already; a run's files are never changed.
        BuildFailed: no IDs at all, or more than `MAX_PHOTOS`.
        ValueError: the IDs are not ascending and distinct, which would make look-ups wrong.
    """
    highs: list[NDArray[np.uint32]] = []
    sizes: list[NDArray[np.uint32]] = []
    count, previous = 0, -1
    with told_of(path), open_to_create(path) as file:
        file.write(bytes(HEADER.size))
        for chunk in chunks:
            if not len(chunk):
                continue
            if int(chunk[0]) <= previous or not bool((chunk[1:] > chunk[:-1]).all()):
                raise ValueError("photo IDs must come ascending and distinct")
            previous = int(chunk[-1])
            count += len(chunk)
            split = split_ids(chunk)
            file.write(split.lows.data)
            highs.append(split.highs)
            sizes.append(split.sizes)
        _finish(file, count, highs, sizes)
    return count


class SplitIds(NamedTuple):
    """Ascending photo IDs as a store keeps them.

    `lows`: u16, of each ID the low 16 bits; `highs`: u32, the high parts that there are; `sizes`: u32, how many IDs
    have each of these.
    """

    lows: NDArray[np.uint16]
    highs: NDArray[np.uint32]
    sizes: NDArray[np.uint32]

    def joined(self) -> NDArray[np.uint64]:
        """The IDs again, uint64."""
        import numpy as np

        return np.repeat(self.highs.astype(np.uint64) << np.uint64(16), self.sizes) | self.lows


def split_ids(photo_ids: NDArray[np.uint64]) -> SplitIds:
    """Split ascending IDs; what several calls give of IDs that go on can be put one behind the other."""
    import numpy as np

    highs = (photo_ids >> np.uint64(16)).astype(np.uint32)
    starts = np.flatnonzero(np.diff(highs, prepend=highs[:1] ^ 1))
    sizes = np.diff(starts, append=len(photo_ids)).astype(np.uint32)
    return SplitIds((photo_ids & np.uint64(0xFFFF)).astype("<u2"), highs[starts], sizes)


def join_id_store(
    path: Path, lows: Sequence[Stored], highs: Sequence[NDArray[np.uint32]], sizes: Sequence[NDArray[np.uint32]]
) -> int:
    """`write_id_store` of IDs that were split elsewhere, and put one behind the other; return how many they are.

    Args:
        path: the file to create.
        lows: where the low parts of consecutive IDs lie; highs, sizes: as `split_ids` gave them with these.

    Raises:
        FileExistsError, BuildFailed: as `write_id_store`; or the disk does not give back what was split.
        ValueError: the high parts do not ascend, or are of other IDs than the low ones.
    """
    count = sum(piece.size for piece in lows) // 2
    if count != sum(int(some.sum()) for some in sizes):
        raise ValueError("the low parts and the high parts are not of the same photos")
    with told_of(path), open_to_create(path) as file:
        file.write(bytes(HEADER.size))
        for piece in lows:
            piece.copy_to(file)
        directory = _finish(file, count, highs, sizes)
    verify_stored(path, HEADER.size, [*lows, Stored.of(path, memoryview(directory), 0, len(directory))])
    if len(IdStore(path)) != count:
        raise not_as_written(path)
    return count


def _finish(
    file: BinaryIO, count: int, highs: Sequence[NDArray[np.uint32]], sizes: Sequence[NDArray[np.uint32]]
) -> bytes:
    """Write the directory behind the low parts, which is returned, the header before them, and flush all to disk."""
    if not 1 <= count <= MAX_PHOTOS:
        raise BuildFailed(f"Check the manifest: a dataset holds 1 to {MAX_PHOTOS} photos, and this one {count}.")
    is_wide = count > MOST_NARROW
    kind, base, directory = _directory(highs, sizes, is_dense=is_wide)
    size, version = (8, WIDE_VERSION) if is_wide else (4, VERSION)
    written = bytes(-file.tell() % size) + b"".join(part.astype(f"<u{size}").tobytes() for part in directory)
    file.write(written)
    file.seek(0)
    buckets = len(directory[0]) - 1
    file.write(HEADER.pack(MAGIC, version, kind, count, buckets, base))
    file.flush()
    os.fsync(file.fileno())
    return written


def _directory(
    highs: Sequence[NDArray[np.uint32]], sizes: Sequence[NDArray[np.uint32]], *, is_dense: bool
) -> tuple[int, int, list[NDArray[np.uint64]]]:
    """Merge the chunks' buckets (one may go on in the next chunk); choose the smaller directory, or the dense one."""
    import numpy as np

    all_highs = np.concatenate(highs)
    all_sizes = np.concatenate(sizes).astype(np.uint64)
    starts = np.flatnonzero(np.diff(all_highs, prepend=all_highs[:1] ^ 1))
    present = all_highs[starts].astype(np.uint64)
    if not bool((present[1:] > present[:-1]).all()):
        raise ValueError("the high parts of photo IDs must ascend")
    filled = np.add.reduceat(all_sizes, starts)
    base = int(present[0])
    span = int(present[-1]) - base + 1
    if is_dense or span + 1 <= 2 * len(present) + 1:
        kind, counts = DENSE, np.zeros(span, dtype=np.uint64)
        counts[(present - np.uint64(base)).astype(np.int64)] = filled
    else:
        kind, base, counts = SPARSE, 0, filled
    offsets = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(counts, dtype=np.uint64)])
    return kind, base, [offsets] if kind == DENSE else [offsets, present]


def _one_cell(highs: memoryview[int]) -> Cells:
    """As `_cells`, for a search through all of it."""
    return 64, array("I", [0, len(highs)]), 0


def _cells(highs: memoryview[int]) -> Cells:
    """The first bucket whose high part, shifted right by so many bits, is 0, 1, 2 …; last, how many buckets there are.

    Between two of these a search takes a few steps instead of seventeen through all of a large directory, for each of
    which the processor may wait.
    """
    buckets, highest = len(highs), highs[-1]
    is_small = buckets <= _FEW
    most = buckets // (_A_CELL_OF_FEW if is_small else _A_CELL)
    shift = max(highest.bit_length() - max(most.bit_length(), 1), 0)
    cells = (highest >> shift) + 1
    if is_small:
        firsts = array("I", [bisect_left(highs, cell << shift) for cell in range(cells)])
    else:
        import numpy as np

        starts = np.arange(cells, dtype=np.uint32) << np.uint32(shift)
        firsts = array("I", np.searchsorted(np.frombuffer(highs, dtype=np.uint32), starts).astype("I").tobytes())
    firsts.append(buckets)
    return shift, firsts, cells - 1


def _ascends(numbers: memoryview[int], follows: Callable[[int, int], bool]) -> bool:
    """Whether each number follows the one before it: by `le` or `lt` of `operator`."""
    if len(numbers) <= _FEW:
        return all(map(follows, numbers, islice(numbers, 1, None)))
    import numpy as np

    array = _numbers(numbers)
    return bool(np.all(follows(array[:-1], array[1:])))  # type: ignore[arg-type]


def _numbers(numbers: memoryview[int]) -> NDArray[np.unsignedinteger]:
    """Offsets or high parts as an array, of 32 bits each or of 64."""
    import numpy as np

    return np.frombuffer(numbers, dtype=f"u{numbers.itemsize}")


def _need(pieces: Pieces, first: int, last: int) -> None:
    pieces.need(HEADER.size + 2 * first, HEADER.size + 2 * last)


def _corrupt(path: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(f"Build the dataset again: {path.name} cannot be used, {why}.")
