"""systemd: the unit against systemd's own parser, and installing with a `systemctl` that fails or kills."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inset.errors import ServiceFailed
from inset.paths import find_paths
from inset.service.plan import Plan, make_plan
from inset.service.systemd import Systemd

GOLDEN = Path(__file__).parent / "golden"
PLAN = Plan(
    command=("/home/anna/.local/pipx/venvs/inset/bin/python", "-P", "-m", "inset", "serve", "--log-to", "file"),
    environment={"INSET_HOME": "/home/anna/my photos", "INSET_PORT": "47000"},
    log=Path("/home/anna/.local/state/inset/log"),
)
STEPS = 4
"""Calls of systemctl in an installation: can it be reached, daemon-reload, enable, restart."""

# Does to the files what systemctl does, and at the call numbered $INSET_FAIL_AT what $INSET_FAIL_HOW says.
SYSTEMCTL = """#!/bin/sh
calls=$(cat "$INSET_CALLS" 2>/dev/null || echo 0); calls=$((calls + 1)); echo $calls > "$INSET_CALLS"
if [ $calls = "$INSET_FAIL_AT" ]; then
  [ "$INSET_FAIL_HOW" = kill ] && kill -9 $PPID
  echo "refused" >&2; exit 1
fi
units="$XDG_CONFIG_HOME/systemd/user"
case "$*" in
  *disable*) rm -f "$units/default.target.wants/inset.service" ;;
  *enable*) mkdir -p "$units/default.target.wants"
            ln -sf "$units/inset.service" "$units/default.target.wants/inset.service" ;;
esac
"""


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of units, and a systemctl that knows no systemd."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "systemctl").write_text(SYSTEMCTL)
    (programs / "systemctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("INSET_CALLS", str(tmp_path / "calls"))
    folder = tmp_path / "config" / "systemd" / "user"
    folder.mkdir(parents=True)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.rglob("*") if not entry.is_dir() or entry.is_symlink())


def interrupt() -> None:
    raise KeyboardInterrupt


def test_the_unit() -> None:
    assert Systemd(Path("/x")).definition(PLAN) == (GOLDEN / "inset.service").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["plain", "100% of $HOME; ümläut"])
def test_systemd_accepts_the_unit(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "python").symlink_to(sys.executable)
    home = f"{folder}/\"quoted\" back\\slash 'x'"
    plan = Plan(command=(str(folder / "python"), *PLAN.command[1:]), environment={"INSET_HOME": home})
    unit = tmp_path / "inset.service"
    unit.write_text(Systemd(tmp_path).definition(plan))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # It tells of other units of the system as well.
    assert [line for line in done.stderr.splitlines() if "inset" in line] == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("character", ['"', "'", "\\", "\n"])
def test_a_program_that_systemd_would_refuse(units: Path, character: str) -> None:
    with pytest.raises(ServiceFailed, match="Install Inset in a folder without quotes"):
        Systemd().install(Plan(command=(f"/home/{character}/python",)), lambda: None)
    assert files(units) == []


def test_install_and_uninstall(units: Path) -> None:
    service = Systemd()
    assert not service.status().installed
    service.install(PLAN, lambda: None)
    assert service.status().installed
    assert service.status().enabled
    assert service.uninstall()
    assert not service.uninstall()
    assert files(units) == []


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_a_refused_installation_leaves_nothing(units: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setenv("INSET_FAIL_AT", str(step))
    with pytest.raises(ServiceFailed, match="Log in at this computer") as caught:
        Systemd().install(PLAN, lambda: None)
    assert caught.value.hint == "refused"
    assert files(units) == []


def test_an_interrupted_installation_leaves_nothing(units: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        Systemd().install(PLAN, interrupt)
    assert files(units) == []


@pytest.mark.parametrize("step", range(2, STEPS + 1))
def test_a_failed_renewal_keeps_the_old_service(units: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    service = Systemd()
    service.install(PLAN, lambda: None)
    before = service.file.read_text()
    monkeypatch.setenv("INSET_FAIL_AT", str(STEPS + step))
    with pytest.raises(ServiceFailed):
        service.install(Plan(command=("/other", "serve")), lambda: None)
    assert service.file.read_text() == before
    assert service.status().enabled


@pytest.mark.parametrize("step", range(1, STEPS + 1))
@pytest.mark.parametrize("then", ["install", "uninstall"])
def test_a_killed_installation_can_be_finished_or_undone(units: Path, step: int, then: str) -> None:
    code = f"""
from pathlib import Path
from inset.service.plan import Plan
from inset.service.systemd import Systemd
Systemd().install(Plan(command={PLAN.command!r}, environment={dict(PLAN.environment)!r}), lambda: None)
"""
    environ = {**os.environ, "INSET_FAIL_AT": str(step), "INSET_FAIL_HOW": "kill"}
    assert subprocess.run([sys.executable, "-c", code], env=environ, check=False).returncode == -9
    service = Systemd()
    if then == "install":
        service.install(PLAN, lambda: None)
        assert files(units) == ["inset.service", "inset.service"]  # the unit and the link to it
        assert service.file.read_text() == (GOLDEN / "inset.service").read_text()
        assert service.status().enabled
    else:
        service.uninstall()
        assert files(units) == []


def test_without_systemd_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    service = Systemd(tmp_path / "units")
    with pytest.raises(ServiceFailed, match=r"run `inset serve` in a terminal: this system has no systemctl"):
        service.install(PLAN, lambda: None)
    assert not (tmp_path / "units").exists()
    status = service.status()
    assert status.running is None
    assert "no systemctl" in status.detail
    assert not service.uninstall()


def test_the_plan_serves_with_this_installation_and_these_folders(tmp_path: Path) -> None:
    environ = {"INSET_HOME": "~/inset", "INSET_PORT": "47000", "XDG_DATA_HOME": "", "SECRET": "x"}
    plan = make_plan(find_paths(environ), environ)
    assert plan.command[0] == sys.executable
    assert plan.environment == {"INSET_HOME": str(Path.home() / "inset"), "INSET_PORT": "47000"}
    assert plan.log == Path.home() / "inset" / "log"
