"""Collects photo IDs, in any order and with repeats, into one sorted sequence of distinct IDs, even larger than memory.

IDs are gathered into a buffer; a full buffer is sorted, freed of repeats and spilled to a file. At the end the spilled
files are merged by ranges of IDs: a range is chosen so that its part of every file fits the buffer, the parts are
sorted together, and the result is appended to one file of sorted uint64, which everything after reads in chunks.
Files are read instead of mapped, because mapped pages count as this process's memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.disk_space import require_space

BUFFER_IDS: Final = 1 << 24
"""IDs held at once: 128 MB, twice that while they are sorted."""

CHUNK_IDS: Final = 1 << 20
_ID_BYTES: Final = 8


class SortedIds:
    """Distinct photo IDs, ascending.

    Args:
        ids: uint64, N, in memory; or the file that holds them and nothing else.
    """

    def __init__(self, ids: NDArray[np.uint64] | Path) -> None:
        self._ids = ids
        self._count = ids.stat().st_size // _ID_BYTES if isinstance(ids, Path) else len(ids)

    def __len__(self) -> int:
        return self._count

    def chunks(self, size: int = CHUNK_IDS) -> Iterator[NDArray[np.uint64]]:
        """The IDs in order, at most `size` at a time; not to be changed."""
        if not isinstance(self._ids, Path):
            for start in range(0, len(self._ids), size):
                yield self._ids[start : start + size]
            return
        with self._ids.open("rb") as file:
            while len(chunk := np.fromfile(file, dtype=np.uint64, count=size)):
                yield chunk


class Collector:
    """Takes photo IDs in and gives them back sorted and distinct.

    Args:
        folder: an existing folder for spilled files, which `finish` removes.
        buffer_ids: how many IDs to hold in memory at once.
    """

    def __init__(self, folder: Path, *, buffer_ids: int = BUFFER_IDS) -> None:
        self.added = 0
        self._folder = folder
        self._limit = buffer_ids
        self._waiting: list[NDArray[np.uint64]] = []
        self._waiting_ids = 0
        self._spilled: list[Path] = []
        self._spilled_bytes = 0

    def add(self, photo_ids: NDArray[np.uint64]) -> None:
        """Add a batch: uint64, N, any order, repeats allowed. It is not copied, so do not change it afterwards.

        Raises:
            DiskFull: there is no room to sort so many; this is checked before writing.
        """
        self.added += len(photo_ids)
        self._waiting.append(photo_ids)
        self._waiting_ids += len(photo_ids)
        if self._waiting_ids >= self._limit:
            self._spill()

    def finish(self) -> SortedIds:
        """Everything that was added, sorted and distinct. The collector is empty afterwards."""
        if not self._spilled:
            return SortedIds(self._take())
        self._spill()
        merged = self._folder / "photos.sorted"
        with ExitStack() as opened, merged.open("wb") as file:
            runs = [opened.enter_context(path.open("rb")) for path in self._spilled]
            for part in _merge(runs, self._limit):
                part.tofile(file)
        for path in self._spilled:
            path.unlink()
        self._spilled.clear()
        return SortedIds(merged)

    def _take(self) -> NDArray[np.uint64]:
        ids = _sort_distinct(self._waiting)
        self._waiting, self._waiting_ids = [], 0
        return ids

    def _spill(self) -> None:
        if self._waiting_ids:
            path = self._folder / f"photos.spilled.{len(self._spilled)}"
            ids = self._take()
            self._spilled_bytes += ids.nbytes
            # This file, and at the end one merged file as large as all of them.
            require_space(self._folder, ids.nbytes + self._spilled_bytes, "sorting the photos")
            ids.tofile(path)
            self._spilled.append(path)


def _sort_distinct(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Sort and drop repeats, with a sort and a mask: `np.unique` takes many times as long.

    Polars sorts more than twice as fast as NumPy, on one core too.
    """
    if not parts:
        return np.empty(0, dtype=np.uint64)
    ids: NDArray[np.uint64] = pl.Series(np.concatenate(parts)).sort().to_numpy()
    fresh = np.ones(len(ids), dtype=np.bool_)
    np.not_equal(ids[1:], ids[:-1], out=fresh[1:])
    return ids if fresh.all() else ids[fresh]


def _merge(runs: Sequence[BinaryIO], limit: int) -> Iterator[NDArray[np.uint64]]:
    """Merge files of sorted IDs into sorted distinct parts of at most about `limit` IDs, or one of each file.

    At most the same number of IDs is held of each file. Each step merges up to the smallest of the last IDs held, among
    files that have more: up to there, all IDs of all files are in memory.
    """
    share = max(limit // len(runs), 1)
    held = [np.empty(0, dtype=np.uint64) for _ in runs]
    left = list(range(len(runs)))
    while True:
        for i in list(left):
            wanted = share - len(held[i])
            more = np.fromfile(runs[i], dtype=np.uint64, count=wanted)
            held[i] = np.concatenate((held[i], more))
            if len(more) < wanted:
                left.remove(i)
        bound = min((int(held[i][-1]) for i in left), default=None)
        ends = [len(ids) if bound is None else int(np.searchsorted(ids, bound, side="right")) for ids in held]
        part = _sort_distinct([ids[:end] for ids, end in zip(held, ends, strict=True)])
        held = [ids[end:] for ids, end in zip(held, ends, strict=True)]
        if len(part):
            yield part
        if bound is None:
            return
