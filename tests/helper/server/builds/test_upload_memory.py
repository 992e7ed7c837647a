"""A large upload does not stay in the helper's memory: a real helper, and its memory as Linux counts it."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.client.helper_state import read_state
from inset.paths import find_paths
from support.command_line.commands import Inset
from support.computer.ports import free_port

MEGABYTES = 300
MOST_GROWTH = 40_000_000
"""Bytes; about what an upload of a few MB takes, too."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's count of memory")


def peak(pid: int) -> int:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


def zeros() -> Iterator[bytes]:
    for _ in range(MEGABYTES):
        yield bytes(1_000_000)


def test_memory_stays_flat(tmp_path: Path) -> None:
    inset = Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)
    with inset.serving() as process:
        before = peak(process.pid)
        state = read_state(find_paths({"INSET_HOME": str(inset.home)}))
        assert state is not None
        connection = http.client.HTTPConnection("127.0.0.1", inset.port, timeout=60)
        headers = {
            "Authorization": f"Bearer {state.token}",
            "Content-Type": "application/octet-stream",
            "Content-Length": str(MEGABYTES * 1_000_000),
        }
        connection.request("POST", "/v1/uploads?file=large.bin", zeros(), headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["bytes"]) == (201, MEGABYTES * 1_000_000)
        connection.close()
        assert peak(process.pid) - before < MOST_GROWTH
