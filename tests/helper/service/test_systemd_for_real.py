"""`inset service` with a real systemd of the test's own: what a person does, and what becomes of a helper that dies."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inset.client.client import Client
from inset.paths import find_paths
from inset.settings import Settings
from support.command_line.commands import Inset, Ran
from support.computer.ports import free_port
from support.computer.user_manager import Unavailable, user_manager


@dataclass
class Login:
    """A person who is logged in: their home, and `inset` as they run it."""

    folder: Path
    inset: Inset
    environ: dict[str, str]

    def __call__(self, *words: str) -> Ran:
        return self.inset(*words, **self.environ)

    def show(self, name: str) -> str:
        command = ["systemctl", "--user", "show", "inset", "--value", "--property", name]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=True).stdout.strip()

    @property
    def pid(self) -> int:
        """The running helper's process; a busy computer may keep it from answering for a while."""
        return int(until(lambda: self("status", "--json").json.get("pid")))


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Login]:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    try:
        with user_manager(tmp_path) as environ:
            # An INSET_HOME that a unit must quote.
            inset = Inset(home=tmp_path / 'my "100%home" of $HOME', port=free_port(), folder=tmp_path)
            yield Login(tmp_path, inset, dict(environ))
    except Unavailable as why:
        pytest.skip(str(why))


def until(what: Callable[[], Any], seconds: float = 20) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_service_from_install_to_uninstall(login: Login) -> None:
    login("build", "--sample")
    before = {path for path in login.folder.rglob("*") if path.is_file()}
    installed = login("service", "install")
    assert installed.status == 0, installed.err
    unit = login.folder / ".config/systemd/user/inset.service"
    assert f"written down in {unit}" in installed.out
    assert login("service", "status", "--json").json == {
        "manager": "systemd",
        "definition": str(unit),
        "installed": True,
        "enabled": True,
        "running": True,
        "detail": "",
        "answers": True,
    }
    first = login.pid
    assert str(first) == login.show("MainPID")
    assert login("lookup", "990000000001", "--json").json["results"][0]["answer"] == "listed"
    seen_from_inside = Client.from_state(find_paths({"INSET_HOME": str(login.inset.home)}), Settings())
    (service,) = [one for one in seen_from_inside.get("/v1/health")["checks"] if one["name"] == "service"]
    assert (service["state"], service["message"]) == ("good", "Started at login by systemd.")

    os.kill(first, signal.SIGKILL)  # it crashes
    until(lambda: login("status").status == 0)
    assert login.pid != first
    assert "started again once" in login("service", "status").out

    second = login.pid
    again = login("service", "install")  # after an upgrade
    assert again.status == 0, again.err
    assert login.pid not in (first, second)

    assert login("stop").status == 0  # on purpose: it stays away until the next login
    time.sleep(3)
    assert login("service", "status").status == 1
    subprocess.run(["systemctl", "--user", "start", "default.target"], env=login.environ, check=True)  # as a login does
    until(lambda: login("service", "status").status == 0)

    last = login.pid
    gone = login("service", "uninstall")
    assert gone.status == 0, gone.err
    assert str(login.inset.home / "data") in gone.out
    assert not alive(last)
    assert login.show("LoadState") == "not-found"
    left = {path for path in login.folder.rglob("*") if path.is_file()} - before
    assert {path.name for path in left} <= {"manager.log", "helper.lock", "pairings.lock"}
    assert "was not set to start at login" in login("service", "uninstall").out


def test_a_helper_that_cannot_serve_is_not_installed(login: Login) -> None:
    state = login.inset.home / "state"
    state.mkdir(parents=True)
    (state / "pairings.json").write_text("damaged")
    before = {path for path in login.folder.rglob("*") if path.is_file()}
    refused = login("service", "install", "--json")
    assert refused.status == 1
    assert refused.json["error"]["code"] == "service_failed"
    assert "pairings_corrupt" in refused.json["error"]["hint"]
    assert login.show("LoadState") == "not-found"
    new = {path.name for path in login.folder.rglob("*") if path.is_file() and path not in before}
    assert new <= {"helper.log", "manager.log"}


def test_a_helper_that_runs_in_a_terminal_is_told_first(login: Login) -> None:
    with login.inset.serving():
        refused = login("service", "install")
        assert refused.status == 5
        assert "inset stop" in refused.err
        assert login.show("LoadState") == "not-found"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_an_installation_that_is_cut_short_can_always_be_undone(login: Login, number: signal.Signals) -> None:
    before = {path for path in login.folder.rglob("*") if path.is_file()}
    # Interrupt later and later, until the command is done before it is interrupted.
    interrupted = 0
    for tenths in itertools.count(1, 4):
        assert tenths < 300
        process = subprocess.Popen(
            [sys.executable, "-m", "inset", "service", "install"],
            env={**login.inset.environ, **login.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(tenths / 10)
        process.send_signal(number)
        process.wait(timeout=30)
        status = login("service", "status", "--json").json
        if number == signal.SIGINT:  # all or nothing
            assert status["installed"] == status["enabled"] == status["running"], (tenths, status)
        assert login("service", "uninstall").status == 0
        assert login.show("LoadState") == "not-found", tenths
        left = {path.name for path in login.folder.rglob("*") if path.is_file() and path not in before}
        assert left <= {"helper.lock", "manager.log"}, tenths
        if process.returncode == 0:
            break
        interrupted += 1
    assert interrupted
