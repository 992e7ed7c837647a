"""Replace a file so that a power cut leaves either the old content or the new one, never a part of it."""

from __future__ import annotations

import os
from pathlib import Path

from inset.own_files import FILE_MODE, told_of


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


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries, so that a rename survives a power cut. Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
