"""Collect: photo IDs in any order and with repeats become one sorted sequence of distinct IDs, larger than memory.

IDs are gathered into a buffer; a full buffer is sorted, freed of repeats and spilled to a file. At the end the spilled
files are merged by ranges of IDs: a range is chosen so that its part of every file fits the buffer, the parts are
sorted together, and the result is appended to one file of sorted uint64, which everything after reads memory-mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.disk_space import require_space

BUFFER_IDS: Final = 1 << 24
"""IDs held at once: 128 MB, twice that while they are sorted."""

CHUNK_IDS: Final = 1 << 20


class SortedIds:
    """Distinct photo IDs, ascending.

    Args:
        ids: uint64, N; in memory or memory-mapped.
    """

    def __init__(self, ids: NDArray[np.uint64]) -> None:
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def chunks(self, size: int = CHUNK_IDS) -> Iterator[NDArray[np.uint64]]:
        """The IDs in order, at most `size` at a time."""
        for start in range(0, len(self.ids), size):
            yield np.array(self.ids[start : start + size])


class Collector:
    """Takes photo IDs in and gives them back sorted and distinct.

    Args:
        folder: an existing folder for spilled files; they are gone when `finish` has returned its result.
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
        """Take a batch in: uint64, N, any order, repeats allowed. It is not copied, so do not change it after.

        Raises:
            DiskFull: there is no room to sort so many; nothing was written yet that would fill the disk.
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
        runs = [np.memmap(path, dtype=np.uint64, mode="r") for path in self._spilled]
        with merged.open("wb") as file:
            for part in _merge(runs, self._limit):
                part.tofile(file)
        del runs
        for path in self._spilled:
            path.unlink()
        self._spilled.clear()
        return SortedIds(np.memmap(merged, dtype=np.uint64, mode="r"))

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
    """Sort and drop repeats: a sort and a mask, for `np.unique` hashes and takes many times as long.

    Polars sorts more than twice as fast as NumPy, on one core too.
    """
    if not parts:
        return np.empty(0, dtype=np.uint64)
    ids: NDArray[np.uint64] = pl.Series(np.concatenate(parts)).sort().to_numpy()
    fresh = np.ones(len(ids), dtype=np.bool_)
    np.not_equal(ids[1:], ids[:-1], out=fresh[1:])
    return ids if fresh.all() else ids[fresh]


def _merge(runs: Sequence[NDArray[np.uint64]], limit: int) -> Iterator[NDArray[np.uint64]]:
    """Merge sorted runs into sorted distinct parts of at most about `limit` IDs (never over the sum of `limit` + runs).

    Each step takes from every run the same number of IDs at most, and stops at the smallest of the last ones taken:
    up to there every run has shown all it holds.
    """
    at = [0] * len(runs)
    share = max(limit // len(runs), 1)
    while True:
        open_runs = [i for i, run in enumerate(runs) if at[i] < len(run)]
        if not open_runs:
            return
        bound = min(int(runs[i][min(at[i] + share, len(runs[i])) - 1]) for i in open_runs)
        parts: list[NDArray[np.uint64]] = []
        for i in open_runs:
            end = at[i] + int(np.searchsorted(runs[i][at[i] : at[i] + share], np.uint64(bound), side="right"))
            parts.append(runs[i][at[i] : end])
            at[i] = end
        yield _sort_distinct(parts)
