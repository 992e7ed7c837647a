"""A file that is being downloaded: the part of it on disk, and what is known of the whole file.

<folder>/<file>              the whole file: put there by a rename once it is flushed and checked
<folder>/<file>.part         what has arrived of it
<folder>/<file>.origin       JSON: where it comes from and how the server names its version:
                             {"url", "etag", "last_modified", "total"}; null where the server does not say

A part is resumed only with a record that fits it: without one nobody knows which file it is the beginning of.
"""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

import orjson

from inset.errors import DiskFull, DownloadFailed, DownloadMismatch
from inset.own_files import is_own_file, open_to_append, open_to_create, open_to_read, read_own, sync_folder, told_of
from inset.words.sentences import sentence
from inset_build.download.wanted import WantedFile

_READ_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a file on a server. `total` is its size in bytes; None where the server does not say."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    total: int | None = None

    @property
    def validator(self) -> str | None:
        """What `If-Range` may carry: a strong ETag, else the date; a weak one will not do (RFC 9110 §13.1.5)."""
        if self.etag is not None and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified


class PartFile:
    """The part of one wanted file on disk.

    Args:
        folder: where the file and its part are; it exists.
        wanted: the file.
    """

    def __init__(self, folder: Path, wanted: WantedFile) -> None:
        self.target = folder / wanted.name
        self.part = folder / f"{wanted.name}.part"
        self.record = folder / f"{wanted.name}.origin"
        self.wanted = wanted
        self._file: BinaryIO | None = None
        self.size = 0

    def is_finished(self) -> bool:
        """Whether the whole file is there already, from this very URL, with the expected size and checksums."""
        known = self.known_version()
        if known is None or not is_own_file(self.target):
            return False
        if known.total is not None and self.target.stat().st_size != known.total:
            return False
        try:
            self.check(self.target)
        except DownloadMismatch:
            return False
        return True

    def known_version(self) -> Version | None:
        """The version that the record names; None without one, or when it is of another URL."""
        try:
            version = Version(**orjson.loads(read_own(self.record)))
        except (OSError, ValueError, TypeError):
            return None
        return version if version.url == self.wanted.url else None

    def resumable(self) -> tuple[int, Version] | None:
        """How many bytes are there and of which version; None when the download must start from the beginning."""
        version = self.known_version()
        if version is None or version.validator is None or not is_own_file(self.part):
            return None
        size = self.part.stat().st_size
        if size == 0 or (version.total is not None and size > version.total):
            return None
        return size, version

    def begin(self, offset: int, version: Version) -> None:
        """Open the part to continue at `offset` (0: the beginning) with bytes of this version.

        Raises:
            DiskFull, DownloadFailed: the disk refuses.
        """
        self.close()
        try:
            # Write the record before the part: a part that is newer than its record would be taken for the older
            # version. For the same reason remove a whole file of another version before both.
            self.target.unlink(missing_ok=True)
            if offset == 0:
                self.part.unlink(missing_ok=True)
            aside = self.record.with_name(f"{self.record.name}.new")
            aside.unlink(missing_ok=True)
            with told_of(aside), open_to_create(aside) as file:
                file.write(orjson.dumps(asdict(version)))
            aside.replace(self.record)
            self._file = open_to_append(self.part)
            self._file.truncate(offset)
        except OSError as error:
            raise _refused(error, self.part) from error
        self.size = offset

    def write(self, chunk: bytes) -> None:
        """Append bytes.

        Raises:
            DiskFull, DownloadFailed: the disk refuses.
        """
        assert self._file is not None
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _refused(error, self.part) from error
        self.size += len(chunk)

    def close(self) -> None:
        """Close the part and keep it, flushed to the disk, so that it can be resumed."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            with file:
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _refused(error, self.part) from error

    def discard(self) -> None:
        """Remove the part and its record."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
        self.part.unlink(missing_ok=True)
        self.record.unlink(missing_ok=True)
        self.size = 0

    def finish(self) -> Path:
        """Check the part and give it its final name, in one step that is on the disk when this returns.

        Raises:
            DownloadMismatch: it is not the expected file; the part is removed.
        """
        self.close()
        try:
            self.check(self.part)
        except DownloadMismatch:
            self.discard()
            raise
        try:
            self.part.replace(self.target)
            sync_folder(self.target.parent)
        except OSError as error:
            raise _refused(error, self.target) from error
        return self.target

    def check(self, path: Path) -> None:
        """Compare a file with the expected size and checksums.

        Raises:
            DownloadMismatch: size or checksum differ.
        """
        size = path.stat().st_size
        if self.wanted.bytes is not None and size != self.wanted.bytes:
            raise mismatch(self.wanted, sentence("download_bytes", size, self.wanted.bytes))
        for algorithm in ("sha256", "md5"):
            expected = getattr(self.wanted, algorithm)
            if expected is not None and (found := _digest(path, algorithm)) != expected:
                raise mismatch(self.wanted, sentence("download_sum", algorithm.upper(), found, expected))


def mismatch(wanted: WantedFile, what: str) -> DownloadMismatch:
    """The error for a file whose size or checksum is not the expected one."""
    return DownloadMismatch(
        sentence("download_not_it", wanted.url, what),
        hint=sentence("list_hint_replaced", wanted.by_hand),
    )


def _digest(path: Path, algorithm: str) -> str:
    # Some publishers state MD5 only. It is used to notice damage, not forgery.
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with open_to_read(path) as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _refused(error: OSError, path: Path) -> DiskFull | DownloadFailed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(sentence("download_full", path.parent))
    if error.errno == errno.EFBIG:
        return DiskFull(sentence("download_may_not_grow", path))
    return DownloadFailed(sentence("download_folder", path.parent, error))
