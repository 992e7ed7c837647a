"""Open one kind of set from its file, ask it for 10⁵ photos, and print what it added to the memory of a process.

Run as `python -m bench.opened KIND FILE PHOTOS_FILE`; prints one JSON object `{"private", "own"}`, megabytes. The kinds
are the keys of `KINDS`, which also says how each is written.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from fastbloom_rs import BloomFilter as FastbloomFilter
from fastbloom_rs import FilterBuilder
from pybloom_live import BloomFilter
from pyfusefilter._xorfilter import ffi, lib
from rbloom import Bloom

from bench.memory import memory_of
from bench.peers import ERROR_RATE
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore

Ask = Callable[[list[int]], object]


def _inset(path: Path) -> Ask:
    photo_filter, store = PhotoFilter.open(path / "photos.bloom"), IdStore(path / "photos.ids")

    def ask(photo_ids: list[int]) -> object:
        ids = np.array(photo_ids, dtype=np.uint64)
        return store.contains_many(ids[photo_filter.contains_many(ids)])

    return ask


def _each_in(held: Any) -> Ask:
    return lambda photo_ids: [photo_id in held for photo_id in photo_ids]


def _pybloom(path: Path) -> Ask:
    with path.open("rb") as file:
        return _each_in(BloomFilter.fromfile(file))


def _fastbloom(path: Path) -> Ask:
    held = FastbloomFilter.from_file_with_hashes(str(path))
    ask: Ask = held.contains_int_batch
    return ask


def _fuse(path: Path) -> Ask:
    held = ffi.new("binary_fuse8_t *")
    lib.binary_fuse8_deserialize(held, ffi.from_buffer(path.read_bytes()))
    return lambda photo_ids: [lib.binary_fuse8_contain(photo_id, held) for photo_id in photo_ids]


def _set(path: Path) -> Ask:
    return _each_in(set(np.fromfile(path, dtype=np.uint64).tolist()))


def _sqlite(path: Path) -> Ask:
    base = sqlite3.connect(path)

    def ask(photo_ids: list[int]) -> object:
        return [base.execute("SELECT 1 FROM photos WHERE id = ?", (each,)).fetchone() for each in photo_ids]

    return ask


KINDS: Final[dict[str, Callable[[Path], Ask]]] = {
    "inset": _inset,
    "pybloom-live": _pybloom,
    "rbloom": lambda path: _each_in(Bloom.load(str(path), int.__hash__)),
    "fastbloom-rs": _fastbloom,
    "pyfusefilter, 8 bits": _fuse,
    "`set`": _set,
    "SQLite": _sqlite,
}


def write(kind: str, path: Path, photo_ids: Sequence[int]) -> None:
    """Write a peer's file. A Bloom filter's size does not hang on what is in it: it gets a few of the photos only."""
    few = photo_ids[:1000]
    if kind == "pybloom-live":
        stock: Any = BloomFilter(len(photo_ids), ERROR_RATE)
        for photo_id in few:
            stock.add(photo_id)
        with path.open("wb") as file:
            stock.tofile(file)
    elif kind == "rbloom":
        bloom: Any = Bloom(len(photo_ids), ERROR_RATE, int.__hash__)
        bloom.update(few)
        bloom.save(str(path))
    elif kind == "fastbloom-rs":
        fast: Any = FilterBuilder(len(photo_ids), ERROR_RATE).build_bloom_filter()
        fast.add_int_batch(few)
        fast.save_to_file_with_hashes(str(path))
    elif kind == "pyfusefilter, 8 bits":
        _write_fuse(path, photo_ids)
    elif kind == "`set`":
        np.array(photo_ids, dtype=np.uint64).tofile(path)
    else:
        from bench.peers import Sqlite

        Sqlite(photo_ids, path)


def _write_fuse(path: Path, photo_ids: Sequence[int]) -> None:
    keys, held = np.array(photo_ids, dtype=np.uint64), ffi.gc(ffi.new("binary_fuse8_t *"), lib.binary_fuse8_free)
    lib.binary_fuse8_allocate(len(keys), held)
    assert lib.binary_fuse8_populate(ffi.from_buffer("uint64_t[]", keys), len(keys), held)
    buffer = ffi.new("char[]", lib.binary_fuse8_serialization_bytes(held))
    lib.binary_fuse8_serialize(held, buffer)
    path.write_bytes(bytes(ffi.buffer(buffer)))


def main() -> None:
    kind, path, asked = sys.argv[1], Path(sys.argv[2]), np.fromfile(sys.argv[3], dtype=np.uint64)
    photo_ids = asked.tolist()
    before = memory_of()
    ask = KINDS[kind](path)
    for start in range(0, len(photo_ids), 1000):
        ask(photo_ids[start : start + 1000])
    after = memory_of()
    print(json.dumps({"private": after.private - before.private, "own": after.own - before.own}))


if __name__ == "__main__":
    main()
