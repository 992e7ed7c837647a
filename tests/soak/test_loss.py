"""The short forms of what `make soak` does to find a loss."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from soak.figures import Budget
from soak.loss.at_once import at_once
from soak.loss.attacked import GATE
from soak.loss.clocks import clocks
from soak.loss.followed import BACK, followed
from soak.loss.full_disk import full_disk
from soak.loss.full_steps import full_steps
from soak.loss.kills import kills
from soak.loss.power import power
from soak.loss.random_kills import random_kills

if sys.platform != "linux":
    pytest.skip("the campaign needs Linux's signals and /proc", allow_module_level=True)

pytestmark = pytest.mark.slow


def test_killed_commands_lose_nothing(tmp_path: Path) -> None:
    figures = kills(Budget(0), tmp_path, every=40)
    assert figures.faults == []
    assert figures.counts.total() >= 8


def test_killed_writers_of_the_gate_lose_nothing(tmp_path: Path) -> None:
    """Also between the gate and what it is written for, and where nothing is left that it could cover."""
    figures = kills(Budget(0), tmp_path, only=("build", "remove"), at=rf"(rename|remove) .*{GATE}")
    assert figures.faults == []
    attacked = {what for what in figures.counts if GATE in what}
    named = ["remove .new", "rename .new", "remove -N", "remove .lock"]
    steps = [name.replace(" ", " data/datasets/.gate") for name in named]
    assert attacked == {f"of all these, before {step}" for step in steps}


def test_a_killed_unpacking_loses_nothing(tmp_path: Path) -> None:
    figures = kills(Budget(0), tmp_path, every=25, only=("unpack", "first unpack"), at="")
    assert figures.faults == []
    assert figures.counts.total() >= 4


def test_commands_killed_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    figures = random_kills(Budget(0), tmp_path, least=3)
    assert figures.faults == []
    assert figures.counts["helpers that were started afterwards, and asked about all photos"] == 3


@pytest.mark.parametrize("command", ["first build", "first unpack", "remove", "pair", "forget watch", "forget check"])
def test_a_power_cut_at_any_step_loses_nothing(tmp_path: Path, command: str) -> None:
    figures = power(Budget(0), tmp_path, only=command)
    assert figures.faults == []
    assert figures.counts["of all these, different disks"] >= 3


def test_a_disk_that_fills_up_loses_nothing(tmp_path: Path) -> None:
    figures = full_disk(Budget(0), tmp_path, only="build", step=2000, pages=4, least=2)
    assert figures.faults == []
    assert figures.counts["limits under which `inset build` (build) failed"] >= 4
    assert figures.counts["limits under which `inset build` (build) was done"] >= 1


def test_a_gate_for_which_there_is_no_room_loses_nothing(tmp_path: Path) -> None:
    figures = full_steps(Budget(0), tmp_path, only=["build"], at=rf"rename .*{GATE}")
    assert figures.faults == []
    for how in ("and from then on", "and not afterwards"):
        assert figures.counts[f"of all these, at rename data/datasets/.gate.new {how}"] == 1


def test_a_disk_that_fills_up_while_a_delta_is_followed_loses_nothing(tmp_path: Path) -> None:
    figures = full_steps(Budget(0), tmp_path, only=["follow"], at=r"open .*\.insetpack$|rename .*\.insetpack$")
    assert figures.faults == []
    assert figures.counts.total() >= 2


def test_a_disk_that_fills_up_while_a_pack_is_unpacked_loses_nothing(tmp_path: Path) -> None:
    figures = full_steps(Budget(0), tmp_path, only=["unpack"], at=r"open .*/photos\.ids|rename .*/\.CURRENT")
    assert figures.faults == []
    assert figures.counts["limits under which `inset unpack` (unpack) failed"] >= 2


def test_following_through_what_may_happen_on_the_way_loses_nothing(tmp_path: Path) -> None:
    rounds = [("the connection breaks", ""), ("newer versions come meanwhile", ", killed"), (BACK, "")]
    figures = followed(Budget(0), tmp_path, only=rounds, seed=5)
    assert figures.faults == []
    assert figures.counts.total() >= 2 * len(rounds)


def test_clocks_that_jump_lose_nothing(tmp_path: Path) -> None:
    figures = clocks(Budget(0), tmp_path)
    assert figures.faults == []
    assert figures.counts["look-ups after a jump of the clock under a running helper"] == 7


def test_two_of_everything_at_once_lose_nothing(tmp_path: Path) -> None:
    figures = at_once(Budget(0), tmp_path)
    assert figures.faults == []
    assert len(figures.counts) >= 5
