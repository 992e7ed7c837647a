"""The photo IDs of one range, packed: Rice codes of the gaps between them.

Grammar, little-endian throughout:

    offset  size  what
         0     1  k, bits of a remainder, 0 … 40
         1     4  bytes of the quotients
         5     …  the quotients: for each ID as many 0 bits as its quotient, then a 1 bit; bit b is bit (b mod 8),
                  lowest first, of byte b div 8; zeros fill the last byte
      then     …  the remainders: k bits each, the lowest first, in the same order; zeros fill the last byte

An ID's gap is quotient · 2^k + remainder. The first ID is the range's start and its gap more; each further one is the
one before, its gap and 1 more.

Why not varints in a compressed stream: gaps between the photos of a list are distributed nearly geometrically, for
which Rice codes come close to the information-theoretic bound; twenty lines read them in any language, all at once,
and what they unpack to is bounded by what their index says.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_REMAINDER: Final = 40
"""Bits: photo IDs have at most twelve digits, so no gap has more."""


def pack_ids(ids: NDArray[np.uint64], start: int) -> bytes:
    """Pack photo IDs.

    Args:
        ids: uint64, N ≥ 1, strictly ascending.
        start: where the range begins; at most the first ID.
    """
    gaps = np.diff(ids, prepend=np.uint64(start))
    gaps[1:] -= np.uint64(1)
    k = _best_remainder(gaps)
    quotients = gaps >> np.uint64(k)
    ones = np.cumsum(quotients + np.uint64(1)).astype(np.int64) - 1
    unary = np.zeros(int(ones[-1]) + 1, dtype=np.bool_)
    unary[ones] = True
    bits = (gaps[:, None] >> np.arange(k, dtype=np.uint64)) & np.uint64(1)
    packed = np.packbits(unary, bitorder="little").tobytes()
    remainders = np.packbits(bits.astype(np.bool_).ravel(), bitorder="little").tobytes()
    return bytes([k]) + len(packed).to_bytes(4, "little") + packed + remainders


def _best_remainder(gaps: NDArray[np.uint64]) -> int:
    """The number of remainder bits with which the gaps take the least room."""
    mean = int(gaps.sum()) // len(gaps)
    middle = min(mean.bit_length(), MAX_REMAINDER)
    # Far from the mean's own bits nothing is gained; gaps in clusters draw the best value below it.
    tried = range(max(middle - 8, 0), min(middle + 1, MAX_REMAINDER) + 1)
    return min(tried, key=lambda k: int((gaps >> np.uint64(k)).sum()) + k * len(gaps))
