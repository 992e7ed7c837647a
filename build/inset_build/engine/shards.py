"""A share of a build's tasks, and the merge of all: what SLURM, a make file or two laptops need, without a cluster."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from inset.disk_errors import disk_error
from inset.errors import BuildFailed, UsageInvalid
from inset.index.about import About
from inset.index.descriptor import LeftOut
from inset.index.publish import StagedRun
from inset.words.sentences import sentence
from inset_build.engine.join import Joining, first_rejected
from inset_build.engine.local import LocalEngine
from inset_build.engine.map_task import do_task
from inset_build.engine.piece_task import MadeFilter, MadeRows, layout_of
from inset_build.engine.place import MAKING_FOLDER, PLAN_FILE, Place, refuse_address
from inset_build.engine.plan import KEPT, Found, Plan, agree, look, read_plan
from inset_build.engine.protocol import Engine
from inset_build.engine.ranges import ROWS_A_RANGE
from inset_build.engine.reduce_task import Part, Tasks, is_done, missing_tasks, ranges_of, read_tasks
from inset_build.engine.work import piece_number, reduce_number, verify_number
from inset_build.finish import Written, make_run, report_of
from inset_build.readers.detect import Detected
from inset_build.readers.protocol import Batch
from inset_build.report import BuildOptions, BuildReport, Progress, Tally

MOST_SHARDS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Share:
    """Which share of the work is meant: number `shard`, from 1, of `shards`.

    Raises:
        UsageInvalid: there is no such share.
    """

    shard: int
    shards: int

    def __post_init__(self) -> None:
        if not 1 <= self.shard <= self.shards <= MOST_SHARDS:
            raise UsageInvalid(sentence("error_shard_wrong", "--shard", self))

    @classmethod
    def parse(cls, text: str, option: str = "--shard") -> Share:
        """The share that `K/N` names.

        Args:
            text: what was given; option: for what.

        Raises:
            UsageInvalid: it names none.
        """
        number, _, count = text.partition("/")
        if number.isascii() and number.isdigit() and count.isascii() and count.isdigit():
            with suppress(UsageInvalid):
                return cls(int(number[:6]), int(count[:6]))
        raise UsageInvalid(sentence("error_shard_wrong", option, text))

    def __str__(self) -> str:
        return f"{self.shard}/{self.shards}"


@dataclass(frozen=True, slots=True)
class ShardReport:
    """What a share read; `inset build --shard --json` prints it.

    `tasks`: how many it has; `done_before`: of them were done already; `missing`: in the whole build are not done yet.
    """

    dataset: str
    shard: int
    shards: int
    tasks: int
    done_before: int
    missing: int
    rows: int
    rejected: int
    files: int
    seconds: float
    rejected_examples: list[dict[str, Any]]
    passed_over: dict[str, Any]
    left_out: list[dict[str, str]]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MergeReport(BuildReport):
    """What a merge did: as a build, and which files the shards left out."""

    left_out: list[dict[str, str]]


def build_shard(
    shared: Path,
    dataset: str,
    sources: Sequence[Path],
    options: BuildOptions | None = None,
    *,
    share: Share,
    resume: bool = False,
    skip_bad: bool = False,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> ShardReport:
    """Read a share of the sources into a shared folder.

    Args:
        shared: the folder; created if missing.
        dataset, sources, options: as for `build_dataset`, and the same for every shard.
        share: which share.
        resume: leave what is done already as it is.
        skip_bad: leave files out that cannot be read.
        on_progress: called after every batch.

    Raises:
        UsageInvalid: the folder belongs to another build, or was begun with other sources or options.
        ManifestInvalid: a source cannot be read, or changed.
        DiskFull, NotWritable, LinkRefused, DiskDamaged: the disk refuses.
    """
    started = time.monotonic()
    refuse_address(shared)
    on_progress(Progress("looking", 0))
    found = look(dataset, sources, options or BuildOptions(), shards=share.shards, skip_bad=skip_bad)
    try:
        place = open_place(shared, is_new=True)
        plan = agree(place, found.plan)
        tasks = plan.tasks_of(share.shard)
        wanted = [task for task in tasks if not (resume and is_done(place, plan, task))]
        counting = _Counting(found, wanted, on_progress)
        reports = [do_task(place, found, task, counting.take) for task in wanted]
        missing = len(missing_tasks(place, plan))
    except OSError as error:
        raise disk_error(error, shared) or BuildFailed(sentence("error_shared_fix", shared, error)) from error
    left_out = [*plan.left_out, *(each for report in reports for each in report.left_out)]
    return ShardReport(
        dataset=dataset,
        shard=share.shard,
        shards=share.shards,
        tasks=len(tasks),
        done_before=len(tasks) - len(wanted),
        missing=missing,
        rows=sum(report.rows for report in reports),
        rejected=sum(report.rejected for report in reports),
        files=sum(len(plan.files_of(task)) for task in tasks),
        seconds=round(time.monotonic() - started, 3),
        rejected_examples=[example for report in reports for example in report.examples][:5],
        passed_over=plan.passed_over,
        left_out=_named(left_out),
    )


def merge_shards(
    datasets_folder: Path,
    dataset: str,
    shared: Path,
    *,
    engine: Engine | None = None,
    rows_a_range: int | None = None,
    about: About | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> MergeReport:
    """Make and publish the run of which all shards were built: the same, byte for byte, as a build on one machine.

    Args:
        datasets_folder: `<data>/datasets`.
        dataset: its name.
        shared: the folder that the shards were built into. What they wrote there stays.
        engine: who merges the ranges; this process when left out.
        rows_a_range: about how many rows are merged at once; None for what suits.
        about, on_progress: as for `build_dataset`.

    Raises:
        UsageInvalid: the folder is no shared folder or another dataset's, or shards are missing; the message says which
            and how they are built.
        ManifestInvalid: there is no photo.
        BuildBusy, BuildFailed, DiskFull, NotWritable, LinkRefused, DiskDamaged: as `build_dataset`.
    """
    started = time.monotonic()
    place, tasks, tally = open_tasks(dataset, shared, on_progress)
    by = engine or LocalEngine()
    plan = tasks.plan
    options = plan.build_options()

    def write(run: StagedRun) -> Written:
        told = Merged(tally, tasks)
        for number, _ in by.each(partial(verify_number, place.folder), range(len(tasks.reports))):
            told.compared(number)
        ranges = ranges_of(place, tasks, rows_a_range or ROWS_A_RANGE, by.workers)
        count = len(ranges.bounds) - 1
        parts: dict[int, Part] = {}
        for number, part in by.each(partial(reduce_number, place.folder, tasks.made_from), range(count)):
            parts[number] = part
            told.merged(len(parts), count)
        layout = layout_of(tasks, ranges, [parts[number] for number in range(count)])
        tally.enter("writing")
        made: dict[int, MadeFilter | MadeRows] = {}
        for number, piece in by.each(
            partial(piece_number, place.folder, tasks.made_from, layout), range(layout.pieces)
        ):
            made[number] = piece
            told.made(len(made), layout.pieces)
        return Joining(place, tasks, layout, made).write(run, tally)

    descriptor = make_run(datasets_folder, dataset, write, options, tally, about=about)
    seconds = time.monotonic() - started
    report = report_of(descriptor, first_rejected(tasks), plan.passed_over, seconds)
    return MergeReport(**asdict(report), left_out=_named(descriptor.left_out or ()))


class Merged:
    """Tells how far a merge is; `tally`: is told of it, `tasks`: what is merged, all of which is read twice."""

    def __init__(self, tally: Tally, tasks: Tasks) -> None:
        self._tally = tally
        self._reports = tasks.reports
        self._whole = sum(report.bytes for report in tasks.reports)
        self._done = 0

    def compared(self, task: int) -> None:
        """What a task wrote has been compared with what it is called by."""
        self._done += self._reports[task].bytes
        self._tell(self._done)

    def merged(self, ranges: int, count: int) -> None:
        """So many ranges are merged, of how many."""
        self._tell(self._whole + self._whole * ranges // count)

    def made(self, pieces: int, count: int) -> None:
        """So many pieces of the run's files are made, of how many."""
        self._tally.listener(Progress("writing", self._tally.rows, manifests_read=pieces, manifests=count))

    def _tell(self, done: int) -> None:
        self._tally.listener(Progress("merging", self._tally.rows, done, 2 * self._whole))


