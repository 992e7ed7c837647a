"""Pieces of work as anybody can do them who reaches the shared folder and the sources: by their numbers alone.

What is looked at or read for one piece is kept for the next ones that the same process does, as long as the folder and
the files are those that were seen then: a worker may live for weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from inset import __version__
from inset.errors import UsageInvalid
from inset.words.sentences import sentence
from inset_build.engine.map_task import TaskReport, do_task
from inset_build.engine.piece_task import Layout, MadeFilter, MadeRows, make_piece
from inset_build.engine.place import PLAN_FILE, Place
from inset_build.engine.plan import Found, Plan, agree, look, read_plan
from inset_build.engine.reduce_task import Part, Ranges, Tasks, ranges_of, read_tasks, reduce_range
from inset_build.engine.sent import Asked, found_by_others


@dataclass(frozen=True, slots=True)
class TaskDone:
    """What is told at once of a task that was done: its number, and what it read."""

    task: int
    rows: int
    rejected: int


def map_number(folder: Path, sources: tuple[Path, ...], digest: str, asked: Asked) -> TaskDone:
    """Do a task.

    Args:
        folder: the shared folder, with the plan.
        sources: as everybody was given them, by paths that are right here.
        digest: of the plan.
        asked: which task.

    Raises:
        UsageInvalid: here the sources are others, or Inset has another version.
        ManifestInvalid, DiskFull: see `do_task`.
    """
    place, plan = _planned(folder, digest, _written(folder))
    found = found_by_others(place, plan, asked) or _looked(folder, sources, digest, asked.task)
    report = do_task(place, found, asked.task)
    return TaskDone(asked.task, report.rows, report.rejected)


def reduce_number(folder: Path, made_from: str, number: int) -> Part:
    """Merge a range.

    Args:
        folder: the shared folder, with all tasks and the ranges.
        made_from: names what it is made from.
        number: the range's.
    """
    place, tasks, ranges = _tasks(folder, made_from, _written(folder))
    return reduce_range(place, tasks, ranges, number)


def piece_number(folder: Path, made_from: str, layout: Layout, number: int) -> MadeFilter | MadeRows:
    """Make a piece of the run's files.

    Args:
        folder, made_from: as for `reduce_number`.
        layout: what all ranges gave.
        number: the piece's.
    """
    place, tasks, _ = _tasks(folder, made_from, _written(folder))
    return make_piece(place, tasks, layout, number)


def verify_number(folder: Path, task: int) -> None:
    """Compare all that a task wrote with what it is called by.

    Args:
        folder: the shared folder, with the task's report.
        task: its number.

    Raises:
        BuildFailed: something is not what was written.
    """
    place = Place(folder)
    report = place.read(place.task(task), TaskReport)
    if report is not None:
        place.verify(report.files)


def _looked(folder: Path, sources: tuple[Path, ...], digest: str, task: int) -> Found:
    """What was found by looking; once more where a file of the task is not the one that was seen then."""
    found = _looked_at(folder, sources, digest, _written(folder))
    if any(_has_changed(found, number) for number in found.plan.files_of(task)):
        _looked_at.cache_clear()
        found = _looked_at(folder, sources, digest, _written(folder))
    return found


def _has_changed(found: Found, number: int) -> bool:
    source = found.files[number][0].source
    # What a store tells of a file is a part of the plan, and so of its digest.
    return getattr(source.path, "facts", None) is None and source.meter.has_changed(source.path)


def _written(folder: Path) -> tuple[int, ...]:
    """Tells a shared folder from another one that stands there later: which plan it holds, and since when."""
    try:
        plan = (folder / PLAN_FILE).stat()
    except FileNotFoundError:
        return ()  # whoever reads it says what to do
    return plan.st_dev, plan.st_ino, plan.st_mtime_ns


@lru_cache(maxsize=1)
def _planned(folder: Path, digest: str, _written: tuple[int, ...]) -> tuple[Place, Plan]:
    place = Place(folder)
    plan = read_plan(place)
    if plan.inset_version != __version__:
        raise UsageInvalid(sentence("error_worker_version", str(plan.inset_version), __version__))
    if plan.digest != digest:
        raise UsageInvalid(sentence("error_worker_anew", folder))
    return place, plan


@lru_cache(maxsize=1)
def _looked_at(folder: Path, sources: tuple[Path, ...], digest: str, written: tuple[int, ...]) -> Found:
    place, plan = _planned(folder, digest, written)
    found = look(plan.dataset, sources, plan.build_options(), shards=plan.shards, skip_bad=plan.options.skip_bad)
    if found.plan.digest != digest:
        agree(place, found.plan)  # says what differs
    return found


@lru_cache(maxsize=1)
def _tasks(folder: Path, made_from: str, _written: tuple[int, ...]) -> tuple[Place, Tasks, Ranges]:
    place = Place(folder)
    tasks = read_tasks(place, read_plan(place))
    if tasks.made_from != made_from:
        raise UsageInvalid(sentence("error_worker_anew", folder))
    return place, tasks, ranges_of(place, tasks)
