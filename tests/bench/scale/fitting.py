"""`make bench PARTS=costs SIZES="5e6 1e7 2e7"`: what a file, a row and a photo cost, fitted to builds that grow.

Each list is built by one worker, with few photos among its rows and with many, and the largest also by two, by three
and by four. Seconds of the processor are taken, which what else is at work disturbs less than a clock's. A cost is what
the builds by one worker give by least squares; beside it stands how far they, and those by more workers, are from it.
Then what a row costs by the format that it stands in.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.cluster.lists import A_FILE, Lists
from bench.cluster.report import Bench, Ran, no_server
from bench.options import Options
from bench.scale.formats import formats
from bench.tables import Section, number, table

SHARES: Final = (0.1, 0.8)
WORKERS: Final = (2, 3, 4)
ASKER, EACH_WORKER = 0, 1

Facts = tuple[float, ...]
"""Of a build, what a cost is counted by."""


@dataclass(frozen=True, slots=True)
class Built:
    """A build: its lists, by how many workers, and of each stage the processor seconds of who asked and of them."""

    lists: Lists
    workers: int
    seconds: dict[str, tuple[float, float]]

    @property
    def photos(self) -> float:
        return self.lists.rows * self.lists.share

    def took(self, stages: Sequence[str], whose: int) -> float:
        """Seconds of the processor that some stages took."""
        return sum(self.seconds[stage][whose] for stage in stages if stage in self.seconds)


@dataclass(frozen=True, slots=True)
class Cost:
    """Stages that cost what is counted by `per`, and besides that something once."""

    what: str
    stages: tuple[str, ...]
    whose: int
    per: tuple[str, ...]

    def facts(self, built: Built) -> Facts:
        counted = {"file": float(built.lists.files), "row": float(built.lists.rows), "photo": built.photos}
        return (*(counted[each] for each in self.per), 1.0)


COSTS: Final = (
    Cost("looking, a worker", ("looking",), EACH_WORKER, ("file",)),
    Cost("looking, who asks", ("looking",), ASKER, ("file",)),
    Cost("map", ("reading",), EACH_WORKER, ("row", "photo")),
    Cost("reduce and pieces", ("merging", "writing"), EACH_WORKER, ("photo",)),
    Cost("joining, verifying, publishing, who asks", ("writing", "verifying", "publishing"), ASKER, ("photo",)),
)


def run(options: Options) -> Section:
    largest = options.sizes[-1]
    built = [
        each
        for rows in options.sizes
        for share in SHARES
        for each in _builds(
            Lists(rows, max(4, rows // A_FILE), share), (1, *WORKERS) if rows == largest else (1,), options
        )
    ]
    folder = options.folder / "formats"
    folder.mkdir()
    return Section("What files, rows and photos cost, fitted", f"{_costs(built)}\n{formats(folder)}")


def _builds(lists: Lists, workers: Sequence[int], options: Options) -> Iterator[Built]:
    here = lists.prepare(options.cache)
    with no_server(here) as (source, environment, asked):
        for count in workers:
            folder = options.folder / f"{lists.name}-{count}"
            ran = Bench(lists, folder, source, environment, asked).by_workers(count, f"{count} workers")
            yield Built(lists, count, _stages(ran))
            shutil.rmtree(folder)


def _stages(ran: Ran) -> dict[str, tuple[float, float]]:
    return {name: (of_asker, of_workers) for name, _, of_asker, of_workers in ran.stages()}


def _costs(built: Sequence[Built]) -> str:
    alone = [each for each in built if each.workers == 1]
    rows = []
    for cost in COSTS:
        facts = np.array([cost.facts(each) for each in alone])
        took = np.array([each.took(cost.stages, cost.whose) for each in alone])
        fitted, *_ = np.linalg.lstsq(facts / facts.max(axis=0), took, rcond=None)
        fitted = fitted / facts.max(axis=0)
        each_of = [f"{number(1e6 * float(value))} µs a {name}" for value, name in zip(fitted, cost.per, strict=False)]
        rows.append(
            [
                cost.what,
                ", ".join([*each_of, f"{float(fitted[-1]):.2f} s once"]),
                _farthest(cost, alone, fitted),
                *(_farthest(cost, [each for each in built if each.workers == count], fitted) for count in WORKERS),
            ]
        )
    lists = ", ".join(f"{each.lists.rows:.0e} rows of which {each.lists.share:.0%} are photos" for each in alone)
    head = ["what", "processor seconds", "farthest of 1 worker", *(f"of {count}" for count in WORKERS)]
    return f"Lists: {lists}.\n\n" + table(head, rows)


def _farthest(cost: Cost, built: Sequence[Built], fitted: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    """How far the build that is farthest from what was fitted is from it, of what was fitted."""
    found = []
    for each in built:
        said = float(np.dot(cost.facts(each), fitted))
        found.append((each.took(cost.stages, cost.whose) - said) / said)
    return f"{max(found, key=abs):+.0%}" if found else ""
