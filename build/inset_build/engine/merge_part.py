"""A part of a merge: what a job array, a make file or two laptops merge side by side before `merge_shards` joins it.

Each part is asked twice: the first time it merges its share of the ranges, and once all ranges are merged its share of
the pieces of the run's files. Nothing but files in the shared folder says what is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from inset.disk_errors import disk_error
from inset.errors import BuildFailed
from inset.words.sentences import sentence
from inset_build.engine.local import LocalEngine
from inset_build.engine.piece_task import Layout, Made, layout_of, piece_file
from inset_build.engine.place import Place
from inset_build.engine.ranges import ROWS_A_RANGE
from inset_build.engine.reduce_task import Part, Tasks, part_file, ranges_of
from inset_build.engine.shards import Merged, Share, open_tasks
from inset_build.engine.work import piece_number, reduce_number, verify_number
from inset_build.report import Progress


@dataclass(frozen=True, slots=True)
class PartReport:
    """What a part of a merge did; `inset merge --part --json` prints it.

    `ranges`: of the whole merge; `merged`: of them by all parts so far. `pieces`: of the run's files, and `made`: of
    them so far; None as long as not all ranges are merged, from which they follow.
    """

    dataset: str
    part: int
    parts: int
    ranges: int
    merged: int
    pieces: int | None
    made: int | None
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


def merge_part(
    dataset: str,
    shared: Path,
    part: Share,
    *,
    rows_a_range: int | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> PartReport:
    """Do a share of what can be merged now.

    Args:
        dataset: its name; shared: the folder that all of its shards were built into.
        part: which share. Whoever names another number of shares than the others may do what these do, which harms
            nothing but time.
        rows_a_range: as for `merge_shards`, which finds what was chosen here.
        on_progress: is told how far this part is.

    Raises:
        UsageInvalid, ManifestInvalid, BuildFailed, DiskFull, NotWritable, LinkRefused, DiskDamaged: as `merge_shards`.
    """
    started = time.monotonic()
    place, tasks, tally = open_tasks(dataset, shared, on_progress)
    merging = _Merging(place, tasks, part, Merged(tally, tasks))
    try:
        ranges = ranges_of(place, tasks, rows_a_range or ROWS_A_RANGE, part.shards)
        count = len(ranges.bounds) - 1
        merging.merge(count)
        parts = [each for number in range(count) if (each := merging.part_of(number)) is not None]
        pieces = made = None
        if len(parts) == count:
            tally.enter("writing")
            layout = layout_of(tasks, ranges, parts)
            pieces, made = layout.pieces, merging.make(layout)
    except OSError as error:
        raise disk_error(error, shared) or BuildFailed(sentence("error_shared_fix", shared, error)) from error
    seconds = round(time.monotonic() - started, 3)
    return PartReport(dataset, part.shard, part.shards, count, len(parts), pieces, made, seconds)


@dataclass(frozen=True, slots=True)
class _Merging:
    """Does a share of what is to be merged, beside what is done already."""

    place: Place
    tasks: Tasks
    share: Share
    told: Merged
    engine: LocalEngine = field(default_factory=LocalEngine)

    def part_of(self, number: int) -> Part | None:
        """What a range gave, where it is merged."""
        return self.place.read(part_file(self.place, self.tasks, number, "json"), Part)

    def merge(self, count: int) -> None:
        """Merge the share's ranges, of so many in all."""
        wanted = [number for number in self._mine(count) if self.part_of(number) is None]
        if not wanted:
            return
        # All that its ranges are made of, since no part knows whether the others compared theirs.
        for number, _ in self.engine.each(partial(verify_number, self.place.folder), range(len(self.tasks.reports))):
            self.told.compared(number)
        work = partial(reduce_number, self.place.folder, self.tasks.made_from)
        for done, _ in enumerate(self.engine.each(work, wanted), start=1):
            self.told.merged(done, len(wanted))

    def make(self, layout: Layout) -> int:
        """Make the share's pieces; return how many are made in all."""
        wanted = self._mine(layout.pieces)
        work = partial(piece_number, self.place.folder, self.tasks.made_from, layout)
        for done, _ in enumerate(self.engine.each(work, wanted), start=1):
            self.told.made(done, len(wanted))
        reports = (piece_file(self.place, self.tasks, layout, number, "json") for number in range(layout.pieces))
        return sum(self.place.read(report, Made) is not None for report in reports)

    def _mine(self, count: int) -> range:
        return range(self.share.shard - 1, count, self.share.shards)
