"""Collects photo IDs, in any order and with repeats, into one sorted sequence of distinct IDs, even larger than memory.

IDs are gathered into a buffer; a full buffer is sorted, freed of repeats and spilled to a file. At the end the spilled
files are merged by ranges of IDs: a range is chosen so that its part of every file fits the buffer, the parts are
sorted together, and the result is appended to one file of sorted uint64, which everything after reads in chunks.
Files are read instead of mapped, because mapped pages count as this process's memory.

With each photo ID may come its position, a number that says where it was read. Positions are then sorted along, and
all that a photo has are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.disk_space import require_space
from inset.own_files import open_to_create, open_to_read, told_of

BUFFER_IDS: Final = 1 << 24
"""IDs held at once: 128 MB, twice that while they are sorted."""

BUFFER_PLACED_IDS: Final = 1 << 23
"""The same with their positions, which take as much again."""

CHUNK_IDS: Final = 1 << 20
_ID_BYTES: Final = 8

_ORDER_BITS: Final = 24
"""A photo ID has 40 bits, so a number of so many fits beside it into 64."""


class Numbers:
    """Numbers in order, in memory or in a file.

    Args:
        numbers: N; or the file that holds them and nothing else.
        dtype: what the file holds.
    """

    def __init__(self, numbers: NDArray[Any] | Path, dtype: type[np.unsignedinteger[Any]] = np.uint64) -> None:
        self._numbers = numbers
        self._dtype = dtype
        size = np.dtype(dtype).itemsize
        self._count = numbers.stat().st_size // size if isinstance(numbers, Path) else len(numbers)

    def __len__(self) -> int:
        return self._count

    def chunks(self, size: int = CHUNK_IDS) -> Iterator[NDArray[Any]]:
        """The numbers in order, at most `size` at a time; not to be changed."""
        if not isinstance(self._numbers, Path):
            for start in range(0, len(self._numbers), size):
                yield self._numbers[start : start + size]
            return
        with open_to_read(self._numbers) as file:
            while len(chunk := np.fromfile(file, dtype=self._dtype, count=size)):
                yield chunk


class SortedIds(Numbers):
    """Distinct photo IDs, uint64, ascending."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Where photos were read.

    Attributes:
        all: uint64, M: those of the first photo, of the second …, of each in the order in which they were added.
        counts: uint32, N: how many each photo has; None where each has one.
    """

    all: Numbers
    counts: Numbers | None


class _Pairs(NamedTuple):
    """Photo IDs, uint64, N; and the position of each, or None where none are kept."""

    ids: NDArray[np.uint64]
    positions: NDArray[np.uint64] | None

    def cut(self, start: int, end: int | None) -> _Pairs:
        return _Pairs(self.ids[start:end], None if self.positions is None else self.positions[start:end])


class _Opened(NamedTuple):
    """A spilled file, and that of its positions."""

    ids: BinaryIO
    positions: BinaryIO | None

    def take(self, count: int) -> _Pairs:
        ids = np.fromfile(self.ids, dtype=np.uint64, count=count)
        return _Pairs(
            ids, None if self.positions is None else np.fromfile(self.positions, dtype=np.uint64, count=count)
        )


class Collector:
    """Takes photo IDs in and gives them back sorted and distinct.

    Args:
        folder: an existing folder for spilled files, which `finish` removes.
        placed: every photo comes with its position.
        buffer_ids: how many IDs to hold in memory at once; None for what suits.
    """

    def __init__(self, folder: Path, *, placed: bool = False, buffer_ids: int | None = None) -> None:
        self.added = 0
        self.positions: Positions | None = None
        """After `finish`: where the photos were read, where that is kept."""
        self._folder = folder
        self._placed = placed
        self._limit = buffer_ids or (BUFFER_PLACED_IDS if placed else BUFFER_IDS)
        self._waiting: list[_Pairs] = []
        self._waiting_ids = 0
        self._spilled: list[Path] = []
        self._spilled_bytes = 0

    def add(self, photo_ids: NDArray[np.uint64], positions: NDArray[np.uint64] | None = None) -> None:
        """Add a batch: uint64, N, any order, repeats allowed. It is not copied, so do not change it afterwards.

        Args:
            photo_ids: of the photos.
            positions: uint64, N: where each was read, larger than those of the batches before; as the collector wants.

        Raises:
            DiskFull: there is no room to sort so many; this is checked before writing.
        """
        self.added += len(photo_ids)
        self._waiting.append(_Pairs(photo_ids, positions if self._placed else None))
        self._waiting_ids += len(photo_ids)
        if self._waiting_ids >= self._limit:
            self._spill()

    def finish(self) -> SortedIds:
        """Everything that was added, sorted and distinct. The collector is empty afterwards."""
        if not self._spilled:
            pairs = self._take()
            ids, counts = _distinct(pairs.ids) if self._placed else (pairs.ids, None)
            if pairs.positions is not None:
                self.positions = Positions(Numbers(pairs.positions), None if counts is None else Numbers(counts))
            return SortedIds(ids)
        self._spill()
        merged, placed, counted = (self._folder / f"photos.{what}" for what in ("sorted", "positions", "counts"))
        with ExitStack() as opened:
            runs = [opened.enter_context(_open(path, placed=self._placed)) for path in self._spilled]
            ids_file, *others = (
                opened.enter_context(open_to_create(path))
                for path in (merged, placed, counted)[: 3 if self._placed else 1]
            )
            for part in _merge(runs, self._limit):
                if part.positions is None:
                    ids_file.write(part.ids.data)
                    continue
                ids, counts = _distinct(part.ids)
                ids_file.write(ids.data)
                others[0].write(part.positions.data)
                others[1].write((np.ones(len(ids), dtype=np.uint32) if counts is None else counts).data)
        for path in self._spilled:
            path.unlink()
            _beside(path).unlink(missing_ok=True)
        self._spilled.clear()
        photo_ids = SortedIds(merged)
        if self._placed:
            every = Numbers(placed)
            once = len(every) == len(photo_ids)
            self.positions = Positions(every, None if once else Numbers(counted, np.uint32))
        return photo_ids

    def _take(self) -> _Pairs:
        pairs = _sort(self._waiting)
        self._waiting, self._waiting_ids = [], 0
        return pairs

    def _spill(self) -> None:
        if self._waiting_ids:
            path = self._folder / f"photos.spilled.{len(self._spilled)}"
            pairs = self._take()
            size = pairs.ids.nbytes * (1 + self._placed)
            self._spilled_bytes += size
            # This file, and at the end one merged file as large as all of them.
            require_space(self._folder, size + self._spilled_bytes, "sorting the photos")
            _write(path, pairs.ids)
            if pairs.positions is not None:
                _write(_beside(path), pairs.positions)
            self._spilled.append(path)


def _beside(spilled: Path) -> Path:
    """The file of a spilled file's positions."""
    return spilled.with_suffix(f"{spilled.suffix}.positions")


