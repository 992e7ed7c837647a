"""`inset service` on a system without a service manager: it says so, and leaves nothing behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from support.command_line.commands import Inset

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other managers")


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in a system without systemctl."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


def test_install_says_what_to_do_instead(inset: Inset, nowhere: Path) -> None:
    ran = inset("service", "install")
    assert ran.status == 1
    assert "run `inset serve` in a terminal: this system has no systemctl" in ran.err
    assert not (nowhere / ".config").exists()


def test_status_tells_and_fails(inset: Inset, nowhere: Path) -> None:
    ran = inset("service", "status", "--json")
    assert ran.status == 1
    assert (ran.json["installed"], ran.json["running"], ran.json["answers"]) == (False, None, False)


def test_uninstall_stops_a_helper_and_removes_its_log(inset: Inset, nowhere: Path) -> None:
    inset("build", "--sample")
    old = inset.home / "log"
    old.mkdir()
    for name in ("helper.log", "helper.log.1", "mine.txt"):
        (old / name).touch()
    with inset.serving() as process:
        ran = inset("service", "uninstall", "--json")
        assert process.wait(timeout=60) == 0
    assert ran.status == 0
    assert ran.json["uninstalled"] is False
    assert ran.json["left"]["datasets"] == str(inset.home / "data")
    assert [path.name for path in old.iterdir()] == ["mine.txt"]
    assert inset("lookup", "990000000001").status == 0


def test_what_a_killed_helper_left_is_removed(inset: Inset, nowhere: Path) -> None:
    with inset.serving() as process:
        process.kill()
        process.wait()
    state_file = inset.home / "state" / "helper.json"
    assert state_file.exists()
    ran = inset("service", "uninstall")
    assert ran.status == 0
    assert not state_file.exists()
