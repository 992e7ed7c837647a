"""Looking up a page's photos, exactly, in one dataset and in ten, beside what somebody would ask instead."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench import photos
from bench.options import Options
from bench.peers import FILTERS, Peer, PythonSet, Sqlite
from bench.tables import Section, count, goal, number, table
from bench.timing import quick_in_turn
from inset.index.library import Library

ASKED: Final = (100, 1_000, 100_000)
GOALS: Final = {1: 40.0, 10: 80.0}
"""Microseconds for a page of 100, by number of datasets."""
OURS: Final = "**Inset**"
EXACT: Final = (OURS, "`set`", "SQLite")

Find = Callable[[list[int]], object]


def run(options: Options) -> Section:
    size = min(1_000_000, options.main_size)
    seconds: dict[tuple[str, int], dict[int, float]] = {}
    for datasets in (1, 10):
        for name, each in _measure(options, size, datasets).items():
            seconds[name, datasets] = each
    names = list(dict.fromkeys(name for name, _ in seconds))
    rows = [
        [
            name,
            "yes" if name in EXACT else "no",
            *(_micro(seconds[name, datasets][asked]) for datasets in (1, 10) for asked in ASKED),
        ]
        for name in names
    ]
    head = ["", "exact", *(f"{count(asked)}, {_datasets(datasets)}" for datasets in (1, 10) for asked in ASKED)]
    page = {datasets: seconds[OURS, datasets][100] * 1e6 for datasets in (1, 10)}
    goals = [
        goal(f"a page of 100 in ≤ {limit:.0f} µs with {_datasets(datasets)}", met=page[datasets] <= limit)
        for datasets, limit in GOALS.items()
    ]
    notes = (
        f"Microseconds, best of {2 * options.rounds + 1} in turn, of photos of which {photos.LISTED_OF_100} in 100 are "
        "listed. Filters answer with their false positives and name none of the datasets for sure; each dataset has "
        f"one of its own, and so with `set` and SQLite's tables. Goals: {'; '.join(goals)}."
    )
    return Section(f"Look-up: datasets of {count(size)} photos", f"{table(head, rows)}\n{notes}")


def _measure(options: Options, size: int, datasets: int) -> dict[str, dict[int, float]]:
    """Seconds a call, by what is asked and by how many photos."""
    home = options.shelf.home(size, datasets)
    library = Library(home.paths.datasets)
    library.compare_all()
    folder = options.folder / "lookups"
    folder.mkdir()
    peers = _peers(library, folder)
    finds: dict[str, Find] = {
        OURS: library.lookup,
        **{name: partial(_find_in_all, each) for name, each in peers.items()},
    }
    found: dict[str, dict[int, float]] = {name: {} for name in finds}
    for asked in ASKED:
        page = photos.page(asked, home.listed)
        _agree(library, peers["`set`"], page)
        times = quick_in_turn({name: partial(find, page) for name, find in finds.items()}, 2 * options.rounds + 1)
        for name, each in times.items():
            found[name][asked] = each.best
    shutil.rmtree(folder)
    return found


def _peers(library: Library, folder: Path) -> dict[str, list[Peer]]:
    """Each peer once a dataset."""
    peers: dict[str, list[Peer]] = {}
    for name, dataset in library.datasets.items():
        assert dataset.store is not None
        ids = list(dataset.store)
        makers: dict[str, Callable[[Sequence[int]], Peer]] = {
            "`set`": PythonSet,
            "SQLite": partial(Sqlite, path=folder / f"{name}.sqlite"),
            **FILTERS,
        }
        for kind, make in makers.items():
            peers.setdefault(kind, []).append(make(ids))
    return peers


def _find_in_all(peers: Sequence[Peer], photo_ids: list[int]) -> dict[int, list[int]]:
    """By photo, the datasets: what `Library.lookup` gives too."""
    listed: dict[int, list[int]] = {}
    for number_of_dataset, peer in enumerate(peers):
        for photo_id in peer.find(photo_ids):
            listed.setdefault(photo_id, []).append(number_of_dataset)
    return listed


def _agree(library: Library, sets: Sequence[Peer], page: list[int]) -> None:
    ours = library.lookup(page)
    exactly = _find_in_all(sets, list(dict.fromkeys(page)))
    assert {photo: len(answers) for photo, answers in ours.items()} == {
        photo: len(datasets) for photo, datasets in exactly.items()
    }


def _datasets(number_of_them: int) -> str:
    return "1 dataset" if number_of_them == 1 else f"{number_of_them} datasets"


def _micro(seconds: float) -> str:
    return number(seconds * 1e6)
