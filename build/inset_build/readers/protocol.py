"""What every reader is: it looks at a sample, says whether it can read it and how, and yields batches of photo IDs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import polars as pl

EXAMPLES_KEPT: Final = 5
"""How many rejected lines of one manifest are kept to be shown."""

EXAMPLE_LENGTH: Final = 200


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that gave no photo ID. `line` counts from 1; `text` is cut to 200 characters."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Photos of some consecutive lines of a manifest.

    Attributes:
        frame: column `photo_id` (UInt64, no nulls), in the manifest's order. A line that names one photo several times
            gives it once; a line that names several photos gives them all. Repeats across lines are kept.
        rows: data lines read: not blank ones, comments or the header.
        rejected: those of them that gave no photo ID, for whatever reason (another host, a word, a too long number).
        rejected_examples: the first few of the manifest, over all its batches.
    """

    frame: pl.DataFrame
    rows: int
    rejected: int
    rejected_examples: tuple[RejectedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a manifest, decompressed.

    Attributes:
        path: the manifest.
        lines: whole lines without their ends, from the first data line or header on.
        comments: the lines in front of them that start with `#`.
        skipped: how many lines stand in front of `lines`: comments and blank ones.
        whole: the lines are all that the manifest has.
    """

    path: Path
    lines: tuple[str, ...]
    comments: tuple[str, ...]
    skipped: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for.

    Attributes:
        forced: this reader was named, so numbers need not look like Flickr's.
        column: the name, or the number counted from 1, of the column that gives the photo.
    """

    forced: bool = False
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that gives the photo: its index counted from 0, its name if it has one, and what its cells are."""

    index: int
    name: str | None
    kind: str

    def __str__(self) -> str:
        return f'column {self.index + 1} ("{self.name}")' if self.name else f"column {self.index + 1}"


@dataclass(frozen=True, slots=True)
class Match:
    """How a reader would read a manifest, and why in words.

    Attributes:
        explanation: sentences for a person.
        skip_lines: lines in front of the first data line: comments, blank lines, the header.
        separator: between columns; empty where there are none.
        columns: the ones that give the photo; a later one is asked where all earlier ones are silent.
        width: how many columns a full row has.
    """

    explanation: tuple[str, ...]
    skip_lines: int = 0
    separator: str = ""
    columns: tuple[Column, ...] = ()
    width: int = 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reader does not read a manifest.

    Attributes:
        reason: what is wrong, for a person.
        hint: the remedy.
        near: the manifest is of this reader's kind but cannot be used, so this is what the person should be told.
    """

    reason: str
    hint: str = ""
    near: bool = False


class Reader(Protocol):
    """Turns one family of manifest formats into photo IDs."""

    @property
    def name(self) -> str:
        """What `--reader` calls it."""

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Look at a sample only."""

    def read(self, path: Path, match: Match) -> Iterator[Batch]:
        """All photos, in bounded memory.

        Raises:
            ManifestInvalid: what comes after the sample cannot be read.
        """
