"""Counts the rows of all manifests through while they are read, so that one number says where a photo stands.

That number is the row's position; which positions are rows of which list is kept as stretches. See `inset.index.rows`,
where what becomes of it is described.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.disk_space import require_space
from inset.index.rows import Stretch, write_rows
from inset.index.verify import verify_rows
from inset.words.sentences import sentence
from inset_build.collect import Positions
from inset_build.readers.detect import Detected
from inset_build.readers.protocol import Batch

BYTES_A_ROW: Final = 8
"""An upper bound of what a row needs, with its share of the directories; a list of 10⁸ photos in no order needs 3.5."""


class RowCounter:
    """Gives every row of every manifest its position.

    Args:
        files: of each file on disk, by its path and its name, its place among the descriptor's sources.
    """

    def __init__(self, files: Sequence[tuple[Path, str]]) -> None:
        self._files = {file: place for place, file in enumerate(files)}
        self._stretches: list[Stretch] = []
        self._end = 0
        self._last_row = 0

    @property
    def stretches(self) -> Sequence[Stretch]:
        """All stretches so far, ascending."""
        return self._stretches

    @property
    def end(self) -> int:
        """How many positions there are so far."""
        return self._end

    def know(self, files: Sequence[tuple[Path, str]]) -> None:
        """Take files in that were found later; the places of those before must be the same."""
        self._files = {file: place for place, file in enumerate(files)}

    def positions(self, manifest: Detected, batch: Batch) -> NDArray[np.uint64]:
        """The positions of a batch's photos: uint64, N, larger than those of the batches before."""
        rows: NDArray[np.uint64] = batch.frame["row"].to_numpy()
        if not len(rows):
            return rows
        first, last = int(rows.min()), int(rows.max())
        source = manifest.source
        place = self._files[source.path, source.file]
        told = (place, source.name, batch.part, manifest.reader_name, manifest.column, batch.base)
        if not self._goes_on(told, first):
            self._stretches.append(Stretch(self._end, first, *told))
        stretch = self._stretches[-1]
        self._end, self._last_row = stretch.start + last - stretch.first + 1, last
        return rows - np.uint64(stretch.first) + np.uint64(stretch.start)

    def _goes_on(self, told: tuple[object, ...], row: int) -> bool:
        """Whether a row belongs to the last stretch; a row may give photos of two batches."""
        if not self._stretches or row < self._last_row:
            return False
        last = self._stretches[-1]
        return told == (last.source, last.name, last.part, last.reader, last.column, last.base)


def write_and_verify_rows(path: Path, stretches: Sequence[Stretch], positions: Positions, photos: int) -> int:
    """Write the rows of a run, read them again and compare; return how many they are.

    Raises:
        DiskFull: there is no room for them; told before anything is written.
        BuildFailed: what the disk gives back is not what was written.
    """
    counts = positions.counts
    require_space(path.parent, BYTES_A_ROW * len(positions.all), sentence("disk_for_rows"))
    rows = write_rows(path, stretches, positions.all.chunks(), None if counts is None else counts.chunks(), photos)
    verify_rows(path.parent, positions.all.chunks(), None if counts is None else counts.chunks())
    return rows
