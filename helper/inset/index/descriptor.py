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
  "sources": [{"name", "bytes", "reader",
               "sha256",                       of the file; null where it was read in part, elsewhere (see `obtained`)
               "column",                       what of a row gave the photo, in words; may be null, as in older runs
               "obtained"}],                   where and when the file was obtained, in words; may be null
  "left_out": [{"name", "reason"}],            files that could not be read and were left out; absent where none was
  "kind": "training",                          or "census", see inset.index.kind; a run from before kinds has none
  "about": {…},                                what the catalog says of the dataset, see inset.index.about; may be null
  "origin": {…},                               where somebody else's run came from, see inset.index.origin; may be null
  "files": {"photos.bloom": {"bytes", "sha256"}, …}
}

The file `completed` beside it holds the SHA-256 of this file: 64 hexadecimal digits and a newline. It is compared each
time that this file is read, so that nothing that this file claims is believed after a byte of it has changed. It
protects against accidents, not against a person who can write in the folder. In runs from before that it is empty.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import msgspec
import orjson

from inset.errors import IndexCorrupt, IndexFormatUnsupported, UsageInvalid
from inset.index.about import About
from inset.index.kind import Kind
from inset.index.origin import Origin
from inset.own_files import read_own
from inset.words.sentences import sentence
from inset.written_files import format_of, read_as

FORMAT: Final = 1
FILE_NAME: Final = "dataset.json"
COMPLETED_FILE: Final = "completed"
SUMS_FILE: Final = "photos.crc32"
"""Checksums of the other files' pieces, see `inset.index.pieces`. Runs that lack it may lack that of this file too."""
MAX_BYTES: Final = 1 << 24
"""Bytes; a descriptor has a few kilobytes, one of many thousand manifests some hundred a manifest: no more is read."""

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
_RUN = re.compile(r"\d{8}-[1-9]\d{0,5}", re.ASCII)


def is_dataset_name(name: str) -> bool:
    """Whether a dataset can have this name."""
    return _NAME.fullmatch(name) is not None and name.split(".", maxsplit=1)[0] not in _RESERVED


def check_dataset_name(name: str) -> str:
    """Return the name when it can be a dataset's (and a folder's on every system).

    Raises:
        UsageInvalid: it cannot.
    """
    if not is_dataset_name(name):
        raise UsageInvalid(sentence("build_name", repr(name)))
    return name


def is_run_name(name: str) -> bool:
    """Whether a folder's name is a run's: `YYYYMMDD-N`."""
    return _RUN.fullmatch(name) is not None


_Number = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
"""Up to what JSON carries exactly in every language."""
_Photos = Annotated[int, msgspec.Meta(ge=1, le=1 << 53)]
_FileName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}\Z")]
"""A name in the run's own folder: never a path."""
_Rate = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Counts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the manifests held: data lines, distinct photos, lines without a photo ID, and repeats of a photo."""

    rows: _Number
    photos: _Photos
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

    There is no SHA-256 of a file that lies elsewhere and was read in part: `obtained` then says which version it was.

    `column` is what of a row gave the photo, and `obtained` where and when somebody got the file, both in words.
    """

    name: str
    bytes: _Number
    sha256: _Sha256 | None
    reader: str
    column: str | None = None
    obtained: str | None = None


class LeftOut(msgspec.Struct, frozen=True):
    """A manifest that could not be read, where the person said to build without such: its name, and why in words."""

    name: str
    reason: str


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
    files: dict[_FileName, FileFacts]
    about: About | None = None
    kind: Kind = "training"
    rows: _Number = 0
    format: int = FORMAT
    origin: Origin | None = None
    left_out: tuple[LeftOut, ...] | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        """Refuse a time that is none.

        Raises:
            ValueError: `built_at` is no time in UTC.
        """
        if not self.built_at.endswith("Z"):
            raise ValueError("built_at must be a time in UTC that ends in Z")
        datetime.fromisoformat(self.built_at)

    def to_bytes(self) -> bytes:
        """The file's content."""
        return orjson.dumps(msgspec.to_builtins(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def checksum_of(content: bytes) -> bytes:
    """What the file `completed` holds for a descriptor of this content."""
    return f"{hashlib.sha256(content).hexdigest()}\n".encode()


def identity_of(run_folder: Path) -> str:
    """The SHA-256 of a run's descriptor, in hexadecimal: by that, other files name exactly this run.

    Raises:
        OSError: there is none, or it cannot be read.
    """
    return hashlib.sha256(read_own(run_folder / FILE_NAME)).hexdigest()


def read_descriptor(run_folder: Path, *, completed: bool = True) -> Descriptor:
    """Read and check a run's descriptor: types and ranges of all its fields, and its own checksum.

    Args:
        run_folder: `<data>/datasets/<name>/<run>`.
        completed: False for a run that is about to be published, of which there is no checksum yet.

    Raises:
        IndexFormatUnsupported: a newer Inset wrote it.
        IndexCorrupt: it is missing, not what the format says, not what was published, or that of another run.
    """
    try:
        content = _read(run_folder / FILE_NAME)
        written_format = format_of(content)
        checksum = read_own(run_folder / COMPLETED_FILE) if completed else checksum_of(content)
    except FileNotFoundError as error:
        raise _corrupt(run_folder, f"{Path(error.filename).name} is missing") from error
    except (OSError, ValueError) as error:
        raise _corrupt(run_folder, f"{FILE_NAME} cannot be read ({error})") from error
    if type(written_format) is not int:
        raise _corrupt(run_folder, f"{FILE_NAME} names no format")
    if written_format != FORMAT:
        raise IndexFormatUnsupported(
            f"Update Inset, or build {run_folder.parent.name} again: its run {run_folder.name} has format "
            f"{written_format:.9g}, and this Inset reads format {FORMAT}."
        )
    try:
        descriptor = read_as(content, Descriptor)
    except ValueError as error:
        raise _corrupt(run_folder, f"{FILE_NAME} is not what its format says ({error})") from error
    # Runs from before there were checksums of it have an empty `completed`.
    if checksum != checksum_of(content) and (checksum or SUMS_FILE in descriptor.files):
        raise _corrupt(run_folder, f"{FILE_NAME} is not the file that was published")
    _check_names(run_folder, descriptor)
    return descriptor


def _read(path: Path) -> bytes:
    if path.lstat().st_size > MAX_BYTES:
        raise ValueError("it is larger than any descriptor")
    return read_own(path)


def _check_names(run_folder: Path, descriptor: Descriptor) -> None:
    if (descriptor.dataset, descriptor.run) != (run_folder.parent.name, run_folder.name):
        raise _corrupt(run_folder, f"{FILE_NAME} describes another one")
    try:
        check_dataset_name(descriptor.dataset)
    except UsageInvalid as error:
        raise _corrupt(run_folder, "no dataset can have that name") from error


def _corrupt(run_folder: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(
        f"Build {run_folder.parent.name} again: its run {run_folder.name} cannot be used, {why}.",
    )
