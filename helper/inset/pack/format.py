r"""The pack: a run as one file. This file describes it and reads its header; docs/PACKS.md is for people.

File format of a pack, version 1, little-endian:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 50 4B  ("\x89INSETPK")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    h: bytes of the header, 2 … 2^20
        16     h         the header: JSON, UTF-8
      16+h     …         the parts, back to back in the header's order, and the file ends there

The header:

    {"dataset", "run",      the publisher's names
     "descriptor",          SHA-256 of their dataset.json
     "photos",              how many the run lists
     "capacity",            what the filter is sized for, in photos; null where the filter is among the parts
     "parts": [{"name",     dataset.json, photos.ids, photos.bloom, photos.sqlite, photos.rows: in this order, each once
                "form",     plain: as it is; zstd: one Zstandard frame, its window 8 MiB at most; ids, ids+zstd:
                            see `inset.pack.id_list`
                "bytes",    packed, in this file
                "sha256",   of these bytes
                "unpacked"  bytes of the file that it becomes
               }]}

`dataset.json` is always there, plain. A pack of a run with an ID store has `photos.ids` as ids or ids+zstd; the filter
is rebuilt from the IDs, unless it is there, too. One of a filter-only run has `photos.bloom`. `photos.crc32` is in
none: it follows from the other files. Nothing in a pack says when or where it was packed, so the same run gives the
same bytes; the forms zstd and ids+zstd depend on the version of the Zstandard library, nothing else does.
"""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec

from inset.errors import PackInvalid
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import FILE_NAME, is_dataset_name, is_run_name
from inset.index.descriptor import MAX_BYTES as MAX_DESCRIPTOR_BYTES
from inset.index.ids.id_file import MAX_PHOTOS
from inset.words.sentences import sentence
from inset.written_files import read_as

MAGIC: Final = b"\x89INSETPK"
VERSION: Final = 1
HEADER: Final = struct.Struct("<8sH2xI")
MAX_HEADER_BYTES: Final = 1 << 20

PartName = Literal["dataset.json", "photos.ids", "photos.bloom", "photos.sqlite", "photos.rows"]
PART_NAMES: Final[tuple[PartName, ...]] = get_args(PartName)
"""All that a pack may hold, in the order in which it holds it."""

Form = Literal["plain", "zstd", "ids", "ids+zstd"]

_FORMS: Final[dict[str, tuple[Form, ...]]] = {
    FILE_NAME: ("plain",),
    STORE_FILE: ("ids", "ids+zstd"),
    FILTER_FILE: ("plain",),
    DETAILS_FILE: ("plain", "zstd"),
    ROWS_FILE: ("plain", "zstd"),
}

_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Bytes = Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]
_Photos = Annotated[int, msgspec.Meta(ge=1, le=MAX_PHOTOS)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a pack; see the top of this file."""

    name: PartName
    form: Form
    bytes: _Bytes
    sha256: _Sha256
    unpacked: _Bytes


class PackHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The header of a pack; see the top of this file.

    Raises:
        ValueError: parts out of order or doubled, in a form that they cannot have, missing or too many.
    """

    dataset: str
    run: str
    descriptor: _Sha256
    photos: _Photos
    capacity: _Photos | None
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        """Check what types alone cannot say."""
        if not is_dataset_name(self.dataset) or not is_run_name(self.run):
            raise ValueError("its names are none that a dataset and a run can have")
        names = [part.name for part in self.parts]
        if names != [name for name in PART_NAMES if name in names]:
            raise ValueError("its parts are doubled or out of order")
        for part in self.parts:
            if part.form not in _FORMS[part.name]:
                raise ValueError(f"its {part.name} is in a form that it cannot have")
            if part.form == "plain" and part.bytes != part.unpacked:
                raise ValueError(f"its {part.name} is plain and yet of another size than it becomes")
        if FILE_NAME not in names or self.part(FILE_NAME).unpacked > MAX_DESCRIPTOR_BYTES:
            raise ValueError("it has no dataset.json, or one that is too large")
        if STORE_FILE not in names and (FILTER_FILE not in names or {DETAILS_FILE, ROWS_FILE} & set(names)):
            raise ValueError("it has no list, and not what a filter-only pack has")
        if (FILTER_FILE in names) != (self.capacity is None):
            raise ValueError("its filter and its capacity disagree")

    @property
    def exact(self) -> bool:
        """Whether it carries the list."""
        return self.has(STORE_FILE)

    def has(self, name: str) -> bool:
        """Whether it has a part of this name."""
        return any(part.name == name for part in self.parts)

    def part(self, name: str) -> Part:
        """The part of this name.

        Raises:
            KeyError: it has none.
        """
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def to_bytes(self) -> bytes:
        """All that stands before the first part."""
        content = msgspec.json.encode(self)
        return HEADER.pack(MAGIC, VERSION, len(content)) + content


def read_header(path: Path) -> PackHeader:
    """Read a pack's header and compare the sizes in it with the file's; of its parts nothing is read.

    Raises:
        PackInvalid: it is no pack, or not what its header says.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = size_of(path, file.fileno())
        start = file.read(HEADER.size)
        return parse_header(path, start + file.read(header_bytes(path, start)), size)


def size_of(path: Path, descriptor: int) -> int:
    """The size of an opened file.

    Raises:
        PackInvalid: it is no file.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise invalid(path, "it is no file")
    return status.st_size


def header_bytes(path: Path, start: bytes) -> int:
    """How many bytes of header follow the first 16.

    Raises:
        PackInvalid: these are not those of a pack that this version reads.
    """
    if len(start) < HEADER.size or not start.startswith(MAGIC):
        raise PackInvalid(sentence("pack_none", path.name), hint="A pack's name ends in .insetpack.")
    _, version, length = HEADER.unpack_from(start)
    if version != VERSION:
        raise PackInvalid(sentence("pack_later", path.name, str(version), VERSION))
    if not 2 <= length <= MAX_HEADER_BYTES or start[10:12] != b"\0\0":
        raise invalid(path, "its header is out of bounds")
    return int(length)


def parse_header(path: Path, content: bytes, size: int) -> PackHeader:
    """The header in the first bytes of a pack.

    Args:
        path: the pack, for the message; content: its start with the whole header; size: the whole file's, in bytes.

    Raises:
        PackInvalid: it is not what the format says.
    """
    if len(content) != HEADER.size + header_bytes(path, content):
        raise invalid(path, "it ends within its header")
    try:
        header = read_as(content[HEADER.size :], PackHeader)
    except ValueError as error:
        raise invalid(path, f"its header is not what the format says ({error})") from error
    if size != len(content) + sum(part.bytes for part in header.parts):
        raise invalid(path, "its header and its size disagree")
    return header


def invalid(path: Path, why: str) -> PackInvalid:
    """The error for a pack of which nothing is used."""
    return PackInvalid(
        sentence("pack_damaged", path.name, why),
        hint="Nothing of it was unpacked. If it happens again, tell its publisher.",
    )
