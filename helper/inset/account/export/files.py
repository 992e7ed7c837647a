"""The files of a data export, out of zips and folders, of which nothing is believed: they may have come from anybody.

Nothing is ever written. Of a zip only members are read that lie inside it, are no links and are packed the usual way;
each is bounded in size and checked against its checksum, and all together may not unpack to more than a text can. In
folders links are not followed. Whatever is passed over is told with the reason.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from isal import igzip_lib, isal_zlib

DIRECTORY_LIMIT: Final = 128 << 20
"""Bytes of a zip's directory; one of 200,000 photos has 15 MB."""

EXPANSION: Final = 300
"""All members of a zip together may unpack to so many times its size; records come to a tenth of that."""

EXPANSION_FREE: Final = 256 << 20
"""Bytes that any zip may unpack to."""

_END: Final = struct.Struct("<4s4H2LH")
_END_SIGNATURE: Final = b"PK\x05\x06"
_END_SEARCHED: Final = _END.size + 0xFFFF
_LOCAL: Final = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1
_BUFFER: Final = 1 << 20
_CLUTTER: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_INFLATE_ERRORS: Final[tuple[type[Exception], ...]] = (
    ValueError,
    igzip_lib.IsalError,  # type: ignore[assignment]  # its stub declares an instance instead of a class
)


class NotReadable(Exception):
    """A file that is passed over; its text is the reason, for a person."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export.

    Attributes:
        name: without folders.
        where: for people: `part1.zip/photo_1.json`.
        archive: the name of the zip that it is in; empty for a file in a folder.
        read: gives the content, if it has at most so many bytes; raises NotReadable otherwise, with the reason.
    """

    name: str
    where: str
    archive: str
    read: Callable[[int], bytes]


@dataclass(slots=True)
class Walk:
    """Goes through what a person named.

    Attributes:
        pass_over: is told of what is not read: where it is, and why.
        on_progress: is told how many of how many files of the zip or folder in hand have been gone through.
    """

    pass_over: Callable[[str, str], None]
    on_progress: Callable[[str, int, int], None] = field(default=lambda _name, _done, _total: None)

    def files(self, path: Path) -> Iterator[ExportFile]:
        """The files of a zip, or of a folder with its folders and the zips in them; or a file that was unpacked."""
        if path.is_dir():
            yield from self._of_folder(path)
        elif path.name.lower().endswith(".json"):
            yield _on_disk(path.name, str(path))
        else:
            yield from self._of_zip(path)

    def _of_folder(self, top: Path) -> Iterator[ExportFile]:
        done = 0
        folders = [top]
        while folders:
            folder = folders.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self.pass_over(str(folder), f"cannot be read ({error.strerror})")
                continue
            zips = []
            for entry in entries:
                if _is_clutter(entry.name):
                    continue
                if entry.is_symlink():
                    self.pass_over(entry.path, "is a link, which could lead anywhere")
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif not entry.is_file(follow_symlinks=False):
                    # Opening a pipe waits for somebody who writes into it.
                    self.pass_over(entry.path, "is no ordinary file")
                elif entry.name.lower().endswith(".zip"):
                    zips.append(Path(entry.path))
                else:
                    done += 1
                    self.on_progress(top.name, done, 0)
                    yield _on_disk(entry.name, entry.path)
            for path in zips:
                yield from self._of_zip(path)

    def _of_zip(self, path: Path) -> Iterator[ExportFile]:
        try:
            with path.open("rb", buffering=_BUFFER) as file:
                members = list_members(file)
                archive = _Zip(file, max(EXPANSION_FREE, EXPANSION * os.fstat(file.fileno()).st_size))
                for done, member in enumerate(members, start=1):
                    self.on_progress(path.name, done, len(members))
                    *folders, name = _parts(member.filename)
                    where = f"{path.name}/{member.filename}"
                    reason = _suspicious(member, folders)
                    if not name or "__MACOSX" in folders or (_is_clutter(name) and reason is None):
                        continue
                    if reason is not None:
                        self.pass_over(where, reason)
                        continue
                    yield ExportFile(name, where, path.name, archive.reader(member))
        except NotReadable as reason:
            self.pass_over(path.name, str(reason))
        except OSError as error:
            self.pass_over(path.name, f"cannot be read ({error.strerror})")


