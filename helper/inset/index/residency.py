"""Whether the system has a file in memory, so that reading what is mapped of it waits for no disk."""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from inset.own_files import open_to_read


def are_resident(paths: Iterable[Path]) -> bool:
    """Whether every page of these files is in memory now. Some milliseconds a gigabyte; reads nothing.

    False where the system does not tell (Windows) and where a file cannot be opened.
    """
    if sys.platform == "win32":
        return False
    try:
        return all(map(_is_resident, paths))
    except (OSError, AttributeError):
        return False


def _is_resident(path: Path) -> bool:
    import ctypes

    import numpy as np

    mincore = ctypes.CDLL(None, use_errno=True).mincore  # first, because some systems have none
    with open_to_read(path) as file:
        if not os.fstat(file.fileno()).st_size:
            return True  # nothing to wait for, and nothing that could be mapped
        mapping = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    with mapping as mapped:
        octets = np.frombuffer(mapped, dtype=np.uint8)
        pages = -(-len(mapped) // mmap.PAGESIZE)
        told = np.zeros(pages, dtype=np.uint8)
        failed = mincore(
            ctypes.c_void_p(octets.ctypes.data), ctypes.c_size_t(len(mapped)), ctypes.c_void_p(told.ctypes.data)
        )
        del octets  # or the mapping cannot be closed
        return not failed and bool((told & 1).all())
