"""Real disks that are small or read-only, for tests that run as root on Linux."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def can_mount() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    # In a mount namespace of its own, so that nothing is left mounted.
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False, timeout=30
    )
    return tried.returncode == 0


mounting = pytest.mark.skipif(not can_mount(), reason="only root on Linux can mount a small disk")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Mount a tmpfs of a size such as `3m` on a new folder; unmounted at the end."""
    folder.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "inset", folder], check=True, timeout=30)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True, timeout=30)


def fill(folder: Path, leave: int = 0) -> Path:
    """Fill a disk but for so many bytes; the file that fills it is returned."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        file.truncate(max(file.tell() - leave, 0))
    return path


def remount(folder: Path, *, writable: bool) -> None:
    """Make it read-only, or writable again."""
    words = ["mount", "-o", f"remount,{'rw' if writable else 'ro'}", str(folder)]
    subprocess.run(words, check=True, timeout=30)
