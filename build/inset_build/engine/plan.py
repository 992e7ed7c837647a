"""The plan of a build in pieces: which files are read, and how they are divided into tasks and shards.

Everybody who works on it looks at all sources, as a build on one machine does before it reads any, and finds the same.
Whoever is first writes the plan; who finds something else than it says does not begin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import msgspec

from inset import __version__
from inset.errors import UsageInvalid
from inset.index.descriptor import LeftOut, check_dataset_name
from inset.index.kind import Kind
from inset.words.sentences import sentence
from inset_build.engine.looking import LookingAhead
from inset_build.engine.place import Place, encoded
from inset_build.engine.protocol import Engine
from inset_build.manifests import find_manifests
from inset_build.readers.detect import Detected
from inset_build.reading import by_file
from inset_build.report import A_FILE, BuildOptions

TASK_BYTES: Final = 1 << 26
"""A task reads consecutive files of so many bytes at most, or one: seconds of work, of which little is lost."""

LEAST_TASKS: Final = 32
"""Small sources are divided into about so many tasks, as far as they have files."""

_LOOKED_AT: Final = 1 << 16
"""64 kB of a file's beginning, and as much of its end, tell it from another one of its name and length."""

TASKS_A_SHARD: Final = 4


class PlannedFile(msgspec.Struct, frozen=True):
    """A file that is read.

    Attributes:
        name, bytes: as it is called, and how long it is.
        version: a hash of its first and last bytes, or of what its store calls this version of it: another file of the
            same name and length is another one. A change in the midst of a file is not seen by it.
        lists: a hash of what lists it holds and how they are read.
    """

    name: str
    bytes: int
    version: str
    lists: str


class PlannedOptions(msgspec.Struct, frozen=True):
    """How is built, see `inset_build.report.BuildOptions`; the same for all."""

    reader: str | None
    column: str | None
    error_rate: float | None
    filter_only: bool
    kind: Kind | None
    rows: bool
    details: bool
    obtained: str | None
    skip_bad: bool


KEPT: Final = ("rows", "details")
"""Options that are true unless `--no-…` is given."""


class Plan(msgspec.Struct, frozen=True, dict=True):
    """The content of plan.json.

    Attributes:
        tasks: of each task the number of the file behind its last, so that task 0 reads the files 0 … tasks[0] - 1.
        passed_over: what a build's report says of files that list no photos.
        left_out: files that could not be looked at, where the person said to leave such out.
        given: the sources as the first one to work on it named them, for messages.
    """

    dataset: str
    shards: int
    options: PlannedOptions
    files: tuple[PlannedFile, ...]
    tasks: tuple[int, ...]
    passed_over: dict[str, Any]
    left_out: tuple[LeftOut, ...]
    given: tuple[str, ...]
    inset_version: str = __version__
    format: int = 3

    @cached_property
    def digest(self) -> str:
        """Names it: a hash of all but how the sources were called."""
        return hashlib.sha256(encoded(msgspec.structs.replace(self, given=()))).hexdigest()

    def files_of(self, task: int) -> range:
        """The numbers of a task's files."""
        return range(self.tasks[task - 1] if task else 0, self.tasks[task])

    def weight_of(self, task: int) -> int:
        """About how much work a task is, in bytes."""
        return sum(_weight(self.files[number].bytes) for number in self.files_of(task))

    def tasks_of(self, shard: int) -> list[int]:
        """The tasks of a shard, counted from 1: all shards have about as much work."""
        loads = [0] * self.shards
        mine: list[int] = []
        for task in sorted(range(len(self.tasks)), key=lambda task: (-self.weight_of(task), task)):
            least = loads.index(min(loads))
            loads[least] += self.weight_of(task)
            if least == shard - 1:
                mine.append(task)
        return sorted(mine)

    def build_options(self) -> BuildOptions:
        """The options of the build."""
        options = self.options
        return BuildOptions(
            reader=options.reader,
            column=options.column,
            error_rate=options.error_rate,
            filter_only=options.filter_only,
            kind=options.kind,
            rows=options.rows,
            details=options.details,
            obtained=options.obtained,
        )


class Found(msgspec.Struct, frozen=True):
    """The plan, and what it names as this process finds it: by its number, of each file its manifests."""

    plan: Plan
    files: Mapping[int, list[Detected]]


