"""Stock filter: a file that pybloom_live's own `BloomFilter.fromfile` opens, for programs that do not know Inset.

It is that class's format bit for bit, hash included, and therefore not `PhotoFilter`'s. pybloom_live hashes `str(key)`
with SHA-2, one key and one call at a time; here the digests of many IDs are made in one go and turned into bits by
NumPy, which is three times as fast, and still slow: SHA-2 of every ID cannot be had for less.

File format, little-endian: f64 error rate, u64 slices, u64 bits a slice, u64 capacity, u64 count, then the bits as in
`photos.bloom`. The capacity is rounded up until the bits fill whole bytes, where some near capacity lets them:
pybloom_live cannot unite a filter that it has just made with one from a file when they do not.
"""

from __future__ import annotations

import itertools
import os
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pybloom_live import BloomFilter
from pybloom_live.pybloom import make_hashfuncs

from inset.index.filter.photo_filter import slices_and_bits

if TYPE_CHECKING:
    import hashlib

    import numpy as np
    from numpy.typing import NDArray

HEADER: Final = struct.Struct(BloomFilter.FILE_FMT)

_BATCH: Final = 1 << 17
"""IDs hashed at once: up to 64 bytes a digest and some digests an ID stay well under 100 MB."""

_MORE: Final = 200
"""How many photos more than needed a filter may be sized for, so that its bits end at a whole byte."""

_ZEROS: Final = bytes(1 << 20)


@dataclass(frozen=True, slots=True)
class StockSize:
    """A stock filter's parameters: how many IDs it is for, and its slices and the bits of each."""

    capacity: int
    slices: int
    bits_a_slice: int
    error_rate: float

    @property
    def bytes(self) -> int:
        """Size of its bits; the last byte is filled up with zeros."""
        return -(-self.slices * self.bits_a_slice // 8)


def stock_size(photos: int, error_rate: float) -> StockSize:
    """Size a stock filter for so many photos or some more, as pybloom_live does but without allocating it.

    The bits fill whole bytes, because pybloom_live cannot unite others that it reads with one that it makes. At odd
    error rates, such as 0.27734375 for one photo, the sizes near `photos` all end within a byte; then it is the size
    for `photos` itself, which pybloom_live opens and answers from all the same.
    """
    least = max(photos, 1)
    for capacity in range(least, least + _MORE):
        slices, bits = slices_and_bits(capacity, error_rate)
        if slices * bits % 8 == 0:
            return StockSize(capacity, slices, bits, error_rate)
    return StockSize(least, *slices_and_bits(least, error_rate), error_rate)


def write_stock_filter(
    path: Path, batches: Iterable[NDArray[np.uint64]], *, photos: int, error_rate: float
) -> StockSize:
    """Write a new stock filter and flush it to the disk; the bits are mapped, so that it may be larger than memory.

    Args:
        path: the file to create.
        batches: distinct photo IDs, uint64, `photos` of them altogether.
        photos: how many there are.
        error_rate: target false-positive rate, between 0 and 1.

    Raises:
        FileExistsError: the file is there already.
        OSError: the disk is full.
    """
    import numpy as np

    size = stock_size(photos, error_rate)
    with path.open("xb") as file:
        file.write(HEADER.pack(error_rate, size.slices, size.bits_a_slice, size.capacity, photos))
        # Write real zeros: a full disk must raise here, and not crash the process when the mapping is written later.
        for start in range(0, size.bytes, len(_ZEROS)):
            file.write(_ZEROS[: size.bytes - start])
    bits = np.memmap(path, dtype=np.uint8, mode="r+", offset=HEADER.size)
    hash_ids = _hasher(size)
    for batch in batches:
        for start in range(0, len(batch), _BATCH):
            _set_bits(bits, hash_ids(batch[start : start + _BATCH]), size.bits_a_slice)
    bits.flush()
    del bits
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return size


def _hasher(size: StockSize) -> Callable[[NDArray[np.uint64]], list[NDArray[np.uint64]]]:
    """A function that gives for N IDs, slice by slice, the bit that each sets: what `make_hashes` gives one by one."""
    import numpy as np

    _, new_hash = make_hashfuncs(size.slices, size.bits_a_slice)
    # The same choice as pybloom_live's make_hashfuncs, which does not expose it; native byte order, as it unpacks them.
    bits_a_slice = size.bits_a_slice
    width = np.dtype("Q" if bits_a_slice >= 1 << 31 else "I" if bits_a_slice >= 1 << 15 else "H")
    a_digest = new_hash().digest_size // width.itemsize
    salts = [new_hash(new_hash(struct.pack("I", i)).digest()) for i in range(-(-size.slices // a_digest))]
    bits = np.uint64(bits_a_slice)

    def hash_ids(photo_ids: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
        keys = [b"%d" % photo_id for photo_id in photo_ids.tolist()]
        rows = [np.frombuffer(_digests(salt, keys), dtype=width).reshape(len(keys), a_digest) for salt in salts]
        columns = (column for row in rows for column in row.T)
        return [column.astype(np.uint64) % bits for column in itertools.islice(columns, size.slices)]

    return hash_ids


def _digests(salt: hashlib._Hash, keys: list[bytes]) -> bytes:
    copy = salt.copy

    def digest(key: bytes) -> bytes:
        salted = copy()
        salted.update(key)
        return bytes(salted.digest())

    return b"".join(map(digest, keys))


def _set_bits(bits: NDArray[np.uint8], columns: list[NDArray[np.uint64]], bits_a_slice: int) -> None:
    import numpy as np

    for i, column in enumerate(columns):
        places = column + np.uint64(i * bits_a_slice)
        # In order, each byte is written once, and a file that is larger than memory is passed over front to back.
        places.sort()
        octets = (places >> np.uint64(3)).view(np.int64)
        masks = np.uint8(1) << (places & np.uint64(7)).astype(np.uint8)
        starts = np.flatnonzero(np.diff(octets, prepend=-1))
        bits[octets[starts]] |= np.bitwise_or.reduceat(masks, starts)