def _write(path: Path, numbers: NDArray[np.uint64]) -> None:
    # Not `ndarray.tofile`, whose errors do not say what the disk refused.
    with told_of(path), open_to_create(path) as file:
        file.write(numbers.data)


@contextmanager
def _open(spilled: Path, *, placed: bool) -> Iterator[_Opened]:
    with open_to_read(spilled) as ids:
        if not placed:
            yield _Opened(ids, None)
            return
        with open_to_read(_beside(spilled)) as positions:
            yield _Opened(ids, positions)


def _sort(parts: Sequence[_Pairs]) -> _Pairs:
    """Sort; drop repeats, where positions are kept only of the same photo at the same position.

    With a sort and a mask: `np.unique` takes many times as long. Polars sorts more than twice as fast as NumPy, on one
    core too.
    """
    placed = [part.positions for part in parts if part.positions is not None]
    if not parts:
        return _Pairs(np.empty(0, dtype=np.uint64), None)
    ids: NDArray[np.uint64] = np.concatenate([part.ids for part in parts])
    if not placed:
        ids = pl.Series(ids).sort().to_numpy()
        return _Pairs(_masked(ids, _changes(ids)), None)
    positions = np.concatenate(placed)
    if not bool((ids[1:] >= ids[:-1]).all()):
        ids, positions = _sorted_along(ids, positions)
    fresh = _changes(ids) | _changes(positions)
    return _Pairs(_masked(ids, fresh), _masked(positions, fresh))


