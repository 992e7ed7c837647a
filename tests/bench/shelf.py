"""Published datasets of any size, made once a run, without a manifest, in the memory of one chunk and the filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import photos
from inset.index.dataset_index import FILTER_FILE, STORE_FILE
from inset.index.descriptor import Counts, Descriptor, FilterFacts
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_writer import write_id_store
from inset.index.pieces import seal
from inset.index.publish import stage_run
from inset.paths import Paths, find_paths
from inset_build.finish import SMALLEST_FILTER
from inset_build.report import GATE_ERROR_RATE

_SAMPLE = 10_000


@dataclass(frozen=True, slots=True)
class Home:
    """One person's folders: its datasets, and some photos that they list."""

    folder: Path
    listed: NDArray[np.uint64]

    @property
    def paths(self) -> Paths:
        return find_paths({"INSET_HOME": str(self.folder)})


class Shelf:
    """Homes by size and number of datasets.

    Args:
        folder: where they are put; whoever made it removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._homes: dict[tuple[int, int], Home] = {}

    def home(self, size: int, datasets: int = 1) -> Home:
        """A home with so many datasets of `size` photos each; none at all is an empty home."""
        if (size, datasets) not in self._homes:
            folder = self._folder / f"{datasets}x{size}"
            paths = find_paths({"INSET_HOME": str(folder)})
            samples = [
                publish(paths.datasets, f"made-up-{number}", size, seed=100 + number) for number in range(datasets)
            ]
            listed = np.concatenate(samples) if samples else np.empty(0, dtype=np.uint64)
            self._homes[size, datasets] = Home(folder, listed)
        return self._homes[size, datasets]


def publish(datasets_folder: Path, name: str, size: int, *, seed: int) -> NDArray[np.uint64]:
    """Publish a dataset of random photos; return some of them."""
    return publish_chunks(datasets_folder, name, size, photos.ascending(size, seed))


def publish_chunks(
    datasets_folder: Path, name: str, size: int, ascending: Iterable[NDArray[np.uint64]]
) -> NDArray[np.uint64]:
    """Publish a dataset of these `size` distinct photos, ascending; return some of them."""
    samples: list[NDArray[np.uint64]] = []
    photo_filter = PhotoFilter(max(size, SMALLEST_FILTER), GATE_ERROR_RATE)

    def chunks() -> Iterator[NDArray[np.uint64]]:
        for chunk in ascending:
            photo_filter.add_many(chunk)
            samples.append(chunk[:: max(1, size // _SAMPLE)].copy())
            yield chunk

    with stage_run(datasets_folder, name) as run:
        write_id_store(run.folder / STORE_FILE, chunks())
        photo_filter.write(run.folder / FILTER_FILE)
        run.publish(
            Descriptor(
                dataset=name,
                run=run.name,
                built_at="2026-01-02T03:04:05Z",
                inset_version="0",
                counts=Counts(size, size, 0, 0),
                filter=FilterFacts(GATE_ERROR_RATE, photo_filter.false_positive_rate(), 0, 0),
                exact=True,
                details=0,
                sources=(),
                files=seal(run.folder),
            )
        )
    return np.concatenate(samples)
