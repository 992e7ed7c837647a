"""Which bit of a slice a photo has: the one rule that a filter is written and read by.

A slice of up to 2^31 bits is asked with 32 bits of the product `h x A_i` (see `photo_filter`). Of a *wide* one, which
has more, these would reach some bits more often than others, and those beyond 2^32 never. So a wide slice is
a multiple of 64 bits long: the same 32 bits of the product name one of its words of 64 bits, and the next 6 of the
product a bit in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from inset.index.filter.photo_hash import MASK, MULTIPLIERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_NARROW: Final = 1 << 31
"""Bits of the longest slice that is not wide: of 1.5 billion photo IDs."""

MAX_BITS_A_SLICE: Final = MOST_NARROW << 6
"""Bits of the longest wide slice, of 95 billion photo IDs: more than Flickr has given out."""

WORD: Final = 64
"""Bits of which a wide slice is a multiple."""


def is_wide(bits_a_slice: int) -> bool:
    """Whether slices of so many bits are asked word by word."""
    return bits_a_slice > MOST_NARROW


def kept_bits(bits_a_slice: int) -> int:
    """How many bits a slice gets that should have so many at least."""
    return -(-bits_a_slice // WORD) * WORD if is_wide(bits_a_slice) else bits_a_slice


def bit_of(mixed: int, i: int, bits_a_slice: int) -> int:
    """The bit within slice `i`, from 0, of the photo ID that `splitmix64` made `mixed` of."""
    product = mixed * MULTIPLIERS[i] & MASK
    if bits_a_slice > MOST_NARROW:  # `is_wide`, without the time of a call
        return (product >> 32) * (bits_a_slice // WORD) >> 32 << 6 | product >> 26 & 63
    return (product >> 32) * bits_a_slice >> 32


def bits_of(products: NDArray[np.uint64], bits_a_slice: int) -> NDArray[np.int64]:
    """The bit within its slice that each product `h x A_i` names.

    Args:
        products: uint64, any shape; overwritten with what is returned.
        bits_a_slice: the filter's.
    """
    import numpy as np

    half = np.uint64(32)
    if is_wide(bits_a_slice):
        in_word = products >> np.uint64(26)
        in_word &= np.uint64(63)
        products >>= half
        products *= np.uint64(bits_a_slice // WORD)
        products >>= half
        products <<= np.uint64(6)
        products |= in_word
    else:
        products >>= half
        products *= np.uint64(bits_a_slice)
        products >>= half
    return products.view(np.int64)