def _sorted_along(
    ids: NDArray[np.uint64], positions: NDArray[np.uint64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Sort IDs and, where they are the same, keep their order, in which positions ascend.

    That order is sorted along in the lowest bits: 8·10⁶ take 0.70 s so, and 1.47 s by a stable sort of indices.
    """
    if len(ids) <= 1 << _ORDER_BITS:
        keys = ids << np.uint64(_ORDER_BITS)
        keys |= np.arange(len(ids), dtype=np.uint64)
        keys = pl.Series(keys).sort().to_numpy()
        ids = keys >> np.uint64(_ORDER_BITS)
        order = (keys & np.uint64((1 << _ORDER_BITS) - 1)).astype(np.int64)
    else:
        order = np.argsort(ids, kind="stable")
        ids = ids[order]
    return ids, positions[order]


def _changes(numbers: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """For each number whether it is another one than the one before it."""
    fresh = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return fresh


def _masked(numbers: NDArray[np.uint64], wanted: NDArray[np.bool_]) -> NDArray[np.uint64]:
    return numbers if wanted.all() else numbers[wanted]


def _distinct(ids: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint32] | None]:
    """Each of some sorted IDs once, and how often it is there; None where each is there once."""
    fresh = _changes(ids)
    if fresh.all():
        return ids, None
    starts = np.flatnonzero(fresh)
    return ids[starts], np.diff(starts, append=len(ids)).astype(np.uint32)


def _merge(runs: Sequence[_Opened], limit: int) -> Iterator[_Pairs]:
    """Merge files of sorted IDs into sorted parts without repeats of at most about `limit` IDs, or one of each file.

    At most the same number of IDs is held of each file. Each step merges up to the smallest of the last IDs held, among
    files that have more: up to there, all IDs of all files are in memory. Where positions are kept, a file may have
    that very ID again, so it waits for the next step.
    """
    share = max(limit // len(runs), 1)
    held = [run.take(0) for run in runs]
    side: Literal["left", "right"] = "right" if held[0].positions is None else "left"
    left = list(range(len(runs)))
    while True:
        for i in list(left):
            wanted = share - len(held[i].ids)
            more = runs[i].take(wanted)
            held[i] = _joined(held[i], more)
            if len(more.ids) < wanted:
                left.remove(i)
        bound = min((int(held[i].ids[-1]) for i in left), default=None)
        ends = [
            len(pairs.ids) if bound is None else int(np.searchsorted(pairs.ids, bound, side=side)) for pairs in held
        ]
        if bound is not None and not any(ends):
            share *= 2  # one photo has more rows than are held
            continue
        part = _sort([pairs.cut(0, end) for pairs, end in zip(held, ends, strict=True)])
        held = [pairs.cut(end, None) for pairs, end in zip(held, ends, strict=True)]
        if len(part.ids):
            yield part
        if bound is None:
            return


def _joined(some: _Pairs, more: _Pairs) -> _Pairs:
    if some.positions is None or more.positions is None:
        return _Pairs(np.concatenate((some.ids, more.ids)), None)
    return _Pairs(np.concatenate((some.ids, more.ids)), np.concatenate((some.positions, more.positions)))
