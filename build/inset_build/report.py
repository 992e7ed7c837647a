"""What a build is asked, how far it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from inset.errors import UsageInvalid
from inset_build.readers import Batch, RejectedLine

GATE_ERROR_RATE: Final = 2.0**-12
"""Where a store confirms every hit the filter is only a gate: 12 probes, 17 bits a photo."""

FILTER_ONLY_ERROR_RATE: Final = 1e-6
"""Where nothing confirms, a person is told; in a dataset of a million a hit at this rate is true 95 times in 100."""

REJECTED_SHOWN: Final = 5

Phase = Literal["reading", "writing", "verifying", "publishing"]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Args:
        reader: the reader's name, instead of detecting it.
        column: name or 1-based number of the column that holds the photo, instead of detecting it.
        error_rate: the filter's target; None for the rate that fits (`target_rate`).
        filter_only: leave the ID store out, so that the list itself is not on disk.

    Raises:
        UsageInvalid: an error rate out of bounds.
    """

    reader: str | None = None
    column: str | None = None
    error_rate: float | None = None
    filter_only: bool = False

    def __post_init__(self) -> None:
        if self.error_rate is not None and not 1e-9 <= self.error_rate <= 0.1:
            raise UsageInvalid(f"Choose an error rate from 1e-9 to 0.1; {self.error_rate} is not.")

    @property
    def target_rate(self) -> float:
        """The error rate that the filter is sized for."""
        if self.error_rate is not None:
            return self.error_rate
        return FILTER_ONLY_ERROR_RATE if self.filter_only else GATE_ERROR_RATE


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: its phase, and the rows read so far."""

    phase: Phase
    rows: int


@dataclass(slots=True)
class Tally:
    """Counts rows as they are read, keeps the first rejected ones to show, and tells whoever listens."""

    listener: Callable[[Progress], None]
    rows: int = 0
    rejected: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    def take(self, manifest: str, batch: Batch) -> None:
        """Count one batch of a manifest (its file name)."""
        self.rows += batch.rows
        self.rejected += batch.rejected
        for line in batch.rejected_examples[: max(REJECTED_SHOWN - len(self.examples), 0)]:
            self.examples.append({"manifest": manifest, **_shown(line)})
        self.listener(Progress("reading", self.rows))

    def enter(self, phase: Phase) -> None:
        """A new phase begins."""
        self.listener(Progress(phase, self.rows))


def _shown(line: RejectedLine) -> dict[str, Any]:
    return {"line": line.line, "text": line.text, "reason": line.reason}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `inset build --json` prints it. `seconds` are from call to publish, `bytes` are on disk."""

    dataset: str
    run: str
    rows: int
    photos: int
    rejected: int
    duplicates: int
    seconds: float
    exact: bool
    details: int
    error_rate: float
    false_positive_rate: float
    bytes: int
    sources: list[dict[str, Any]]
    rejected_examples: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)
