"""The first slices of several datasets' filters, asked about many photos with few calls of NumPy.

A call costs as much as a hundred steps of its loop. So the bits that all photos have in all filters are computed at
once, and only fetching them, each filter from its own file, takes a call a filter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from inset.index.filter.photo_filter import PhotoFilter
from inset.index.filter.photo_hash import MULTIPLIERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SLICES: Final = 5
"""So many are asked, each of which lets half of the absent photos by; a filter must have them."""


class FirstSlices:
    """Never says that a listed photo is not in a filter. Threads may share it.

    Args:
        filters: F of them, one at least, with `SLICES` slices or more; the caller has compared all of their pieces.
    """

    def __init__(self, filters: Sequence[PhotoFilter]) -> None:
        import numpy as np

        self._octets = [np.frombuffer(memoryview(each.bitarray), dtype=np.uint8) for each in filters]
        sizes = np.array([each.bits_per_slice for each in filters], dtype=np.uint64)
        self._sizes = sizes[:, None, None]
        self._offsets = self._sizes * np.arange(SLICES, dtype=np.uint64)[None, :, None]
        self._multipliers = np.array(MULTIPLIERS[:SLICES], dtype=np.uint64)[:, None]
        self._half, self._octet, self._low = np.uint64(32), np.uint64(3), np.uint8(7)

    def may_hold(self, mixed: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each filter may hold each of N photos that `hash_photo_ids` has hashed: F x N."""
        import numpy as np

        probes = self._multipliers * mixed
        probes >>= self._half
        bits = self._sizes * probes  # filters x slices x photos
        bits >>= self._half
        bits += self._offsets
        shape = bits.shape
        found = np.empty((shape[0], shape[1] * shape[2]), dtype=np.uint8)
        at = (bits >> self._octet).view(np.int64).reshape(found.shape)
        for octets, places, into in zip(self._octets, at, found, strict=True):
            octets.take(places, None, into, "clip")  # with the default mode, NumPy would copy what it found once more
        found >>= (bits.astype(np.uint8) & self._low).reshape(found.shape)
        in_all: NDArray[np.uint8] = np.bitwise_and.reduce(found.reshape(shape), axis=1)
        in_all &= np.uint8(1)
        return in_all.view(np.bool_)
