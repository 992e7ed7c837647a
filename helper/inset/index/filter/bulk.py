"""Many photo IDs at once, slice by slice: a filter's bits are set for them, or looked for.

One slice at a time is worked on, so that what is reached at random is as small as can be, and in blocks of IDs whose
products stay in the processor's cache. Two threads share the slices: NumPy releases the interpreter's lock.

Of a wide slice not even the bits as they are fit any cache, and a byte for each would take gigabytes: there the bits of
many IDs are sorted first, and the slice is gone through from its beginning to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from inset.index.filter.photo_hash import MULTIPLIERS, hash_photo_ids
from inset.index.filter.slice_bits import bits_of, is_wide

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Found = TypeVar("_Found")

_BLOCK: Final = 1 << 16
"""IDs whose bits are worked out at once, 512 kB."""

_WINDOW: Final = 32
"""Bits of a wide slice that are sorted together, as a power of two."""

_HASHED_AT_ONCE: Final = 1 << 25
"""Hashes that are held of a list: 256 MB."""

_THREADS: Final = 2

_THREADS_FROM: Final = 1 << 18
"""From so many IDs on, two threads do slices side by side: below, starting them costs more than it saves."""


def hashed(chunks: Iterable[NDArray[np.uint64]], most: int) -> Iterator[NDArray[np.uint64]]:
    """The hashes of photo IDs, many at once: each time all bits are worked on; each array is overwritten by the next.

    Args:
        chunks: uint64 arrays; held one at a time.
        most: how many there may be, where that is known, or are wanted at once: for fewer, less memory is taken.
    """
    import numpy as np

    most = min(max(most, 1), _HASHED_AT_ONCE)
    mixed = np.empty(most, dtype=np.uint64)
    have = 0
    for chunk in chunks:
        done = 0
        while done < len(chunk):
            some = chunk[done : done + most - have]
            mixed[have : have + len(some)] = hash_photo_ids(some)
            done, have = done + len(some), have + len(some)
            if have == most:
                yield mixed
                have = 0
    if have:
        yield mixed[:have]


def octets_of(slices: range, bits_a_slice: int) -> range:
    """The octets of a filter in which some of its slices are; the first and the last may hold others' bits too."""
    return range(slices.start * bits_a_slice // 8, -(-slices.stop * bits_a_slice // 8))


def set_bits(
    octets: NDArray[np.uint8], mixed: NDArray[np.uint64], slices: range, bits_a_slice: int, threads: int = _THREADS
) -> None:
    """Set the bits of N hashed IDs.

    Args:
        octets: those of the slices (`octets_of`), changed in place.
        mixed: what `hash_photo_ids` made of the IDs; uint64, N.
        slices: which of the filter's; bits_a_slice: the filter's.
        threads: so many slices are worked on side by side where there are many IDs.
    """
    import numpy as np

    neighbours = Lock()
    begin = octets_of(slices, bits_a_slice).start

    def fill(i: int) -> None:
        first_bit = i * bits_a_slice
        if is_wide(bits_a_slice):  # it begins and ends with an octet
            for places, values in _octets_to_set(mixed, i, bits_a_slice):
                octets[places + (first_bit // 8 - begin)] |= values
            return
        lead = first_bit % 8
        # A byte for each bit, of this slice only: random writes then stay near the cache. packbits makes bits of it.
        flags = np.zeros(lead + bits_a_slice, dtype=np.bool_)
        spread = flags[lead:]
        for bits in _blocks(mixed, i, bits_a_slice):
            spread[bits] = True
        packed = np.packbits(flags, bitorder="little")
        with neighbours:  # two slices may share a byte
            octets[first_bit // 8 - begin : first_bit // 8 - begin + len(packed)] |= packed

    _for_each_slice(fill, slices, len(mixed), threads)


def has_all_bits(
    octets: NDArray[np.uint8], mixed: NDArray[np.uint64], slices: range, bits_a_slice: int, threads: int = _THREADS
) -> bool:
    """Whether every bit of N hashed IDs is set; arguments as for `set_bits`, and nothing is changed."""
    import numpy as np

    begin = octets_of(slices, bits_a_slice).start

    def look(i: int) -> bool:
        first_bit = i * bits_a_slice
        if is_wide(bits_a_slice):
            wanted = _octets_to_set(mixed, i, bits_a_slice)
            return all(
                bool(((octets[places + (first_bit // 8 - begin)] & values) == values).all())
                for places, values in wanted
            )
        lead = first_bit % 8
        # A copy: where the file is mapped in small pages, finding the page takes longer than reading it.
        part = octets[first_bit // 8 - begin : (first_bit + bits_a_slice + 7) // 8 - begin].copy()
        for bits in _blocks(mixed, i, bits_a_slice):
            np.add(bits, lead, out=bits)
            shifts = (bits & 7).astype(np.uint8)
            found = part.take(np.right_shift(bits, 3, out=bits))
            found >>= shifts
            if not np.bitwise_and.reduce(found) & 1:
                return False
        return True

    return all(_for_each_slice(look, slices, len(mixed), threads))


def _blocks(mixed: NDArray[np.uint64], i: int, bits_a_slice: int) -> Iterator[NDArray[np.int64]]:
    """The bits within slice `i` of some IDs after others, which the next ones overwrite."""
    import numpy as np

    multiplier = np.uint64(MULTIPLIERS[i])
    products = np.empty(min(_BLOCK, len(mixed)), dtype=np.uint64)
    for start in range(0, len(mixed), _BLOCK):
        some = mixed[start : start + _BLOCK]
        found = products[: len(some)]
        np.multiply(some, multiplier, out=found)
        yield bits_of(found, bits_a_slice)


def _octets_to_set(
    mixed: NDArray[np.uint64], i: int, bits_a_slice: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint8]]]:
    """The octets of slice `i` in which some IDs have bits, each once a block and ascending, and these bits of each."""
    import numpy as np

    for first, bits in _windows(mixed, i, bits_a_slice):
        bits.sort()
        for start in range(0, len(bits), _BLOCK):
            some = bits[start : start + _BLOCK]
            places = some >> np.uint32(3)
            values = np.left_shift(np.uint8(1), (some & np.uint32(7)).astype(np.uint8))
            firsts = np.flatnonzero(np.diff(places, prepend=~places[:1]))
            yield places[firsts] + np.int64(first // 8), np.bitwise_or.reduceat(values, firsts)


def _windows(mixed: NDArray[np.uint64], i: int, bits_a_slice: int) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """The bits within slice `i` of some IDs by windows of 2^32 bits: the first of each, and the bits counted from it.

    Numbers of 32 bits are sorted in half the time that those of 64 take.
    """
    import numpy as np

    firsts = range(0, bits_a_slice, 1 << _WINDOW)
    found: list[list[NDArray[np.uint32]]] = [[] for _ in firsts]
    for bits in _blocks(mixed, i, bits_a_slice):
        windows = bits >> _WINDOW
        for window, first in enumerate(firsts):
            found[window].append((bits[windows == window] - first).astype(np.uint32))
    for window, first in enumerate(firsts):
        some, found[window] = found[window], []
        yield first, np.concatenate(some)


def _for_each_slice(work: Callable[[int], _Found], slices: range, ids: int, threads: int) -> list[_Found]:
    if threads == 1 or ids < _THREADS_FROM:
        return [work(i) for i in slices]
    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(work, slices))
