"""A check: one question about many photos, which datasets list them. What was found goes to `inset.account.report`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.index.filter.photo_hash import hash_photo_ids
from inset.number_words import is_unlikely

if TYPE_CHECKING:
    from inset.errors import InsetError
    from inset.index.dataset_index import DatasetIndex
    from inset.index.library import Library


class PhotoFacts(msgspec.Struct, frozen=True, gc=False):
    """What the person who asks knows of one photo, where they know it.

    Attributes:
        year: in which it was taken, or uploaded where that is not known.
        albums: names of the person's albums that it is in.
        licence: under which it is published now: the name of one of Flickr's licences, or other words.
        title: as the person wrote it.
        video: it is a video.
        picture: the address of its picture, as the person's data export gives it.
    """

    year: int | None = None
    albums: tuple[str, ...] = ()
    licence: str | None = None
    title: str | None = None
    video: bool = False
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one dataset lists of the photos asked about.

    Attributes:
        dataset: the run that was asked.
        positions: which photos it lists, or seems to, as ascending positions in `Check.photo_ids`.
    """

    dataset: DatasetIndex
    positions: NDArray[np.int64]

    @property
    def is_census(self) -> bool:
        """Whether the dataset only says that photos were public."""
        return self.dataset.descriptor.kind == "census"

    @property
    def is_exact(self) -> bool:
        """Whether its answers are certain; else each may be wrong, with the dataset's rate."""
        return self.dataset.descriptor.exact


@dataclass(frozen=True)
class Check:
    """The photos asked about, each once, and what every dataset that could be asked says of them.

    Attributes:
        photo_ids: uint64, N, distinct, ascending.
        facts: what the person knows of some of them, by photo ID.
        found: one for each dataset that was asked, also where it lists none.
        unavailable: why other published datasets could not be asked, by name.
        revision: of the library that was asked; equal revisions give equal answers.
    """

    photo_ids: NDArray[np.uint64]
    facts: Mapping[int, PhotoFacts]
    found: tuple[Found, ...]
    unavailable: Mapping[str, InsetError] = field(default_factory=dict)
    revision: str = ""

    @property
    def training_sets(self) -> tuple[Found, ...]:
        """What training sets list."""
        return tuple(found for found in self.found if not found.is_census)

    @property
    def censuses(self) -> tuple[Found, ...]:
        """What censuses list: never part of a count."""
        return tuple(found for found in self.found if found.is_census)

    @cached_property
    def listed(self) -> NDArray[np.bool_]:
        """Bool, N: the photos that some training set lists for certain."""
        return self._in_any(found for found in self.training_sets if found.is_exact)

    @cached_property
    def probably_listed(self) -> NDArray[np.bool_]:
        """Bool, N: the photos that no training set lists for certain, and some probably does."""
        return self._in_any(found for found in self.training_sets if not found.is_exact) & ~self.listed

    @cached_property
    def unlikely(self) -> NDArray[np.bool_]:
        """Bool, N: those of `probably_listed` that only filters name which are more often wrong than right."""
        likely = self._in_any(found for found in self.training_sets if not is_unlikely(found.dataset.answer.chance))
        return self.probably_listed & ~likely

    def _in_any(self, founds: Iterable[Found]) -> NDArray[np.bool_]:
        marked = np.zeros(len(self.photo_ids), dtype=np.bool_)
        for found in founds:
            marked[found.positions] = True
        return marked


def check_photos(
    library: Library, photo_ids: NDArray[np.uint64], facts: Mapping[int, PhotoFacts] | None = None
) -> Check:
    """Ask every dataset about photos.

    Args:
        library: what is published.
        photo_ids: uint64, any number from 1 to `MAX_PHOTO_ID`, in any order, repeats allowed.
        facts: what is known of some of them, by photo ID; the report counts by these.

    Raises:
        IndexMissing: no dataset is published, so there is no answer.
        IndexCorrupt: datasets are published, but none of them can be opened.
    """
    if not library.datasets:
        raise library.nothing_to_ask()
    distinct = np.unique(photo_ids.astype(np.uint64, copy=False))
    mixed = hash_photo_ids(distinct)
    found = tuple(
        Found(dataset, np.array(dataset.find(distinct, mixed), dtype=np.int64)) for dataset in library.datasets.values()
    )
    return Check(distinct, facts or {}, found, dict(library.unavailable), library.revision)
