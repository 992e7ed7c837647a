"""Collects photo IDs, in any order and with repeats, into one sorted sequence of distinct IDs, even larger than memory.

IDs are gathered into a buffer; a full buffer is sorted, freed of repeats and spilled to a file. At the end the spilled
files are merged by ranges of IDs: a range is chosen so that its part of every file fits the buffer, the parts are
sorted together, and the result is appended to one file of sorted uint64, which everything after reads in chunks.
Files are read instead of mapped, because mapped pages count as this process's memory.

With each photo ID may come its position, a number that says where it was read. Positions are then sorted along, and
all that a photo has are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from inset.disk_space import require_space
from inset.own_files import open_to_create, open_to_read, told_of
from inset.words.sentences import sentence
from inset_build.merge import beside, merge, open_spilled
from inset_build.pairs import Pairs, distinct, sort_pairs

BUFFER_IDS: Final = 1 << 24
"""IDs held at once: 128 MB, twice that while they are sorted."""

BUFFER_PLACED_IDS: Final = 1 << 23
"""The same with their positions, which take as much again."""

CHUNK_IDS: Final = 1 << 20
_NUMBER_BYTES: Final = 8

_MERGED_OF: Final = 2
"""The spilled files are merged in parts of the buffer's size divided by this: two are sorted side by side."""


class Numbers:
    """Numbers in order, in memory or in files.

    Args:
        numbers: N; or the file that holds them and nothing else.
        dtype: what the files hold.
    """

    def __init__(self, numbers: NDArray[Any] | Path, dtype: type[np.unsignedinteger[Any]] = np.uint64) -> None:
        self._numbers = numbers
        self._dtype = dtype
        if isinstance(numbers, Path):
            self._count = numbers.stat().st_size // np.dtype(dtype).itemsize
        else:
            self._count = len(numbers)

    def __len__(self) -> int:
        return self._count

    def chunks(self, size: int = CHUNK_IDS) -> Iterator[NDArray[Any]]:
        """The numbers in order, at most `size` at a time; not to be changed."""
        if isinstance(self._numbers, np.ndarray):
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
        self._waiting: list[Pairs] = []
        self._waiting_ids = 0
        self._spilled: list[Path] = []
        self._spilled_bytes = 0
        self._spilling: Future[int] | None = None
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spill")

    def add(self, photo_ids: NDArray[np.uint64], positions: NDArray[np.uint64] | None = None) -> None:
        """Add a batch: uint64, N, any order, repeats allowed. It is not copied, so do not change it afterwards.

        Args:
            photo_ids: of the photos.
            positions: uint64, N: where each was read, larger than those of the batches before; as the collector wants.

        Raises:
            DiskFull: there is no room to sort so many; this is checked before writing.
        """
        self.added += len(photo_ids)
        self._waiting.append(Pairs(photo_ids, positions if self._placed else None))
        self._waiting_ids += len(photo_ids)
        if self._waiting_ids >= self._limit:
            self._spill()

    def finish(self) -> SortedIds:
        """Everything that was added, sorted and distinct. The collector is empty afterwards."""
        if not self._spilled:
            self.close()
            pairs = sort_pairs(self._take())
            ids, counts = distinct(pairs.ids) if self._placed else (pairs.ids, None)
            if pairs.positions is not None:
                self.positions = Positions(Numbers(pairs.positions), None if counts is None else Numbers(counts))
            return SortedIds(ids)
        self._spill()
        self._written()
        self.close()
        merged, placed, counted = (self._folder / f"photos.{what}" for what in ("sorted", "positions", "counts"))
        with ExitStack() as opened:
            runs = [opened.enter_context(open_spilled(path, placed=self._placed)) for path in self._spilled]
            ids_file, *others = (
                opened.enter_context(open_to_create(path))
                for path in (merged, placed, counted)[: 3 if self._placed else 1]
            )
            for part in merge(runs, self._limit // _MERGED_OF):
                if part.positions is None:
                    ids_file.write(part.ids.data)
                    continue
                ids, counts = distinct(part.ids)
                ids_file.write(ids.data)
                others[0].write(part.positions.data)
                others[1].write((np.ones(len(ids), dtype=np.uint32) if counts is None else counts).data)
        for path in self._spilled:
            path.unlink()
            beside(path).unlink(missing_ok=True)
        self._spilled.clear()
        photo_ids = SortedIds(merged)
        if self._placed:
            every = Numbers(placed)
            once = len(every) == len(photo_ids)
            self.positions = Positions(every, None if once else Numbers(counted, np.uint32))
        return photo_ids

    def close(self) -> None:
        """Wait until nothing is written any more; what was collected and not finished is lost."""
        self._pool.shutdown()

    def _take(self) -> list[Pairs]:
        taken, self._waiting, self._waiting_ids = self._waiting, [], 0
        return taken

    def _spill(self) -> None:
        """Have the buffer sorted and written, while the next one fills."""
        self._spilled_bytes += self._written()
        if self._waiting_ids:
            path = self._folder / f"photos.spilled.{len(self._spilled)}"
            size = self._waiting_ids * _NUMBER_BYTES * (1 + self._placed)
            # This file, and at the end one merged file as large as all of them.
            require_space(self._folder, 2 * size + self._spilled_bytes, sentence("disk_for_sorting"))
            self._spilling = self._pool.submit(_sort_and_write, path, self._take())
            self._spilled.append(path)

    def _written(self) -> int:
        """The bytes of the file that was being written, once it is."""
        size = 0 if self._spilling is None else self._spilling.result()
        self._spilling = None
        return size


def _sort_and_write(path: Path, parts: list[Pairs]) -> int:
    """Sort a full buffer, which is emptied, and write it to a file; return how many bytes that took."""
    pairs = sort_pairs(parts)
    parts.clear()
    _write(path, pairs.ids)
    if pairs.positions is None:
        return pairs.ids.nbytes
    _write(beside(path), pairs.positions)
    return pairs.ids.nbytes + pairs.positions.nbytes


def _write(path: Path, numbers: NDArray[np.uint64]) -> None:
    # Not `ndarray.tofile`, whose errors do not say what the disk refused.
    with told_of(path), open_to_create(path) as file:
        file.write(numbers.data)
