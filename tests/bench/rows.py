"""What it costs to keep in which rows photos stand: bytes a photo, the build's seconds, look-ups beside such a file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench import photos
from bench.options import Options
from bench.tables import Section, count, number, table
from bench.timing import in_turn, quick_in_turn
from inset.index.dataset_index import ROWS_FILE
from inset.index.library import Library
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions

ORDERS: Final = ("sorted by photo", "sorted, every third row another host's", "in no order", "in no order, twice")

PAGE: Final = 100


def run(options: Options) -> Section:
    folder = options.folder / "rows"
    folder.mkdir()
    rows = [
        _cells(folder, size, order, options) for size in options.sizes if size <= options.main_size for order in ORDERS
    ]
    shutil.rmtree(folder)
    head = ["photos", "list", "bits a photo", *_BUILT, *_LOOKED]
    notes = (
        f"Builds of lists of bare IDs (of addresses where a third is another host's), best of {options.rounds} in "
        "turn; both verify everything. Processor seconds are those of all threads, which other programs on the machine "
        f"disturb less. Look-ups are of a page of {PAGE} photos in one dataset and of the rows of one listed photo, in "
        "microseconds. Without: `inset build --no-rows`."
    )
    return Section("Rows: where each photo stands", f"{table(head, rows)}\n{notes}")


_BUILT: Final = ("build s, without", "with", "processor s, without", "with", "more")
_LOOKED: Final = ("look-up µs, without", "look-up µs, with", "one photo's rows, µs")


def _cells(folder: Path, size: int, order: str, options: Options) -> list[str]:
    manifest = folder / "manifest.txt"
    ids = _ids(size, order)
    _write(manifest, ids, others=order == ORDERS[1])
    homes = {name: folder / name for name in ("without", "with")}
    worked: dict[str, list[float]] = {name: [] for name in homes}
    ways = {name: partial(_build, home, manifest, worked[name], rows=name == "with") for name, home in homes.items()}
    built = in_turn(ways, options.rounds)
    libraries = {name: Library(home) for name, home in homes.items()}
    page = photos.page(PAGE, ids[:: max(len(ids) // 1000, 1)])
    finds: dict[str, Callable[[], object]] = {}
    for name, library in libraries.items():
        library.compare_all()
        finds[name] = partial(library.lookup, page)
    dataset = libraries["with"].datasets["bench"]
    finds["rows"] = partial(dataset.places_of, int(ids[size // 2]))
    looked = quick_in_turn(finds, options.rounds)
    bits = 8 * (dataset.folder / ROWS_FILE).stat().st_size / size
    without, together = min(worked["without"]), min(worked["with"])
    for home in homes.values():
        shutil.rmtree(home)
    return [
        count(size),
        order,
        f"{bits:.2f}",
        *(number(built[name].best) for name in homes),
        number(without),
        number(together),
        f"{100 * (together / without - 1):+.0f} %",
        *(number(looked[name].best * 1e6) for name in ("without", "with", "rows")),
    ]


def _ids(size: int, order: str) -> NDArray[np.uint64]:
    ids = photos.all_at_once(size)
    if order in ORDERS[2:]:
        np.random.default_rng(5).shuffle(ids)
    return np.concatenate((ids, ids)) if order == ORDERS[3] else ids


def _write(manifest: Path, ids: NDArray[np.uint64], *, others: bool) -> None:
    if not others:
        pl.DataFrame({"photo": ids}).write_csv(manifest, include_header=False)
        return
    with manifest.open("w", encoding="ascii") as file:
        for chunk in np.array_split(ids, 1 + len(ids) // 100_000):
            file.writelines(
                f"https://live.staticflickr.com/65535/{photo_id}_5a3c7e9b10_b.jpg\n"
                + ("https://example.com/1.jpg\n" if at % 2 else "")
                for at, photo_id in enumerate(chunk.tolist())
            )


def _build(home: Path, manifest: Path, worked: list[float], *, rows: bool) -> None:
    """Build, and note the processor's seconds."""
    shutil.rmtree(home, ignore_errors=True)
    began = time.process_time()
    build_dataset(home, "bench", [manifest], BuildOptions(rows=rows))
    worked.append(time.process_time() - began)
