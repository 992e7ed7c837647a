"""Compare: the photos that one run of a dataset lists and another does not, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inset.errors import NoList
from inset.index.dataset_index import DatasetIndex
from inset.index.ids.id_store import IdStore
from inset.words.sentences import sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHUNK_IDS: Final = 1 << 20
"""IDs of each store to hold at once: 8 MB, and a few times that while they are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two stores within one range of photo IDs.

    Attributes:
        added: photo IDs of the new store that the old one lacks; uint64, ascending.
        removed: photo IDs of the old store that the new one lacks; uint64, ascending.
        kept: how many photo IDs are in both.
    """

    added: NDArray[np.uint64]
    removed: NDArray[np.uint64]
    kept: int


@dataclass(frozen=True, slots=True)
class DifferenceCounts:
    """How many photos were added, removed and kept from one run to another."""

    added: int
    removed: int
    kept: int


def compare(old: IdStore, new: IdStore, *, chunk_ids: int = CHUNK_IDS) -> Iterator[Difference]:
    """Go through two stores side by side and yield what differs, range after range of ascending photo IDs.

    Args:
        old, new: the stores; may be the same one.
        chunk_ids: about how many IDs of each to hold at once.
    """
    import numpy as np

    nothing = np.empty(0, dtype=np.uint64)
    olds, news = old.chunks(chunk_ids), new.chunks(chunk_ids)
    left, right = next(olds, nothing), next(news, nothing)
    while len(left) and len(right):
        # Up to the smaller of the two last IDs, both chunks are complete.
        bound = min(left[-1], right[-1])
        left_end, right_end = (int(np.searchsorted(ids, bound, side="right")) for ids in (left, right))
        yield _difference(left[:left_end], right[:right_end])
        left, right = left[left_end:], right[right_end:]
        if not len(left):
            left = next(olds, nothing)
        if not len(right):
            right = next(news, nothing)
    while len(left):
        yield Difference(added=nothing, removed=left, kept=0)
        left = next(olds, nothing)
    while len(right):
        yield Difference(added=right, removed=nothing, kept=0)
        right = next(news, nothing)


def count_differences(old: IdStore, new: IdStore) -> DifferenceCounts:
    """Count what `compare` yields."""
    added = removed = kept = 0
    for part in compare(old, new):
        added += len(part.added)
        removed += len(part.removed)
        kept += part.kept
    return DifferenceCounts(added, removed, kept)


def store_of(run: DatasetIndex) -> IdStore:
    """The ID store of an opened run.

    Raises:
        NoList: it is a filter-only run.
    """
    if run.store is None:
        raise NoList(sentence("error_no_filter_list", run.name, run.descriptor.run))
    return run.store


def _difference(old: NDArray[np.uint64], new: NDArray[np.uint64]) -> Difference:
    """Compare two arrays of ascending, distinct IDs."""
    import numpy as np

    if not len(old) or not len(new):
        return Difference(added=new, removed=old, kept=0)
    places = np.searchsorted(old, new)
    known = old[np.minimum(places, len(old) - 1)] == new
    gone = np.ones(len(old), dtype=np.bool_)
    gone[places[known]] = False
    return Difference(added=new[~known], removed=old[gone], kept=int(known.sum()))
