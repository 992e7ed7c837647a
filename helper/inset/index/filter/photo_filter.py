r"""PhotoFilter: the Bloom filter of one dataset's photo IDs; it and `stock_filter` alone import pybloom_live.

It *is* a `pybloom_live.BloomFilter`: that class's sizing, its bit array of equal disjoint slices, its `add` and `in`.
Two things differ. pybloom-live hashes a string with SHA-2, some 0.15 million keys a second; a photo ID is a 64-bit
integer, for which one multiplication a slice is enough, so the hash is our own and NumPy can do it for a whole batch.
And the file carries our own magic, so that nobody opens it with the stock class and gets wrong answers.

File format `photos.bloom`, version 1 or 2, little-endian throughout:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 42 46  ("\x89INSETBF")
         8     2  u16    format version: 2 where slices have more than 2^31 bits, else 1
        10     2  u16    number of slices, 1 … 64
        12     4         zero
        16     8  u64    capacity: photo IDs that the filter was sized for
        24     8  u64    count: photo IDs added
        32     8  u64    bits a slice, 1 … 2^31; in version 2 a multiple of 64, above that and up to 2^37
        40     8  f64    target false-positive rate, between 0 and 1
        48    16         zero
        64     …         the bits: slice 0, slice 1, …; bit b is bit (b mod 8), lowest first, of byte b div 8;
                         ceil(slices x bits / 8) bytes, and the file ends there

A photo ID x is in the filter when, for every slice i, this bit is set (all arithmetic modulo 2^64):

    h     = splitmix64(x)                           (the finaliser of Steele, Lea and Flood, OOPSLA 2014)
    bit_i = ((h · A_i) >> 32) · bits_a_slice >> 32  (multiply-shift of Dietzfelbinger et al. 1997)
    A_i   = splitmix64(i + 1) | 1

and in version 2, whose slices are longer than 32 bits can reach evenly:

    bit_i = (((h · A_i) >> 32) · (bits_a_slice / 64) >> 32) · 64 + ((h · A_i) >> 26) mod 64

Why not double hashing (h1 + i·h2), which costs the same: with few bits a slice its probes repeat each other's pattern.
At 1,000 IDs and a target of 10^-6 it measured 7 times the target, this 1.0 times.
"""

from __future__ import annotations

import math
import mmap
import os
import struct
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bitarray import bitarray
from pybloom_live import BloomFilter

from inset.errors import FilterFull, IndexCorrupt, IndexFormatUnsupported
from inset.index.filter.bulk import has_all_bits, hashed, set_bits
from inset.index.filter.photo_hash import MAX_SLICES, MULTIPLIERS, hash_photo_ids, splitmix64
from inset.index.filter.slice_bits import MAX_BITS_A_SLICE, WORD, bit_of, bits_of, is_wide, kept_bits
from inset.index.pieces import Pieces
from inset.own_files import open_to_create, open_to_read, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC: Final = b"\x89INSETBF"
VERSION: Final = 1
WIDE_VERSION: Final = 2
"""Of files with wide slices, which an older Inset cannot read."""
HEADER: Final = struct.Struct("<8sHH4xQQQd16x")

_BROADCAST_LIMIT: Final = 4096
"""Up to so many IDs, one NumPy call over several slices beats a loop over them: the calls cost more than the work."""
FIRST_SLICES: Final = 4
"""Slices that are tested first: these alone stop fifteen of sixteen absent IDs."""
_SCALAR_LIMIT: Final = 12
"""Up to so many IDs are tested one by one: NumPy's calls would cost more."""