def list_members(file: BinaryIO) -> list[zipfile.ZipInfo]:
    """What a zip's directory names.

    Raises:
        NotReadable: it is no zip, or one that nobody makes in good faith.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END_SEARCHED))
    end = file.read(_END_SEARCHED)
    at = end.rfind(_END_SIGNATURE)
    if at < 0 or len(end) - at < _END.size:
        raise NotReadable("is no whole zip: download it again")
    if _END.unpack_from(end, at)[5] > DIRECTORY_LIMIT:
        raise NotReadable("names more files than an export has")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, EOFError) as error:
        raise NotReadable("is a damaged zip: download it again") from error
    last = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < last:
            raise NotReadable("is a damaged zip: its files overlap")
        last = member.header_offset + _LOCAL.size + member.compress_size
    return members


def _parts(path: str) -> list[str]:
    """The folders and the name in a member's path, whichever way its system writes them."""
    return path.replace("\\", "/").split("/") if "/" in path or "\\" in path else [path]


def _is_clutter(name: str) -> bool:
    """What systems leave behind in folders: `.DS_Store`, `._photo_1.json`, `Thumbs.db`."""
    return name.startswith(".") or name.lower() in _CLUTTER


def _suspicious(member: zipfile.ZipInfo, folders: list[str]) -> str | None:
    """Why a member is not read whatever it holds, None if it may be; `folders` are those of its path."""
    if folders and (folders[0] == "" or ":" in folders[0] or ".." in folders):
        return "has a path that leads out of the zip"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link, which could lead anywhere"
    if member.flag_bits & _ENCRYPTED:
        return "needs a password: unpack it and name the folder"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in an uncommon way: unpack it and name the folder"
    return None


class _Zip:
    """Reads members of one open zip. zipfile's own reading takes several times as long for each small file."""

    def __init__(self, file: BinaryIO, budget: int) -> None:
        self._file = file
        self._budget = budget

    def reader(self, member: zipfile.ZipInfo) -> Callable[[int], bytes]:
        return lambda limit: self._read(member, limit)

    def _read(self, member: zipfile.ZipInfo, limit: int) -> bytes:
        if member.file_size > limit or member.compress_size > limit + _BUFFER:
            raise NotReadable("is larger than Flickr makes such files")
        self._budget -= member.file_size
        if self._budget < 0:
            raise NotReadable("is in a zip that unpacks to more than an export does")
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            return _checked(packed, member.file_size, member.CRC)
        return inflate(packed, member.file_size, member.CRC)

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        try:
            self._file.seek(member.header_offset)
            header = self._file.read(_LOCAL.size)
            if len(header) == _LOCAL.size and header.startswith(_LOCAL_SIGNATURE):
                _, name_bytes, extra_bytes = _LOCAL.unpack(header)
                self._file.seek(name_bytes + extra_bytes, os.SEEK_CUR)
                return self._file.read(member.compress_size)
        except (OSError, ValueError) as error:
            raise NotReadable(f"cannot be read ({error})") from error
        raise NotReadable("is damaged: download its zip again")


def inflate(packed: bytes, size: int, checksum: int) -> bytes:
    """Unpack a member that is packed the usual way (DEFLATE).

    Args:
        size: of the content, in bytes; nothing beyond is unpacked; checksum: of the content, CRC-32.

    Raises:
        NotReadable: it is not packed so, or the content is another one.
    """
    try:
        content = isal_zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(packed, size + 1)
    except _INFLATE_ERRORS as error:
        raise NotReadable("is damaged: download its zip again") from error
    return _checked(content, size, checksum)


def _checked(content: bytes, size: int, checksum: int) -> bytes:
    if len(content) != size or isal_zlib.crc32(content) != checksum:
        raise NotReadable("is damaged: download its zip again")
    return content


def _on_disk(name: str, path: str) -> ExportFile:
    def read(limit: int) -> bytes:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - 200,000 of them
                content = file.read(limit + 1)
        except OSError as error:
            raise NotReadable(f"cannot be read ({error.strerror})") from error
        if len(content) > limit:
            raise NotReadable("is larger than Flickr makes such files")
        return content

    return ExportFile(name, path, "", read)
