"""IdStore: the exact sorted photo IDs of one dataset, memory-mapped. Filter and details derive from it.

An ID x is in the store when its bucket exists and holds x & 0xFFFF; `id_file.py` describes the file.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cached_property
from operator import le, lt
from pathlib import Path
from typing import TYPE_CHECKING

from inset.index.ids.directory import FEW, as_array, ascends, cells_of, one_cell
from inset.index.ids.id_file import HEADER, corrupt, read_layout
from inset.index.pieces import Pieces
from inset.own_files import open_to_read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
            layout = read_layout(path, file.read(HEADER.size), size)
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if pieces is not None:
            pieces.need(layout.offsets_start, size)  # the directory, all of which is read here and by many questions
        self.path = path
        self.mapped = mapped
        self._pieces = pieces
        self.count: int = layout.photos
        self._base = layout.base
        self._buckets = layout.buckets
        self._lows = mapped[HEADER.size : layout.lows_end].cast("H")
        offsets = mapped[layout.offsets_start : layout.offsets_end]
        self._offsets = offsets.cast("Q" if layout.offset_size == 8 else "I")
        self._highs = mapped[layout.offsets_end :].cast("I") if layout.is_sparse else None
        self._is_prepared = False
        self._use_cells: Callable[[], None] | None = None
        if pieces is None or layout.buckets <= FEW:
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
        covers = offsets[0] == 0 and offsets[-1] == self.count and ascends(offsets, le)
        if highs is not None:
            covers = covers and ascends(highs, lt)
        if not covers:
            raise corrupt(self.path, "its directory does not cover its photos")

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
            directory = cells_of(highs) if self._is_prepared else one_cell(highs)

            def use_cells() -> None:
                nonlocal directory
                directory = cells_of(highs)

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
        offsets = as_array(self._offsets)
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
            present = as_array(self._highs)
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
        offsets = as_array(self._offsets)
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
                else as_array(self._highs)[bucket:after].astype(np.uint64)
            )
            self._need(int(offsets[bucket]), int(offsets[after]))
            part = lows[offsets[bucket] : offsets[after]].astype(np.uint64)
            if len(part):
                yield np.repeat(highs << np.uint64(16), sizes) | part
            bucket = after


def _need(pieces: Pieces, first: int, last: int) -> None:
    pieces.need(HEADER.size + 2 * first, HEADER.size + 2 * last)
