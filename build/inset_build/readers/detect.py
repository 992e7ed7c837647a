"""Which reader reads a manifest: by looking at its beginning, never at its name."""

from __future__ import annotations

from typing import Final

from inset.errors import ManifestInvalid, UsageInvalid
from inset_build.readers.formats.json.documents import Json
from inset_build.readers.formats.json.lines import JsonLines
from inset_build.readers.formats.matlab.reader import Matlab
from inset_build.readers.formats.parquet import Parquet
from inset_build.readers.formats.sqlite import Sqlite
from inset_build.readers.formats.tables.delimited import CSV, TSV
from inset_build.readers.formats.tables.lines import FileList, IdList, UrlList
from inset_build.readers.formats.tables.spaced import Spaced
from inset_build.readers.formats.xml.reader import Xml
from inset_build.readers.protocol import Match, Reader, Refusal, Sample, Wish
from inset_build.readers.sample import look_at
from inset_build.readers.sources.expand import Source
from inset_build.readers.sources.signatures import SEPARATED_TEXT

STRUCTURED: Final[tuple[Reader, ...]] = (JsonLines(), Json(), Parquet(), Sqlite(), Matlab(), Xml())
"""Asked first, with whatever a source begins with: they know their formats by the first bytes."""

OF_LINES: Final[tuple[Reader, ...]] = (IdList(), TSV, CSV, FileList(), Spaced(), UrlList())
"""In the order in which they are asked: a table of URLs is also a list of lines with URLs. Only asked of lines."""

READERS: Final = STRUCTURED + OF_LINES


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
    source: Source, *, reader: str | None = None, column: str | None = None
) -> tuple[Reader, Match] | Refusal:
    """As `find_reader`, but with the refusal where no reader can read it.

    Raises:
        UsageInvalid: there is no reader of that name.
        ManifestInvalid: its bytes cannot be had.
    """
    asked = READERS if reader is None else tuple(each for each in READERS if each.name == reader)
    if not asked:
        raise UsageInvalid(f"Choose a reader among {', '.join(each.name for each in READERS)}: there is no {reader!r}.")
    sample = look_at(source)
    wish = Wish(forced=reader is not None, column=column)
    refusals: list[Refusal] = []
    for each in asked:
        answer = _ask(each, sample, wish)
        if isinstance(answer, Match):
            return each, answer
        refusals.append(answer)
    near = next((each for each in refusals if each.near), None)
    return near or sample.no_lines or (refusals[0] if len(refusals) == 1 else UNKNOWN)


def refused(source: Source, refusal: Refusal) -> ManifestInvalid:
    """The error that tells a person why a manifest is not read."""
    return ManifestInvalid(
        f"{source.name} cannot be read. {refusal.reason}",
        hint=refusal.hint or UNKNOWN.hint,
        path=source.path,
        line=refusal.line,
    )


def _ask(reader: Reader, sample: Sample, wish: Wish) -> Match | Refusal:
    if sample.no_lines is not None and reader in OF_LINES:
        return sample.no_lines
    return reader.sniff(sample, wish)


UNKNOWN: Final = Refusal("No photo IDs or Flickr URLs were found in its beginning.", SEPARATED_TEXT)
