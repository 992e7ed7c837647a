"""Asks about photos that no list holds: none may be called listed, and a filter may only be wrong as often as it says.

The lists are built from a manifest as anybody's are. Which photos they hold is known here from the numbers that went
into the manifest, not from the index. Photos are asked in three ways:

- any that Flickr may have given out;
- neighbours of listed ones: a few numbers further, the same place in other buckets of the ID store, one bit changed;
- the same of a list whose filter is as coarse as can be built, so that every tenth absent photo is a hit of the filter
  and it is the ID store that must refuse it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT
from inset.index.dataset_index import DatasetIndex
from inset.index.filter.photo_hash import hash_photo_ids
from inset.index.library import Library
from inset_build.pipeline import build_dataset
from inset_build.report import BuildOptions
from soak.figures import Budget, Figures

Ids = NDArray[np.uint64]

LISTED: Final = 1_000_000
BATCH: Final = 1 << 20
ASKED_SINGLY: Final = 64
"""Of each batch so many go the way of a page's question: through the library, its gate and one by one."""
SIGMAS: Final = 5.0
"""A count that should be Poisson's may differ by so many standard deviations: by chance once in two million."""

_COARSEST: Final = 0.1
_PROBABLE: Final = 1e-4


def absent(budget: Budget, folder: Path, *, listed: int = LISTED, batch: int = BATCH) -> Figures:
    """Ask in batches for as long as there is time, at least one of each kind.

    Args:
        budget: how long; folder: an empty one; listed: photos of each list; batch: photos asked at once.
    """
    figures = Figures()
    random = np.random.default_rng(14)
    ids = np.unique(random.integers(1, PHOTOS_GIVEN_OUT, listed, dtype=np.uint64))
    manifest = folder / "list.csv"
    # As addresses: bare numbers that are spread evenly look like no photos of Flickr's.
    np.savetxt(
        manifest, random.permutation(ids), fmt="https://www.flickr.com/photos/someone/%d", header="url", comments=""
    )
    datasets = folder / "datasets"
    for name, options in {
        "coarse": BuildOptions(error_rate=_COARSEST),
        "exact": BuildOptions(),
        "probable": BuildOptions(error_rate=_PROBABLE, filter_only=True),
    }.items():
        build_dataset(datasets, name, [manifest], options)
    library = Library(datasets)
    library.compare_all()
    exact = [library.datasets["coarse"], library.datasets["exact"]]
    for each in library.datasets.values():
        found = sum(len(_found(each, part)) for part in np.array_split(ids, 8))
        figures.hold(found == len(ids), f"{each.name} finds {found:,} of {len(ids):,} listed photos")
    rates = _Rates(library.datasets["probable"], ids)
    ways: dict[str, Callable[[], Ids]] = {
        "of any": lambda: random.integers(1, PHOTOS_GIVEN_OUT, batch, dtype=np.uint64),
        "of neighbours of listed ones": lambda: _neighbours(random, ids, batch),
        "of larger numbers than Flickr's": lambda: random.integers(
            PHOTOS_GIVEN_OUT, MAX_PHOTO_ID, batch, dtype=np.uint64
        ),
    }
    rounds = 0
    while budget.is_left or not rounds:
        for way, draw in ways.items():
            asked = draw()
            for each in exact:
                right = _claims(each, asked, ids, figures)
                figures.add(f"absent photos {way}, asked of the {each.name} list", len(asked) - right)
            rates.ask(asked, uniformly=way == "of any")
            _ask_singly(library, asked[:ASKED_SINGLY], ids, figures)
        rounds += 1
    rates.judge(figures)
    figures.add("wrong claims", len(figures.faults))
    return figures


