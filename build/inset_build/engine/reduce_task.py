"""Merges all runs of one range of IDs into its part: distinct photos, where each stands, and their details.

A part's files are arrays of numbers, one behind the other, little-endian:

    ids         the IDs as an ID store has them: low parts u16 x n · high parts u32 x b · how many have each, u32 x b
    positions   u64 x rows: of the first photo, of the second …
    counts      u32 x n: how many rows each photo has; no file where each has one
    details     IDs, accounts and licences, u64 x details each
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.errors import BuildFailed, ManifestInvalid
from inset.index.ids.id_writer import SplitIds, split_ids
from inset.index.stored import Stored, not_as_written
from inset.own_files import read_own
from inset.words.sentences import sentence
from inset_build.collect import CHUNK_IDS
from inset_build.engine.map_task import TaskReport
from inset_build.engine.place import Place
from inset_build.engine.plan import Plan
from inset_build.engine.ranges import LEAST_ROWS, ROWS_A_RANGE, choose_ranges
from inset_build.engine.runs import first_of_each
from inset_build.pairs import Pairs, distinct, sort_pairs
from inset_build.report import names


@dataclass(frozen=True, slots=True)
class Tasks:
    """All tasks of a plan, done.

    Attributes:
        plan: the plan.
        reports: of each task.
        made_from: names all parts that are made of these.
        positions, accounts, licences: how many the tasks before each task have; last, how many all have.
    """

    plan: Plan
    reports: tuple[TaskReport, ...]
    made_from: str
    positions: tuple[int, ...]
    accounts: tuple[int, ...]
    licences: tuple[int, ...]


class Ranges(msgspec.Struct, frozen=True):
    """The ranges.

    Attributes:
        bounds: theirs, see `choose_ranges`; workers: for how many that merge they were chosen.
    """

    bounds: list[int]
    workers: int


class Part(msgspec.Struct, frozen=True):
    """What a range gave, once its IDs were read again and compared. Its files are beside its report.

    Attributes:
        photos, rows, details: photos, rows that name them, and photos with details.
        highs: how many high parts its IDs have.
        has_counts: some photo has more rows than one.
        lows_sha256, highs_sha256: of the low parts, and of what is behind them.
    """

    photos: int
    rows: int
    details: int
    highs: int
    has_counts: bool
    lows_sha256: str
    highs_sha256: str


def missing_tasks(place: Place, plan: Plan) -> list[int]:
    """The tasks of which there is no report."""
    return [task for task in range(len(plan.tasks)) if not is_done(place, plan, task)]


def is_done(place: Place, plan: Plan, task: int) -> bool:
    """Whether a task has written its report, and all that it names is there."""
    report = place.read(place.task(task), TaskReport)
    if report is None or report.plan != plan.digest:
        return False
    return all(place.run(name).exists() for name in report.files)


def read_tasks(place: Place, plan: Plan) -> Tasks:
    """The reports of all tasks, all of which are done.

    Raises:
        BuildFailed: one is missing.
    """
    digest = hashlib.sha256(plan.digest.encode())
    reports: list[TaskReport] = []
    for task in range(len(plan.tasks)):
        report = place.read(place.task(task), TaskReport)
        if report is None or report.plan != plan.digest:
            raise BuildFailed(sentence("error_shared_task", place.task(task)))
        digest.update(hashlib.sha256(read_own(place.task(task))).digest())
        reports.append(report)
    return Tasks(
        plan,
        tuple(reports),
        digest.hexdigest(),
        *(
            tuple(accumulate((getattr(report, what) for report in reports), initial=0))
            for what in ("span", "accounts", "licences")
        ),
    )


def ranges_of(place: Place, tasks: Tasks, rows_a_range: int = ROWS_A_RANGE, workers: int = 1) -> Ranges:
    """The ranges that the runs of some tasks are merged by: chosen once, and kept.

    Args:
        place, tasks: whose; rows_a_range: about how many rows each holds at most.
        workers: so many merge; each gets as many ranges as the others, unless they would be tiny.
    """
    path = place.part(tasks.made_from, "ranges.json")
    kept = place.read(path, Ranges)
    if kept is None:
        runs = [run for report in tasks.reports for run in report.runs]
        rows = sum(run.rows for run in runs)
        alike = min(workers, max(1, rows // LEAST_ROWS))
        wanted = alike * max(1, math.ceil(rows / rows_a_range / alike))
        samples = [run.sample(place) for run in runs]
        kept = Ranges(choose_ranges(samples, [run.step for run in runs], wanted), workers)
        place.write(path, kept)
    return kept


def part_file(place: Place, tasks: Tasks, number: int, what: str) -> Path:
    """One of the files that belong to a range: `ids`, `positions`, `counts`, `details` or `json`; or its `rows`."""
    return place.part(tasks.made_from, f"{number:05}.{what}")


def reduce_range(place: Place, tasks: Tasks, ranges: Ranges, number: int) -> Part:
    """Merge a range's runs and write its part, unless it is there.

    Args:
        place, tasks, ranges: what was made of what.
        number: of the range, from 0.
    """
    done = place.read(part_file(place, tasks, number, "json"), Part)
    if done is not None:
        return done
    low, high = ranges.bounds[number : number + 2]
    parts: list[Pairs] = []
    for report, moved in zip(tasks.reports, tasks.positions, strict=False):
        for run in report.runs:
            pairs = run.pairs(place, low, high)
            if len(pairs.ids):
                positions = pairs.positions
                parts.append(Pairs(pairs.ids, None if positions is None else positions + np.uint64(moved)))
    pairs = sort_pairs(parts)
    parts.clear()
    rows = len(pairs.ids)
    ids, counts = distinct(pairs.ids)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="part") as disk:  # waited for beside the rest

        def write(what: str, *arrays: NDArray[Any]) -> Future[None]:
            return disk.submit(_write, place, part_file(place, tasks, number, what), *arrays)

        split = split_ids(ids)
        writing = [write("ids", *split)]
        if tasks.plan.build_options().keeps_rows:
            positions = np.empty(0, dtype=np.uint64) if pairs.positions is None else pairs.positions
            writing.append(write("positions", positions))
            if counts is not None:
                writing.append(write("counts", counts))
        del pairs, counts
        details = _reduce_details(place, tasks, (low, high), part_file(place, tasks, number, "details"))
        hashes = [hashlib.sha256(each.data).hexdigest() for each in (split.lows, np.concatenate(split[1:]))]
        part = Part(len(ids), rows, details, len(split.highs), rows > len(ids), *hashes)
        writing[0].result()
        if not np.array_equal(Photos(place, tasks, [part], number).part(0), ids):
            raise not_as_written(part_file(place, tasks, number, "ids"))
        for each in writing:
            each.result()
    place.write(part_file(place, tasks, number, "json"), part)
    return part


def check_photos(tasks: Tasks, photos: int) -> None:
    """Check that there is a photo.

    Raises:
        ManifestInvalid: there is none.
    """
    if not photos:
        rows = sum(report.rows for report in tasks.reports)
        raise ManifestInvalid(sentence("list_none_found", names([file.name for file in tasks.plan.files]), rows))


class Photos:
    """The photos of consecutive parts, as their files give them.

    Args:
        place, tasks: whose; parts: what is known of them; first: the number of the first one.
    """

    def __init__(self, place: Place, tasks: Tasks, parts: Sequence[Part], first: int = 0) -> None:
        self._parts = parts
        self._files = [part_file(place, tasks, first + number, "ids") for number in range(len(parts))]

    def __len__(self) -> int:
        return sum(part.photos for part in self._parts)

    def chunks(self, size: int = CHUNK_IDS) -> Iterator[NDArray[np.uint64]]:
        """The IDs, uint64, ascending, at most `size` at a time.

        Raises:
            BuildFailed: a file is not what was written.
        """
        for number in range(len(self._parts)):
            ids = self.part(number)
            for start in range(0, len(ids), size):
                yield ids[start : start + size]

    def part(self, number: int) -> NDArray[np.uint64]:
        """The IDs of a part; raises as `chunks` does."""
        return SplitIds(np.frombuffer(self.lows(number).read(), dtype=np.uint16), *self.highs(number)).joined()

    def lows(self, number: int) -> Stored:
        """Where the low parts of a part are."""
        part = self._parts[number]
        return Stored(self._files[number], 0, 2 * part.photos, part.lows_sha256)

    def highs(self, number: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The high parts of a part, and how many IDs have each; raises as `chunks` does."""
        part = self._parts[number]
        stored = Stored(self._files[number], 2 * part.photos, 8 * part.highs, part.highs_sha256)
        highs, sizes = np.frombuffer(stored.read(), dtype=np.uint32).reshape(2, part.highs)
        return highs, sizes


def _reduce_details(place: Place, tasks: Tasks, bounds: tuple[int, int], path: Path) -> int:
    """The first details of each photo: IDs, then accounts and licences, numbered through all tasks."""
    found = [
        (ids, _moved(accounts, before), _moved(licences, earlier))
        for report, before, earlier in zip(tasks.reports, tasks.accounts, tasks.licences, strict=False)
        for run in report.details
        for ids, accounts, licences in [run.numbers(place, *bounds)]
        if len(ids)
    ]
    if not found:
        return 0
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    first = first_of_each(columns[0])
    with place.writing(path) as file:
        for column in columns:
            file.write(np.ascontiguousarray(column[first]).data)
    return len(first)


def _moved(numbers: NDArray[np.uint32], before: int) -> NDArray[np.uint64]:
    """Numbers from 1, counted after so many; 0 stays nothing."""
    wide = numbers.astype(np.uint64)
    return np.where(wide > 0, wide + np.uint64(before), wide)


def _write(place: Place, path: Path, *arrays: NDArray[Any]) -> None:
    with place.writing(path) as file:
        for numbers in arrays:
            file.write(np.ascontiguousarray(numbers).data)
