"""How each cost grows with the number of photos: a table and a plot.

From one dataset up to the catalogue's library, a tenth of it and whole, where `make bench PARTS=catalogue` has made
them before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench import builds, photos
from bench.catalogue_library import DATASETS, library_of, made_before, sizes
from bench.helper_start import figures
from bench.options import Options
from bench.plot import draw
from bench.shelf import Home
from bench.tables import Section, count, number, table
from bench.timing import in_turn, quick_in_turn
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.library import Library
from inset.index.residency import bring_back
from inset_build.report import GATE_ERROR_RATE

BUILT_UP_TO: Final = 10_000_000
"""Above, a build is not measured: its text file alone would take minutes to make."""

COSTS: Final = (
    "build, s",
    "filter, s",
    "page of 100, µs",
    "10⁵ photos, ms",
    "open, ms",
    "start, ms",
    "private MB",
    "MB on disk",
)
PLOT: Final = "growth.svg"


def run(options: Options) -> Section:
    found: dict[str, dict[int, float]] = {cost: {} for cost in COSTS}
    homes = _homes(options)
    _builds(options, found)
    _filters(options, found)
    _look_ups(homes, options.rounds, found)
    _starts(homes, options.rounds, found)
    rows = [
        [_named(size, options), *(number(found[cost][size]) if size in found[cost] else "…" for cost in COSTS)]
        for size in homes
    ]
    body = table(["photos", *COSTS], rows)
    if options.images is not None:
        apart = [size for size in homes if size not in options.sizes]
        draw(found, options.images / PLOT, apart=apart, of_apart=f"the same in {DATASETS} datasets")
        body += f"\n![What each cost grows by, from {count(options.sizes[0])} photos on](images/{PLOT})\n"
    notes = (
        f"Best of {options.rounds} in turn. *filter* adds all photos to an empty one; *start* is `inset serve` to its "
        f"first answer, *private* its memory then. Above {count(BUILT_UP_TO)} no build is measured, and *filter* is "
        "scaled from a part of the photos. The dashed line grows as the photos do."
    )
    if len(homes) > len(options.sizes):
        notes += (
            f" *In {DATASETS}* is the catalogue's library, beside the lines in the picture; of it no build is "
            "measured. *MB on disk* counts the gate."
        )
    return Section("Growth: each cost by the number of photos", f"{body}\n{notes}")


Found = dict[str, dict[int, float]]


def _homes(options: Options) -> dict[int, Home]:
    """By the number of photos."""
    homes = {size: options.shelf.home(size) for size in options.sizes}
    for small in (True, False):
        wanted = sizes(small=small)
        if made_before(options.cache, wanted):
            homes[sum(wanted.values())] = library_of(options.cache, wanted)
    return homes


def _named(size: int, options: Options) -> str:
    return count(size) if size in options.sizes else f"{size / 1e6:,.0f} million in {DATASETS}"


def _builds(options: Options, found: Found) -> None:
    folder = options.folder / "growth"
    folder.mkdir()
    ways: dict[str, Callable[[], object]] = {}
    for size in options.sizes:
        if size <= BUILT_UP_TO:
            ids = photos.all_at_once(size)
            np.random.default_rng(5).shuffle(ids)
            manifest = folder / f"{size}.txt"
            builds.write_manifest(manifest, ids)
            ways[str(size)] = partial(builds.inset, folder / "home", manifest, size)
    _take(found, "build, s", ways, options.rounds, 1)
    shutil.rmtree(folder)


def _filters(options: Options, found: Found) -> None:
    # One chunk of the largest size costs as all do, so its time is scaled: 10⁸ IDs at once are not in memory.
    for size in options.sizes:
        ids = photos.all_at_once(min(size, photos.CHUNK))

        def fill(ids: NDArray[np.uint64] = ids, size: int = size) -> None:
            made = PhotoFilter(size, GATE_ERROR_RATE)
            made.add_many(ids)

        times = in_turn({"": fill}, options.rounds)[""]
        found["filter, s"][size] = times.best * size / len(ids)


def _look_ups(homes: Mapping[int, Home], rounds: int, found: Found) -> None:
    pages: dict[str, Callable[[], object]] = {}
    many: dict[str, Callable[[], object]] = {}
    opens: dict[str, Callable[[], object]] = {}
    for size, home in homes.items():
        library = Library(home.paths.datasets)
        library.compare_all()
        bring_back(library.read_by_look_ups.values())  # as the helper does soon after the first look-up
        turns = iter(range(10**9))
        different = [photos.page(100, home.listed, seed) for seed in range(64)]
        pages[str(size)] = lambda library=library, turns=turns, different=different: library.lookup(  # type: ignore[misc]
            different[next(turns) % 64]
        )
        many[str(size)] = partial(library.lookup, photos.page(100_000, home.listed))
        opens[str(size)] = partial(Library, home.paths.datasets)
        assert library.gate is not None
        found["MB on disk"][size] = library.gate.size / 1e6 + sum(
            facts.bytes / 1e6 for each in library.datasets.values() for facts in each.descriptor.files.values()
        )
    for cost, ways, factor in (
        ("page of 100, µs", pages, 1e6),
        ("10⁵ photos, ms", many, 1e3),
        ("open, ms", opens, 1e3),
    ):
        for name, times in quick_in_turn(ways, 2 * rounds + 1).items():
            found[cost][int(name)] = times.best * factor


def _starts(homes: Mapping[int, Home], rounds: int, found: Found) -> None:
    for _ in range(rounds):
        for size, home in homes.items():
            seconds, private, _ = figures(home.folder, home.listed)
            for cost, value in (("start, ms", seconds * 1000), ("private MB", private)):
                found[cost][size] = min(value, found[cost].get(size, value))


def _take(found: Found, cost: str, ways: Mapping[str, Callable[[], object]], rounds: int, factor: float) -> None:
    for size, times in in_turn(ways, rounds).items():
        found[cost][int(size)] = times.best * factor
