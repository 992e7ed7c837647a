"""The whole catalogue at once: look-ups in 37 datasets with 190 million photos, beside one dataset of a million."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench import photos
from bench.catalogue_library import library_of, sizes
from bench.catalogue_peers import Duck, Peer, RbloomOfEach, Sets, Sqlite
from bench.http_load import SCRUBBED, shares_of_empty
from bench.options import Options
from bench.serving import helper
from bench.shelf import Home, publish
from bench.tables import Section, goal, number, table
from bench.timing import quick_in_turn
from inset.index.gate import Gate, gate_files
from inset.index.library import Library
from inset.index.publish import remove_dataset
from inset.index.residency import bring_back

PAGE: Final = 100
PAGES: Final = 64
MANY: Final = 100_000
LISTED: Final = (0, 2, 20)
GOALS: Final = {0: 40.0, 2: 40.0, 20: 150.0}
"""Microseconds for a page, by how many of its photos are listed."""
OURS: Final = "**Inset**"
SETS_UP_TO: Final = 30_000_000
"""Photos in all datasets together that are put into Python's sets: 59 bytes each."""


def run(options: Options) -> Section:
    wanted = sizes(small=options.small)
    total = sum(wanted.values())
    one, all_of_them = options.shelf.home(1_000_000), library_of(options.cache, wanted)
    goals: list[str] = []
    parts = [
        _look_ups(options, one, all_of_them, total, goals),
        _served(options, one, all_of_them, goals),
        _published(options, all_of_them, goals),
    ]
    gate = Gate(gate_files(all_of_them.paths.datasets)[0])
    goals.append(goal(f"its gate ≤ 1.6 bytes a photo: {gate.size / total:.2f}", met=gate.size <= 1.6 * total))
    by = f"{100 * gate.lets_by:.1f}"
    goals.append(goal(f"of 100 absent photos it lets at most 2 by: {by}", met=gate.lets_by <= 0.02))
    notes = (
        f"{len(wanted)} datasets of the catalog's sizes with made-up photos, {total:,} in all; subsets are drawn from "
        f"what they are subsets of. Goals: {'; '.join(goals)}."
    )
    title = f"The catalogue: {len(wanted)} datasets, {total / 1e6:,.0f} million photos"
    return Section(title, "\n\n".join([*parts, notes]))


