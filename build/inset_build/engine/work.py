"""Pieces of work as anybody can do them who reaches the shared folder and the sources: by their numbers alone.

What is looked at or read for one piece is kept for the next ones that the same process does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from inset import __version__
from inset.errors import UsageInvalid
from inset.words.sentences import sentence
from inset_build.engine.map_task import do_task
from inset_build.engine.piece_task import Layout, MadeFilter, MadeRows, make_piece
from inset_build.engine.place import Place
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
    place, plan = _planned(folder, digest)
    found = found_by_others(place, plan, asked) or _looked(folder, sources, digest)
    report = do_task(place, found, asked.task)
    return TaskDone(asked.task, report.rows, report.rejected)


def reduce_number(folder: Path, made_from: str, number: int) -> Part:
    """Merge a range.

    Args:
        folder: the shared folder, with all tasks and the ranges.
        made_from: names what it is made from.
        number: the range's.
    """
    place, tasks, ranges = _tasks(folder, made_from)
    return reduce_range(place, tasks, ranges, number)


def piece_number(folder: Path, made_from: str, layout: Layout, number: int) -> MadeFilter | MadeRows:
    """Make a piece of the run's files.

    Args:
        folder, made_from: as for `reduce_number`.
        layout: what all ranges gave.
        number: the piece's.
    """
    place, tasks, _ = _tasks(folder, made_from)
    return make_piece(place, tasks, layout, number)


@lru_cache(maxsize=1)
def _planned(folder: Path, digest: str) -> tuple[Place, Plan]:
    place = Place(folder)
    plan = read_plan(place)
    if plan.inset_version != __version__:
        raise UsageInvalid(sentence("error_worker_version", str(plan.inset_version), __version__))
    if plan.digest != digest:
        raise UsageInvalid(sentence("error_worker_anew", folder))
    return place, plan


@lru_cache(maxsize=1)
def _looked(folder: Path, sources: tuple[Path, ...], digest: str) -> Found:
    place, plan = _planned(folder, digest)
    found = look(plan.dataset, sources, plan.build_options(), shards=plan.shards, skip_bad=plan.options.skip_bad)
    if found.plan.digest != digest:
        agree(place, found.plan)  # says what differs
    return found


@lru_cache(maxsize=1)
def _tasks(folder: Path, made_from: str) -> tuple[Place, Tasks, Ranges]:
    place = Place(folder)
    tasks = read_tasks(place, read_plan(place))
    if tasks.made_from != made_from:
        raise UsageInvalid(sentence("error_worker_anew", folder))
    return place, tasks, ranges_of(place, tasks)
