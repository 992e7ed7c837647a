"""A whole build of the largest dataset by the real command: rows in no order, memory bounded however many."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench import photos
from bench.options import Options
from bench.tables import Section, count, goal, number, table

GIGABYTES: Final = 1.5
LOOK_EVERY: Final = 0.1


def run(options: Options) -> Section:
    size = options.sizes[-1]
    folder = options.folder / "collecting"
    folder.mkdir()
    manifest = folder / "photos.txt"
    _write_in_no_order(manifest, size)
    seconds, peak, report = _build(folder / "home", manifest)
    megabytes = manifest.stat().st_size / 1e6
    shutil.rmtree(folder)
    assert report["photos"] == size
    body = table(
        ["rows", "MB of text", "seconds", "M rows/s", "peak memory, GB", "MB on disk"],
        [
            [
                count(size),
                f"{megabytes:,.0f}",
                number(seconds),
                number(size / seconds / 1e6),
                f"{peak / 1e9:.2f}",
                f"{report['bytes'] / 1e6:,.0f}",
            ]
        ],
    )
    notes = (
        "`inset build` once, from the file to the published and verified run, with start-up; the peak is the process's "
        f"largest resident set, mapped files included. Goal: {goal(f'≤ {GIGABYTES} GB', met=peak <= GIGABYTES * 1e9)}."
    )
    return Section(f"Collecting: {count(size)} rows in no order", f"{body}\n{notes}")


def _write_in_no_order(manifest: Path, size: int) -> None:
    """Every chunk of the file holds photos of the whole range, so that nothing comes nearly sorted."""
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


def _build(home: Path, manifest: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, bytes of memory at the peak, and what the build reports."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "build", "made-up", str(manifest), "--json"],
        env={**os.environ, "INSET_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    peak = float("nan")
    while process.poll() is None:
        peak = _peak(process.pid, peak)
        time.sleep(LOOK_EVERY)
    seconds = time.perf_counter() - began
    assert process.stdout is not None
    with process.stdout as output:
        report: dict[str, int] = json.loads(output.read())
    return seconds, peak, report


def _peak(pid: int, before: float) -> float:
    """The largest resident set so far, in bytes, where the system says it as Linux does."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return before
    return next((int(line.split()[1]) * 1024.0 for line in lines if line.startswith("VmHWM:")), before)
