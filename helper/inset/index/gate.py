"""Gate: one small filter for all exact datasets together, so that a look-up costs little, however many they are.

Nearly every photo that a person meets is in none of the datasets. The gate says so at once for nearly all of them,
and only what it lets by is asked of each dataset's filter and ID store. It is derived from the ID stores when a library
is opened, in the background, and lives in memory only; until it is ready every dataset is asked, and the answers are
the same.

A false positive here only costs time, because filter and store are asked next. So two probes a photo are enough, and
the remainders by two prime numbers serve as hashes, which spread consecutive numbers well. A page of a hundred takes a
quarter of the time that one dataset's filter takes.
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
"""32 MiB: the most memory that it may take."""

MAX_PHOTOS: Final = 1 << 25
"""Photos in all datasets together up to which a gate is worth building: so full, it lets 5 % of absent photos by."""

_BITS_A_PHOTO: Final = 24
_ONE_BY_ONE: Final = 200
"""Up to so many photos a loop is faster than NumPy, whose code is seldom in the processor's cache in a busy helper."""

_CHUNK: Final = 1 << 14
"""IDs set in one step, which holds the interpreter's lock for about a millisecond, so that look-ups are not delayed."""


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
        # All first bits in one call, so that the processor can fetch them from memory at the same time.
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
