"""Profiles: how a dataset's photos spread, computed once for each run."""

from __future__ import annotations

import asyncio
from contextlib import closing
from itertools import pairwise
from typing import Final, TypedDict
from weakref import WeakKeyDictionary

from inset.index.dataset_index import DETAILS_FILE, DatasetIndex
from inset.index.ids.id_store import IdStore


class IdSpread(TypedDict):
    """Photos by ID: `counts[i]` have an ID from `first + i · width` to just below `first + (i + 1) · width`.

    IDs are given out in order, so they tell roughly when a photo was uploaded. `last` is the end of the last range.
    """

    first: int
    last: int
    width: int
    counts: list[int]


class LicenceCount(TypedDict):
    """Photos under one licence: Flickr's number and name; else the manifest's own words; both None: not known."""

    id: int | None
    name: str | None
    photos: int


class Profile(TypedDict):
    """The answer. `ids` is None where the run keeps no list; `owners`, distinct accounts, where it names none.

    `licences` come most frequent first; the photos of those beyond the first hundred are `other_licences`.
    """

    dataset: str
    run: str
    ids: IdSpread | None
    licences: list[LicenceCount]
    other_licences: int
    owners: int | None


MOST_RANGES: Final = 100
MOST_LICENCES: Final = 100


class Profiles:
    """The profile of each opened run, kept as long as that is open."""

    def __init__(self) -> None:
        # Weak keys: a profile must not keep a run open that is no longer published.
        self._kept: WeakKeyDictionary[DatasetIndex, Profile] = WeakKeyDictionary()
        self._working = asyncio.Lock()

    async def get(self, dataset: DatasetIndex) -> Profile:
        """Return the profile; the first time for a run it takes up to a second for ten million photos with details.

        Raises:
            IndexCorrupt: the details cannot be read.
        """
        async with self._working:
            kept = self._kept.get(dataset)
            if kept is None:
                kept = self._kept[dataset] = await asyncio.to_thread(work_out, dataset)
            return kept


def work_out(dataset: DatasetIndex) -> Profile:
    """Compute a profile; reads the disk, so not for the event loop."""
    licences: list[LicenceCount] = []
    accounts = None
    if dataset.descriptor.details:
        from inset.index.details import Details

        # A connection of its own, so that requests for a photo's details need not wait for this.
        with closing(Details(dataset.folder / DETAILS_FILE)) as details:
            accounts = details.account_count() or None
            licences = [
                {"id": None, "name": words, "photos": photos}
                if licence is None
                else {"id": licence.id, "name": licence.name, "photos": photos}
                for licence, words, photos in details.licence_counts()
            ]
    return {
        "dataset": dataset.name,
        "run": dataset.descriptor.run,
        "ids": None if dataset.store is None else spread(dataset.store),
        "licences": licences[:MOST_LICENCES],
        "other_licences": sum(other["photos"] for other in licences[MOST_LICENCES:]),
        "owners": accounts,
    }


def spread(store: IdStore) -> IdSpread:
    """Count the photos of at most a hundred ranges of IDs, whose bounds are round numbers."""
    lowest, highest = store.bounds()
    width = _round_width(lowest, highest)
    first = lowest // width * width
    ranges = (highest - first) // width + 1
    below = [store.count_below(first + number * width) for number in range(ranges + 1)]
    return {
        "first": first,
        "last": first + ranges * width,
        "width": width,
        "counts": [after - before for before, after in pairwise(below)],
    }


def _round_width(lowest: int, highest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, … by which the ranges are not too many."""
    power = 1
    while True:
        for width in (power, 2 * power, 5 * power):
            if highest // width - lowest // width < MOST_RANGES:
                return width
        power *= 10