def open_tasks(dataset: str, shared: Path, on_progress: Callable[[Progress], None]) -> tuple[Place, Tasks, Tally]:
    """What all shards of a dataset have read, and a tally that has counted it.

    Raises:
        UsageInvalid: as `merge_shards`.
    """
    place = open_place(shared, is_new=False)
    plan = read_plan(place)
    if plan.dataset != dataset:
        raise UsageInvalid(sentence("error_shards_dataset", plan.dataset, shared))
    missing = missing_tasks(place, plan)
    if missing:
        raise _shards_missing(plan, shared, missing)
    tasks = read_tasks(place, plan)
    tally = Tally(on_progress)
    tally.rows, tally.rejected = (sum(getattr(each, what) for each in tasks.reports) for what in ("rows", "rejected"))
    tally.enter("merging")
    return place, tasks, tally


def open_place(shared: Path, *, is_new: bool) -> Place:
    """The shared folder, without what killed processes left half written.

    Args:
        shared: it; is_new: whether it may be made, or begun in an empty folder.

    Raises:
        UsageInvalid: it holds something else, is not there, or is no folder but a store's address.
    """
    refuse_address(shared)
    if shared.exists() and not shared.is_dir():
        raise UsageInvalid(sentence("error_shared_is_file", shared))
    is_empty = not shared.exists() or not any(shared.iterdir())
    if not (shared / PLAN_FILE).is_file() and not (is_new and (is_empty or (shared / MAKING_FOLDER).is_dir())):
        if is_new:
            raise UsageInvalid(sentence("error_shared_else", shared))
        raise UsageInvalid(sentence("error_shared_no_shards", shared))
    place = Place(shared)
    place.sweep()
    return place


