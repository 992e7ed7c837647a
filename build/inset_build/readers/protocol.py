"""What every reader does: look at a sample, say whether and how it can read it, and yield batches of photo IDs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Protocol

import polars as pl

from inset.index.rows import Base
from inset.words.sentences import sentence
from inset_build.readers.row_reasons import RowReason
from inset_build.readers.sources.source import Source

EXAMPLES_KEPT: Final = 5
"""How many rejected lines of one manifest are kept as examples."""

EXAMPLE_LENGTH: Final = 200

NOT_READ: Final = "Not read"
"""So begins a sentence of an explanation that tells what names photos too and is left out: a build reports it."""

MENTIONS: Final = "It mentions an address of a photo, but is no list of them."
"""Why a text in a folder or archive is passed over."""

FEW: Final = 3
"""A text in a folder or archive that names fewer photos, among many other words, mentions them: it is no list."""


Range = tuple[int, int]
"""The first and the last number of some."""


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A line that gave no photo ID, and why. `line` counts from 1; `text` is cut to 200 characters."""

    line: int
    text: str
    reason: RowReason


@dataclass(frozen=True, slots=True)
class Batch:
    """Photos of some consecutive lines of a manifest.

    Attributes:
        frame: column `photo_id` (UInt64, no nulls), in the manifest's order. A line that names one photo several times
            gives it once; a line that names several photos gives them all. Repeats across lines are kept. `row`
            (UInt64, no nulls) says where in the part each stands, counted from 1, ascending. Where the manifest gives
            them, text columns `account` (an NSID, or the URL of a profile or photo), `name` (what the account is
            called; several names one a line) and `licence` (a URL, Flickr's number, or words), as they stand there;
            null where it does not.
        rows: data lines read, without blank ones, comments and the header.
        rejected: how many of them gave no photo ID, for any reason (another host, a word, a number that is too long).
        rejected_examples: the first few of the whole manifest, not of each batch.
        bytes_read: how far the file on disk has been read, for progress. None from readers that use `Source.open`,
            which counts by itself.
        base: what `row` counts.
        part: in which of several lists of the manifest it counts (`images[]`, a table's name); empty if it has one.
    """

    frame: pl.DataFrame
    rows: int
    rejected: int
    rejected_examples: tuple[RejectedLine, ...] = ()
    bytes_read: int | None = None
    base: Base = "line"
    part: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for.

    Attributes:
        forced: the person named this reader, so numbers need not look like Flickr's.
        column: the name, or the number counted from 1, of the column that gives the photo.
        like: how a neighbour in the same folder or archive, or the file that was named before, is read, which is likely
            to be alike.
    """

    forced: bool = False
    column: str | None = None
    like: Match | None = None


class Said(IntEnum):
    """What says that numbers are photo IDs, from nothing to everything."""

    NOTHING = 0
    """A bare list of numbers."""
    PHOTO = 1
    """A name that any site may use, such as `photo_id`; or files called by a number."""
    SHAPE = 2
    """Something that only Flickr's photos have beside their number: a secret, an album, a known dataset's layout."""
    FLICKR = 3
    """A name that means Flickr's, such as `flickr_id`; or an account of Flickr's beside each number."""
    PERSON = 4
    """The person, by `--column` or `--reader`; or a URL beside each number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that gives the photo.

    Attributes:
        index: counted from 0.
        name: if it has one.
        kind: what its cells are.
        label: what messages call it, where that is not its number and name.
        said: what says that its numbers are photo IDs, if its cells are numbers.
        ranges: the numbers that are believed, ascending; empty where all are.
        site: the column that must name Flickr in a row, or this one gives no photo there; None where no column must.
    """

    index: int
    name: str | None
    kind: str
    label: str = field(default="", compare=False)
    said: Said = Said.PERSON
    ranges: tuple[Range, ...] = ()
    site: Column | None = None

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> str:
        """What messages call it; a `sentence`, so that a sentence with it can be told in other languages."""
        if self.label:
            return self.label
        number = str(self.index + 1)
        return sentence("list_column_named", number, self.name) if self.name else sentence("list_column", number)


@dataclass(frozen=True, slots=True)
class Match:
    """How a reader would read a manifest, and why in words.

    Attributes:
        explanation: sentences for a person.
        skip_lines: how many lines come before the first data line: comments, blank lines, the header.
        separator: between columns; empty where there are none.
        columns: the ones that give the photo; a later one is asked where all earlier ones are silent.
        also: further columns that name photos of their own, each with those that are asked where it is silent.
        width: how many columns a full row has.
        account: the column that gives the account, if there is one.
        licence: the column that gives the licence, if there is one.
        account_names: the columns that give names of the account.
    """

    explanation: tuple[str, ...]
    skip_lines: int = 0
    separator: str = ""
    columns: tuple[Column, ...] = ()
    also: tuple[tuple[Column, ...], ...] = ()
    width: int = 1
    account: Column | None = None
    licence: Column | None = None
    account_names: tuple[Column, ...] = ()

    @property
    def chains(self) -> tuple[tuple[Column, ...], ...]:
        """Columns that name the same photo each; the first is the one that gives most."""
        return (self.columns, *self.also)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reader does not read a manifest.

    Attributes:
        reason: what is wrong, for a person.
        hint: the remedy.
        near: the manifest is of this reader's kind but cannot be used, so this refusal is the one to show.
        line: number of the line it is about, counted from 1; None if it is about no line.
        damaged: the manifest is of this reader's kind but incomplete or broken, so no other reader may read it either.
        general: it only says that nothing there gives a photo, so a refusal that says more should be shown instead.
        option: by which a person would say that the numbers are photo IDs (`--column id`), where only that is missing.
        leads: the reason leads with its remedy and names the manifest, so it is told as it is.
    """

    reason: str
    hint: str = ""
    near: bool = False
    line: int | None = None
    damaged: bool = False
    general: bool = False
    option: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a manifest, decompressed.

    Attributes:
        source: the manifest.
        start: its first bytes.
        whole: these are all its bytes.
        lines: whole lines without their ends, from the header or first data line on; empty if `no_lines` is set.
        comments: the lines before them that start with `#`.
        skipped: how many comments and blank lines come before `lines`.
        no_lines: why the bytes cannot be read as lines of text; None if they can.
        all_over: gives whole lines from all over the manifest, equally many of each part: the first numbers of a
            sorted list are not like its others.
    """

    source: Source
    start: bytes
    whole: bool
    lines: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    skipped: int = 0
    no_lines: Refusal | None = None
    all_over: Callable[[], tuple[str, ...]] = field(default=tuple, repr=False, compare=False)


class Reader(Protocol):
    """Turns one family of manifest formats into photo IDs."""

    @property
    def name(self) -> str:
        """What `--reader` calls it."""

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Look at the sample only, and say how the manifest would be read or why not."""

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos, in bounded memory.

        Raises:
            ManifestInvalid: what comes after the sample cannot be read.
        """

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
        """What stands in some rows, for the evidence.

        Args:
            source: the manifest.
            part: the list in it, as `Batch.part` told it.
            numbers: of the rows, as `Batch.frame` gave them for this source.

        Returns:
            The texts by number: lines without their ends; of JSON the record's own text, of other formats the record as
            JSON. A row that is not there is left out.

        Raises:
            ManifestInvalid: the manifest cannot be read.
        """
