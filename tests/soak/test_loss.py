"""The short forms of what `make soak` does to find a loss."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from soak.figures import Budget
from soak.loss.kills import kills
from soak.loss.power import power

if sys.platform != "linux":
    pytest.skip("the campaign needs Linux's signals and /proc", allow_module_level=True)


def test_killed_commands_lose_nothing(tmp_path: Path) -> None:
    figures = kills(Budget(0), tmp_path, every=40)
    assert figures.faults == []
    assert figures.counts.total() >= 8


@pytest.mark.parametrize("command", ["first build", "remove", "pair"])
def test_a_power_cut_at_any_step_loses_nothing(tmp_path: Path, command: str) -> None:
    figures = power(Budget(0), tmp_path, only=command)
    assert figures.faults == []
    assert figures.counts["of all these, different disks"] > 3
