"""Reads the files of one task: writes its photos and details as runs, and its report, which is written last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
import numpy as np

from inset.errors import ManifestInvalid
from inset.index.descriptor import LeftOut, Source
from inset.index.details_writer import DetailKeys
from inset.index.rows import Stretch
from inset_build.details import has_details, keyed
from inset_build.engine.place import ContentName, Place
from inset_build.engine.plan import Found, Plan
from inset_build.engine.runs import DetailsRun, DetailsRunWriter, Run, RunWriter
from inset_build.readers.detect import Detected
from inset_build.readers.protocol import Batch
from inset_build.reading import files_of, read_files, sources_of
from inset_build.report import BuildOptions, Tally
from inset_build.rows import RowCounter


class Keys(msgspec.Struct, frozen=True):
    """The accounts and licences of a task, numbered from 1 in this order; see `DetailKeys`."""

    accounts: list[tuple[str | None, str | None]]
    licences: list[tuple[int | None, str | None]]


class TaskReport(msgspec.Struct, frozen=True):
    """What a task read. The same files always give the same report.

    Attributes:
        plan: the digest of the plan that it belongs to.
        rows, rejected: as a build counts them; `added`: photos with repeats.
        span: how many positions it has.
        examples: the first rejected rows.
        stretches: with their positions and sources counted within the task.
        has_details: its lists have columns of details, if only empty ones.
        keys: the file of its accounts and licences, where it has any.
    """

    plan: str
    task: int
    rows: int
    rejected: int
    added: int
    span: int
    examples: list[dict[str, Any]]
    sources: tuple[Source, ...]
    stretches: tuple[Stretch, ...]
    runs: tuple[Run, ...]
    has_details: bool
    details: tuple[DetailsRun, ...]
    accounts: int
    licences: int
    keys: ContentName | None
    left_out: tuple[LeftOut, ...]

    @property
    def files(self) -> list[ContentName]:
        """All files that it names."""
        return [*(run.name for run in self.runs), *(run.name for run in self.details), *filter(None, [self.keys])]

    @property
    def bytes(self) -> int:
        """About how many bytes these are."""
        return sum(run.rows * (8 + run.position_bytes) for run in self.runs) + 16 * sum(
            run.rows for run in self.details
        )


_NOBODY: Final = lambda _, __: None  # noqa: E731 - a default


def do_task(place: Place, found: Found, task: int, on_batch: Callable[[Detected, Batch], None] = _NOBODY) -> TaskReport:
    """Read the files of a task and write what they hold.

    Args:
        place: where to.
        found: the plan and its files.
        task: its number.
        on_batch: called after every batch.

    Raises:
        ManifestInvalid: a file cannot be read, unless such are to be left out; or changed since it was planned.
        DiskFull: from the disk.
    """
    plan = found.plan
    numbers = list(plan.files_of(task))
    left_out: list[LeftOut] = []
    while True:
        reading = _Reading(place, plan, on_batch)
        for number in numbers:
            held = found.files[number]
            try:
                reading.read(held)
            except ManifestInvalid as error:
                source = held[0].source
                if not plan.options.skip_bad or source.meter.has_changed(source.path):
                    raise
                left_out.append(LeftOut(source.file, str(error.message)))
                # What was read of it is among the rest already, so the rest is read once more, without it.
                numbers.remove(number)
                reading.end()
                break
        else:
            report = reading.report(task, [found.files[number] for number in numbers], left_out)
            place.write(place.task(task), report)
            return report


class _Reading:
    """Reads files one after the other into the runs of a task."""

    def __init__(self, place: Place, plan: Plan, on_batch: Callable[[Detected, Batch], None]) -> None:
        self._place = place
        self._plan = plan
        self._options: BuildOptions = plan.build_options()
        self._on_batch = on_batch
        self._tally = Tally(lambda _: None)
        self._read: list[Detected] = []
        self._counter = RowCounter([])
        self._keys = DetailKeys()
        self._has_details = False
        self._runs = RunWriter(place, placed=self._options.keeps_rows)
        self._details = DetailsRunWriter(place)

    def read(self, held: Sequence[Detected]) -> None:
        """Read all lists of a file."""
        self._read += held
        self._counter.know(files_of(self._read))
        for manifest, batch in read_files(held, details=self._options.keeps_details):
            positions = self._counter.positions(manifest, batch) if self._options.keeps_rows else None
            self._runs.add(batch.frame["photo_id"].to_numpy(), positions)
            if self._options.keeps_details and has_details(batch.frame):
                self._has_details = True
                self._details.add(keyed(batch.frame, self._keys))
            self._tally.count(manifest.source, batch)
            self._on_batch(manifest, batch)

    def end(self) -> None:
        """Write nothing more."""
        self._runs.__exit__()

    def report(self, task: int, files: Sequence[Sequence[Detected]], left_out: Sequence[LeftOut]) -> TaskReport:
        """Write the last runs; return what was read."""
        with self._runs:
            runs = self._runs.finish()
        accounts, licences = list(self._keys.accounts), list(self._keys.licences)
        keys = None
        if accounts or licences:
            content = msgspec.json.encode(Keys(accounts, licences))
            keys = self._place.keep([np.frombuffer(content, dtype=np.uint8)])
        return TaskReport(
            plan=self._plan.digest,
            task=task,
            rows=self._tally.rows,
            rejected=self._tally.rejected,
            added=self._runs.added,
            span=self._counter.end,
            examples=self._tally.examples,
            sources=sources_of([each for held in files for each in held], self._options),
            stretches=tuple(self._counter.stretches),
            runs=runs,
            has_details=self._has_details,
            details=self._details.finish(),
            accounts=len(accounts),
            licences=len(licences),
            keys=keys,
            left_out=tuple(left_out),
        )
