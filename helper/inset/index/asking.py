"""Asking several datasets about many photos: the gate first, and then only the datasets that may list a photo.

Whatever the gate does not cover, filter-only runs among them, is asked about every photo. What does not depend on the
dataset, the hash and the hints, is computed once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from inset.index.behind_gate import Behind, Believed, CrowdedByOctet
from inset.index.dataset_index import DatasetAnswer, DatasetIndex
from inset.index.filter.photo_hash import MASK, MULTIPLIERS, hash_photo_ids, splitmix64
from inset.index.first_slices import SLICES
from inset.index.gate import Gate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Listed = dict[int, list[DatasetAnswer]]
"""By photo, what each dataset that lists it says, in the order of the datasets' names."""

FEW: Final = 110
"""Up to so many hints, each a dataset that may list a photo, they are gone through one by one: NumPy's calls would cost
more."""

MANY: Final = 400
"""If the gate lets more photos by, each dataset is asked about all of its photos at once."""


_BY_NAME: Final = attrgetter("dataset")
"""Orders answers as the datasets are."""

_ONE, _TWO, _THREE, _FOUR, _FIVE = MULTIPLIERS[:SLICES]


class Asking:
    """One gate, or none, in front of some datasets; threads may share it.

    Args:
        datasets: all that are asked, in order of name.
        gate: None where there is none, or it must not be believed.
    """

    def __init__(self, datasets: Mapping[str, DatasetIndex], gate: Gate | None) -> None:
        self.gate = gate
        self._direct: list[DatasetIndex] = []
        self._behind: list[Behind] = []
        for dataset in datasets.values():
            column = None if gate is None else gate.column_of(dataset.name, dataset.folder.name, dataset.identity)
            if gate is None or column is None or dataset.store is None:
                self._direct.append(dataset)
            else:
                self._behind.append(Behind(dataset, dataset.store, 1 << column, gate))
        self._believed = Believed(self._behind)

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
            if len(some) > MANY:
                self._ask_many(self.gate, some, listed)
            elif some:
                self._ask_some(self.gate, some, listed)
        if self._direct:
            _ask_all(self._direct, photo_ids, listed)
            if self._behind:
                for answers in listed.values():
                    answers.sort(key=_BY_NAME)
        return listed

    def _ask_some(self, gate: Gate, photo_ids: Sequence[int], listed: Listed) -> None:
        if self._believed.is_outdated():
            self._believed = Believed(self._behind)
        mask = self._believed.columns
        hints = [hint & mask for hint in gate.hints(photo_ids)]
        if sum(map(int.bit_count, hints)) <= FEW:
            self._ask_few(photo_ids, hints, listed)
        else:
            self._ask_together(photo_ids, hints, listed)

    def _ask_few(self, photo_ids: Sequence[int], hints: Sequence[int], listed: Listed) -> None:
        """One by one."""
        believed = self._believed
        others, mask, crowded = believed.others, believed.mask, believed.crowded_mask
        for photo_id, hint in zip(photo_ids, hints, strict=True):
            high, low = photo_id >> 16, photo_id & 0xFFFF
            answers = _ask_crowded(believed.crowded_by_octet, photo_id, hint) if hint & crowded else []
            left = hint & mask
            while left:
                lowest = left & -left
                left ^= lowest
                for holds, answer in others[lowest]:
                    if holds(high, low):
                        answers.append(answer)
            if answers:
                if len(answers) > 1:
                    answers.sort(key=_BY_NAME)
                listed[photo_id] = answers

    def _ask_together(self, photo_ids: Sequence[int], hints: Sequence[int], listed: Listed) -> None:
        """First all filters about all photos, and then stores one by one about what is left."""
        import numpy as np

        parts = [(photo_id >> 16, photo_id & 0xFFFF) for photo_id in photo_ids]
        maybe = self._believed.may_list(np.array(photo_ids, dtype=np.uint64), np.array(hints, dtype=np.uint64))
        behind = self._behind
        found: list[list[DatasetAnswer]] = [[] for _ in photo_ids]
        for dataset, photo in zip(*(each.tolist() for each in maybe.nonzero()), strict=True):
            asked = behind[dataset]
            if asked.holds(*parts[photo]):
                found[photo].append(asked.answer)
        for photo_id, answers in zip(photo_ids, found, strict=True):
            if answers:
                listed[photo_id] = answers  # once more the same where a photo was asked for twice

    def _ask_many(self, gate: Gate, photo_ids: Sequence[int], listed: Listed) -> None:
        import numpy as np

        ids = np.unique(np.array(photo_ids, dtype=np.uint64))
        hints = gate.many_hints(ids)
        found: list[tuple[DatasetAnswer, NDArray[np.uint64]]] = []
        hinted: dict[int, NDArray[np.uint64]] = {}
        for each in self._behind:
            some = hinted.get(each.column)
            if some is None:
                some = hinted[each.column] = ids[(hints & np.uint64(each.column)) != 0]
            found.append((each.answer, some[each.store.contains_many(some)]))
        for answer, listed_ids in found:  # in the order of the datasets
            for photo_id in listed_ids.tolist():
                listed.setdefault(photo_id, []).append(answer)


def _ask_crowded(crowded: CrowdedByOctet, photo_id: int, hint: int) -> list[DatasetAnswer]:
    """The answers of the datasets that list one photo, among those whose filters are asked first."""
    answers: list[DatasetAnswer] = []
    mixed = splitmix64(photo_id)
    first, second = (mixed * _ONE & MASK) >> 32, (mixed * _TWO & MASK) >> 32
    for shift, hinted in crowded:
        for bits, size, two, three, four, holds, answer in hinted[hint >> shift & 0xFF]:
            if (
                bits[first * size >> 32]
                and bits[size + (second * size >> 32)]
                # Seldom needed: two slices refuse three of four photos that are not in the filter.
                and bits[two + (((mixed * _THREE & MASK) >> 32) * size >> 32)]
                and bits[three + (((mixed * _FOUR & MASK) >> 32) * size >> 32)]
                and bits[four + (((mixed * _FIVE & MASK) >> 32) * size >> 32)]
                and holds(photo_id >> 16, photo_id & 0xFFFF)
            ):
                answers.append(answer)
    return answers


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
