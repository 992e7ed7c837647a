"""Asking several datasets about many photos: the gate first, and then only the datasets that may list a photo.

Whatever the gate does not cover, filter-only runs among them, is asked about every photo. What does not depend on the
dataset, the hash and the hints, is computed once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from inset.index.dataset_index import DatasetAnswer, DatasetIndex
from inset.index.gate import Gate
from inset.index.id_store import IdStore
from inset.index.photo_hash import hash_photo_ids, probe_of, splitmix64

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Listed = dict[int, list[DatasetAnswer]]
"""By photo, what each dataset that lists it says, in the order of the datasets' names."""

_SLICES: Final = 3
"""Of the filter of a crowded dataset, so many are asked first."""

_ONE_BY_ONE: Final = 400
"""Up to so many photos that the gate let by are asked one by one: NumPy's calls would cost more."""


class _Behind:
    """A dataset behind the gate, with what a loop over photos needs of it at hand.

    Attributes:
        is_crowded: it has so many photos that hints tell little of it. Then three slices of its filter are asked before
            its store, which costs a fifth and spares seven of eight questions in vain.
    """

    __slots__ = ("_filter", "answer", "bits", "is_crowded", "size", "store")

    def __init__(self, dataset: DatasetIndex, store: IdStore, gate: Gate) -> None:
        self.store = store
        self.answer = dataset.answer
        self._filter = dataset.filter
        self.bits, self.size = dataset.filter.bitarray, dataset.filter.bits_per_slice
        self.is_crowded = 4 * len(store) > gate.rows and dataset.filter.num_slices >= _SLICES

    def is_compared(self) -> bool:
        """Whether any part of the filter may be believed. Until all is compared, in the background, it is left out."""
        return self._filter.pieces is None or not self._filter.pieces.left


class Asking:
    """One gate, or none, in front of some datasets; threads may share it.

    Args:
        datasets: all that are asked, in order of name.
        gate: None where there is none, or it must not be believed.
    """

    def __init__(self, datasets: Mapping[str, DatasetIndex], gate: Gate | None) -> None:
        self.gate = gate
        self._order = {dataset: at for at, dataset in enumerate(datasets)}
        self._direct: list[DatasetIndex] = []
        behind: dict[int, list[_Behind]] = {}
        for dataset in datasets.values():
            column = None if gate is None else gate.column_of(dataset.name, dataset.folder.name, dataset.identity)
            if gate is None or column is None or dataset.store is None:
                self._direct.append(dataset)
            else:
                behind.setdefault(1 << column, []).append(_Behind(dataset, dataset.store, gate))
        self._behind = behind
        self._mask = sum(behind)

    @property
    def direct(self) -> Sequence[DatasetIndex]:
        """The datasets that are asked about every photo, because the gate does not cover them."""
        return self._direct

    def lookup(self, photo_ids: Sequence[int]) -> Listed:
        """The answers of each photo that some dataset lists.

        Raises:
            RunDamaged: the gate or a dataset is damaged.
        """
        listed: Listed = {}
        if self.gate is not None and self._behind:
            some = self.gate.let_by(photo_ids)
            if len(some) <= _ONE_BY_ONE:
                self._ask_few(self.gate, some, listed)
            else:
                self._ask_many(self.gate, some, listed)
        if self._direct:
            _ask_all(self._direct, photo_ids, listed)
            if self._behind:
                for answers in listed.values():
                    answers.sort(key=self._place)
        return listed

    def _place(self, answer: DatasetAnswer) -> int:
        return self._order[answer.dataset]

    def _ask_few(self, gate: Gate, photo_ids: Sequence[int], listed: Listed) -> None:
        behind, mask = self._behind, self._mask
        for photo_id, hint in zip(photo_ids, gate.hints(photo_ids), strict=True):
            left = hint & mask
            answers: list[DatasetAnswer] = []
            probes: tuple[int, int, int] | None = None
            while left:
                lowest = left & -left
                left ^= lowest
                for each in behind[lowest]:
                    if each.is_crowded and each.is_compared():
                        if probes is None:
                            mixed = splitmix64(photo_id)
                            probes = probe_of(mixed, 0), probe_of(mixed, 1), probe_of(mixed, 2)
                        first, second, third = probes
                        bits, size = each.bits, each.size
                        if not (
                            bits[first * size >> 32]
                            and bits[size + (second * size >> 32)]
                            and bits[2 * size + (third * size >> 32)]
                        ):
                            continue
                    if photo_id in each.store:
                        answers.append(each.answer)
            if answers:
                if len(answers) > 1:
                    answers.sort(key=self._place)
                listed[photo_id] = answers

    def _ask_many(self, gate: Gate, photo_ids: Sequence[int], listed: Listed) -> None:
        import numpy as np

        ids = np.unique(np.array(photo_ids, dtype=np.uint64))
        hints = gate.many_hints(ids)
        found: list[tuple[int, DatasetAnswer, NDArray[np.uint64]]] = []
        for column, datasets in self._behind.items():
            some = ids[(hints & np.uint64(column)) != 0]
            found += [
                (self._place(each.answer), each.answer, some[each.store.contains_many(some)]) for each in datasets
            ]
        for _, answer, listed_ids in sorted(found, key=itemgetter(0)):
            for photo_id in listed_ids.tolist():
                listed.setdefault(photo_id, []).append(answer)


def _ask_all(datasets: Iterable[DatasetIndex], photo_ids: Sequence[int], listed: Listed) -> None:
    """Ask each dataset about all photos at once."""
    import numpy as np

    ids = np.array(photo_ids, dtype=np.uint64)
    mixed = hash_photo_ids(ids)
    for dataset in datasets:
        for position in dataset.find(ids, mixed):
            answers = listed.setdefault(photo_ids[position], [])
            if dataset.answer not in answers:  # a photo may have been asked for twice
                answers.append(dataset.answer)
