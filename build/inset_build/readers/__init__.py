"""Readers: any manifest becomes batches of photo IDs.

One file for each family of formats, one protocol (`protocol.py`). `detect` looks at a manifest and chooses the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inset_build.readers.detect import find_reader
from inset_build.readers.protocol import Batch, Match, Reader, RejectedLine

__all__ = ["Batch", "Detected", "RejectedLine", "detect"]


@dataclass(frozen=True, slots=True)
class Detected:
    """A manifest and how it will be read."""

    path: Path
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

    def batches(self) -> Iterator[Batch]:
        """All photos, from the beginning at each call.

        Raises:
            ManifestInvalid: what comes after the sample cannot be read.
        """
        return self.reader.read(self.path, self.match)


def detect(path: Path, reader: str | None = None, column: str | None = None) -> Detected:
    """Look at a manifest and choose how to read it.

    Args:
        path: the manifest.
        reader: the only reader to ask: `id-list`, `url-list`, `csv` or `tsv`.
        column: the name, or the number counted from 1, of the column that gives the photo.

    Raises:
        UsageInvalid: there is no such reader.
        ManifestInvalid: the manifest cannot be read; the message says why and what to do.
    """
    found, match = find_reader(path, reader=reader, column=column)
    return Detected(path, found, match)
