"""What is built, on what, and what a row costs; docs/SCALE.md says where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Job:
    """Lists to build from: rows, the files they lie in, and the bytes of a row that have to be read."""

    name: str
    rows: int
    files: int
    bytes_a_row: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor seconds and bytes a row: of a map task, of a reduce task, and of the serial end."""

    map_seconds: float = 40 / 1e8
    """Parquet in no order: reading, sorting, collecting (docs/PERFORMANCE.md, 10⁸ rows)."""

    reduce_seconds: float = 0.07e-6
    """What `inset merge` took of 10⁷ rows (0.70 µs a row) without the serial end below."""

    serial_seconds: float = 63 / 1e8
    """Filter, ID store, verifying and gate of one machine (docs/PERFORMANCE.md, 10⁸ rows: 18 + 34 + 11 s)."""

    run_bytes: float = 12.0
    """Written by a map task, and read again by a reduce task."""

    part_bytes: float = 20.0
    """Written by a reduce task."""

    rows_a_range: int = 1 << 22


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers of one core each, a store that serves so many bytes a second to all, and what goes wrong.

    `skew` is the deviation of the logarithm of file sizes; ranges of IDs are chosen to be even and have none.
    A `straggling` share of tasks takes `slowness` times as long; an attempt dies with the chance `failing`, after any
    part of its work, and begins again `restart` seconds later.
    """

    workers: int
    store_bytes: float = 1e9
    skew: float = 0.0
    straggling: float = 0.0
    slowness: float = 1.0
    failing: float = 0.0
    restart: float = 0.0


LAION: Final = Job("LAION-5B", 5_850_000_000, 2_000, 60.0)
CENSUS: Final = Job("census", 5_150_000_000, 5_000, 20.0)
