"""A publisher's files on their way here: kept under their hash, gone on with after a break, and checked when whole."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Final

from tuf.api.metadata import TargetFile

from inset.errors import PublisherRefused
from inset.own_files import is_own_file, open_to_append, open_to_read, remove_own_folder
from inset.words.sentences import sentence
from inset_build.pack.fetch import Fetcher, OnBytes
from inset_build.pack.layout import TARGETS_FOLDER, place_of

_READ_BYTES: Final = 1 << 20


class Arrivals:
    """What one publisher offers, as far as it has arrived.

    Args:
        folder: where it is kept, under its hash, never under a name of the publisher's.
        address: of the repository; fetcher: what fetches; on_bytes: told how far a file is.
    """

    def __init__(self, folder: Path, address: str, fetcher: Fetcher, on_bytes: OnBytes) -> None:
        self._folder = folder
        self._address = address
        self._fetcher = fetcher
        self._on_bytes = on_bytes

    def place(self, target: TargetFile) -> Path:
        """Where a file is once it is whole."""
        return self._folder / f"{target.hashes['sha256']}{PurePosixPath(target.path).suffix}"

    def left(self, target: TargetFile) -> int:
        """How many bytes of a file are still to come, if what is there is right."""
        if is_own_file(self.place(target)):
            return 0
        part = self._part(target)
        return max(target.length - (part.stat().st_size if is_own_file(part) else 0), 0)

    def fetch(self, target: TargetFile) -> Path:
        """The file, whole and checked.

        Raises:
            PublisherRefused: the server gives another one.
            DownloadFailed, DiskFull: it did not arrive; what has arrived is kept.
        """
        part, whole = self._part(target), self.place(target)
        url = f"{self._address}{TARGETS_FOLDER}/{place_of(target)}"
        begun = part.exists()
        while not (whole.exists() and _is_whole(whole, target)):
            whole.unlink(missing_ok=True)
            self._fetcher.download_pack(url, part, target.length, self._on_bytes)
            if _is_whole(part, target):
                part.replace(whole)
                break
            part.unlink(missing_ok=True)
            if not begun:
                raise PublisherRefused(sentence("publisher_other_pack", url))
            begun = False  # the part from before was perhaps to blame: once more, from the beginning
        return whole

    def give_up(self, target: TargetFile) -> None:
        """Remove a file that is of no use, and remember that it is not to be fetched again while it is wanted."""
        open_to_append(self._useless(target)).close()
        self.place(target).unlink(missing_ok=True)

    def is_given_up(self, target: TargetFile) -> bool:
        """Whether it was of no use when it was here."""
        return is_own_file(self._useless(target))

    def sweep(self, wanted: set[str]) -> None:
        """Remove what has arrived of files of other hashes than these, and what was made beside them."""
        for path in self._folder.iterdir():
            if path.is_dir():
                remove_own_folder(path)
            elif path.stem not in wanted:
                path.unlink(missing_ok=True)

    def _part(self, target: TargetFile) -> Path:
        return self._folder / f"{target.hashes['sha256']}.part"

    def _useless(self, target: TargetFile) -> Path:
        return self._folder / f"{target.hashes['sha256']}.useless"


def _is_whole(path: Path, target: TargetFile) -> bool:
    digest, size = hashlib.sha256(), 0
    with open_to_read(path) as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return size == target.length and digest.hexdigest() == target.hashes["sha256"]
