"""The card of one photo: what forty datasets say of it, each with an SQLite file of accounts and licences."""

from __future__ import annotations

import http.client
import statistics
import time
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from bench import photos
from bench.options import Options
from bench.serving import Served, helper
from bench.tables import Section, goal, number, table
from inset.index.dataset_index import DETAILS_FILE
from inset.paths import find_paths
from inset_build.pipeline import build_dataset

DATASETS: Final = 40
PHOTOS: Final = 10_000
"""Of each dataset; all have the same, so that a card asks every file."""
CARDS: Final = 200
MILLISECONDS: Final = 10.0


def run(options: Options) -> Section:
    folder = options.folder / "cards"
    ids = _publish(folder)
    some = ids[:: PHOTOS // (CARDS + 1)][: CARDS + 1]
    with helper(folder, some[:100]) as served:
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        first = _card(connection, served, some[0])
        files = _opened(served)
        others = [_card(connection, served, each) for each in some[1:]]
        connection.close()
        files_after = _opened(served)
    median, slowest = statistics.median(others), max(others)
    rows = [
        ["the first since the start, which opens the files", number(first), files],
        [f"{CARDS} others, median", number(median), files_after],
        ["… the slowest", number(slowest), files_after],
    ]
    body = table(["card of one photo", "ms", "SQLite files that the helper has open"], rows)
    goals = [
        goal(f"≤ {MILLISECONDS:g} ms", met=median <= MILLISECONDS),
        goal("files opened once", met=files == files_after == DATASETS),
    ]
    notes = (
        f"`GET /v1/photos/…` over HTTP, each another photo that all {DATASETS} datasets list with account and licence. "
        f"Goals: {'; '.join(goals)}."
    )
    return Section(f"The card of a photo that {DATASETS} datasets list", f"{body}\n{notes}")


def _publish(folder: Path) -> list[int]:
    ids = photos.all_at_once(PHOTOS)
    accounts = np.random.default_rng(3).integers(0, PHOTOS // 20, PHOTOS)
    manifest = folder / "photos.csv"
    folder.mkdir()
    owners = pl.Series([f"{10_000_000 + 7 * each}@N00" for each in accounts.tolist()])
    licences = pl.Series([each % 8 for each in accounts.tolist()])
    pl.DataFrame({"photo_id": ids, "owner": owners, "license": licences}).write_csv(manifest)
    datasets = find_paths({"INSET_HOME": str(folder)}).datasets
    for each in range(DATASETS):
        build_dataset(datasets, f"made-up-{each}", [manifest])
    found: list[int] = ids.tolist()
    return found


def _card(connection: http.client.HTTPConnection, served: Served, photo_id: int) -> float:
    """Milliseconds of one card."""
    began = time.perf_counter()
    connection.request("GET", f"/v1/photos/{photo_id}", headers={"Authorization": f"Bearer {served.token}"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1000
    assert answer.status == 200, body
    assert body.count(b'"owner":"') == DATASETS, body
    return took


def _opened(served: Served) -> int:
    """How many files of details the helper has open, where the system says it as Linux does; else 0."""
    found = 0
    for each in Path(f"/proc/{served.process.pid}/fd").glob("*"):
        try:
            found += each.readlink().name == DETAILS_FILE
        except OSError:  # it was closed meanwhile
            continue
    return found
