"""Chooses the reader of a manifest by its beginning, never by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from inset.errors import ManifestInvalid, UsageInvalid
from inset.words.meant import did_you_mean
from inset.words.sentences import sentence
from inset_build.readers.formats.json.documents import Json
from inset_build.readers.formats.json.lines import JsonLines
from inset_build.readers.formats.matlab.reader import Matlab
from inset_build.readers.formats.parquet.reader import Parquet
from inset_build.readers.formats.sqlite import Sqlite
from inset_build.readers.formats.tables.delimited import CSV, TSV
from inset_build.readers.formats.tables.lines import FileList, IdList, UrlList
from inset_build.readers.formats.tables.spaced import Spaced
from inset_build.readers.formats.xml.reader import Xml
from inset_build.readers.meaning.sites import numbers_of_another
from inset_build.readers.protocol import Batch, Match, Reader, Refusal, Sample, Wish
from inset_build.readers.sample import look_at
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.signatures import SEPARATED_TEXT
from inset_build.readers.sources.source import Source

STRUCTURED: Final[tuple[Reader, ...]] = (JsonLines(), Json(), Parquet(), Sqlite(), Matlab(), Xml())
"""Asked first, about every source: they know their formats by the first bytes."""

OF_LINES: Final[tuple[Reader, ...]] = (IdList(), TSV, CSV, FileList(), Spaced(), UrlList())
"""Asked about lines of text only. The order matters: a table of URLs is also a list of lines with URLs."""

READERS: Final = STRUCTURED + OF_LINES


@dataclass(frozen=True, slots=True)
class Detected:
    """A manifest and how it will be read."""

    source: Source
    reader: Reader
    match: Match

    @property
    def reader_name(self) -> str:
        """What `--reader` calls it."""
        return self.reader.name

    @property
    def column(self) -> str:
        """What of a row gives the photo, in words; empty where nothing less than the row does."""
        told = dict.fromkeys(str(column) for chain in self.match.chains for column in chain if column.index >= 0)
        return ", ".join(told)

    @property
    def explanation(self) -> list[str]:
        """What the manifest was taken for and why, in sentences for a person."""
        return list(self.match.explanation)

    def batches(self, *, details: bool = True) -> Iterator[Batch]:
        """All photos, from the beginning at each call.

        Args:
            details: also accounts, names and licences, where the manifest gives them. Without them reading is faster.

        Raises:
            ManifestInvalid: what comes after the sample cannot be read.
        """
        match = self.match if details else replace(self.match, account=None, licence=None, account_names=())
        batches = self.reader.read(self.source, match)
        return batches if self.source.numbering is None else map(partial(_as_numbered, self.source.numbering), batches)


def _as_numbered(numbering: Numbering, batch: Batch) -> Batch:
    """A batch with the numbers of the file that its source was made from."""
    rows = pl.Series("row", numbering.original(batch.frame["row"].to_numpy()), dtype=pl.UInt64)
    return replace(batch, frame=batch.frame.with_columns(rows), base=numbering.base)


def detect(manifest: Source | Path, reader: str | None = None, column: str | None = None) -> Detected:
    """Look at a manifest and choose how to read it.

    Args:
        manifest: a source, or the path of a file that is a single one.
        reader: the only reader to ask; `READERS` have their names.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: the manifest cannot be read; the message says why and what to do.
    """
    if isinstance(manifest, Path):
        manifest = _single(manifest)
    found, match = find_reader(manifest, reader=reader, column=column)
    return Detected(manifest, found, match)


def _single(path: Path) -> Source:
    if path.is_dir():
        raise ManifestInvalid(sentence("list_is_folder", path), path=path)
    sources = expand([path])
    if len(sources) != 1:
        raise ManifestInvalid(sentence("list_is_several", path, len(sources)), path=path)
    return sources[0]


def find_reader(source: Source, *, reader: str | None = None, column: str | None = None) -> tuple[Reader, Match]:
    """The first reader that can read a manifest.

    Args:
        source: the manifest.
        reader: ask only this one.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no reader of that name.
        ManifestInvalid: no reader can read it.
    """
    found = ask_readers(source, reader=reader, column=column)
    if isinstance(found, Refusal):
        raise refused(source, found)
    return found


def ask_readers(
    source: Source, *, reader: str | None = None, column: str | None = None, like: Match | None = None
) -> tuple[Reader, Match] | Refusal:
    """As `find_reader`, but with the refusal where no reader can read it.

    Args:
        source, reader, column: as there.
        like: how a neighbour in the same folder or archive, or the file that was named before, is read.

    Raises:
        UsageInvalid: there is no reader of that name.
        ManifestInvalid: its bytes cannot be read.
    """
    asked = READERS if reader is None else tuple(each for each in READERS if each.name == reader)
    if not asked:
        raise _no_such_reader(str(reader))
    if source.unreadable is not None:
        reason, hint = source.unreadable
        return Refusal(reason, hint, near=True)
    sample = look_at(source)
    wish = Wish(forced=reader is not None, column=column, like=like if column is None else None)
    refusals: list[Refusal] = []
    for each in asked:
        answer = _ask(each, sample, wish)
        if isinstance(answer, Match) and wish.column is None and not wish.forced:
            answer = numbers_of_another(source.name, answer.chains) or answer
        if isinstance(answer, Match):
            return each, answer
        refusals.append(answer)
    near = next((each for each in refusals if each.near), None)
    return near or sample.no_lines or (refusals[0] if len(refusals) == 1 else UNKNOWN)


def _no_such_reader(name: str) -> UsageInvalid:
    readers = [each.name for each in READERS]
    meant = did_you_mean(name.lower(), readers)
    if meant is None:
        return UsageInvalid(sentence("list_no_reader", ", ".join(readers), repr(name)))
    return UsageInvalid(sentence("list_no_reader_meant", meant, ", ".join(readers), repr(name)))


def refused(source: Source, refusal: Refusal) -> ManifestInvalid:
    """The error that tells a person why a manifest is not read."""
    return ManifestInvalid(
        refusal.reason if refusal.leads else sentence("list_refused", source.name, refusal.reason),
        hint=refusal.hint or ("" if refusal.leads else UNKNOWN.hint),
        path=source.path,
        line=refusal.line,
    )


def _ask(reader: Reader, sample: Sample, wish: Wish) -> Match | Refusal:
    if sample.no_lines is not None and reader in OF_LINES:
        return sample.no_lines
    return reader.sniff(sample, wish)


UNKNOWN: Final = Refusal("Nothing in its beginning names a Flickr photo in a way that Inset knows.", SEPARATED_TEXT)