def _page(asked: int, listed_of_100: int, listed: NDArray[np.uint64], seed: int) -> list[int]:
    random = np.random.default_rng(seed)
    met = photos.absent(asked, seed)
    met[random.choice(asked, asked * listed_of_100 // 100, replace=False)] = random.choice(
        listed, asked * listed_of_100 // 100
    )
    found: list[int] = met.tolist()
    return found


def _in_turns(find: Callable[[list[int]], object], pages: Sequence[list[int]]) -> Callable[[], object]:
    """Another page each time: somebody who browses does not meet the same one again."""
    turns = iter(range(10**9))
    return lambda: find(pages[next(turns) % len(pages)])


def _look_ups(options: Options, one: Home, all_of_them: Home, total: int, goals: list[str]) -> str:
    single, library = Library(one.paths.datasets), Library(all_of_them.paths.datasets)
    for each in (single, library):
        each.compare_all()
        bring_back(each.read_by_look_ups.values())  # as the helper does soon after the first look-up
    peers: dict[str, Peer] = {
        "SQLite": Sqlite(library, all_of_them.folder),
        "DuckDB": Duck(library, all_of_them.folder),
        "rbloom": RbloomOfEach(library),
    }
    if total <= SETS_UP_TO:
        peers["`set`"] = Sets(library)
    gc.freeze()  # or each round would walk through 10⁷ entries of the sets
    asked = {**{f"page, {listed} listed": (PAGE, listed) for listed in LISTED}, f"{MANY:,} at once": (MANY, 2)}
    found: dict[str, dict[str, float]] = {}
    for name, (size, listed) in asked.items():
        different = PAGES if size == PAGE else 2
        pages = [_page(size, listed, all_of_them.listed, seed) for seed in range(different)]
        of_one = [_page(size, listed, one.listed, seed) for seed in range(different)]
        ways: dict[str, Callable[[], object]] = {
            f"{OURS}, one dataset of 10⁶": _in_turns(single.lookup, of_one),
            f"{OURS}, all": _in_turns(library.lookup, pages),
            **{f"{kind}, all": _in_turns(peer.find, pages) for kind, peer in peers.items()},
        }
        for way, times in quick_in_turn(ways, 4 * options.rounds + 1).items():
            found.setdefault(way, {})[name] = times.best * 1e6
    gc.unfreeze()
    ours, alone = found[f"{OURS}, all"], found[f"{OURS}, one dataset of 10⁶"]
    for listed, most in GOALS.items():
        name = f"page, {listed} listed"
        goals.append(goal(f"{name} ≤ {most:.0f} µs", met=ours[name] <= most))
    for listed in (0, 2):
        name = f"page, {listed} listed"
        goals.append(goal(f"{name} ≤ 4 times one dataset's", met=ours[name] <= 4 * alone[name]))
    ratio = ours["page, 20 listed"] / ours["page, 0 listed"]
    goals.append(goal(f"page, 20 listed ≤ 2 times none listed: {ratio:.1f}", met=ratio <= 2))
    goals.append(goal(f"{MANY:,} at once ≤ 25 ms", met=ours[f"{MANY:,} at once"] <= 25_000))
    rows = [[way, *(number(each[name]) for name in asked)] for way, each in found.items()]
    return (
        f"Microseconds, best of {4 * options.rounds + 1} in turn, {PAGES} different pages of {PAGE} photos:\n\n"
        + table(["", *asked], rows)
        + "\nrbloom, one filter for each dataset, answers with its false positives; the others are exact."
    )


def _served(options: Options, one: Home, all_of_them: Home, goals: list[str]) -> str:
    rows = []
    for name, home, least in (("one dataset of 10⁶", one, 0.70), ("all", all_of_them, 0.65)):
        pages = [_page(PAGE, 2, home.listed, seed) for seed in range(PAGES)]
        rate, share, by_processor = shares_of_empty(home, pages, options)
        starts = []
        for _ in range(options.rounds):
            with helper(home.folder, pages[0]) as served:
                starts.append((served.started * 1000, served.memory.private))
        start, private = min(each for each, _ in starts), max(each for _, each in starts)
        shown = f"{100 * share:.0f} % ({100 * by_processor:.0f} %)"
        rows.append([name, f"{rate:,.0f}", shown, f"{start:.0f}", f"{private:.1f}"])
        goals.append(goal(f"HTTP ≥ {100 * least:.0f} % with {name}", met=share >= least))
    goals.append(goal("start to the first look-up ≤ 400 ms", met=start <= 400))
    goals.append(goal("anonymous memory ≤ 75 MB", met=private <= 75))
    head = ["helper with", "look-ups a second", "of the same application", "ms to the first look-up", "private MB"]
    return table(head, rows) + "\nIn brackets by processor time. The first look-up is a part of the start."


def _published(options: Options, all_of_them: Home, goals: list[str]) -> str:
    """Publish one more dataset: how long it takes, and what somebody who browses meanwhile feels."""
    name, size = "one-more", 1_000_000
    alone = min(_seconds(partial(publish, options.folder / f"alone{at}", name, size, seed=9)) for at in range(2))
    datasets = all_of_them.paths.datasets
    pages = [_page(PAGE, 2, all_of_them.listed, seed) for seed in range(PAGES)]
    with helper(all_of_them.folder, pages[0]) as served:
        time.sleep(SCRUBBED)
        quiet = _felt(served.look_up, pages, 3.0)
        command = [sys.executable, "-m", "bench.catalogue", str(datasets), name, str(size)]
        environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        with subprocess.Popen(command, env=environ) as publisher:
            busy: list[float] = []
            while publisher.poll() is None:
                busy += _felt(served.look_up, pages, 0.2)
        after = _felt(served.look_up, pages, 3.0)
    remove_dataset(datasets, name)
    into = _seconds(partial(publish, datasets, name, size, seed=9))
    remove_dataset(datasets, name)
    goals.append(goal(f"publishing 10⁶ more ≤ 1 s more: {into - alone:.2f}", met=into - alone <= 1))
    goals += around_a_publish(quiet, busy, after)
    rows = [
        [when, f"{statistics.median(each) * 1000:.2f}", f"{max(each) * 1000:.1f}", len(each)]
        for when, each in (("before", quiet), ("while another process builds", busy), ("3 s after it ended", after))
    ]
    return (
        f"Publishing {size:,} photos takes {alone:.2f} s alone and {into:.2f} s into this library. Look-ups over HTTP, "
        "one after the other, while that is done:\n\n" + table(["", "median, ms", "slowest, ms", "look-ups"], rows)
    )


def around_a_publish(quiet: Sequence[float], busy: Sequence[float], after: Sequence[float]) -> list[str]:
    """Judge the look-ups while a publish is under way, and those after it, by the quiet ones: seconds of each."""
    ratio = max(statistics.median(busy), statistics.median(after)) / statistics.median(quiet)
    slowest = max(*busy, *after) * 1000
    return [
        goal(f"median look-up during and after a publish ≤ 1.2 times the quiet one: {ratio:.2f}", met=ratio <= 1.2),
        goal(f"the slowest of these ≤ 10 ms: {slowest:.1f}", met=slowest <= 10),
    ]


def _felt(look_up: Callable[[list[int]], object], pages: Sequence[list[int]], seconds: float) -> list[float]:
    """Seconds of each look-up, one after the other, for so long."""
    found: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        page = pages[len(found) % len(pages)]
        found.append(_seconds(partial(look_up, page)))
    return found


def _seconds(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


if __name__ == "__main__":
    publish(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), seed=9)
