"""The helper with a large dataset, beside the empty helper: to its first answer, and what it keeps in memory."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from bench import memory, photos
from bench.options import Options
from bench.serving import helper
from bench.tables import Section, count, goal, number, table
from inset.index.library import Library

SECONDS: Final = 1.0
MEGABYTES: Final = 60.0
LOOK_UPS: Final = 200
PAGE: Final = 100
COMPARED: Final = 5.0
"""Seconds after which the helper has compared everything."""

Figures = tuple[float, float, float]
"""Seconds to the first answer; private MB after it, and after all was compared and more look-ups."""


def run(options: Options) -> Section:
    sizes = [0, options.main_size, *(size for size in options.sizes if size > options.main_size)]
    homes = {size: options.shelf.home(size or 1, 1 if size else 0) for size in sizes}
    measured: dict[int, list[Figures]] = {size: [] for size in sizes}
    for _ in range(options.rounds + 2):
        for size, home in homes.items():
            measured[size].append(figures(home.folder, home.listed))
    middle = {size: tuple(map(median, zip(*each, strict=True))) for size, each in measured.items()}
    empty = middle[0]
    rows = []
    for size, (seconds, first, later) in middle.items():
        more = ["", ""] if not size else [f"{first - empty[1]:+.1f}", f"{later - empty[2]:+.1f}"]
        rows.append([f"{count(size)} photos" if size else "no dataset", f"{1000 * seconds:.0f}", f"{first:.1f}", *more])
    largest = sizes[-1]
    seconds, first, later = middle[largest]
    goals = [
        goal(f"first answer in ≤ {SECONDS:.0f} s", met=seconds <= SECONDS),
        goal(f"≤ {MEGABYTES:.0f} MB more", met=max(first - empty[1], later - empty[2]) <= MEGABYTES),
    ]
    notes = (
        f"Medians of {options.rounds + 2} starts in turn. Private is memory that belongs to the process alone and to "
        "no file; what is mapped from the dataset's files the system takes back when it needs it. "
        f"{number(_opening(homes[largest].paths.datasets))} ms of the start are opening the dataset. "
        f"Goals, at {count(largest)}: {'; '.join(goals)}."
    )
    head = [
        "helper with",
        "ms to the first answer",
        "private MB",
        "more than empty",
        f"all compared, after {LOOK_UPS} more look-ups",
    ]
    return Section("Helper: start and memory", f"{table(head, rows)}\n{notes}")


def figures(folder: Path, listed: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> Figures:
    """One start, of the home in this folder."""
    page = photos.page(PAGE, listed) if len(listed) else list(range(1, PAGE + 1))
    with helper(folder, page) as served:
        first = served.memory.private if memory.AVAILABLE else float("nan")
        if len(listed):
            time.sleep(COMPARED)
            for seed in range(LOOK_UPS):
                served.look_up(photos.page(PAGE, listed, seed))
        return served.started, first, served.memory.private if memory.AVAILABLE else float("nan")


def _opening(datasets_folder: Path) -> float:
    began = time.perf_counter()
    Library(datasets_folder)
    return (time.perf_counter() - began) * 1000
