"""Serving: the real command in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.client.client import Client
from inset.client.helper_state import read_state, write_state
from inset.client.port import take_port
from inset.errors import ExitStatus, HelperUnreachable, PortUnavailable
from inset.paths import Paths
from inset.private_files import locked
from inset.settings import Settings
from inset.tokens import TokenStore
from support.computer.ports import free_port
from support.datasets.runs import PublishIds

SOON = 20.0
"""Seconds: enough for a busy computer, and less than a connection that is kept alive lasts."""

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals and modes")

SERVE = """
import sys
from inset.paths import find_paths
from inset.private_files import locked
from inset.server.run import serve
from inset.settings import Settings

serve(Settings(port=int(sys.argv[1])), find_paths(), on_ready=lambda url: print(url, flush=True))
"""


class Process:
    """A helper that runs, and its log."""

    def __init__(self, paths: Paths, port: int) -> None:
        self.paths, self.port = paths, port
        self.log_file = paths.state.parent / f"serve-{time.monotonic_ns()}.log"
        with self.log_file.open("wb") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-W", "error", "-c", SERVE, str(port)],
                env={**os.environ, "INSET_HOME": str(paths.state.parent)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        assert line == f"http://127.0.0.1:{port}\n", self.log

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    @property
    def client(self) -> Client:
        return Client.from_state(self.paths, Settings(port=self.port))

    def wait(self) -> None:
        """Wait for its end, which must come soon and be a clean one."""
        assert self.popen.wait(timeout=SOON) == 0, self.log


@pytest.fixture
def process(paths: Paths) -> Iterator[Process]:
    with running(paths) as process:
        yield process


@contextlib.contextmanager
def running(paths: Paths, port: int | None = None) -> Iterator[Process]:
    process = Process(paths, port or free_port())
    try:
        yield process
    finally:
        process.popen.kill()
        process.popen.wait()
        assert process.popen.stdout is not None
        process.popen.stdout.close()
        assert "Traceback" not in process.log


def test_it_answers_as_soon_as_it_says_so(process: Process) -> None:
    assert process.client.hello()["name"] == "inset"
    state = read_state(process.paths)
    assert state is not None
    assert (state.port, state.pid) == (process.port, process.popen.pid)
    assert process.client.get("/v1/status")["pid"] == process.popen.pid
    assert state.token not in process.log


def test_it_listens_on_the_loopback_address_only(process: Process) -> None:
    if not Path("/proc/net/tcp").exists():
        pytest.skip("needs Linux's list of sockets")
    hexadecimal = f"{process.port:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{hexadecimal}") and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F:{hexadecimal}"]


@POSIX
def test_what_it_writes_is_for_this_person_only(process: Process) -> None:
    TokenStore(process.paths.pairings).issue("x", None, ["lookup"])
    for made in process.paths.state.rglob("*"):
        assert stat.S_IMODE(made.stat().st_mode) == 0o600, made
    assert stat.S_IMODE(process.paths.state.stat().st_mode) == 0o700


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(process: Process, number: signal.Signals) -> None:
    process.popen.send_signal(number)
    process.wait()
    assert read_state(process.paths) is None
    with pytest.raises(HelperUnreachable):
        process.client.hello()


def test_shutdown_stops_it_cleanly(process: Process) -> None:
    client = process.client
    assert client.post("/v1/shutdown", {}) == {"state": "stopping"}
    assert client.wait_until_gone(SOON)
    process.wait()
    assert read_state(process.paths) is None


@POSIX
def test_a_closing_terminal_does_not_stop_it(process: Process) -> None:
    process.popen.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    assert process.client.hello()["name"] == "inset"


def test_requests_in_flight_are_finished(process: Process) -> None:
    idle = http.client.HTTPConnection("127.0.0.1", process.port)
    idle.request("POST", "/v1/pairings", b'{"name": "x"}', {"Content-Type": "application/json"})
    code = json.loads(idle.getresponse().read())["code"]  # it stays open, and must not keep the helper from stopping
    state = read_state(process.paths)
    assert state is not None
    approval = http.client.HTTPConnection("127.0.0.1", process.port, timeout=60)
    with locked(process.paths.pairings.with_suffix(".lock")):  # so that the approval takes a while
        # It is on its way when this returns, before the shutdown is asked for.
        approval.request(
            "POST",
            "/v1/pairings/by-code/approval",
            json.dumps({"code": code}),
            {"Content-Type": "application/json", "Authorization": f"Bearer {state.token}"},
        )
        time.sleep(0.5)
        process.client.post("/v1/shutdown", {})
        assert select.select([approval.sock], [], [], 0.5)[0] == []
    assert json.loads(approval.getresponse().read())["state"] == "approved"
    approval.close()
    process.wait()
    assert [pairing.name for pairing in TokenStore(process.paths.pairings).list()] == ["x"]
    idle.close()


def half_a_request(process: Process) -> socket.socket:
    """Begin a request whose body never comes."""
    connection = socket.create_connection(("127.0.0.1", process.port), timeout=60)
    connection.sendall(
        f"POST /v1/pairings HTTP/1.1\r\nHost: 127.0.0.1:{process.port}\r\n"
        'Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{"nam'.encode()
    )
    time.sleep(0.2)
    return connection


def test_a_request_that_never_ends_does_not_keep_it(process: Process) -> None:
    with half_a_request(process):
        process.client.post("/v1/shutdown", {})
        process.wait()


def test_pairings_outlive_a_restart_and_the_owners_token_does_not(paths: Paths) -> None:
    token = TokenStore(paths.pairings).issue("x", None, ["lookup"])
    with running(paths) as first:
        assert Client(first.port, token).get("/v1/datasets")["datasets"] == []
        owner = read_state(paths)
        first.client.post("/v1/shutdown", {})
        first.wait()
    with running(paths, first.port) as second:  # at once on the same port
        assert Client(second.port, token).get("/v1/datasets")["datasets"] == []
        later = read_state(paths)
        assert owner is not None
        assert later is not None
        assert owner.token != later.token


def test_the_state_file_of_a_killed_helper_misleads_nobody(paths: Paths) -> None:
    with running(paths) as process:
        process.popen.kill()
        process.popen.wait()
        assert read_state(paths) is not None
        with pytest.raises(HelperUnreachable):
            process.client.get("/v1/status")
    with running(paths, process.port) as again:
        assert again.client.get("/v1/status")["pid"] == again.popen.pid


def test_two_of_one_home_leave_each_others_state_files(paths: Paths) -> None:
    with running(paths) as first, running(paths) as second:
        Client(first.port).hello()
        first.popen.terminate()
        first.wait()
        state = read_state(paths)
        assert state is not None
        assert state.pid == second.popen.pid


def test_a_port_that_another_helper_has(process: Process, tmp_path: Path) -> None:
    with pytest.raises(PortUnavailable) as caught:
        take_port(process.port, process.paths)
    assert caught.value.message.startswith("Use the helper that is running already")
    assert f"process {process.popen.pid}" in caught.value.hint
    assert caught.value.exit_status == ExitStatus.PORT_UNAVAILABLE
    with pytest.raises(PortUnavailable) as caught:  # somebody else's
        take_port(process.port, Paths(tmp_path, tmp_path, tmp_path / "other", tmp_path))
    assert "of another person" in caught.value.hint
    assert str(process.popen.pid) not in caught.value.hint


def test_the_second_of_one_home_changes_nothing(process: Process) -> None:
    before = read_state(process.paths)
    done = subprocess.run(
        [sys.executable, "-c", SERVE, str(process.port)],
        env={**os.environ, "INSET_HOME": str(process.paths.state.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "PortUnavailable" in done.stderr
    assert read_state(process.paths) == before
    assert process.client.hello()["name"] == "inset"


def test_a_damaged_list_of_pairings_stops_the_start(paths: Paths) -> None:
    paths.state.mkdir(parents=True)
    paths.pairings.write_text("damaged")
    port = free_port()
    done = subprocess.run(
        [sys.executable, "-c", SERVE, str(port)],
        env={**os.environ, "INSET_HOME": str(paths.state.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "PairingsCorrupt: Move " in done.stderr
    assert done.stdout == ""
    assert paths.pairings.read_text() == "damaged"
    assert read_state(paths) is None
    take_port(port, paths).close()


def test_it_serves_what_is_published(paths: Paths, publish: PublishIds) -> None:
    publish("faces", {7})
    with running(paths) as process:
        assert process.client.hello()["ready"] is True
        assert process.client.post("/v1/lookup", {"photos": ["7", "8"]})["listed"] == {
            "7": [{"dataset": "faces", "answer": "listed"}]
        }
        publish("faces", {8})
        until = time.monotonic() + SOON
        while set(process.client.post("/v1/lookup", {"photos": ["7", "8"]})["listed"]) != {"8"}:
            assert time.monotonic() < until
        assert "route=/v1/lookup status=200" in process.log


def test_an_old_state_file_does_not_name_us(paths: Paths) -> None:
    with running(paths) as process:
        state = read_state(paths)
        assert state is not None
    write_state(paths, state)
    with running(paths, process.port) as again:
        assert again.client.get("/v1/status")["pid"] == again.popen.pid != state.pid


def test_importing_it_stays_light() -> None:
    code = "import sys, inset.server.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "polars", "inset_build"}


def test_the_first_answer_does_not_wait_until_the_state_is_written(paths: Paths) -> None:
    """What locks the state file is a twentieth of the start, so the helper answers meanwhile."""
    code = (
        "import sys, inset.server.run as run\n"
        "from inset.client.client import Client\n"
        "from inset.paths import find_paths\n"
        "from inset.settings import Settings\n"
        "port, write = int(sys.argv[1]), run.write_state\n"
        "def asked(paths, state):\n"
        "    print(Client(port).hello()['name'], 'filelock' in sys.modules, flush=True)\n"
        "    write(paths, state)\n"
        "run.write_state = asked\n"
        "run.serve(Settings(port=port), find_paths(), on_ready=print)\n"
    )
    environ = {**os.environ, "INSET_HOME": str(paths.state.parent)}
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", code, str(port)], env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "inset False\n"
    finally:
        process.terminate()
        process.wait(timeout=60)
        assert process.stdout is not None
        process.stdout.close()
