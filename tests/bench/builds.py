"""From a text file to a published, verified run, beside what somebody would write instead."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pybloom_live import BloomFilter
from rbloom import Bloom

from bench import photos
from bench.options import Options
from bench.peers import ERROR_RATE, STOCK_ADDED
from bench.tables import Section, count, goal, number, table
from bench.timing import in_turn
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions

AHEAD_OF_STOCK = 15
AHEAD_OF_POLARS = 1


def run(options: Options) -> Section:
    size = options.main_size
    folder = options.folder / "builds"
    folder.mkdir()
    ids = photos.all_at_once(size)
    np.random.default_rng(5).shuffle(ids)
    whole, beginning = folder / "photos.txt", folder / "beginning.txt"
    few = min(STOCK_ADDED, size)
    write_manifest(whole, ids)
    write_manifest(beginning, ids[:few])
    times = in_turn(
        {
            "ours": lambda: inset(folder / "home", whole, size),
            "polars": lambda: _polars_rbloom(whole, folder / "photos.rbloom", size),
            "stock": lambda: _csv_pybloom(beginning, folder / "photos.pybloom", few, size),
        },
        options.rounds,
    )
    shutil.rmtree(folder)
    ours, polars = times["ours"].best, times["polars"].best
    stock = times["stock"].best * size / few
    body = table(
        ["", "seconds", "M photos/s", "Inset is so many times as fast"],
        [
            ["**Inset**: read, sorted, filter and exact list, verified, published", *_speed(size, ours), ""],
            ["Polars + rbloom, saved; nothing verified, no exact list", *_speed(size, polars), number(polars / ours)],
            [
                "`csv` + pybloom-live, saved; nothing verified, no exact list",
                *_speed(size, stock),
                number(stock / ours),
            ],
        ],
    )
    goals = [
        goal(f"≥ {AHEAD_OF_STOCK} times csv + pybloom-live", met=stock / ours >= AHEAD_OF_STOCK),
        goal(f"≥ {AHEAD_OF_POLARS} times Polars + rbloom", met=polars / ours >= AHEAD_OF_POLARS),
    ]
    notes = (
        f"Best of {options.rounds} in turn. pybloom-live adds {count(few)} to a filter of this size, and its time is "
        "scaled. rbloom saves only what was hashed by a function of one's own; it gets `int.__hash__`, the quickest. "
        f"Goals: {'; '.join(goals)}."
    )
    return Section(f"Build: {count(size)} photo IDs from a text file", f"{body}\n{notes}")


def write_manifest(path: Path, ids: NDArray[np.uint64]) -> None:
    """One photo ID a line."""
    pl.DataFrame({"photo": ids}).write_csv(path, include_header=False)


def inset(home: Path, manifest: Path, photos_in_it: int) -> None:
    """Build, and leave nothing behind; the reader is named, so that all numbers are believed."""
    report = build_dataset(home / "datasets", "bench", [manifest], BuildOptions(reader="id-list"))
    assert report.photos == photos_in_it
    shutil.rmtree(home)


def _polars_rbloom(manifest: Path, saved: Path, size: int) -> None:
    column = pl.read_csv(manifest, has_header=False, schema={"photo": pl.UInt64})["photo"]
    bloom: Any = Bloom(size, ERROR_RATE, int.__hash__)
    bloom.update(column.to_list())
    bloom.save(str(saved))


def _csv_pybloom(manifest: Path, saved: Path, rows: int, size: int) -> None:
    bloom: Any = BloomFilter(max(rows, size), ERROR_RATE)
    with manifest.open(newline="") as file:
        for row in csv.reader(file):
            bloom.add(int(row[0]))
    with saved.open("wb") as target:
        # Only its share of the file, as everything else is scaled up.
        target.write(bloom.bitarray.tobytes()[: bloom.num_bits // 8 * rows // size])


def _speed(size: int, seconds: float) -> list[str]:
    return [number(seconds), number(size / seconds / 1e6)]
