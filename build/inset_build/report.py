"""A build's options, its progress, and its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from inset.errors import UsageInvalid
from inset.index.kind import Kind
from inset.words.sentences import sentence, with_commas
from inset_build.readers.protocol import Batch, RejectedLine
from inset_build.readers.sources.source import Source

GATE_ERROR_RATE: Final = 2.0**-12
"""With an ID store, which confirms every hit of the filter: 12 probes, 17 bits a photo."""

FILTER_ONLY_ERROR_RATE: Final = 1e-6
"""For a dataset without an ID store, whose hits nothing confirms: with a million photos, 95 of 100 hits are true."""

REJECTED_SHOWN: Final = 5

Phase = Literal["waiting", "looking", "reading", "merging", "writing", "verifying", "publishing"]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How to build.

    Args:
        reader: the reader's name, instead of detecting it.
        column: name or 1-based number of the column that holds the photo, instead of detecting it.
        error_rate: the filter's target; None for the rate that fits (`target_rate`).
        filter_only: write no ID store, so that the list itself is not on disk.
        kind: whether the list is of photos chosen for training or a census; None for what the catalog says of a dataset
            of that name, or else what the run before it was, or else training.
        rows: keep for every photo in which rows of the manifests it stands; never where `filter_only`.
        details: keep what the manifests say of accounts, names and licences; never where `filter_only`.
        obtained: where and when the manifests were obtained, in words, for the evidence: of all, or by their paths.

    Raises:
        UsageInvalid: an error rate out of bounds.
    """

    reader: str | None = None
    column: str | None = None
    error_rate: float | None = None
    filter_only: bool = False
    kind: Kind | None = None
    rows: bool = True
    details: bool = True
    obtained: str | Mapping[Path, str] | None = None

    def __post_init__(self) -> None:
        if self.error_rate is not None and not 1e-9 <= self.error_rate <= 0.1:
            raise UsageInvalid(sentence("build_rate", str(self.error_rate)))

    @property
    def keeps_rows(self) -> bool:
        """Whether the run gets a file of rows, which holds the list's order and so is no filter's to have."""
        return self.rows and not self.filter_only

    @property
    def keeps_details(self) -> bool:
        """Whether the run gets details, which name the photos and so are no filter's to have."""
        return self.details and not self.filter_only

    def obtained_of(self, path: Path) -> str | None:
        """Where and when a manifest's file was obtained."""
        return self.obtained.get(path) if isinstance(self.obtained, Mapping) else self.obtained

    @property
    def target_rate(self) -> float:
        """The error rate that the filter is sized for."""
        if self.error_rate is not None:
            return self.error_rate
        return FILTER_ONLY_ERROR_RATE if self.filter_only else GATE_ERROR_RATE


A_FILE: Final = 1 << 19
"""Bytes that are read in the time that beginning with one more manifest takes: 2 ms, at 250 MB a second."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: its phase, and the rows, bytes of files on disk and manifests read so far."""

    phase: Phase
    rows: int
    bytes_read: int = 0
    bytes_total: int = 0
    manifests_read: int = 0
    manifests: int = 0

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1: hundreds of small manifests take longer than one of as many bytes."""
        whole = self.bytes_total + A_FILE * self.manifests
        return (self.bytes_read + A_FILE * self.manifests_read) / whole if whole else 0.0


@dataclass(slots=True)
class Tally:
    """Counts rows as they are read, keeps the first rejected ones as examples, and reports the progress."""

    listener: Callable[[Progress], None]
    rows: int = 0
    rejected: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)
    _sizes: dict[Path, int] = field(default_factory=dict)
    _total: int = 0
    _done: int = 0
    _file: Path | None = None
    _position: int = 0
    _manifests: int = 0
    _begun: int = 0
    _manifest: Source | None = None

    def expect(self, sources: Sequence[Source]) -> None:
        """Begin to read these sources. Each file on disk counts once, however many sources it holds."""
        self._manifests = len(sources)
        self._sizes = {path: path.stat().st_size for path in {source.path: None for source in sources}}
        self._total = sum(self._sizes.values())
        self.enter("reading")

    def take(self, source: Source, batch: Batch) -> None:
        """Count one batch of a source, and tell how far all is."""
        self.count(source, batch)
        if source.path != self._file:
            self._done += 0 if self._file is None else self._sizes[self._file]
            self._file, self._position = source.path, 0
        if source is not self._manifest:
            self._manifest = source
            self._begun += 1
        position = source.meter.position if batch.bytes_read is None else batch.bytes_read
        self._position = min(max(self._position, position), self._sizes[source.path])
        # The last batch of a manifest looks like any other, so the one at hand counts as not read.
        read = min(self._begun - 1, self._manifests)
        done = self._done + self._position
        self.listener(Progress("reading", self.rows, done, self._total, read, self._manifests))

    def count(self, source: Source, batch: Batch) -> None:
        """Count one batch of a source."""
        self.rows += batch.rows
        self.rejected += batch.rejected
        for line in batch.rejected_examples[: max(REJECTED_SHOWN - len(self.examples), 0)]:
            self.examples.append({"manifest": source.name, **_shown(line)})

    def enter(self, phase: Phase) -> None:
        """Begin a phase."""
        self.listener(Progress(phase, self.rows))


def names(listed: Sequence[str]) -> str:
    """A few names for a person: `a.txt, b.txt, c.txt and 7 more`."""
    shown = with_commas(listed[:3])
    return shown if len(listed) <= 3 else sentence("list_more", shown, len(listed) - 3)


def _shown(line: RejectedLine) -> dict[str, Any]:
    return {"line": line.line, "text": line.text, "reason": line.reason.words, "code": line.reason.code}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `inset build --json` prints it. `seconds`: until it was published; `bytes`: on disk."""

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
    passed_over: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)
