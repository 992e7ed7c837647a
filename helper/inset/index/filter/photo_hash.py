"""The hash of a photo ID that every dataset's filter shares, one by one and for a whole batch; both agree bit for bit.

A batch is hashed once, whatever the number of datasets. Each slice of a filter multiplies the hash by a number of its
own; see `inset.index.filter.photo_filter`.

Source: splitmix64, the finaliser of Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MASK: Final = (1 << 64) - 1
MAX_SLICES: Final = 64

_BLOCK: Final = 1 << 14
"""IDs that are hashed at once: all steps of so many stay in the processor's cache, which halves the time."""

_STEPS: Final = (0x9E3779B97F4A7C15, 30, 0xBF58476D1CE4E5B9, 27, 0x94D049BB133111EB, 31)


def splitmix64(value: int) -> int:
    """Mix a 64-bit integer so that every output bit depends on every input bit (a bijection)."""
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


MULTIPLIERS: Final = tuple(splitmix64(i + 1) | 1 for i in range(MAX_SLICES))


def hash_photo_ids(photo_ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """`splitmix64` of a whole array (uint64, N)."""
    import numpy as np

    if len(photo_ids) <= _BLOCK:
        return _hash(photo_ids)
    mixed = np.empty(len(photo_ids), dtype=np.uint64)
    for start in range(0, len(photo_ids), _BLOCK):
        mixed[start : start + _BLOCK] = _hash(photo_ids[start : start + _BLOCK])
    return mixed


def _hash(photo_ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
    golden, by30, first, by27, second, by31 = _steps()
    mixed = photo_ids + golden
    mixed ^= mixed >> by30
    mixed *= first
    mixed ^= mixed >> by27
    mixed *= second
    mixed ^= mixed >> by31
    return mixed


@functools.cache
def _steps() -> tuple[np.uint64, ...]:
    """The constants as NumPy's numbers: making them anew would cost a small batch as much as its hashing."""
    import numpy as np

    return tuple(np.uint64(step) for step in _STEPS)