def look(
    dataset: str,
    sources: Sequence[Path],
    options: BuildOptions,
    *,
    shards: int = 1,
    skip_bad: bool = False,
    engine: Engine | None = None,
) -> Found:
    """Look at all sources and plan the work on them.

    Args:
        dataset: its name.
        sources: files, folders, archives or patterns, read in order.
        options: see `BuildOptions`; `obtained` in words for all of them.
        shards: how many share the work.
        skip_bad: leave files out that cannot be read, instead of failing.
        engine: who helps to look, if anybody.

    Raises:
        UsageInvalid: there is no source, or a name or option is not allowed.
        ManifestInvalid: a source cannot be read, or none lists photos.
    """
    check_dataset_name(dataset)
    if not sources:
        raise UsageInvalid(sentence("list_name_any"))
    left_out: list[LeftOut] | None = [] if skip_bad else None
    ahead = None if engine is None else LookingAhead(engine, options.reader, options.column)
    found = find_manifests(sources, options.reader, options.column, left_out, ahead)
    files = by_file(found.detected)
    kept = tuple(planned(held) for held in files)
    obtained = options.obtained if isinstance(options.obtained, str) else None
    plan = Plan(
        dataset=dataset,
        shards=shards,
        options=PlannedOptions(
            options.reader,
            options.column,
            options.error_rate,
            options.filter_only,
            options.kind,
            options.rows,
            options.details,
            obtained,
            skip_bad,
        ),
        files=kept,
        tasks=_divided([each.bytes for each in kept], shards),
        passed_over=found.passed_over.as_dict(),
        left_out=tuple(left_out or ()),
        given=tuple(map(str, sources)),
    )
    return Found(plan, dict(enumerate(files)))


def agree(place: Place, plan: Plan) -> Plan:
    """Write the plan, or find that the one that is there is the same.

    Raises:
        UsageInvalid: it is another one; the message says what differs and what to do.
    """
    if not place.plan.exists():
        place.write_first(place.plan, plan)
    there = read_plan(place)
    if there.digest != plan.digest:
        raise UsageInvalid(_why_not(place, there, plan))
    return there


def read_plan(place: Place) -> Plan:
    """The plan of a shared folder.

    Raises:
        UsageInvalid: there is none.
        BuildFailed: it cannot be read.
    """
    plan = place.read(place.plan, Plan)
    if plan is None:
        raise UsageInvalid(sentence("error_shared_no_plan", place.folder))
    return plan


def _why_not(place: Place, there: Plan, plan: Plan) -> str:
    """What differs between two plans, led by what to do."""
    if there.inset_version != plan.inset_version:
        return sentence("error_plan_version", there.inset_version, place.folder)
    if there.dataset != plan.dataset:
        return sentence("error_plan_dataset", there.dataset, place.folder)
    if there.shards != plan.shards:
        return sentence("error_plan_shards", str(there.shards), place.folder)
    for name in PlannedOptions.__struct_fields__:
        before, now = getattr(there.options, name), getattr(plan.options, name)
        if before != now:
            flag = f"--{'no-' * (name in KEPT)}{name.replace('_', '-')}"
            return sentence("error_plan_option", place.folder, flag)
    for before, now in zip(there.files, plan.files, strict=False):
        if before != now:
            if before.name == now.name:
                return sentence("error_plan_not_same", place.folder, now.name)
            return sentence("error_plan_stands", place.folder, now.name, before.name)
    return sentence("error_plan_files", place.folder, len(there.files), len(plan.files))


def planned(held: Sequence[Detected]) -> PlannedFile:
    """A file as a plan has it, by its manifests.

    Raises:
        OSError: it cannot be read here.
    """
    source = held[0].source
    lists = [(each.source.name, each.reader_name, each.column) for each in held]
    size = source.path.stat().st_size
    return PlannedFile(source.file, size, _short(_version(source.path, size)), _short(repr(lists).encode()))


def _version(path: Path, size: int) -> bytes:
    facts = getattr(path, "facts", None)
    if facts is not None:  # it lies elsewhere
        return repr(facts).encode()
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
        file.seek(max(0, size - _LOOKED_AT))
        return start + file.read(_LOOKED_AT)


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _weight(size: int) -> int:
    return size + A_FILE


def _divided(sizes: Sequence[int], shards: int) -> tuple[int, ...]:
    """The ends of tasks of consecutive files."""
    weights = list(map(_weight, sizes))
    most = min(TASK_BYTES, sum(weights) // max(LEAST_TASKS, TASKS_A_SHARD * shards))
    ends: list[int] = []
    held = 0
    for number, weight in enumerate(weights):
        if held and held + weight > most:
            ends.append(number)
            held = 0
        held += weight
    return (*ends, len(weights))
