"""Reads manifests that were found, file by file, and tells what each file was: its size, its hash and its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from inset.errors import ManifestInvalid
from inset.index.descriptor import Source
from inset_build.readers.detect import Detected
from inset_build.readers.protocol import Batch
from inset_build.report import BuildOptions

COLUMNS_TOLD: Final = 5
"""Of an archive whose members have photos in different columns, so many are named."""


def by_file(detected: Sequence[Detected]) -> list[list[Detected]]:
    """The manifests, those of one file on disk together, in the order in which they are read."""
    return [list(held) for _, held in groupby(detected, lambda manifest: manifest.source.path)]


def read_files(detected: Sequence[Detected], *, details: bool) -> Iterator[tuple[Detected, Batch]]:
    """All photos of some manifests, in order; after each file its meter has its hash.

    Args:
        detected: the manifests; details: also accounts, names and licences.

    Raises:
        ManifestInvalid: a manifest cannot be read, or changed meanwhile.
    """
    for held in by_file(detected):
        source = held[0].source
        source.meter.begin()
        for manifest in held:
            for batch in _batches(manifest, details=details):
                yield manifest, batch
        source.meter.finish(source.path)


def _batches(manifest: Detected, *, details: bool) -> Iterator[Batch]:
    """All photos of a manifest. Where it cannot be read because it changed meanwhile, that is what the error says."""
    source = manifest.source
    try:
        yield from manifest.batches(details=details)
    except ManifestInvalid as error:
        if source.meter.has_changed(source.path):
            raise source.meter.changed(source.path) from error
        raise


def files_of(detected: Sequence[Detected]) -> list[tuple[Path, str]]:
    """The files on disk, each by its path and its name, in the order in which they are read."""
    return list(dict.fromkeys((manifest.source.path, manifest.source.file) for manifest in detected))


def sources_of(detected: Sequence[Detected], options: BuildOptions) -> tuple[Source, ...]:
    """The files on disk, each with the hash of what was read and the readers of what it holds."""
    readers: dict[tuple[Path, str], dict[str, None]] = {file: {} for file in files_of(detected)}
    columns: dict[tuple[Path, str], dict[str, None]] = {file: {} for file in readers}
    for manifest in detected:
        file = manifest.source.path, manifest.source.file
        readers[file][manifest.reader_name] = None
        columns[file][manifest.column] = None
    sources: list[Source] = []
    meters = {manifest.source.path: manifest.source.meter for manifest in detected}
    for (path, name), used in readers.items():
        sources.append(
            Source(
                name=name,
                bytes=meters[path].size,
                sha256=meters[path].sha256,
                reader=", ".join(used),
                column="; ".join(islice(filter(None, columns[path, name]), COLUMNS_TOLD)) or None,
                obtained="; ".join(filter(None, (options.obtained_of(path), meters[path].obtained(path)))) or None,
            )
        )
    return tuple(sources)
