"""What is built, on what, and what a row costs; docs/SCALE.md says where each figure comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WIDE_FROM: Final = 1_488_500_000
"""Photos of which a filter has slices of more than 2^31 bits."""


@dataclass(frozen=True, slots=True)
class Job:
    """Lists to build from: rows, the files they lie in, the bytes of a row to be read, and the share with a photo."""

    name: str
    rows: int
    files: int
    bytes_a_row: float
    share: float = 1.0

    @property
    def photos(self) -> float:
        """How many rows hold a photo."""
        return self.rows * self.share


@dataclass(frozen=True, slots=True)
class Costs:
    """Processor seconds and bytes; fitted are those of `make bench PARTS=costs SIZES="5e6 2e7"` (docs/SCALE.md)."""

    look_seconds: float = 16.3e-3
    """A worker's, for each file. Fitted."""

    plan_seconds: float = 0.8e-3
    """For each file, of the machine that asks. Fitted."""

    row_seconds: float = 0.22e-6
    """Map, for each row. Fitted."""

    photo_seconds: float = 0.59e-6
    """Map, for each photo besides. Fitted."""

    reduce_seconds: float = 0.38e-6
    """Merging, rows and their verifying, for each photo: 0.64 µs, fitted, less that of twelve slices."""

    slice_seconds: float = 0.022e-6
    """Setting a filter's bits in one slice and looking for them, for each photo. Measured (`PARTS=billions`)."""

    wide_slice_seconds: float = 0.1e-6
    """The same in a slice of more than 2^31 bits, as lists of more than 1.5 billion photos have. Measured likewise."""

    slices: int = 12
    """Of a filter at the usual error rate; so many can work on it."""

    slice_bytes: float = 4.0
    """Read for each photo and slice: its low part, twice."""

    join_seconds: float = 0.16e-6
    """For each photo, of the machine that asks: joining, verifying, publishing. Fitted."""

    run_bytes: float = 12.0
    """For each photo, written by a map task, and read again by a reduce task."""

    part_bytes: float = 25.0
    """For each photo, written by a reduce task and as pieces."""

    rows_a_range: int = 1 << 22

    def map_seconds(self, job: Job) -> float:
        """Map, for each row of some lists."""
        return self.row_seconds + job.share * self.photo_seconds

    def map_bytes(self, job: Job) -> float:
        """Read and written by map, for each row of some lists."""
        return job.bytes_a_row + job.share * self.run_bytes

    def a_slice_seconds(self, job: Job) -> float:
        """Making one slice of a filter, for each photo of some lists."""
        return self.wide_slice_seconds if job.photos > WIDE_FROM else self.slice_seconds

    def other_seconds(self, job: Job, workers: int) -> float:
        """Looking, and what one machine does alone."""
        return job.files * (self.look_seconds / workers + self.plan_seconds) + job.photos * self.join_seconds


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


LAION: Final = Job("LAION-5B", 5_850_000_000, 2_000, 60.0, 0.004)
CENSUS: Final = Job("census", 5_150_000_000, 5_000, 20.0)
