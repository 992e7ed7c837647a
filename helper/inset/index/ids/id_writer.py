"""Writes the file of an ID store, in one go or from parts that were split elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from inset.errors import BuildFailed
from inset.index.ids.id_file import DENSE, HEADER, MAGIC, MAX_PHOTOS, SPARSE, VERSION, WIDE_VERSION, offset_size
from inset.index.ids.id_store import IdStore
from inset.index.stored import Stored, not_as_written, verify_stored
from inset.own_files import open_to_create, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
        raise BuildFailed(f"Check the list: a dataset holds 1 to {MAX_PHOTOS} photos, and this one {count}.")
    size = offset_size(count)
    version = WIDE_VERSION if size == 8 else VERSION
    kind, base, directory = _directory(highs, sizes, is_dense=version == WIDE_VERSION)
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
