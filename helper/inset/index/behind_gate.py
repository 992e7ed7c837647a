"""The datasets behind the gate, and which of their filters are asked before their stores.

A dataset with so many photos that hints tell little of it is *crowded*. Some slices of its filter are asked before its
store, which costs a fifth and spares nearly all questions in vain; but only once all of the filter has been compared,
which happens in the background: comparing its pieces on a look-up's time would cost more than it spares.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bitarray import bitarray

from inset.index.dataset_index import DatasetAnswer, DatasetIndex
from inset.index.filter.photo_hash import hash_photo_ids
from inset.index.first_slices import SLICES, FirstSlices
from inset.index.gate import Gate
from inset.index.ids.id_store import IdStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CROWDED: Final = 8
"""A dataset is crowded from an eighth as many photos as there are hints: of eight absent photos, the hints of at least
one then name it."""

Holds = Callable[[int, int], bool]
"""See `IdStore.holds`."""

Entry = tuple[bitarray, int, int, int, int, Holds, DatasetAnswer]
"""A filter's bits, how many of these its first one, two, three and four slices have, the store and the answer."""

CrowdedByOctet = list[tuple[int, list[list[Entry]]]]
"""See `Believed`."""


class Behind:
    """A dataset behind the gate, with what a loop over photos needs of it at hand."""

    __slots__ = ("answer", "column", "filter", "holds", "is_crowded", "store")

    def __init__(self, dataset: DatasetIndex, store: IdStore, column: int, gate: Gate) -> None:
        self.answer = dataset.answer
        self.store = store
        self.holds = store.holds
        self.column = column
        self.filter = dataset.filter
        # A wide filter is asked by another rule than those of a loop's first slices.
        has_slices = dataset.filter.num_slices >= SLICES and not dataset.filter.is_wide
        self.is_crowded = _CROWDED * len(store) > gate.rows and has_slices

    def is_believed(self) -> bool:
        """Whether its filter is to be asked: it is crowded, and all of its filter has been compared."""
        return self.is_crowded and (self.filter.pieces is None or not self.filter.pieces.left)


class Believed:
    """Which of some datasets have filters that are asked now. It never changes, so threads may share it.

    Args:
        behind: all that are behind one gate, in the order of their answers.

    Attributes:
        crowded: of each of those its column, and what a loop needs of it.
        crowded_mask: their columns; other datasets may share them.
        crowded_by_octet: by how far a hint is shifted right, and then by its lowest octet, what a loop needs of those
            that this part of the hint names.
        others: by column, the stores and answers of all other datasets; mask: the columns of these.
        columns: those of all.
    """

    def __init__(self, behind: Sequence[Behind]) -> None:
        self._columns = [each.column for each in behind]
        # A photo that the gate lets by is nearly always listed where there is but one dataset: its filter helps nobody.
        candidates = [each for each in behind if each.is_crowded] if len(behind) > 1 else []
        self._places = [at for at, each in enumerate(behind) if each in candidates and each.is_believed()]
        believed = [behind[at] for at in self._places]
        self._filters = [each.filter for each in believed]
        self.crowded = [(each.column, _entry(each)) for each in believed]
        self.crowded_by_octet = _by_octet(self.crowded)
        self.others: dict[int, list[tuple[Holds, DatasetAnswer]]] = {}
        for each in behind:
            if each not in believed:
                self.others.setdefault(each.column, []).append((each.holds, each.answer))
        self.mask = sum(self.others)
        self.crowded_mask = 0
        for each in believed:
            self.crowded_mask |= each.column
        self.columns = self.mask | self.crowded_mask
        self._waiting = [each for each in candidates if each not in believed]

    def is_outdated(self) -> bool:
        """Whether another filter has been compared meanwhile."""
        return bool(self._waiting) and any(each.is_believed() for each in self._waiting)

    def may_list(self, photo_ids: NDArray[np.uint64], hints: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which datasets may list which photos, by their hints and by the filters that are asked.

        Args:
            photo_ids: N of them; hints: of each, as the gate gives them.

        Returns:
            D x N, by the datasets' order.
        """
        maybe: NDArray[np.bool_] = (self._columns_of_each & hints) != 0
        if self._filters:
            maybe[self._places] &= self._slices.may_hold(hash_photo_ids(photo_ids))
        return maybe

    @cached_property
    def _columns_of_each(self) -> NDArray[np.uint64]:
        import numpy as np

        return np.array(self._columns, dtype=np.uint64)[:, None]

    @cached_property
    def _slices(self) -> FirstSlices:
        return FirstSlices(self._filters)


def _entry(each: Behind) -> Entry:
    size = each.filter.bits_per_slice
    return each.filter.bitarray, size, 2 * size, 3 * size, 4 * size, each.holds, each.answer


def _by_octet(crowded: Sequence[tuple[int, Entry]]) -> CrowdedByOctet:
    found: CrowdedByOctet = []
    for shift in range(0, 64, 8):
        some = [(column >> shift, entry) for column, entry in crowded if column >> shift & 0xFF]
        if some:
            found.append((shift, [[entry for column, entry in some if column & octet] for octet in range(256)]))
    return found