class PhotoFilter(BloomFilter):  # type: ignore[misc]  # pybloom_live has no types
    """A Bloom filter of photo IDs; never a false "no", a false "yes" at about `error_rate`.

    Args:
        capacity: photo IDs to make room for; at least 1.
        error_rate: target false-positive rate at that many IDs, strictly between 0 and 1.

    Raises:
        ValueError: from pybloom_live, when capacity or error rate are out of range.
        FilterFull: more IDs than one filter can hold at all (95 billion).
    """

    capacity: int
    count: int
    error_rate: float
    num_slices: int
    num_bits: int
    bits_per_slice: int
    bitarray: bitarray
    pieces: Pieces | None = None
    """Those of its file that must be compared before they are believed."""

    def _setup(self, error_rate: float, num_slices: int, bits_per_slice: int, capacity: int, count: int) -> None:
        if bits_per_slice > MAX_BITS_A_SLICE or num_slices > MAX_SLICES:
            raise FilterFull(
                f"Split the dataset: one filter holds at most {MAX_BITS_A_SLICE} bits a slice, and {capacity} photos "
                f"at an error rate of {error_rate} need {bits_per_slice} in {num_slices} slices."
            )
        super()._setup(error_rate, num_slices, kept_bits(bits_per_slice), capacity, count)
        # pybloom_live's hash, in favour of the method. Kept here, the method would be a cycle of references, and the
        # files of a run that nobody uses any more would stay open until Python looks for cycles.
        del self.__dict__["make_hashes"]

    @property
    def is_wide(self) -> bool:
        """Whether its slices are wide, see `inset.index.filter.slice_bits`."""
        return is_wide(self.bits_per_slice)

    def make_hashes(self, photo_id: int) -> Iterator[int]:
        """The bit in each slice, 0-based within the slice: what pybloom_live's `add` and `in` ask for."""
        mixed = splitmix64(photo_id)
        for i in range(self.num_slices):
            yield bit_of(mixed, i, self.bits_per_slice)

    def copy(self) -> PhotoFilter:
        """A copy in memory that can be added to, count included (pybloom_live's own loses it)."""
        twin = PhotoFilter(self.capacity, self.error_rate)
        twin.bitarray = bitarray(self.bitarray[: self.num_bits])
        twin.count = self.count
        return twin

    def union(self, other: BloomFilter) -> PhotoFilter:
        """The filter of both sets, in memory; also of filters that are memory-mapped, which pybloom_live's cannot.

        Raises:
            ValueError: their capacities or error rates differ.
        """
        if not isinstance(other, PhotoFilter) or (self.capacity, self.error_rate) != (other.capacity, other.error_rate):
            raise ValueError("only photo filters of equal capacity and error rate have a union")
        union = self.copy()
        union.bitarray |= other.bitarray[: other.num_bits]
        union.count = min(self.count + other.count, self.capacity)  # what both hold is counted twice
        return union

    def __getstate__(self) -> dict[str, object]:
        raise TypeError("Write a PhotoFilter with tofile() and open it again; it does not pickle.")

    def add_many(self, photo_ids: NDArray[np.uint64]) -> None:
        """Add distinct photo IDs that are not in the filter yet.

        Args:
            photo_ids: uint64, N; repeats within it or with earlier calls would be counted again.

        Raises:
            FilterFull: the filter would hold more than its capacity; nothing was added.
        """
        self.add_chunks([photo_ids])

    def add_chunks(self, chunks: Iterable[NDArray[np.uint64]]) -> None:
        """`add_many` of a list however long: as many as fit some memory at once, for each time touches all bits.

        Args:
            chunks: uint64 arrays; held one at a time.

        Raises:
            FilterFull: there are more than the filter's capacity; it is of no use then.
        """
        import numpy as np

        octets = np.frombuffer(memoryview(self.bitarray), dtype=np.uint8)
        for mixed in hashed(self._counted(chunks), self.capacity - self.count):
            set_bits(octets, mixed, range(self.num_slices), self.bits_per_slice)

    def _counted(self, chunks: Iterable[NDArray[np.uint64]]) -> Iterator[NDArray[np.uint64]]:
        for chunk in chunks:
            if self.count + len(chunk) > self.capacity:
                raise FilterFull(
                    f"Make the filter larger: it is sized for {self.capacity} photos, and {self.count + len(chunk)} "
                    "would break its promised error rate."
                )
            self.count += len(chunk)
            yield chunk

    def holds_all(self, chunks: Iterable[NDArray[np.uint64]]) -> bool:
        """Whether each of some photo IDs may be in the set: `contains_many` of all, at three times the speed.

        Args:
            chunks: uint64 arrays; held one at a time.
        """
        if self.pieces is not None:
            self.pieces.need_all()
        octets = self._tables[0]
        return all(
            has_all_bits(octets, mixed, range(self.num_slices), self.bits_per_slice)
            for mixed in hashed(chunks, self.count)
        )

    def __contains__(self, photo_id: int) -> bool:
        return self.has_hashed(splitmix64(photo_id))

    def has_hashed(self, mixed: int, first: int = 0) -> bool:
        """Whether the photo ID that `splitmix64` made `mixed` of may be in the set, by the slices from `first` on."""
        bitarray, bits = self.bitarray, self.bits_per_slice
        offset = first * bits
        compare = self.pieces is not None and self.pieces.left
        for i in range(first, self.num_slices):
            bit = offset + bit_of(mixed, i, bits)
            if compare:
                self._need(bit)
            if not bitarray[bit]:
                return False
            offset += bits
        return True

    def _need(self, bit: int) -> None:
        assert self.pieces is not None
        at = HEADER.size + (bit >> 3)
        self.pieces.need(at, at + 1)

    def contains_many(self, photo_ids: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """For each of N photo IDs (uint64) whether it may be in the set; equals `id in filter` bit for bit."""
        import numpy as np

        found = np.zeros(len(photo_ids), dtype=np.bool_)
        found[self.find_hashed(hash_photo_ids(photo_ids))] = True
        return found

    def find_hashed(self, mixed: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Which of N IDs that `hash_photo_ids` has hashed may be in the set: their positions, ascending."""
        # The other slices are only tested for IDs that pass the first ones.
        step = FIRST_SLICES if len(mixed) <= _BROADCAST_LIMIT else 1
        left = self._test(mixed, 0, step).nonzero()[0]
        first = step
        while len(left) and first < self.num_slices:
            asked = mixed[left]
            if len(left) <= _SCALAR_LIMIT:
                return left[[self.has_hashed(each, first) for each in asked.tolist()]]
            step = self.num_slices if len(left) <= _BROADCAST_LIMIT else 1
            left = left[self._test(asked, first, first + step)]
            first += step
        return left

    def _test(self, mixed: NDArray[np.uint64], first: int, last: int) -> NDArray[np.bool_]:
        """For each of N hashes whether its bits in the slices from `first` to before `last` are all set."""
        import numpy as np

        octets, multipliers, offsets = self._tables
        bits = bits_of(multipliers[first:last] * mixed, self.bits_per_slice)
        bits += offsets[first:last]
        at = bits >> 3
        if self.pieces is not None and self.pieces.left:
            self.pieces.need_at(at + HEADER.size)
        tested = octets[at]
        tested >>= (bits & 7).astype(np.uint8)
        set_in_all: NDArray[np.uint8] = np.bitwise_and.reduce(tested, axis=0)
        set_in_all &= np.uint8(1)
        return set_in_all.view(np.bool_)

    @cached_property
    def _tables(self) -> tuple[NDArray[np.uint8], NDArray[np.uint64], NDArray[np.int64]]:
        """The bits as octets, and each slice's multiplier and first bit as columns: slices x IDs in one call."""
        import numpy as np

        return (
            np.frombuffer(memoryview(self.bitarray), dtype=np.uint8),
            np.array(MULTIPLIERS[: self.num_slices], dtype=np.uint64)[:, None],
            np.arange(0, self.num_bits, self.bits_per_slice, dtype=np.int64)[:, None],
        )

    def false_positive_rate(self) -> float:
        """The rate that the bits actually set give: the product over slices of their share of ones.

        Exact for a hash that spreads evenly, where a count of hits on a million absent IDs can resolve only 10^-6.
        """
        rate = 1.0
        for first in range(0, self.num_bits, self.bits_per_slice):
            rate *= self.bitarray.count(1, first, first + self.bits_per_slice) / self.bits_per_slice
        return rate

    def write(self, path: Path) -> None:
        """Write the filter to a new file and flush it to the disk.

        Raises:
            FileExistsError: the file is there already; a run's files are never changed.
        """
        with told_of(path), open_to_create(path) as file:
            file.write(self.header())
            self.bitarray[: self.num_bits].tofile(file)
            file.flush()
            os.fsync(file.fileno())

    def to_bytes(self) -> bytes:
        """The content of the file that `write` writes, for a small filter that becomes a part of another file."""
        return self.header() + self.bitarray[: self.num_bits].tobytes()

    def header(self) -> bytes:
        """The first bytes of its file."""
        version = WIDE_VERSION if self.is_wide else VERSION
        return HEADER.pack(
            MAGIC, version, self.num_slices, self.capacity, self.count, self.bits_per_slice, self.error_rate
        )

    @classmethod
    def without_bits(cls, capacity: int, error_rate: float) -> Self:
        """Sized as any, for whoever keeps its bits elsewhere: it can be asked for its sizes and its header alone.

        Raises:
            FilterFull: more IDs than one filter can hold at all.
        """
        sized = cls.__new__(cls)
        sized._setup(error_rate, *slices_and_bits(capacity, error_rate), capacity, 0)  # noqa: SLF001 - see `open`
        return sized

    @classmethod
    def open(cls, path: Path, pieces: Pieces | None = None) -> Self:
        """Open a filter file by mapping it, read-only and without reading it; takes well under a millisecond.

        Args:
            path: the file.
            pieces: its pieces, each of which is compared before it is believed; none for a file without checksums.

        Raises:
            FileNotFoundError: no such file.
            IndexFormatUnsupported: another format version.
            IndexCorrupt: not such a file, or its header and its size disagree.
            RunDamaged: a piece differs; so may every later question.
        """
        if pieces is not None:
            pieces.need(0, HEADER.size)
        with open_to_read(path) as file:
            size = os.fstat(file.fileno()).st_size
            header = file.read(HEADER.size)
            if len(header) < HEADER.size or not header.startswith(MAGIC):
                raise _corrupt(path, "it is not a filter file")
            _, version, slices, capacity, count, bits, error_rate = HEADER.unpack(header)
            if version not in (VERSION, WIDE_VERSION):
                raise IndexFormatUnsupported(
                    f"Update Inset, or build the dataset again: {path.name} has format version {version}, "
                    f"and this Inset reads versions {VERSION} and {WIDE_VERSION}."
                )
            # Check the header's values against bounds and the file's size before anything is allocated by them.
            if not (1 <= slices <= MAX_SLICES and 1 <= bits <= MAX_BITS_A_SLICE and 0.0 < error_rate < 1.0):
                raise _corrupt(path, "its header is out of bounds")
            if is_wide(bits) != (version == WIDE_VERSION) or (is_wide(bits) and bits % WORD):
                raise _corrupt(path, "its header disagrees with its version")
            if size != HEADER.size + (slices * bits + 7) // 8 or not count <= capacity:
                raise _corrupt(path, "its header and its size disagree")
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        opened = cls.__new__(cls)
        opened._setup(error_rate, slices, bits, capacity, count)  # noqa: SLF001 - a constructor of this class
        opened.pieces = pieces
        opened.bitarray = bitarray(buffer=memoryview(mapped)[HEADER.size :], endian="little")
        return opened


def slices_and_bits(capacity: int, error_rate: float) -> tuple[int, int]:
    """How many slices pybloom_live gives a filter for so many IDs, and how many bits each of them."""
    # Term for term as there, so that rounding agrees too: log2() would give 29 where it takes 30 slices.
    slices = math.ceil(math.log(1.0 / error_rate, 2))  # noqa: FURB163
    return slices, math.ceil((capacity * abs(math.log(error_rate))) / (slices * (math.log(2) ** 2)))


def _corrupt(path: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(f"Build the dataset again: {path.name} cannot be used, {why}.")
