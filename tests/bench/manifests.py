"""From a manifest on disk to sorted distinct photo IDs, beside the bare engine and the standard library, in one run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.manifest_families import FAMILIES, Family
from inset_build.collect import Collector
from inset_build.readers.detect import detect

IDs = NDArray[np.uint64]

ROUNDS = 3

GOAL_OF_BARE = 80
GOAL_TIMES_STANDARD = 5

NOTES = (
    f"The best of {ROUNDS} rounds in turn. **Inset** is everything that a build does up to the sorted distinct IDs: "
    "it detects the layout, keeps odd lines apart, counts rejected rows, and hands on accounts and licences where "
    "there are some. *Bare engine* is Polars (msgspec for JSON) alone on a file known to be well formed: it extracts "
    "the IDs and does nothing else. *Standard library* is `csv`, `json`, `gzip` and `re` as one would write it, on a "
    "file that is like the other but mostly shorter. There is none for Parquet. *Of the bare engine* is by the "
    "clock, and in brackets by processor time, which a busy machine disturbs less. "
    f"Goals: ≥ {GOAL_OF_BARE} % of the bare engine for CSV, TSV and Parquet, ≥ {GOAL_TIMES_STANDARD} times the "
    "standard library."
)


@dataclass(frozen=True)
class Speed:
    """Of one way to read a manifest: seconds by the clock and of the processor."""

    rows: int
    megabytes: float
    seconds: float
    processor: float


def main() -> None:
    print("### Manifests: from file to sorted distinct photo IDs\n")
    print("| manifest | rows | MB | | M rows/s | MB/s | of the bare engine | times the standard library |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        for family in FAMILIES:
            for row in _rows(family, Path(folder)):
                print(f"| {' | '.join(row)} |", flush=True)
    print(f"\n{NOTES}")


def _rows(family: Family, folder: Path) -> Iterator[list[str]]:
    path = family.write(folder, family.rows)
    speeds = _speeds(family, path)
    path.unlink()
    bare = speeds["bare engine"]
    standard = _standard(family, folder / "beginning")
    title = [family.title, f"{family.rows:,}", f"{bare.megabytes:,.0f}"]
    for way, speed in speeds.items():
        clock, processor = 100 * bare.seconds / speed.seconds, 100 * bare.processor / speed.processor
        of_bare = "" if speed is bare else f"{clock:.0f} % ({processor:.0f} %)"
        ahead = "" if standard is None else f"{_per_second(speed) / _per_second(standard):.1f}"
        yield [*title, way, *_figures(speed), of_bare, ahead]
        title = ["", "", ""]
    if standard is not None:
        yield [*title, "standard library", *_figures(standard), "", ""]


def _speeds(family: Family, path: Path) -> dict[str, Speed]:
    """The best of each way, which all must find the same photos."""
    detected = detect(path)
    ways: dict[str, Callable[[], IDs]] = {
        "bare engine": lambda: family.bare(path).drop_nulls().to_numpy(),
        "**Inset**": lambda: _ours(path, details=True),
    }
    if detected.match.account is not None or detected.match.licence is not None:
        ways["**Inset** without accounts and licences"] = lambda: _ours(path, details=False)
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    found = set()
    for _ in range(ROUNDS):  # in turn, so that a busy moment of the machine hits all alike
        for way, work in ways.items():
            clock, processor = time.perf_counter(), time.process_time()
            photo_ids = work()
            times[way].append((time.perf_counter() - clock, time.process_time() - processor))
            found.add(_sum_of_distinct(photo_ids))
    assert len(found) == 1, found
    size = path.stat().st_size / 1e6
    return {
        way: Speed(family.rows, size, min(clock for clock, _ in each), min(processor for _, processor in each))
        for way, each in times.items()
    }


def _standard(family: Family, folder: Path) -> Speed | None:
    if family.standard is None:
        return None
    path = family.write(folder, family.standard_rows)
    clock, processor = time.perf_counter(), time.process_time()
    found = family.standard(path)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    assert found == int(_ours(path, details=False).sum())
    speed = Speed(family.standard_rows, path.stat().st_size / 1e6, clock, processor)
    path.unlink()
    return speed


def _ours(path: Path, *, details: bool) -> IDs:
    """Everything that a build does up to the sorted distinct IDs."""
    with tempfile.TemporaryDirectory() as spill:
        collector = Collector(Path(spill))
        for batch in detect(path).batches(details=details):
            collector.add(batch.frame["photo_id"].to_numpy())
        found = collector.finish()
        return next(found.chunks(len(found)))


def _sum_of_distinct(photo_ids: IDs) -> int:
    ordered = np.sort(photo_ids)
    return int(ordered[np.flatnonzero(np.diff(ordered, prepend=np.uint64(0)))].sum())


def _per_second(speed: Speed) -> float:
    return speed.rows / speed.seconds


def _figures(speed: Speed) -> list[str]:
    return [f"{_per_second(speed) / 1e6:.2f}", f"{speed.megabytes / speed.seconds:,.0f}"]


if __name__ == "__main__":
    main()
