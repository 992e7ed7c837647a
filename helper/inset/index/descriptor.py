"""dataset.json: what one run holds, how it was built and from what, and the checksums of its files.

{
  "format": 1,                                 version of this file and of the run's layout
  "dataset": "ffhq", "run": "20261122-1",
  "built_at": "2026-11-22T12:00:00Z",          UTC
  "inset_version": "0.2.0",
  "counts": {"rows", "photos", "rejected", "duplicates"},
  "filter": {"error_rate",                     the target the filter was sized for
             "false_positive_rate",            the product over slices of their share of ones: the real one
             "probes", "probe_hits"},          absent photo IDs tried on the re-opened file, and how many it let by
  "exact": true,                               whether the run has an ID store
  "details": 70000,                            photos whose account or licence is known; 0: no photos.sqlite
  "rows": 70310,                               rows of the manifests that name a photo; 0: no photos.rows
  "sources": [{"name", "bytes", "sha256", "reader",
               "column",                       what of a row gave the photo, in words; may be null, as in older runs
               "obtained"}],                   where and when the file was obtained, in words; may be null
  "kind": "training",                          or "census", see inset.index.kind; a run from before kinds has none
  "about": {…},                                what the catalog says of the dataset, see inset.index.about; may be null
  "files": {"photos.bloom": {"bytes", "sha256"}, …}
}
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import msgspec
import orjson

from inset.errors import IndexCorrupt, IndexFormatUnsupported, UsageInvalid
from inset.index.about import About
from inset.index.kind import Kind
from inset.own_files import read_own
from inset.written_files import format_of, read_as

FORMAT: Final = 1
FILE_NAME: Final = "dataset.json"
MAX_BYTES: Final = 1 << 20
"""Bytes; a descriptor has a few kilobytes, so a larger file is not read."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_RUN = re.compile(r"\d{8}-[1-9]\d{0,5}", re.ASCII)


def check_dataset_name(name: str) -> str:
    """Return the name when it can be a dataset's (and a folder's on every system).

    Raises:
        UsageInvalid: it cannot.
    """
    if not _NAME.fullmatch(name) or name.split(".", maxsplit=1)[0] in _RESERVED:
        raise UsageInvalid(
            f"Name the dataset with 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first and last; "
            f"{name!r} is not such a name."
        )
    return name


def is_run_name(name: str) -> bool:
    """Whether a folder's name is a run's: `YYYYMMDD-N`."""
    return _RUN.fullmatch(name) is not None


_Number = Annotated[int, msgspec.Meta(ge=0)]
_Rate = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the manifests held: data lines, distinct photos, lines without a photo ID, and repeats of a photo."""

    rows: _Number
    photos: _Number
    rejected: _Number
    duplicates: _Number


class FilterFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filter's target rate, the rate its bits give, and what trying absent photo IDs showed."""

    error_rate: _Rate
    false_positive_rate: _Rate
    probes: _Number
    probe_hits: _Number


class Source(msgspec.Struct, frozen=True):
    """One manifest a run was built from: its file name without folders, its size in bytes, SHA-256 and reader.

    `column` is what of a row gave the photo, and `obtained` where and when somebody got the file, both in words.
    """

    name: str
    bytes: _Number
    sha256: _Sha256
    reader: str
    column: str | None = None
    obtained: str | None = None


class FileFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Size in bytes and SHA-256 of one of the run's files."""

    bytes: _Number
    sha256: _Sha256


class Descriptor(msgspec.Struct, frozen=True):
    """The content of dataset.json; see the top of this file."""

    dataset: str
    run: str
    built_at: str
    inset_version: str
    counts: Counts
    filter: FilterFacts
    exact: bool
    details: _Number
    sources: tuple[Source, ...]
    files: dict[str, FileFacts]
    about: About | None = None
    kind: Kind = "training"
    rows: _Number = 0
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The file's content."""
        return orjson.dumps(msgspec.to_builtins(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_descriptor(run_folder: Path) -> Descriptor:
    """Read and check a run's descriptor.

    Raises:
        IndexFormatUnsupported: a newer Inset wrote it.
        IndexCorrupt: it is missing, or not what the format says.
    """
    path = run_folder / FILE_NAME
    try:
        if path.lstat().st_size > MAX_BYTES:
            raise _corrupt(run_folder, f"{FILE_NAME} is larger than any descriptor")
        content = read_own(path)
        written_format = format_of(content)
    except FileNotFoundError as error:
        raise _corrupt(run_folder, f"{FILE_NAME} is missing") from error
    except (OSError, ValueError) as error:
        raise _corrupt(run_folder, f"{FILE_NAME} cannot be read ({error})") from error
    if written_format != FORMAT:
        raise IndexFormatUnsupported(
            f"Update Inset, or build {run_folder.parent.name} again: its run {run_folder.name} has format "
            f"{written_format}, and this Inset reads format {FORMAT}."
        )
    try:
        descriptor = read_as(content, Descriptor)
    except ValueError as error:
        raise _corrupt(run_folder, f"{FILE_NAME} is not what its format says ({error})") from error
    check_dataset_name(descriptor.dataset)
    return descriptor


def _corrupt(run_folder: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(
        f"Build {run_folder.parent.name} again: its run {run_folder.name} cannot be used, {why}.",
    )
