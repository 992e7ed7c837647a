"""Whether the system has mapped files in memory, so that reading them waits for no disk; and bringing them back.

Some systems take the pages of a file out of memory although there is room, first of all those that no process has in
its own table of pages. So a library that is asked is put into ours, and what was taken is read again. Everything here
gives up the interpreter's lock while the system works, which a loop that touches each page would not.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import ctypes

MOST_BROUGHT_BACK: Final = 64 << 20
"""Bytes that are read from the disk at a time; while there is more to read, look-ups get threads."""

_STEP: Final = 1 << 20
"""Bytes of a file that are looked at together."""
_POPULATE_READ: Final = 22
"""Linux's MADV_POPULATE_READ, since 5.14: read what is missing, and put all of it into the process's table of pages. A
sector that cannot be read is an error, where a touch would end the process."""
_WILL_NEED: Final = 3
"""MADV_WILLNEED of every other system: read it soon."""
_HELD_BY_LOWEST_BIT: Final = bytes(octet & 1 for octet in range(256))
_MEMORY: Final = Path("/proc/meminfo")


def are_resident(mapped: Iterable[memoryview]) -> bool:
    """Whether every page of these mapped files is in memory now. Some milliseconds a gigabyte; reads nothing.

    False where the system does not tell (Windows).
    """
    if sys.platform == "win32":
        return False
    try:
        tell = _Telling()
        return not any(tell.missing(*area) for each in mapped for area in _areas(each))
    except (OSError, AttributeError):
        return False


def bring_back(mapped: Iterable[memoryview]) -> bool:
    """Put these mapped files into the process's table of pages, and read what is missing, `MOST_BROUGHT_BACK` at most.

    Where they are more than half of the memory that the system has available nothing is done: it needs that more.

    Returns:
        Whether all of it should be in memory now; ask `are_resident` again before you rely on it.
    """
    if sys.platform == "win32":
        return False
    files = list(mapped)
    if 2 * sum(each.nbytes for each in files) > _available():
        return False
    left = MOST_BROUGHT_BACK
    try:
        tell = _Telling()
        for each in files:
            for area in _areas(each):
                left -= tell.missing(*area) * mmap.PAGESIZE
                if left < 0:
                    return False
                tell.populate(*area)
    except (OSError, AttributeError):
        return False
    return True


class _Telling:
    """The two calls of the system, with room for what they tell."""

    def __init__(self) -> None:
        import ctypes

        system = ctypes.CDLL(None, use_errno=True)
        self._mincore: Callable[..., int] = system.mincore  # some systems have none
        self._madvise: Callable[..., int] = system.madvise
        self._told = (ctypes.c_char * (_STEP // mmap.PAGESIZE))()
        self._advice = _POPULATE_READ if sys.platform == "linux" else _WILL_NEED
        self._pointer, self._size = ctypes.c_void_p, ctypes.c_size_t

    def missing(self, start: int, size: int) -> int:
        """How many pages of `size` bytes, a step at most, are not in memory.

        Raises:
            OSError: the system does not tell.
        """
        if self._mincore(self._pointer(start), self._size(size), self._told):
            raise OSError("the system does not tell")
        pages = -(-size // mmap.PAGESIZE)
        return self._told.raw[:pages].translate(_HELD_BY_LOWEST_BIT).count(0)

    def populate(self, start: int, size: int) -> None:
        """Put them into the process's table of pages.

        Raises:
            OSError: the system does not read them.
        """
        if self._madvise(self._pointer(start), self._size(size), self._advice):
            self._advice = _WILL_NEED  # an older Linux
            if self._madvise(self._pointer(start), self._size(size), self._advice):
                raise OSError("the system does not read it")


def _areas(mapped: memoryview) -> Iterator[tuple[int, int]]:
    """Where a mapping lies, in parts that begin with a page: address and bytes of each."""
    if not mapped.nbytes:
        return  # nothing to wait for
    start = _address(mapped)
    end = start + mapped.nbytes
    start -= start % mmap.PAGESIZE
    for at in range(start, end, _STEP):
        yield at, min(_STEP, end - at)


def _address(mapped: memoryview) -> int:
    """Where it begins in memory; without NumPy, which a small library does not need."""
    import ctypes

    view = _py_buffer()()
    found = ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(mapped), ctypes.byref(view), 0)
    assert found == 0
    address: int = view.buf
    ctypes.pythonapi.PyBuffer_Release(ctypes.byref(view))
    return address


@cache
def _py_buffer() -> type[ctypes.Structure]:
    """Python's own structure of that name."""
    import ctypes

    class PyBuffer(ctypes.Structure):
        _fields_ = (
            ("buf", ctypes.c_void_p),
            ("obj", ctypes.py_object),
            ("len", ctypes.c_ssize_t),
            ("itemsize", ctypes.c_ssize_t),
            ("readonly", ctypes.c_int),
            ("ndim", ctypes.c_int),
            ("format", ctypes.c_char_p),
            ("shape", ctypes.c_void_p),
            ("strides", ctypes.c_void_p),
            ("suboffsets", ctypes.c_void_p),
            ("internal", ctypes.c_void_p),
        )

    return PyBuffer


def _available() -> float:
    """Bytes of memory that programs can have without others being put aside; without end where nobody tells."""
    try:
        for line in _MEMORY.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024.0
    except (OSError, ValueError, IndexError):
        pass
    return float("inf")
