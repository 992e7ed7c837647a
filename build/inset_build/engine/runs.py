"""Sorted runs: photos of a task in the order of their IDs, and their details, of which any stretch can be read.

A run's file is arrays of numbers, one behind the other, little-endian:

    photos     ids u64 x n · positions u32 or u64 x n, where they are kept · every so many of the IDs, u64
    details    ids u64 x n · accounts u32 x n · licences u32 x n; 0 where there is none

Positions, accounts and licences count within the task. A photo that stands in several rows is there with each of its
positions, and once without any.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Self

import msgspec
import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.own_files import open_to_read
from inset_build.collect import BUFFER_IDS, BUFFER_PLACED_IDS
from inset_build.engine.place import ContentName, Place, read_numbers
from inset_build.pairs import Pairs, sort_pairs

BUFFER_DETAILS: Final = 1 << 22
"""Rows with details that are held at once."""

MOST_SKIPPED: Final = 1 << 9
"""At most so many photos stand for one in the sample that ranges are chosen from."""

LEAST_SAMPLE: Final = 64


class Run(msgspec.Struct, frozen=True):
    """A run of photos: its file, how many rows it has, bytes of a position (0: none), and how many a sample is for."""

    name: ContentName
    rows: int
    position_bytes: int = 0
    step: int = 0

    def sample(self, place: Place) -> NDArray[np.uint64]:
        """Every so many of its IDs, from the middle of the first so many on."""
        start = self.rows * (8 + self.position_bytes)
        return read_numbers(place.run(self.name), np.uint64, start, len(range(self.step // 2, self.rows, self.step)))

    def pairs(self, place: Place, low: int, high: int) -> Pairs:
        """The photos with IDs from `low` to before `high`."""
        path = place.run(self.name)
        start, end = _bounds(path, self.rows, low, high)
        ids = read_numbers(path, np.uint64, 8 * start, end - start)
        if not self.position_bytes:
            return Pairs(ids, None)
        dtype = np.uint32 if self.position_bytes == 4 else np.uint64
        positions = read_numbers(path, dtype, 8 * self.rows + self.position_bytes * start, end - start)
        return Pairs(ids, positions.astype(np.uint64))


class DetailsRun(msgspec.Struct, frozen=True):
    """A run of details: its file, and how many rows it has."""

    name: ContentName
    rows: int

    def numbers(
        self, place: Place, low: int, high: int
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint32]]:
        """IDs from `low` to before `high`, and the numbers of their accounts and licences."""
        path = place.run(self.name)
        start, end = _bounds(path, self.rows, low, high)
        accounts = 8 * self.rows + 4 * start
        return (
            read_numbers(path, np.uint64, 8 * start, end - start),
            read_numbers(path, np.uint32, accounts, end - start),
            read_numbers(path, np.uint32, accounts + 4 * self.rows, end - start),
        )


def _bounds(path: Path, rows: int, low: int, high: int) -> tuple[int, int]:
    """Where the IDs from `low` to before `high` stand among the first `rows` numbers of a file."""
    with open_to_read(path) as file:
        ids = np.memmap(file, dtype=np.uint64, mode="r", shape=(rows,))
        start, end = np.searchsorted(ids, np.array([low, high], dtype=np.uint64))
    return int(start), int(end)


class RunWriter:
    """Takes the photos of a task in and writes them as runs; used as a context manager.

    Args:
        place: where to.
        placed: every photo comes with its position.
        buffer_rows: how many to hold at once; None for what suits.
    """

    def __init__(self, place: Place, *, placed: bool, buffer_rows: int | None = None) -> None:
        self.added = 0
        self._place = place
        self._placed = placed
        self._limit = buffer_rows or (BUFFER_PLACED_IDS if placed else BUFFER_IDS)
        self._waiting: list[Pairs] = []
        self._waiting_rows = 0
        self._written: list[Future[Run]] = []
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="runs")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def add(self, photo_ids: NDArray[np.uint64], positions: NDArray[np.uint64] | None = None) -> None:
        """Add a batch, as `Collector.add`."""
        self.added += len(photo_ids)
        self._waiting.append(Pairs(photo_ids, positions))
        self._waiting_rows += len(photo_ids)
        if self._waiting_rows >= self._limit:
            self._spill()

    def finish(self) -> tuple[Run, ...]:
        """Write what is left; return all runs in the order in which their photos were read."""
        self._spill()
        return tuple(each.result() for each in self._written)

    def _spill(self) -> None:
        if not self._waiting_rows:
            return
        if self._written:
            self._written[-1].result()  # one buffer is written while the next one fills, and no more wait
        waiting, self._waiting, self._waiting_rows = self._waiting, [], 0
        self._written.append(self._pool.submit(_write_run, self._place, waiting))


def _write_run(place: Place, parts: list[Pairs]) -> Run:
    pairs = sort_pairs(parts)
    parts.clear()
    rows = len(pairs.ids)
    step = max(1, min(MOST_SKIPPED, rows // LEAST_SAMPLE))
    arrays: list[NDArray[Any]] = [pairs.ids]
    width = 0
    if pairs.positions is not None:
        narrow = not rows or int(pairs.positions.max()) < 1 << 32
        arrays.append(pairs.positions.astype(np.uint32) if narrow else pairs.positions)
        width = 4 if narrow else 8
    arrays.append(np.ascontiguousarray(pairs.ids[step // 2 :: step]))
    return Run(place.keep(arrays), rows, width, step)


class DetailsRunWriter:
    """Takes the details of a task in, of which the first of a photo count, and writes them as runs.

    Args:
        place: where to; buffer_rows: how many to hold at once.
    """

    def __init__(self, place: Place, buffer_rows: int = BUFFER_DETAILS) -> None:
        self._place = place
        self._limit = buffer_rows
        self._waiting: list[pl.DataFrame] = []
        self._waiting_rows = 0
        self._written: list[DetailsRun] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Add a batch, as `inset_build.details.keyed` gives it."""
        self._waiting.append(frame)
        self._waiting_rows += frame.height
        if self._waiting_rows >= self._limit:
            self._spill()

    def finish(self) -> tuple[DetailsRun, ...]:
        """Write what is left; return all runs in the order in which their details were read."""
        self._spill()
        return tuple(self._written)

    def _spill(self) -> None:
        if not self._waiting_rows:
            return
        every = pl.concat(self._waiting)
        self._waiting, self._waiting_rows = [], 0
        ids = every["photo_id"].to_numpy()
        numbers = [every[name].fill_null(0).cast(pl.UInt32).to_numpy() for name in ("account", "licence")]
        first = first_of_each(ids)
        name = self._place.keep([np.ascontiguousarray(each[first]) for each in (ids, *numbers)])
        self._written.append(DetailsRun(name, len(first)))


def first_of_each(ids: NDArray[np.uint64]) -> NDArray[np.intp]:
    """Where each distinct ID stands first, in the order of the IDs."""
    order = np.argsort(ids, kind="stable")
    ordered = ids[order]
    fresh = np.ones(len(ids), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=fresh[1:])
    found: NDArray[np.intp] = order[fresh]
    return found
