"""Whether mapped files are in memory: yes only if the system says so of every page; and bringing back what is not."""

from __future__ import annotations

import ctypes
import mmap
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from inset.index import residency
from inset.index.residency import MOST_BROUGHT_BACK, are_resident, bring_back

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what is in memory")

POPULATE, WILL_NEED = 22, 3
STEP: Final = 1 << 20


def _filled(path: Path, size: int) -> memoryview:
    """A new file, mapped."""
    path.write_bytes(b"\1" * size)
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


class System:
    """Stands for the system's two calls.

    Attributes:
        told: what it says of the pages of each area, cut to them; status: what `mincore` returns.
        refused: advice that it does not know; advised: what it was told, by advice, and of how many bytes.
    """

    def __init__(self) -> None:
        self.told = b"\1"
        self.status = 0
        self.refused: set[int] = set()
        self.advised: list[tuple[int, int]] = []

    def mincore(self, start: Any, length: Any, into: Any) -> int:
        assert start.value % mmap.PAGESIZE == 0
        pages = -(-length.value // mmap.PAGESIZE)
        ctypes.memmove(into, (self.told * pages)[:pages], pages)
        return self.status

    def madvise(self, start: Any, length: Any, advice: int) -> int:
        assert start.value % mmap.PAGESIZE == 0
        if advice in self.refused:
            return -1
        self.advised.append((advice, length.value))
        return 0


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    made = System()
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: made)
    monkeypatch.setattr(sys, "platform", "linux")
    return made


@pytest.fixture(autouse=True)
def available(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the system says of its memory: a gigabyte is to be had."""
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:  9 kB\nMemAvailable:    1048576 kB\n", encoding="ascii")
    monkeypatch.setattr(residency, "_MEMORY", told)
    return told


def test_what_was_just_written_is_in_memory(tmp_path: Path) -> None:
    assert are_resident([_filled(tmp_path / "first", 100_000), _filled(tmp_path / "second", 1)])
    assert are_resident([])


def test_nothing_keeps_nobody_waiting(tmp_path: Path) -> None:
    assert are_resident([memoryview(b"")])
    assert are_resident([memoryview(b""), _filled(tmp_path / "full", 1)])
    assert bring_back([memoryview(b"")])


def test_one_page_that_is_not_in_memory_is_enough(tmp_path: Path, system: System) -> None:
    file = _filled(tmp_path / "file", 3 * mmap.PAGESIZE)
    assert are_resident([file])
    system.told = b"\xff"
    assert are_resident([file])
    system.told = b"\1\xfe\1"  # only the lowest bit counts
    assert not are_resident([file])


def test_every_part_of_a_large_file_is_looked_at(tmp_path: Path, system: System) -> None:
    file = _filled(tmp_path / "file", 2 * STEP + 1)
    assert are_resident([file[100:]])  # from within a page, as a part of a file is
    assert bring_back([file[100:]])
    assert [size for _, size in system.advised] == [STEP, STEP, 1]


def test_who_is_not_told_takes_it_for_not_in_memory(
    tmp_path: Path, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _filled(tmp_path / "file", 3)
    system.status = -1
    assert not are_resident([file])
    assert not bring_back([file])
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())
    assert not are_resident([file])
    assert not bring_back([file])
    monkeypatch.setattr(sys, "platform", "win32")
    assert not are_resident([file])
    assert not bring_back([file])


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to forget what it read of a file")
def test_what_was_taken_out_of_memory_is_read_again(tmp_path: Path) -> None:
    file = _filled(tmp_path / "file", 5 * STEP // 2)
    with (tmp_path / "file").open("rb") as opened:
        os.fsync(opened.fileno())
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    if are_resident([file]):
        pytest.skip("this file system keeps it all the same")
    assert bring_back([file])
    assert are_resident([file])


def test_an_older_linux_is_asked_to_read_it_soon(tmp_path: Path, system: System) -> None:
    file = _filled(tmp_path / "file", STEP + 1)
    system.refused = {POPULATE}
    assert bring_back([file])
    assert [advice for advice, _ in system.advised] == [WILL_NEED, WILL_NEED]
    system.refused = {POPULATE, WILL_NEED}
    assert not bring_back([file])


def test_no_more_is_read_at_a_time_than_was_said(tmp_path: Path, system: System) -> None:
    system.told = b"\0"
    file = _filled(tmp_path / "file", MOST_BROUGHT_BACK + STEP)
    assert not bring_back([file])
    assert sum(size for _, size in system.advised) == MOST_BROUGHT_BACK
    system.advised.clear()
    system.told = b"\1"
    assert bring_back([file])
    assert sum(size for _, size in system.advised) == MOST_BROUGHT_BACK + STEP


def test_nothing_is_read_where_memory_is_short(tmp_path: Path, system: System, available: Path) -> None:
    file = _filled(tmp_path / "file", 2 << 20)
    available.write_text("MemAvailable: 4096 kB\n", encoding="ascii")
    assert bring_back([file])
    available.write_text("MemAvailable: 4095 kB\n", encoding="ascii")
    system.advised.clear()
    assert not bring_back([file])
    assert not system.advised
    for nonsense in ("MemAvailable: some kB\n", "MemAvailable:\n", "MemTotal: 5 kB\n", ""):
        available.write_text(nonsense, encoding="ascii")
        assert bring_back([file])
    available.unlink()
    assert bring_back([file])
