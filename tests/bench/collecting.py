"""A whole build of the largest dataset by the real command: rows in no order, memory bounded however many."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench import photos
from bench.options import Options
from bench.tables import Section, count, goal, number, table

GIGABYTES: Final = 1.2
SECONDS: Final = 20.0
"""Goals for 10⁸ rows."""

TIMES_POLARS: Final = 2.5
LOOK_EVERY: Final = 0.05

POLARS: Final = """
import sys, polars as pl
pl.read_parquet(sys.argv[1], columns=["photo_id"])["photo_id"].sort().unique().to_frame().write_parquet(sys.argv[2])
"""
"""What somebody writes who only wants the distinct IDs: nothing is looked at, made or verified."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Of one process: seconds, bytes of anonymous memory at the peak, and bytes that it left on the disk."""

    seconds: float
    peak: float
    size: int


def run(options: Options) -> Section:
    size = options.sizes[-1]
    folder = options.folder / "collecting"
    folder.mkdir()
    text, parquet = folder / "photos.txt", folder / "photos.parquet"
    write_in_no_order(text, size)
    query = pl.scan_csv(text, has_header=False, schema={"photo_id": pl.Int64})
    query.sink_parquet(parquet)
    section = compare(folder, text, parquet, size)
    shutil.rmtree(folder)
    return section


def compare(folder: Path, text: Path, parquet: Path, size: int) -> Section:
    """The table of two manifests of the same photos."""
    polars = _polars(parquet, folder / "polars.parquet")
    runs = {
        f"text, {text.stat().st_size / 1e6:,.0f} MB": _build(folder / "text", text, size, "--reader", "id-list"),
        f"Parquet, {parquet.stat().st_size / 1e6:,.0f} MB": _build(
            folder / "table", parquet, size, "--column", "photo_id"
        ),
        "the same, `--no-rows`": _build(folder / "bare", parquet, size, "--column", "photo_id", "--no-rows"),
    }
    every = {**runs, "Polars alone: Parquet read, sorted, repeats dropped, written": polars}
    body = table(
        ["from", "seconds", "M rows/s", "times Polars", "anonymous memory, GB", "MB on disk"],
        [
            [
                title,
                number(each.seconds),
                number(size / each.seconds / 1e6),
                f"{each.seconds / polars.seconds:.1f}",
                f"{each.peak / 1e9:.2f}",
                f"{each.size / 1e6:,.0f}",
            ]
            for title, each in every.items()
        ],
    )
    slowest, largest = max(each.seconds for each in runs.values()), max(each.peak for each in runs.values())
    times = max(each.seconds for title, each in runs.items() if not title.startswith("text")) / polars.seconds
    goals = [
        goal(f"≤ {SECONDS * size / 1e8:g} s", met=slowest <= SECONDS * size / 1e8),
        goal(f"from Parquet ≤ {TIMES_POLARS} times Polars", met=times <= TIMES_POLARS),
        goal(f"≤ {GIGABYTES} GB", met=largest <= GIGABYTES * 1e9),
    ]
    notes = (
        "`inset build` once each, from the file to the published and verified run, with start-up; reader or column is "
        "named, so that all numbers are believed. Memory is the process's own at its peak, without mapped files; "
        f"Polars writes the IDs and nothing else, and verifies nothing. Goals, for every build: {'; '.join(goals)}."
    )
    return Section(f"Collecting: {count(size)} rows in no order", f"{body}\n{notes}")


def write_in_no_order(manifest: Path, size: int) -> None:
    """A text of distinct photos; each chunk holds some of the whole range, so that nothing comes nearly sorted."""
    random = np.random.default_rng(7)
    parts = -(-size // photos.CHUNK)
    shelves = [manifest.with_suffix(f".{part}") for part in range(parts)]
    for chunk in photos.ascending(size):
        random.shuffle(chunk)
        for shelf, piece in zip(shelves, np.array_split(chunk, parts), strict=True):
            with shelf.open("ab") as file:
                piece.tofile(file)
    with manifest.open("wb") as file:
        for shelf in shelves:
            ids = np.fromfile(shelf, dtype=np.uint64)
            random.shuffle(ids)
            pl.DataFrame({"photo": ids}).write_csv(file, include_header=False)
            shelf.unlink()


def _build(home: Path, manifest: Path, size: int, *more: str) -> _Run:
    command = [sys.executable, "-m", "inset", "build", "made-up", str(manifest), "--json", *more]
    seconds, peak, output = _timed(command, {"INSET_HOME": str(home)})
    report: dict[str, int] = json.loads(output)
    assert report["photos"] == size
    shutil.rmtree(home)
    return _Run(seconds, peak, report["bytes"])


def _polars(manifest: Path, result: Path) -> _Run:
    seconds, peak, _ = _timed([sys.executable, "-c", POLARS, str(manifest), str(result)], {})
    size = result.stat().st_size
    result.unlink()
    return _Run(seconds, peak, size)


def _timed(command: list[str], environment: dict[str, str]) -> tuple[float, float, bytes]:
    """Seconds, bytes of memory at the peak, and what it printed."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _anonymous(process.pid))
        time.sleep(LOOK_EVERY)
    seconds = time.perf_counter() - began
    assert process.stdout is not None
    with process.stdout as output:
        return seconds, peak, output.read()


def _anonymous(pid: int) -> float:
    """The process's own memory now, in bytes, where the system says it as Linux does; else 0."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024.0 for line in lines if line.startswith("RssAnon:")), 0.0)
