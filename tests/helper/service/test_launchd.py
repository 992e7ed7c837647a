"""launchd: the agent as a golden file, and the commands with a `launchctl` that writes down what it is asked."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path

import pytest

from inset.errors import ServiceFailed
from inset.service.launchd import Launchd
from inset.service.plan import Plan

GOLDEN = Path(__file__).parent / "golden"
PLAN = Plan(
    command=("/Users/anna/.local/pipx/venvs/inset/bin/python", "-P", "-m", "inset", "serve", "--log-to", "file"),
    environment={"INSET_HOME": "/Users/anna/photos & more", "INSET_PORT": "47000"},
    log=Path("/Users/anna/Library/Logs/inset"),
)

LAUNCHCTL = """#!/bin/sh
echo "$1 ${2#gui/*/}" >> "$INSET_ASKED"
case "$1" in
  bootstrap) [ "$INSET_REFUSE" = bootstrap ] && { echo "Bootstrap failed: 5" >&2; exit 5; }; touch "$INSET_LOADED" ;;
  bootout) rm "$INSET_LOADED" 2>/dev/null || exit 3 ;;
  print) [ -e "$INSET_LOADED" ] && printf '\\tstate = running\\n\\tlast exit code = 1\\n' || exit 113 ;;
esac
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A launchctl, and the file in which it keeps what it was asked."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "launchctl").write_text(LAUNCHCTL)
    (programs / "launchctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("INSET_ASKED", str(tmp_path / "asked"))
    monkeypatch.setenv("INSET_LOADED", str(tmp_path / "loaded"))
    return tmp_path / "asked"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(command=PLAN.command, environment=PLAN.environment, log=tmp_path / "log")


def test_the_agent() -> None:
    text = Launchd(Path("/x")).definition(PLAN)
    assert text == (GOLDEN / "inset.helper.plist").read_text()
    agent = plistlib.loads(text.encode())
    assert agent["ProgramArguments"] == list(PLAN.command)
    assert agent["EnvironmentVariables"] == PLAN.environment
    assert agent["KeepAlive"] == {"SuccessfulExit": False}


def test_install_and_uninstall(tmp_path: Path, asked: Path, plan: Plan) -> None:
    service = Launchd(tmp_path / "agents")
    service.install(plan, lambda: None)
    assert asked.read_text().splitlines()[-2].startswith("enable")
    assert asked.read_text().splitlines()[-1].startswith("bootstrap")
    assert service.status().running
    service.install(plan, lambda: None)  # once more: unloaded first, for launchd takes no agent twice
    assert service.uninstall()
    assert not service.uninstall()
    assert list((tmp_path / "agents").iterdir()) == []
    assert not service.status().installed
    assert not service.status().running


def test_a_refused_installation_leaves_nothing(
    tmp_path: Path, asked: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSET_REFUSE", "bootstrap")
    service = Launchd(tmp_path / "agents")
    with pytest.raises(ServiceFailed, match="Log in at this Mac's screen") as caught:
        service.install(plan, lambda: None)
    assert caught.value.hint == "Bootstrap failed: 5"
    assert list((tmp_path / "agents").iterdir()) == []


def test_an_interrupted_renewal_keeps_the_old_agent(tmp_path: Path, asked: Path, plan: Plan) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    service = Launchd(tmp_path / "agents")
    service.install(plan, lambda: None)
    before = service.file.read_text()
    with pytest.raises(KeyboardInterrupt):
        service.install(Plan(command=("/other",), log=plan.log), interrupt)
    assert service.file.read_text() == before
    assert service.status().running
