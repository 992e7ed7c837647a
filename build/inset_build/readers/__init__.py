"""Readers: any manifest becomes batches of photo IDs.

One file for each family of formats, one protocol (`protocol.py`). `detect` looks at a manifest and chooses the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from inset.errors import ManifestInvalid
from inset_build.readers.detect import find_reader
from inset_build.readers.protocol import Batch, Match, Reader, RejectedLine
from inset_build.readers.sources.expand import Source, expand

__all__ = ["Batch", "Detected", "RejectedLine", "Source", "detect", "expand"]


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
    def explanation(self) -> list[str]:
        """What the manifest was taken for and why, in sentences for a person."""
        return list(self.match.explanation)

    def batches(self, *, details: bool = True) -> Iterator[Batch]:
        """All photos, from the beginning at each call.

        Args:
            details: also owners and licences, where the manifest gives them. Without them reading is faster.

        Raises:
            ManifestInvalid: what comes after the sample cannot be read.
        """
        match = self.match if details else replace(self.match, owner=None, licence=None)
        return self.reader.read(self.source, match)


def detect(manifest: Source | Path, reader: str | None = None, column: str | None = None) -> Detected:
    """Look at a manifest and choose how to read it.

    Args:
        manifest: a source, or the path of a file that is a single one.
        reader: the only reader to ask; `inset_build.readers.detect.READERS` have their names.
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
        raise ManifestInvalid(f"Name the manifest's file: {path} is a folder.", path=path)
    sources = expand([path])
    if len(sources) != 1:
        raise ManifestInvalid(f"Name one manifest: {path} stands for {len(sources):,}.", path=path)
    return sources[0]
