"""Gate: one small filter in front of the exact datasets, so that a page of photos costs little, however many they are.

Nearly every photo that a person meets is in none of the datasets. The gate says so at once for nearly all of them,
and only what it lets by is asked of each dataset's filter and ID store. It is derived from the ID stores when a library
is opened, in the background, and lives in memory only; until it is ready every dataset is asked, and the answers are
the same.

It is asked for less than a dataset's filter, because it is nobody's answer: two probes a photo, and for a hash the
remainders by two prime numbers, which spread numbers that were given out in order as well as any. A page of a hundred
takes a quarter of the time that one dataset's filter takes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, Final

from bitarray import bitarray

from inset.index.id_store import IdStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_BITS: Final = 1 << 28
"""32 MiB: what it may take of memory."""

MAX_PHOTOS: Final = 1 << 25
"""Photos in all datasets together up to which a gate is worth its building: there it lets 5 % of absent photos by."""

_BITS_A_PHOTO: Final = 24
_ONE_BY_ONE: Final = 200
"""Up to so many photos a loop is faster than NumPy, whose code a busy helper never finds in the processor's cache."""

_CHUNK: Final = 1 << 14
"""IDs set at once: the interpreter's lock is held for a millisecond, which no look-up under way notices."""


class Gate:
    """Says which photos may be in one of several stores; never a false no.

    Args:
        stores: the ID stores, at least one; all their IDs are read once, some ten million a second.
    """

    def __init__(self, stores: Sequence[IdStore]) -> None:
        import numpy as np

        photos = sum(map(len, stores))
        bits = min(max(photos * _BITS_A_PHOTO, 1 << 16), MAX_BITS)
        self._primes = (first := _prime_below(bits)), _prime_below(first)
        self._bits = bitarray(bits, endian="little")
        self._bits.setall(False)
        for store in stores:
            for chunk in store.chunks(_CHUNK):
                self._bits[self._probes(chunk).ravel().tolist()] = True
        self._octets: NDArray[np.uint8] = np.frombuffer(memoryview(self._bits), dtype=np.uint8)

    def let_by(self, photo_ids: Sequence[int]) -> list[int]:
        """Which of these photos may be in a store, in their order."""
        if len(photo_ids) > _ONE_BY_ONE:
            return self._let_by_at_once(photo_ids)
        bits = self._bits
        first, second = self._primes
        # All first bits in one call: the processor waits for several cells of memory at a time.
        some = compress(photo_ids, bits[[photo_id % first for photo_id in photo_ids]])
        return [photo_id for photo_id in some if bits[photo_id % second]]

    def _let_by_at_once(self, photo_ids: Sequence[int]) -> list[int]:
        import numpy as np

        probes = self._probes(np.array(photo_ids, dtype=np.uint64))
        tested = self._octets[probes >> 3]
        tested >>= (probes & 7).astype(np.uint8)
        first, second = tested
        first &= second
        first &= 1
        return [photo_ids[at] for at in first.nonzero()[0].tolist()]

    def _probes(self, photo_ids: NDArray[np.uint64]) -> NDArray[np.int64]:
        import numpy as np

        return (photo_ids % np.array(self._primes, dtype=np.uint64)[:, None]).view(np.int64)


def _prime_below(number: int) -> int:
    """The largest prime below a number of at least 3."""
    return next(n for n in range(number - 1, 1, -1) if all(n % divisor for divisor in range(2, math.isqrt(n) + 1)))
