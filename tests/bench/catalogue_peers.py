"""What somebody would ask about photos in 37 datasets instead. Files are kept beside the library for the next run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
import numpy as np
from numpy.typing import NDArray
from rbloom import Bloom

from inset.index.library import Library

_AT_ONCE: Final = 1000
_ERROR_RATE: Final = 1e-3

Pairs = list[tuple[int, int]]
"""A photo, and the number of a dataset that lists it."""


class Peer(Protocol):
    def find(self, photo_ids: Sequence[int]) -> Pairs:
        """Which of the datasets list these photos, or seem to."""
        ...


def _chunks(library: Library) -> Iterator[tuple[int, NDArray[np.uint64]]]:
    """All photos, with the number of their dataset."""
    for number, dataset in enumerate(library.datasets.values()):
        assert dataset.store is not None
        for chunk in dataset.store.chunks():
            yield number, chunk


class Sqlite:
    """One table, with photo and dataset as its key, filled in the key's order."""

    def __init__(self, library: Library, folder: Path) -> None:
        path = folder / "peer.sqlite"
        if not path.exists():
            _fill_sqlite(library, path.with_suffix(".new"))
            path.with_suffix(".new").rename(path)
        self._base = sqlite3.connect(path)

    def find(self, photo_ids: Sequence[int]) -> Pairs:
        found: Pairs = []
        for start in range(0, len(photo_ids), _AT_ONCE):
            some = photo_ids[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            found += self._base.execute(f"SELECT photo, dataset FROM listed WHERE photo IN ({marks})", some)
        return found


def _fill_sqlite(library: Library, path: Path) -> None:
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE listed (photo INTEGER, dataset INTEGER, PRIMARY KEY (photo, dataset)) WITHOUT ROWID")
    # A number for both, so that one sort puts all into the key's order.
    keys = np.concatenate([(chunk << np.uint64(8)) | np.uint64(number) for number, chunk in _chunks(library)])
    keys.sort()
    for start in range(0, len(keys), 1 << 20):
        some = keys[start : start + (1 << 20)]
        rows = zip((some >> np.uint64(8)).tolist(), (some & np.uint64(255)).tolist(), strict=True)
        base.executemany("INSERT INTO listed VALUES (?, ?)", rows)
    base.commit()
    base.close()


class Duck:
    """One table in a DuckDB file, in the order of photos, by which it leaves blocks out."""

    def __init__(self, library: Library, folder: Path) -> None:
        path = folder / "peer.duckdb"
        if not path.exists():
            aside = path.with_suffix(".new")
            aside.unlink(missing_ok=True)
            with duckdb.connect(str(aside)) as base:
                base.execute("CREATE TABLE met (photo UBIGINT, dataset UTINYINT)")
                for number, chunk in _chunks(library):
                    rows = {"photo": chunk, "dataset": np.full(len(chunk), number, dtype=np.uint8)}  # noqa: F841
                    base.execute("INSERT INTO met SELECT photo, dataset FROM rows")
                base.execute("CREATE TABLE listed AS SELECT * FROM met ORDER BY photo")
                base.execute("DROP TABLE met")
            aside.rename(path)
        self._base: Any = duckdb.connect(str(path), read_only=True)

    def find(self, photo_ids: Sequence[int]) -> Pairs:
        asked = {"photo": np.array(photo_ids, dtype=np.uint64)}  # noqa: F841 - DuckDB finds it by its name
        found: Pairs = self._base.execute(
            "SELECT photo, dataset FROM listed WHERE photo IN (SELECT photo FROM asked)"
        ).fetchall()
        return found


class RbloomOfEach:
    """A filter for each dataset, in memory."""

    def __init__(self, library: Library) -> None:
        self._filters: list[Any] = []
        for dataset in library.datasets.values():
            assert dataset.store is not None
            held: Any = Bloom(len(dataset.store), _ERROR_RATE)
            for chunk in dataset.store.chunks():
                held.update(chunk.tolist())
            self._filters.append(held)

    def find(self, photo_ids: Sequence[int]) -> Pairs:
        return [
            (photo_id, number)
            for number, held in enumerate(self._filters)
            for photo_id in photo_ids
            if photo_id in held
        ]


class Sets:
    """Python's own, one for each dataset, in memory."""

    def __init__(self, library: Library) -> None:
        self._sets: list[set[int]] = [set() for _ in library.datasets]
        for number, chunk in _chunks(library):
            self._sets[number].update(chunk.tolist())

    def find(self, photo_ids: Sequence[int]) -> Pairs:
        return [
            (photo_id, number) for number, held in enumerate(self._sets) for photo_id in photo_ids if photo_id in held
        ]
