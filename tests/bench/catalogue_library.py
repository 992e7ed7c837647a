"""A library as somebody has it who adds everything in the catalog: its sizes, with made-up photos.

Sets that were drawn from another one are drawn from it here too, as YFCC15M is from YFCC100M. Nobody knows how many
photos of the sets of the whole web are Flickr's; those of up to thirteen million count as if all were. It is made once
and kept, by the sizes that it was made for.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench import photos
from bench.shelf import Home, publish_chunks
from inset.index.ids.id_store import IdStore
from inset.index.library import Library
from inset.paths import find_paths
from inset_build.catalog.entries import load_catalog

DATASETS: Final = 37
_MOST_OF_THE_WEB: Final = 13_000_000
_LEAST: Final = 100
_SOME: Final = 300
_MADE: Final = "made"
"""A file that says that all of it was made."""

PARENTS: Final = {
    "yfcc15m": "yfcc100m",
    "yfcc100m-clip": "yfcc100m",
    "megaface": "yfcc100m",
    "fdf": "yfcc100m",
    "fdh": "yfcc100m",
    "fdf256": "yfcc100m",
    "pass": "yfcc100m",
    "ibm-dif": "yfcc100m",
    "personality-captions": "yfcc100m",
    "koniq-10k": "yfcc100m",
    "diveface": "megaface",
    "lvis": "coco",
    "visual-genome": "coco",
    "multi30k": "flickr30k",
    "snli-ve": "flickr30k",
    "textvqa": "open-images",
    "llava-pretrain": "cc3m",
    "mirflickr-25k": "mirflickr-1m",
}
"""What each was drawn from, where that is known."""


def sizes(*, small: bool) -> dict[str, int]:
    """Photos by dataset, the largest first."""
    found = {
        entry.name: entry.photos
        for entry in load_catalog().entries.values()
        if entry.kind == "training"
        and entry.photos is not None
        and (entry.flickr == "all" or entry.photos <= _MOST_OF_THE_WEB)
    }
    largest = sorted(found, key=lambda name: (-found[name], name))[:DATASETS]
    return {name: max(found[name] // 10, _LEAST) if small else found[name] for name in largest}


def made_before(cache: Path, wanted: dict[str, int]) -> bool:
    """Whether the home with these datasets is there."""
    return (_folder_of(cache, wanted) / _MADE).exists()


def _folder_of(cache: Path, wanted: dict[str, int]) -> Path:
    key = hashlib.sha256(repr(sorted(wanted.items())).encode()).hexdigest()[:8]
    return cache / f"inset-bench-catalogue-{sum(wanted.values())}-{key}"


def library_of(cache: Path, wanted: dict[str, int]) -> Home:
    """The home with these datasets, made now where it is not there."""
    folder = _folder_of(cache, wanted)
    datasets = find_paths({"INSET_HOME": str(folder)}).datasets
    made = folder / _MADE
    if not made.exists():
        shutil.rmtree(folder, ignore_errors=True)
        for number, (name, size) in enumerate(wanted.items()):  # the largest first, so parents are there
            publish_chunks(datasets, name, size, _photos_of(datasets, name, size, wanted, seed=100 + number))
        made.touch()
    return Home(folder, _some_of(datasets))


def _photos_of(
    datasets: Path, name: str, size: int, wanted: dict[str, int], *, seed: int
) -> Iterable[NDArray[np.uint64]]:
    parent = PARENTS.get(name)
    if parent is None or wanted.get(parent, 0) < size:
        return photos.ascending(size, seed)
    store = Library(datasets).datasets[parent].store
    assert store is not None
    return _drawn_from(store, size, seed)


def _drawn_from(store: IdStore, size: int, seed: int) -> Iterator[NDArray[np.uint64]]:
    """Exactly so many photos of a store, by chance, ascending."""
    random = np.random.default_rng(seed)
    left, missing = len(store), size
    for chunk in store.chunks():
        taken = missing if left == len(chunk) else round(missing * len(chunk) / left)
        yield np.sort(random.choice(chunk, taken, replace=False))
        left, missing = left - len(chunk), missing - taken


def _some_of(datasets: Path) -> NDArray[np.uint64]:
    """Some photos of each dataset, as many of a small one as of a large one."""
    some: list[NDArray[np.uint64]] = []
    for dataset in Library(datasets).datasets.values():
        assert dataset.store is not None
        step = max(1, len(dataset.store) // _SOME)
        some.extend(chunk[len(chunk) % step :: step].copy() for chunk in dataset.store.chunks())
    return np.concatenate(some)
