"""What somebody would take from PyPI or the standard library instead, each used in the fastest way it offers.

pyfusefilter's classes hash `str(key)` in Python (and fail with today's xxhash); its C functions are called instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from bitarray import bitarray
from fastbloom_rs import FilterBuilder
from numpy.typing import NDArray
from pybloom_live import BloomFilter
from pyfusefilter._xorfilter import ffi, lib
from rbloom import Bloom

ERROR_RATE: Final = 1e-3

STOCK_ADDED: Final = 300_000
"""Photos added to pybloom-live, where 10⁷ would take a minute; what a call costs does not change on the way."""


class Peer(Protocol):
    """A set of photo IDs in memory."""

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        """Those of the photos that it holds, or seems to."""
        ...

    @property
    def bytes(self) -> int:
        """In memory, without the interpreter."""
        ...


class PybloomLive:
    """Stock. Of many photos only the first are added, and chance sets half of all bits, as adding the rest would."""

    def __init__(self, photo_ids: Sequence[int], capacity: int | None = None) -> None:
        self._filter: Any = BloomFilter(capacity or len(photo_ids), ERROR_RATE)
        if len(photo_ids) > STOCK_ADDED:
            octets = np.random.default_rng(4).bytes((self._filter.num_bits + 7) // 8)
            self._filter.bitarray = bitarray(endian="little")
            self._filter.bitarray.frombytes(octets)
        add = self._filter.add
        for photo_id in photo_ids[:STOCK_ADDED]:
            add(photo_id, skip_check=True)

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        held = self._filter
        return [photo_id for photo_id in photo_ids if photo_id in held]

    @property
    def bytes(self) -> int:
        return int(self._filter.num_bits) // 8


class Rbloom:
    def __init__(self, photo_ids: Sequence[int]) -> None:
        self._filter: Any = Bloom(len(photo_ids), ERROR_RATE)
        self._filter.update(photo_ids)

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        held = self._filter
        return [photo_id for photo_id in photo_ids if photo_id in held]

    @property
    def bytes(self) -> int:
        return int(self._filter.size_in_bits) // 8


class FastbloomRs:
    def __init__(self, photo_ids: Sequence[int]) -> None:
        self._filter: Any = FilterBuilder(len(photo_ids), ERROR_RATE).build_bloom_filter()
        self._filter.add_int_batch(photo_ids)

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        return list(compress(photo_ids, self._filter.contains_int_batch(photo_ids)))

    @property
    def bytes(self) -> int:
        return int(self._filter.config().size()) // 8


class Fuse8:
    """Binary fuse filter of 8 bits: its error rate is 1/256, whatever one would like."""

    def __init__(self, photo_ids: Sequence[int] | NDArray[np.uint64]) -> None:
        keys = np.array(photo_ids, dtype=np.uint64)  # a copy: populating sorts them
        self._filter = ffi.gc(ffi.new("binary_fuse8_t *"), lib.binary_fuse8_free)
        if not lib.binary_fuse8_allocate(len(keys), self._filter):
            raise MemoryError
        if not lib.binary_fuse8_populate(ffi.from_buffer("uint64_t[]", keys), len(keys), self._filter):
            raise ValueError("the keys are not distinct")

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        contains, held = lib.binary_fuse8_contain, self._filter
        return [photo_id for photo_id in photo_ids if contains(photo_id, held)]

    @property
    def bytes(self) -> int:
        return int(lib.binary_fuse8_size_in_bytes(self._filter))


class PythonSet:
    def __init__(self, photo_ids: Sequence[int]) -> None:
        self._set = set(photo_ids)

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        held = self._set
        return [photo_id for photo_id in photo_ids if photo_id in held]

    @property
    def bytes(self) -> int:
        return self._set.__sizeof__() + 32 * len(self._set)


class Sqlite:
    """A table of its own, with the photo as its key, in a file that is in the page cache."""

    _AT_ONCE: Final = 1000

    def __init__(self, photo_ids: Sequence[int], path: Path) -> None:
        self._path = path
        self._base = sqlite3.connect(path)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("CREATE TABLE photos (id INTEGER PRIMARY KEY)")
        self._base.executemany("INSERT INTO photos VALUES (?)", zip(photo_ids, strict=True))
        self._base.commit()

    def find(self, photo_ids: Sequence[int]) -> list[int]:
        found: list[int] = []
        for start in range(0, len(photo_ids), self._AT_ONCE):
            some = photo_ids[start : start + self._AT_ONCE]
            marks = ",".join("?" * len(some))
            found.extend(row[0] for row in self._base.execute(f"SELECT id FROM photos WHERE id IN ({marks})", some))
        return found

    @property
    def bytes(self) -> int:
        return self._path.stat().st_size


FILTERS: Final[dict[str, Callable[[Sequence[int]], Peer]]] = {
    "pybloom-live": PybloomLive,
    "rbloom": Rbloom,
    "fastbloom-rs": FastbloomRs,
    "pyfusefilter, 8 bits": Fuse8,
}
