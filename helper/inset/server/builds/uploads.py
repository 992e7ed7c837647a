"""Uploads: manifests that the owner sends, streamed to `<data>/uploads/<id>/<name>` and kept until they are built.

A file that is still arriving is in `<id>.part`, so that an incomplete one is never used. A file that was sent together
with its build stays there too, because no later call can name it. Both are removed when the helper starts. An upload
that is not built within a day is removed.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import secrets
import shutil
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TypedDict

from aiohttp import StreamReader

from inset.disk_space import RESERVE, require_space
from inset.errors import BadRequest, DiskFull, TooMany, UploadInUse, UploadUnknown
from inset.own_files import is_own_file, is_own_folder, make_own_folder, open_to_create
from inset.server.arriving import blocks_of
from inset.words.sentences import sentence

KEPT_SECONDS: Final = 24 * 3600.0
SWEEP_SECONDS: Final = 3600.0
MOST_UPLOADS: Final = 100
"""So many may wait to be built, or be arriving, at once."""

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)
_PART: Final = ".part"
_NOT_SAFE: Final = re.compile(r"[^\w .,()+=@-]")
_MAX_NAME_BYTES: Final = 120
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_LOG: Final = logging.getLogger("inset.server.uploads")


class UploadFacts(TypedDict):
    """A complete upload: its ID, its file name as it was made safe, and its size."""

    id: str
    file: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived completely. `folder` holds nothing else."""

    id: str
    folder: Path
    file: str
    bytes: int

    def facts(self) -> UploadFacts:
        """The JSON form."""
        return {"id": self.id, "file": self.file, "bytes": self.bytes}


class Uploads:
    """All uploads of one folder.

    Args:
        folder: `<data>/uploads`; made with the first upload.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._in_use: Counter[str] = Counter()

    async def receive(self, body: StreamReader, name: str, length: int | None, *, claim: bool = False) -> Upload:
        """Receive a file, and return it once it is complete; if that fails or is cancelled, nothing of it stays.

        Args:
            body: the bytes as they come; name: the sender's name for the file; length: in bytes, None if unknown.
            claim: claim it for the build that it was sent with; it is removed when released.

        Raises:
            DiskFull: there is no room for it; raised before the first byte if the length is known.
            TooMany: a hundred uploads wait to be built.
            BadRequest: it is empty, or stops arriving.
            ConnectionError: its sender has gone.
        """
        make_own_folder(self._folder)
        require_space(self._folder, length or 0, sentence("disk_for_upload"))
        self._check_room()
        upload_id, file = secrets.token_hex(8), safe_file_name(name)
        # Marked before the folder exists: `sweep` runs in another thread and must not remove it.
        self._in_use[upload_id] += 1
        part = self._folder / f"{upload_id}{_PART}"
        try:
            make_own_folder(part)
            with open_to_create(part / file) as target:
                size = await self._copy(body, target)
            folder = part if claim else part.rename(self._folder / upload_id)
        except BaseException as error:
            del self._in_use[upload_id]
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, part, ignore_errors=True))
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(sentence("disk_full", self._folder)) from error
            raise
        if not claim:
            del self._in_use[upload_id]
        return Upload(upload_id, folder, file, size)

    def _check_room(self) -> None:
        """Small files take room, too: a disk has a number of files that it can hold, and each waits for a day."""
        waiting = {path.name.removesuffix(_PART) for path in self._folder.iterdir()} | self._in_use.keys()
        if len(waiting) >= MOST_UPLOADS:
            raise TooMany(
                sentence("upload_waits", str(MOST_UPLOADS)),
                hint="An upload that is not built is removed after a day.",
            )

    async def _copy(self, body: StreamReader, target: BinaryIO) -> int:
        size = 0
        async for pieces in blocks_of(body):
            before, size = size, size + sum(map(len, pieces))
            await asyncio.to_thread(target.writelines, pieces)
            if before // RESERVE != size // RESERVE:
                require_space(self._folder, 0, sentence("disk_for_upload"))
        if not size:
            raise BadRequest(sentence("upload_empty"))
        return size

    def get(self, upload_id: str) -> Upload:
        """Return an upload.

        Raises:
            UploadUnknown: there is none of that ID, or it was removed.
        """
        folder = self._folder / upload_id
        files = list(folder.iterdir()) if _ID.fullmatch(upload_id) and is_own_folder(folder) else []
        if len(files) != 1 or not is_own_file(files[0]):
            raise UploadUnknown(sentence("upload_gone"))
        return Upload(upload_id, folder, files[0].name, files[0].stat().st_size)

    def claim(self, upload_id: str) -> Upload:
        """Return an upload that must stay until it is released; raises as `get` does."""
        upload = self.get(upload_id)
        self._in_use[upload_id] += 1
        return upload

    async def release(self, upload: Upload, *, remove: bool) -> None:
        """End one claim of an upload. With `remove` the upload is removed once nobody else claims it.

        An upload that came with its build is removed in any case.
        """
        self._in_use[upload.id] -= 1
        if not self._in_use[upload.id]:
            del self._in_use[upload.id]
            if remove or upload.folder.suffix == _PART:
                await asyncio.to_thread(shutil.rmtree, upload.folder, ignore_errors=True)

    async def remove(self, upload_id: str) -> None:
        """Remove an upload.

        Raises:
            UploadUnknown: there is none of that ID.
            UploadInUse: it is being built or waits for it.
        """
        upload = self.get(upload_id)
        if upload_id in self._in_use:
            raise UploadInUse("Cancel the build first: the upload is in use.")
        await asyncio.to_thread(shutil.rmtree, upload.folder, ignore_errors=True)

    def sweep(self, *, at_start: bool = False) -> None:
        """Remove what is older than a day and not in use; at the start also what was still arriving. Uses the disk."""
        for folder in list(self._folder.iterdir()) if self._folder.is_dir() else []:
            old = time.time() - folder.stat().st_mtime > KEPT_SECONDS
            is_upload = _ID.fullmatch(folder.name.removesuffix(_PART)) is not None
            broken_off = at_start and folder.suffix == _PART
            if is_upload and (old or broken_off) and folder.name.removesuffix(_PART) not in self._in_use:
                _LOG.info("upload swept")
                shutil.rmtree(folder, ignore_errors=True)

    async def keep_swept(self) -> None:
        """Sweep every hour, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await asyncio.to_thread(self.sweep)


def safe_file_name(name: str) -> str:
    """Return a name like this one that is valid on every system: without folders and wildcards, and not hidden.

    The ending stays, because readers are recognised by it.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    safe = _NOT_SAFE.sub("_", last).strip(" .").lstrip("-.")
    while len(safe.encode()) > _MAX_NAME_BYTES:
        safe = safe[1:]
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    return safe.strip(" .").lstrip("-.") or "manifest"
