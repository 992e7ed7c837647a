"""A worker's memory: what it has freed it keeps for what it needs next.

Dask starts its workers with `MALLOC_TRIM_THRESHOLD_`, so that they give freed memory back at once. That has a side
effect in glibc: every array of more than 128 kB is asked of the system anew, which fills each of its pages with zeros
first. Inset's tasks make and free such arrays many thousand times, and a worker that made slices of a filter spent half
of its processor's time with that (docs/SCALE.md). See mallopt(3).
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
"""`M_TRIM_THRESHOLD` and `M_MMAP_THRESHOLD` of malloc.h."""

_ASKED_ANEW: Final = 32 << 20
"""Bytes from which on an array is asked of the system by itself, and given back: the most that glibc allows."""

_KEPT: Final = 128 << 20
"""Freed bytes that a worker keeps at most."""


@cache
def keep_freed_memory() -> None:
    """Let this process keep what it frees; once is enough. Does nothing where the C library is not glibc."""
    if sys.platform != "linux":
        return
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_MMAP_THRESHOLD, _ASKED_ANEW)
        mallopt(_TRIM_THRESHOLD, _KEPT)
