"""`inset` in a process of its own, with folders and a port of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.commands import Inset, free_port


@pytest.fixture
def inset(tmp_path: Path) -> Inset:
    return Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)
