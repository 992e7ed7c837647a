"""Whether files are in memory: yes only if the system says so of every page."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inset.index.residency import are_resident

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what is in memory")


def _filled(path: Path, size: int) -> Path:
    path.write_bytes(b"\1" * size)
    return path


def _telling(monkeypatch: pytest.MonkeyPatch, told: bytes, status: int = 0) -> None:
    """Let the system say this of the pages of every file."""

    def mincore(_start: object, _length: object, into: Any) -> int:
        ctypes.memmove(into, told, len(told))
        return status

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(mincore=mincore))


def test_what_was_just_written_is_in_memory(tmp_path: Path) -> None:
    assert are_resident([_filled(tmp_path / "first", 100_000), _filled(tmp_path / "second", 1)])
    assert are_resident([])


def test_an_empty_file_keeps_nobody_waiting(tmp_path: Path) -> None:
    empty = _filled(tmp_path / "empty", 0)
    assert are_resident([empty])
    assert are_resident([empty, _filled(tmp_path / "full", 1)])


def test_one_page_that_is_not_in_memory_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _filled(tmp_path / "file", 3)
    _telling(monkeypatch, b"\1")
    assert are_resident([file])
    _telling(monkeypatch, b"\xfe")  # only the lowest bit counts
    assert not are_resident([file])


def test_who_is_not_told_takes_it_for_not_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _filled(tmp_path / "file", 3)
    assert not are_resident([file, tmp_path / "missing"])
    _telling(monkeypatch, b"\1", status=-1)
    assert not are_resident([file])
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())
    assert not are_resident([file])
    monkeypatch.setattr(sys, "platform", "win32")
    assert not are_resident([file])
