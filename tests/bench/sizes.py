"""Size on disk and in memory, beside others and beside what no structure can undercut."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np

from bench import memory, opened, photos
from bench.options import Options
from bench.shelf import Home
from bench.tables import Section, count, goal, table
from inset.flickr import PHOTOS_GIVEN_OUT
from inset.index.dataset_index import DatasetIndex
from inset.index.library import Library

FILTER_LIMIT: Final = 1.45
STORE_LIMIT: Final = 2.1
STORE_LIMIT_AT: Final = 100_000_000
ASKED: Final = 100_000
PEERS_UP_TO: Final = 10_000_000


def run(options: Options) -> Section:
    sizes = [size for size in options.sizes if size in (10**6, 10**7, 10**8)] or list(options.sizes)
    bounds, memories, goals = [], [], []
    for size in sizes:
        home = options.shelf.home(size)
        dataset = next(iter(Library(home.paths.datasets).datasets.values()))
        files = {name: facts.bytes for name, facts in dataset.descriptor.files.items()}
        times = 8 * files["photos.bloom"] / size / math.log2(1 / dataset.descriptor.filter.error_rate)
        store = files["photos.ids"] / size
        bound = math.log2(math.e * PHOTOS_GIVEN_OUT / size) / 8
        bounds.append(
            [
                count(size),
                f"{8 * files['photos.bloom'] / size:.2f}",
                f"{times:.3f}",
                f"{store:.2f}",
                f"{bound:.2f}",
                f"{sum(files.values()) / 1e6:,.1f}",
            ]
        )
        goals.append(goal(f"filter of {count(size)} ≤ {FILTER_LIMIT} times log₂(1/ε)", met=times <= FILTER_LIMIT))
        if size == STORE_LIMIT_AT:
            goals.append(goal(f"store ≤ {STORE_LIMIT} bytes a photo", met=store <= STORE_LIMIT))
        memories += _memories(options, size, home, dataset)
    if STORE_LIMIT_AT not in sizes:
        goals.append(f"store ≤ {STORE_LIMIT} bytes a photo at {count(STORE_LIMIT_AT)} (ask with `--large`)")
    head = [
        "photos",
        "filter, bits a photo",
        "times log₂(1/ε)",
        "store, bytes a photo",
        "least for an exact set",
        "MB in all",
    ]
    body = table(head, bounds)
    if memories:
        body += "\n" + table(
            ["photos", "", "bytes a photo on disk", "in memory, private MB", "mapped from disk, MB"], memories
        )
    notes = (
        "The filter's rate is 2⁻¹², the peers' 10⁻³ (pyfusefilter 1/256). A Bloom filter takes 1.44 times log₂(1/ε) "
        "bits, a set of n out of Flickr's 5.5·10¹⁰ at least log₂(e·U/n). Memory is what a process has more after it "
        f"has opened the file and asked for {count(ASKED)} photos; what is mapped the system can take back. "
        f"Goals: {'; '.join(goals)}."
    )
    return Section("Size", f"{body}\n{notes}")


def _memories(options: Options, size: int, home: Home, dataset: DatasetIndex) -> list[list[str]]:
    """A row for each structure; only where the system counts."""
    if not memory.AVAILABLE:
        return []
    folder = options.folder / "sizes"
    folder.mkdir()
    asked = folder / "asked"
    np.array(photos.page(ASKED, home.listed), dtype=np.uint64).tofile(asked)
    rows = [_row(size, "inset", "**Inset**, filter and store", dataset.folder, asked)]
    if size <= PEERS_UP_TO:
        assert dataset.store is not None
        ids = list(dataset.store)
        for kind in opened.KINDS:
            if kind != "inset":
                path = folder / "peer"
                opened.write(kind, path, ids)
                rows.append(_row(size, kind, kind, path, asked))
                path.unlink()
    shutil.rmtree(folder)
    return rows


def _row(size: int, kind: str, shown: str, path: Path, asked: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.opened", kind, str(path), str(asked)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        check=True,
        capture_output=True,
        timeout=600,
    )
    found = json.loads(done.stdout)
    files = [path / "photos.bloom", path / "photos.ids"] if path.is_dir() else [path]
    on_disk = sum(file.stat().st_size for file in files) / size
    mapped = max(0.0, found["own"] - found["private"])
    return [count(size), shown, f"{on_disk:.2f}", f"{found['private']:,.1f}", f"{mapped:,.1f}"]
