"""Writing so that a power cut leaves the old file or the new one, and never half of either."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Replace `path` by `content` in one step, and have it on disk before returning.

    Hold a lock meanwhile: the file is written aside under one name, so that whoever was killed there leaves no more
    than what the next one clears away.

    Args:
        mode: of the file, less what the umask takes away.
    """
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    # O_EXCL: whoever put something at this name beforehand makes us fail instead of writing into their file.
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
