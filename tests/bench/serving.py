"""A helper, or the empty application beside it, in a process of its own on the loopback address."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.memory import Memory, memory_of
from inset.own_files import make_own_folder
from inset.paths import find_paths
from inset.tokens import TokenStore

PATIENCE: Final = 30.0
"""Seconds within which a process answers, or something is wrong."""


@dataclass(frozen=True, slots=True)
class Served:
    """A process that answers look-ups.

    Attributes:
        port: of 127.0.0.1; token: the bearer's; process: its process.
        started: seconds from the start of the process to its first answer to a look-up.
        status: of that answer.
    """

    port: int
    token: str
    process: subprocess.Popen[bytes]
    started: float
    status: int

    @property
    def memory(self) -> Memory:
        return memory_of(self.process.pid)

    def look_up(self, photo_ids: Sequence[int]) -> bytes:
        """The answer's body."""
        status, body = ask(self.port, self.token, photo_ids)
        assert status == 200, body
        return body


@contextmanager
def helper(home: Path, page: Sequence[int], *, log_level: str = "info") -> Iterator[Served]:
    """`inset serve`, from its start to its first answer; stopped at the end."""
    paths = find_paths({"INSET_HOME": str(home)})
    make_own_folder(paths.state)
    token = TokenStore(paths.pairings).issue("Benchmark", None, ["lookup"])
    port = free_port()
    environ = {**os.environ, "INSET_HOME": str(home), "INSET_PORT": str(port), "INSET_LOG_LEVEL": log_level}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed Inset is compiled once, not at each start
    with running([sys.executable, "-m", "inset", "serve"], port, token, page, environ) as served:
        yield served


@contextmanager
def running(
    command: Sequence[str], port: int, token: str, page: Sequence[int], environ: dict[str, str]
) -> Iterator[Served]:
    """Start a command and wait until it has answered a look-up of the page, whatever it says."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        status = _first_answer(process, port, token, page)
        yield Served(port, token, process, time.perf_counter() - began, status)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def request_of(port: int, token: str, photo_ids: Sequence[int]) -> bytes:
    """A look-up as the extension sends it, byte by byte."""
    body = json.dumps({"photos": list(map(str, photo_ids))}, separators=(",", ":")).encode()
    head = (
        f"POST /v1/lookup HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nAccept: */*\r\nSec-Fetch-Site: none\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def ask(port: int, token: str, photo_ids: Sequence[int]) -> tuple[int, bytes]:
    """Status and body of one look-up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        body = json.dumps({"photos": list(map(str, photo_ids))})
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("POST", "/v1/lookup", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _first_answer(process: subprocess.Popen[bytes], port: int, token: str, page: Sequence[int]) -> int:
    until = time.perf_counter() + PATIENCE
    while True:
        try:
            return ask(port, token, page)[0]
        except OSError:
            if process.poll() is not None or time.perf_counter() > until:
                raise
            time.sleep(0.002)
