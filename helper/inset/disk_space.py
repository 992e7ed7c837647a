"""Check for room on the disk before anything large is written, so that it does not fail halfway."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from inset.errors import DiskFull
from inset.words.sentences import sentence

RESERVE: Final = 64_000_000
"""Bytes that are left free on the disk for other programs."""


def free_space(folder: Path) -> int:
    """Bytes that this person may still write on the disk of a folder."""
    return shutil.disk_usage(folder).free


def require_space(folder: Path, needed: int, what: str, *, free: Callable[[Path], int] = free_space) -> None:
    """Make sure that there is room for `needed` bytes more.

    Args:
        what: what needs the room, for the message, such as "the download".
        free: returns the free bytes of a folder's disk; replaced in tests.

    Raises:
        DiskFull: there is not enough room.
    """
    left = free(folder)
    if left < needed + RESERVE:
        raise DiskFull(sentence("disk_needs", folder, what, math.ceil((needed + RESERVE) / 1000000.0), left // 1000000))
