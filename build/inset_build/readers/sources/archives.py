"""Opens compressed files and archives, also inside each other: each file in them becomes a source.

Members are read as streams from the archive. Nothing is unpacked to disk, so a member's name cannot write anywhere,
whatever path it contains.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.sources.bounds import bounded, check_ratio
from inset_build.readers.sources.compression import FIRST_BYTES, PIECE_BYTES, find_compression
from inset_build.readers.sources.damage import Damaged, with_errors_named
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.rewritten import rewritten
from inset_build.readers.sources.rewritten.office import EXPORT_TABLE, find_document, is_spreadsheet
from inset_build.readers.sources.rewritten.rewrite import unreadable
from inset_build.readers.sources.signatures import find_picture
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.streams import Pieces, Slice
from inset_build.readers.sources.tar_members import BLOCK_BYTES, is_tar, list_tar
from inset_build.readers.sources.zip_members import SIGNATURES, ZipMember, list_zip

MAX_DEPTH: Final = 4
"""How many compressions and archives may be nested: `meta.zip` with `urls.tar.gz` in it has three."""

MAX_MEMBERS: Final = 200_000
"""How many manifests one archive may hold. Pictures and hidden files do not count."""

_NAME_LENGTH: Final = 200


def open_up(source: Source, passed_over: PassedOver) -> Iterator[Source]:
    """The sources that a file holds: itself, what it holds compressed, or the members of the archive that it is.

    Pictures are left out and counted in `passed_over`; in archives hidden files are left out too.

    Raises:
        ManifestInvalid: it cannot be read, or holds more, deeper or longer things than a manifest does.
    """
    for number, found in enumerate(_open_up(source, source.read_start(BLOCK_BYTES), 0, passed_over)):
        if number == MAX_MEMBERS:
            raise ManifestInvalid(sentence("list_unpack_count", source.name, MAX_MEMBERS), path=source.path)
        yield found


def _open_up(source: Source, start: bytes, depth: int, passed_over: PassedOver) -> Iterator[Source]:
    compression = find_compression(start)
    is_zip = start.startswith(SIGNATURES)
    if compression is None and not is_zip and not is_tar(start):
        picture = None if source.named else find_picture(start)
        if picture is None:
            yield from rewritten(source, start)
        else:
            passed_over.add(source.name, picture)
        return
    if is_zip and (document := _office_document(source)) is not None:
        yield from document
        return
    if depth == MAX_DEPTH or (is_zip and not source.seeks):
        raise ManifestInvalid(sentence("list_unpack_deep", source.name), path=source.path)
    if compression is not None:
        inner = source.unpacked(compression)
        yield from _open_up(inner, inner.read_start(BLOCK_BYTES), depth + 1, passed_over)
        return
    members = _zip_members(source) if is_zip else _tar_members(source)
    for member, beginning in members:
        if _is_hidden(member.name):
            continue
        named = replace(member, name=f"{source.name}/{_shown(member.name)}", named=False)
        yield from _open_up(named, beginning, depth + 1, passed_over)


def _office_document(source: Source) -> Iterator[Source] | None:
    """What a zip archive holds that is a document of an office program; None where it is none."""
    try:
        with source.seekable() as file:
            names = [member.name for member in list_zip(file)]
    except Damaged:
        return None  # whoever lists its members is told
    if is_spreadsheet(names):
        from inset_build.readers.sources.rewritten.spreadsheets import sheets

        return sheets(source)
    kind = find_document(names)
    if kind is None:
        return None
    return iter([unreadable(source, sentence("list_is_unread", kind), EXPORT_TABLE)])


def _zip_members(source: Source) -> Iterator[tuple[Source, bytes]]:
    try:
        with source.open(FIRST_BYTES) as file:
            members = list_zip(file)
    except Damaged as error:
        raise error.as_error(source.name, source.path) from error
    check_ratio(sum(member.size for member in members), source.path.stat().st_size, source.name, source.path)
    for member in members:
        inner = replace(source, name=member.name, plain=False, content=_ZipContent(source, member))
        yield inner, inner.read_start(BLOCK_BYTES)


def _tar_members(source: Source) -> Iterator[tuple[Source, bytes]]:
    tar = _Tar(source)
    size = 0
    try:
        with source.open() as file:
            for member in list_tar(file):
                size += member.size
                check_ratio(size, source.path.stat().st_size, source.name, source.path)
                content = _TarContent(tar, member.offset, member.size)
                yield replace(source, name=member.name, plain=False, content=content), member.start
    except Damaged as error:
        raise error.as_error(source.name, source.path) from error


@dataclass(frozen=True, slots=True)
class _ZipContent:
    """Opens a member of a zip archive on disk."""

    archive: Source
    member: ZipMember

    def __call__(self) -> io.RawIOBase:
        name = f"{self.archive.name}/{_shown(self.member.name)}"
        file = self.archive.open(FIRST_BYTES)
        pieces = with_errors_named(self.member.unpack(file), name, self.archive.path)
        return Pieces(bounded(pieces, lambda: self.member.packed, name, self.archive.path), file)


@dataclass(frozen=True, slots=True)
class _TarContent:
    """Opens a member of a tar archive."""

    archive: _Tar
    offset: int
    size: int

    def __call__(self) -> io.RawIOBase:
        return self.archive.open(self.offset, self.size)


class _Tar:
    """A tar archive whose members are opened, mostly one after another.

    A compressed archive can only be read forwards. The stream of a closed member is kept for the next one, so that
    reading all members in order unpacks the archive once, not once for each member.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._idle: tuple[BinaryIO, int] | None = None

    def open(self, offset: int, size: int) -> io.RawIOBase:
        """A member's bytes."""
        if self._source.seeks:
            file = self._source.open(FIRST_BYTES)
            file.seek(offset)
        else:
            file = self._at(offset)
        return Slice(file, size, lambda left: self._close(file, offset + size - left))

    def _at(self, offset: int) -> BinaryIO:
        idle, self._idle = self._idle, None
        if idle is not None and idle[1] <= offset:
            file, at = idle
        else:
            if idle is not None:
                idle[0].close()
            file, at = self._source.open(), 0
        while at < offset and (piece := file.read(min(offset - at, PIECE_BYTES))):
            at += len(piece)
        return file

    def _close(self, file: BinaryIO, at: int) -> None:
        if self._source.seeks or self._idle is not None:
            file.close()
        else:
            self._idle = (file, at)

    def __del__(self) -> None:
        if self._idle is not None:
            self._idle[0].close()


def _is_hidden(name: str) -> bool:
    """Whether a member is a hidden file, or one that macOS adds beside each file."""
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in name.split("/"))


def _shown(name: str) -> str:
    """A member's name as it may be shown: without control characters, which could confuse a terminal."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return clean if len(clean) <= _NAME_LENGTH else clean[: _NAME_LENGTH - 1] + "…"
