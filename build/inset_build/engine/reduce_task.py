"""Merges all runs of one range of IDs into its part: distinct photos, where each stands, and their details."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.errors import BuildFailed
from inset.own_files import read_own
from inset.words.sentences import sentence
from inset_build.engine.map_task import TaskReport
from inset_build.engine.place import Place
from inset_build.engine.plan import Plan
from inset_build.engine.ranges import ROWS_A_RANGE, choose_ranges
from inset_build.engine.runs import first_of_each
from inset_build.pairs import Pairs, distinct, sort_pairs


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
    """The bounds of the ranges, see `choose_ranges`."""

    bounds: list[int]


class Part(msgspec.Struct, frozen=True):
    """What a range gave: photos, rows that name them, and photos with details. Its files are beside its report."""

    photos: int
    rows: int
    details: int


def missing_tasks(place: Place, plan: Plan) -> list[int]:
    """The tasks of which there is no report."""
    return [task for task in range(len(plan.tasks)) if not is_done(place, plan, task)]


def is_done(place: Place, plan: Plan, task: int) -> bool:
    """Whether a task has written its report, and all that it names is there."""
    report = place.read(place.task(task), TaskReport)
    if report is None or report.plan != plan.digest:
        return False
    names = [*(run.name for run in report.runs), *(run.name for run in report.details)]
    return all(place.run(name).exists() for name in (*names, *filter(None, [report.keys])))


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


def ranges_of(place: Place, tasks: Tasks, rows_a_range: int = ROWS_A_RANGE) -> Ranges:
    """The ranges that the runs of some tasks are merged by: chosen once, and kept."""
    path = place.part(tasks.made_from, "ranges.json")
    kept = place.read(path, Ranges)
    if kept is None:
        runs = [run for report in tasks.reports for run in report.runs]
        wanted = max(1, math.ceil(sum(run.rows for run in runs) / rows_a_range))
        samples = [run.sample(place) for run in runs]
        kept = Ranges(choose_ranges(samples, [run.step for run in runs], wanted))
        place.write(path, kept)
    return kept


def part_file(place: Place, tasks: Tasks, number: int, what: str) -> Path:
    """One of the files of a part: `ids`, `positions`, `counts`, `details` or `json`."""
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
    ids, rows = pairs.ids, len(pairs.ids)
    if pairs.positions is not None:
        ids, counts = distinct(pairs.ids)
        _write(place, part_file(place, tasks, number, "positions"), pairs.positions)
        counted = np.ones(len(ids), dtype=np.uint32) if counts is None else counts
        _write(place, part_file(place, tasks, number, "counts"), counted)
    _write(place, part_file(place, tasks, number, "ids"), ids)
    details = _reduce_details(place, tasks, (low, high), part_file(place, tasks, number, "details"))
    part = Part(len(ids), rows, details)
    place.write(part_file(place, tasks, number, "json"), part)
    return part


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


def _write(place: Place, path: Path, numbers: NDArray[Any]) -> None:
    with place.writing(path) as file:
        file.write(np.ascontiguousarray(numbers).data)