def _claims(dataset: DatasetIndex, asked: Ids, ids: Ids, figures: Figures) -> int:
    """Hold that all photos that an exact list claims to hold are its; return how many they are."""
    figures.hold(dataset.answer.answer == "listed", f"{dataset.name} answers {dataset.answer.answer}")
    claimed = _found(dataset, asked)
    wrong = claimed[~_are_in(claimed, ids)]
    figures.hold(not len(wrong), f"{dataset.name} calls {wrong[:5].tolist()} listed")
    return len(claimed)


def _ask_singly(library: Library, asked: Ids, ids: Ids, figures: Figures) -> None:
    """Ask a small batch as the helper does. Filter-only lists may say `probably_listed`, and nothing else."""
    known = set(asked[_are_in(asked, ids)].tolist())
    for photo, answers in library.lookup(asked.tolist()).items():
        for answer in answers:
            is_exact = answer.dataset != "probable"
            kind = "listed" if is_exact else "probably_listed"
            figures.hold(answer.answer == kind, f"{answer.dataset} calls {photo} {answer.answer}")
            figures.hold(not is_exact or photo in known, f"{answer.dataset} calls {photo} listed")
            figures.hold(is_exact == (answer.chance is None), f"{answer.dataset} gives {photo} {answer.chance}")
    figures.add("photos asked as a page asks", len(asked))


class _Rates:
    """Counts what a filter-only list lets by, to compare it with what that list says of itself."""

    def __init__(self, dataset: DatasetIndex, ids: Ids) -> None:
        self._dataset = dataset
        self._ids = ids
        self._absent = self._hits = 0
        self._true_of_any = self._hits_of_any = 0

    def ask(self, asked: Ids, *, uniformly: bool) -> None:
        """Ask; `uniformly`: the photos were drawn from all that were given out, as the stated chance assumes."""
        found = _found(self._dataset, asked)
        true = int(_are_in(found, self._ids).sum())
        self._absent += len(asked) - true
        self._hits += len(found) - true
        if uniformly:
            self._true_of_any += true
            self._hits_of_any += len(found)

    def judge(self, figures: Figures) -> None:
        """Hold that the rate and the chance that were measured are those that are stated."""
        stated = self._dataset.descriptor.filter.false_positive_rate
        expected = self._absent * stated
        figures.add("absent photos asked of the filter-only list", self._absent)
        figures.add("of them let by, each as probable", self._hits)
        figures.add("expected by the stated rate", round(expected))
        figures.hold(
            abs(self._hits - expected) <= SIGMAS * math.sqrt(expected) + 1,
            f"the filter let {self._hits:,} by, where its stated rate gives {expected:,.1f}",
        )
        chance = self._dataset.answer.chance or 0.0
        expected = self._hits_of_any * chance
        spread = math.sqrt(expected * (1 - chance))
        figures.add("hits among any photos", self._hits_of_any)
        figures.add("of them true", self._true_of_any)
        figures.add("expected by the stated chance", round(expected))
        figures.hold(
            abs(self._true_of_any - expected) <= SIGMAS * spread + 1,
            f"{self._true_of_any:,} hits are true, where the stated chance gives {expected:,.1f}",
        )


def _neighbours(random: np.random.Generator, ids: Ids, count: int) -> Ids:
    """Numbers near listed ones: 1 to 16 away, up to 16 buckets away, or with one bit changed."""
    listed = random.choice(ids, count).astype(np.int64)
    third = count // 3
    away = random.integers(1, 17, count) * random.choice(np.array([-1, 1]), count)
    listed[:third] += away[:third]
    listed[third : 2 * third] += away[third : 2 * third] << 16
    listed[2 * third :] ^= np.int64(1) << random.integers(0, 39, count - 2 * third)
    return np.clip(listed, 1, MAX_PHOTO_ID).astype(np.uint64)


def _found(dataset: DatasetIndex, asked: Ids) -> Ids:
    return asked[dataset.find(asked, hash_photo_ids(asked))]


def _are_in(some: Ids, ids: Ids) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = ids[np.minimum(np.searchsorted(ids, some), len(ids) - 1)] == some
    return found
