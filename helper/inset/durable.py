"""Replace a file so that a power cut leaves either the old content or the new one, never a part of it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.own_files import FILE_MODE, is_own_file, sync_folder, told_of

_NEW_SECONDS: Final = 60.0
"""Replacing a file takes about a thousandth of a second. The clock may have jumped meanwhile, either way."""


def replace_file(path: Path, content: bytes, *, mode: int = FILE_MODE) -> None:
    """Replace `path` by `content` in one step, and have it on disk before returning.

    The caller must hold a lock: the new content is first written under one fixed name, which the next call removes if
    this one was killed.

    Args:
        mode: of the new file; the umask applies.

    Raises:
        OSError: the disk refuses; what was there is unchanged.
    """
    aside = path.with_name(f".{path.name}.new")
    with told_of(path):
        aside.unlink(missing_ok=True)
        # O_EXCL: fail if something, such as a link, has appeared here, instead of writing into what is not ours.
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def left_aside(folder: Path) -> list[Path]:
    """New contents, in a folder and below, that killed processes did not put in place.

    The next replacement does not need them. Young ones are left out: somebody may be about to put them in place.
    """
    found: list[Path] = []
    for path in sorted(folder.rglob(".*.new")):
        with suppress(OSError):
            if is_own_file(path) and not is_young(path):
                found.append(path)
    return found


def is_young(path: Path) -> bool:
    """Whether a file was written so lately that whoever wrote it may be about to go on.

    Raises:
        OSError: it is not there any more.
    """
    return abs(time.time() - path.lstat().st_mtime) <= _NEW_SECONDS
