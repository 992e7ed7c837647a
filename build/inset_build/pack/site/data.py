"""Writes one dataset's index and data for the static page, cut into files that every static host takes."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from inset.index.dataset_index import FILTER_FILE, DatasetIndex
from inset_build.pack.site.ranges import Form, Range, entry_of, filter_ranges, list_ranges, write_index

FILE_BYTES: Final = 24 << 20
"""Of one file: some hosts take no more than 25 MiB. The data are cut anywhere, also within a range."""
SCRIPT_BYTES: Final = 8 << 20
"""Up to so many bytes they are also written as scripts: a page that was opened from a folder may load nothing else."""


class DataFile(NamedTuple):
    """A file that was written: its name in the folder of the data, its bytes and its SHA-256 in hexadecimal."""

    file: str
    bytes: int
    sha256: str


class Data(NamedTuple):
    """What was written of one dataset; `false_positive_rate` is that of the filters, None for a list."""

    form: Form
    index_file: DataFile
    files: list[DataFile]
    scripts: bool
    false_positive_rate: float | None


def write_data(folder: Path, run: DatasetIndex, error_rate: float | None) -> Data:
    """Write a run's index and data into a folder; files that are there with that content are left alone.

    Args:
        folder: that of the data; it must exist.
        run: an opened run.
        error_rate: of the filters that are made where the list is kept back, so that the page can only say "probably";
            None where it is not. A run without a list has its own filter.

    Raises:
        RunDamaged: a piece of the run differs from its checksum.
        OSError: the folder cannot be written into.
    """
    photos = run.descriptor.counts.photos
    rates: list[float] = []
    ranges: Iterator[Range]
    if run.store is None:
        run.compare_all()
        # Its photos are not known, so it cannot be cut: one range, which begins at the first photo ID.
        ranges = iter([Range(0, photos, (run.folder / FILTER_FILE).read_bytes())])
        rates.append(run.descriptor.filter.false_positive_rate)
    elif error_rate is not None:
        ranges = _noting(filter_ranges(run.store.chunks(), photos, error_rate), rates)
    else:
        ranges = list_ranges(run.store.chunks(), photos)
    form: Form = "list" if run.store is not None and error_rate is None else "filter"
    entries: list[tuple[int, int, int, int]] = []
    files = list(_write_files(folder, run.name, ranges, entries))
    index = _write(folder, f"{run.name}-ranges", write_index(form, entries))
    scripts = sum(each.bytes for each in files) <= SCRIPT_BYTES
    if scripts:
        for each in (index, *files):
            _write_script(folder, each.file)
    # The highest of all ranges: a chance must not be told too high.
    return Data(form, index, files, scripts, max(rates) if form == "filter" else None)


def _noting(made: Iterator[tuple[Range, float]], rates: list[float]) -> Iterator[Range]:
    for each, rate in made:
        rates.append(rate)
        yield each


def _write_files(
    folder: Path, name: str, ranges: Iterator[Range], entries: list[tuple[int, int, int, int]]
) -> Iterator[DataFile]:
    waiting = bytearray()
    number = 0
    for each in ranges:
        entries.append(entry_of(each))
        waiting += each.content
        while len(waiting) >= FILE_BYTES:
            yield _write(folder, f"{name}-{number:03}", bytes(waiting[:FILE_BYTES]))
            del waiting[:FILE_BYTES]
            number += 1
    if waiting or number == 0:
        yield _write(folder, f"{name}-{number:03}", bytes(waiting))


def _write(folder: Path, stem: str, content: bytes) -> DataFile:
    """Write a file whose name holds its checksum, so that no cache gives an older one for it."""
    checksum = hashlib.sha256(content).hexdigest()
    name = f"{stem}-{checksum[:16]}.bin"
    path = folder / name
    if not (path.is_file() and path.read_bytes() == content):
        path.write_bytes(content)
    return DataFile(name, len(content), checksum)


def _write_script(folder: Path, name: str) -> None:
    content = b64encode((folder / name).read_bytes()).decode()
    (folder / f"{name}.js").write_text(f'(globalThis.insetData ??= {{}})["{name}"] = "{content}";\n', encoding="ascii")