def _shards_missing(plan: Plan, shared: Path, missing: Sequence[int]) -> UsageInvalid:
    """Which shards are missing, by the commands that make them."""
    lacking = [shard for shard in range(1, plan.shards + 1) if set(plan.tasks_of(shard)) & set(missing)]
    commands = [command_of(plan, shared, shard) for shard in lacking[:3]]
    shown = "; ".join(f"`{command}`" for command in commands)
    told = sentence("list_more", shown, len(lacking) - 3) if len(lacking) > 3 else shown
    listed = ", ".join(f"{shard}/{plan.shards}" for shard in lacking[:12]) + (" …" if len(lacking) > 12 else "")
    return UsageInvalid(
        sentence("error_shards_missing", listed),
        hint=sentence("list_said", told),
    )


def command_of(plan: Plan, shared: Path, shard: int) -> str:
    """The command that builds a shard of a plan."""
    options = plan.options
    flags = [
        *(
            word
            for flag, value in (
                ("--reader", options.reader),
                ("--column", options.column),
                ("--error-rate", options.error_rate),
                ("--kind", options.kind),
                ("--obtained", options.obtained),
            )
            if value is not None
            for word in (flag, str(value))
        ),
        *(["--filter-only"] if options.filter_only else []),
        *(f"--no-{kept}" for kept in KEPT if not getattr(options, kept)),
        *(["--skip-bad"] if options.skip_bad else []),
    ]
    words = ["inset", "build", plan.dataset, *plan.given, *flags]
    return shlex.join([*words, "--shard", f"{shard}/{plan.shards}", "--to", str(shared), "--resume"])


def _named(left_out: Sequence[LeftOut]) -> list[dict[str, str]]:
    return [{"name": each.name, "reason": each.reason} for each in left_out]


class _Counting:
    """Tells the progress of some tasks as that of one build."""

    def __init__(self, found: Found, tasks: Sequence[int], listener: Callable[[Progress], None]) -> None:
        self._tally = Tally(listener)
        numbers = [number for task in tasks for number in found.plan.files_of(task)]
        self._tally.expect([each.source for number in numbers for each in found.files[number]])

    def take(self, manifest: Detected, batch: Batch) -> None:
        """Count a batch."""
        self._tally.take(manifest.source, batch)
