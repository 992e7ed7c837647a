"""Explains how manifests would be read and why, with a few of their rows. Builds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from inset.index.account_names import tidy_name
from inset.words.sentences import told_of
from inset_build.manifests import find_manifests
from inset_build.readers.detect import OF_LINES, Detected
from inset_build.readers.formats.tables.lines import UrlList
from inset_build.readers.meaning.photo_id_exprs import with_breaks_shown
from inset_build.readers.sample import look_at
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.streams import Pieces

ROWS_SHOWN: Final = 5
LINES_TRIED: Final = 100
"""How many lines are tried, one by one, to find five that give a photo."""

SOURCES_SHOWN: Final = 10
"""Of so many sources rows are shown; of the others only how they would be read."""

TEXT_LENGTH: Final = 160


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """A row: its text (cut; empty if rows are not text), the photos it gives, and their account, names and licence."""

    text: str
    photo_ids: list[str]
    owner: str | None
    licence: str | None
    names: list[str]


@dataclass(frozen=True, slots=True)
class ExplainedSource:
    """How one source would be read, why, and its first rows that give a photo; if none does, its first rows."""

    name: str
    reader: str
    why: list[str]
    rows: list[ExplainedRow]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How everything that a person named would be read."""

    sources: list[ExplainedSource]
    passed_over: PassedOver

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "sources": [
                {**asdict(source), "why_told": [told_of(sentence) for sentence in source.why]}
                for source in self.sources
            ],
            "passed_over": self.passed_over.as_dict(),
        }


def explain(paths: Sequence[Path], reader: str | None = None, column: str | None = None) -> Explanation:
    """Look at manifests as a build would.

    Args:
        paths: files, folders, archives or patterns.
        reader: the only reader to ask.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: something cannot be read; the message says what, why and what to do.
    """
    found = find_manifests(paths, reader=reader, column=column)
    return Explanation(
        [
            ExplainedSource(
                manifest.source.name,
                manifest.reader_name,
                manifest.explanation,
                _rows(manifest) if number < SOURCES_SHOWN else [],
            )
            for number, manifest in enumerate(found.detected)
        ],
        found.passed_over,
    )


def _rows(manifest: Detected) -> list[ExplainedRow]:
    if manifest.reader not in OF_LINES:
        return _first_photos(manifest)
    tried: list[ExplainedRow] = []
    for line in _data_lines(manifest):
        tried.append(_read_alone(manifest, line))
        if len(tried) == LINES_TRIED or sum(bool(row.photo_ids) for row in tried) == ROWS_SHOWN:
            break
    telling = [row for row in tried if row.photo_ids]
    return (telling or tried)[:ROWS_SHOWN]


def _data_lines(manifest: Detected) -> Iterator[str]:
    sample = look_at(manifest.source)
    lines = [line for line in sample.lines[manifest.match.skip_lines - sample.skipped :] if line.strip()]
    # Each line is read alone: where an address goes on in the next one, that must show in it.
    return iter(with_breaks_shown(pl.Series(lines, dtype=pl.String)) if manifest.reader_name == UrlList.name else lines)


def _read_alone(manifest: Detected, line: str) -> ExplainedRow:
    """What the manifest's reader reads from one line alone."""
    data = b"\n" * manifest.match.skip_lines + line.encode() + b"\n"
    alone = replace(manifest, source=_in_memory(manifest.source, data))
    frames = [batch.frame for batch in alone.batches()]
    return _row(line, pl.concat(frames) if frames else pl.DataFrame({"photo_id": []}))


def _in_memory(source: Source, data: bytes) -> Source:
    return replace(source, plain=False, content=lambda: Pieces(iter([data])))


def _first_photos(manifest: Detected) -> list[ExplainedRow]:
    for batch in manifest.batches():
        if batch.frame.height:
            return [_row("", row) for row in batch.frame.head(ROWS_SHOWN).iter_slices(1)]
    return []


def _row(text: str, frame: pl.DataFrame) -> ExplainedRow:
    def first(column: str) -> str | None:
        values = frame[column].drop_nulls() if column in frame.columns else pl.Series()
        return str(values[0]) if len(values) else None

    names = [name for line in (first("name") or "").split("\n") if (name := tidy_name(line)) is not None]
    shown = "".join(letter if letter.isprintable() or letter == "\t" else "?" for letter in text)
    cut = shown if len(shown) <= TEXT_LENGTH else shown[: TEXT_LENGTH - 1] + "…"
    return ExplainedRow(
        cut, [str(photo_id) for photo_id in frame["photo_id"]], first("account"), first("licence"), names
    )
