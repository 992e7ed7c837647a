"""What becomes of builds when the helper ends: a real helper in a process of its own, with real children."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inset.client.helper_state import read_state
from inset.paths import find_paths
from support.builds.building import FIRST, PATIENCE, children_of, endless, files_below, is_alive, listing
from support.command_line.commands import Inset

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")


@pytest.fixture
def helper(inset: Inset) -> Iterator[subprocess.Popen[str]]:
    with inset.serving() as process:
        yield process


def ask(inset: Inset, method: str, path: str, body: bytes = b"") -> Any:
    state = read_state(find_paths({"INSET_HOME": str(inset.home)}))
    assert state is not None
    connection = http.client.HTTPConnection("127.0.0.1", inset.port, timeout=PATIENCE)
    kind = {"Content-Type": "application/octet-stream"} if body else {}
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {state.token}", **kind})
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    assert answer.status < 300, content
    return json.loads(content)


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def building(inset: Inset, process: subprocess.Popen[str]) -> tuple[str, str, int]:
    """Publish a dataset; then begin a build of it that does not end, and queue another: their IDs, and the child's."""
    first = ask(inset, "POST", "/v1/datasets/made-up/builds?file=a.txt", listing([FIRST]))
    until(lambda: ask(inset, "GET", f"/v1/builds/{first['id']}")["state"] == "published")
    running = ask(inset, "POST", "/v1/datasets/made-up/builds?file=endless.txt.gz", endless())
    waiting = ask(inset, "POST", "/v1/datasets/other/builds?file=b.txt", listing([FIRST]))
    until(lambda: ask(inset, "GET", f"/v1/builds/{running['id']}")["phase"] == "reading")
    (child,) = children_of(process.pid)
    assert is_alive(child)
    return running["id"], waiting["id"], child


def check_restarted(inset: Inset, running: str, waiting: str) -> None:
    """Everything is as before, and the history says what happened."""
    datasets = inset.home / "data" / "datasets"
    for each in (running, waiting):
        build = ask(inset, "GET", f"/v1/builds/{each}")
        assert (build["state"], build["error"]["code"], build["phase"]) == ("failed", "build_interrupted", None)
        assert build["error"]["hint"]
        assert build["ended_at"]
    assert [build["state"] for build in ask(inset, "GET", "/v1/builds")["builds"]] == ["failed", "failed", "published"]
    assert {path.name for path in datasets.iterdir() if path.is_dir()} == {"made-up"}
    assert sum(path.name.endswith("-1") for path in (datasets / "made-up").iterdir()) == 1
    assert not any("-2" in path.name for path in (datasets / "made-up").iterdir())
    assert inset("lookup", FIRST, "--json").json["results"][0]["answer"] == "listed"
    assert files_below(inset.home / "data" / "uploads") == set()


def test_a_helper_that_is_killed_takes_the_build_with_it(inset: Inset, helper: subprocess.Popen[str]) -> None:
    running, waiting, child = building(inset, helper)
    helper.kill()
    helper.wait()
    until(lambda: not is_alive(child))
    with inset.serving():
        check_restarted(inset, running, waiting)
        again = ask(inset, "POST", "/v1/datasets/made-up/builds?file=a.txt", listing([FIRST + 1]))
        until(lambda: ask(inset, "GET", f"/v1/builds/{again['id']}")["state"] == "published")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_helper_that_is_stopped_ends_the_build_first(
    inset: Inset, helper: subprocess.Popen[str], number: signal.Signals
) -> None:
    running, waiting, child = building(inset, helper)
    helper.send_signal(number)
    assert helper.wait(timeout=PATIENCE) == 0
    assert not is_alive(child)
    assert not any(re.match(r"[^.].*-2(?:/|$)", path) for path in files_below(inset.home / "data" / "datasets"))
    with inset.serving():
        check_restarted(inset, running, waiting)


def test_what_watches_a_build_does_not_hold_up_the_end(inset: Inset, helper: subprocess.Popen[str]) -> None:
    running, _, _ = building(inset, helper)
    state = read_state(find_paths({"INSET_HOME": str(inset.home)}))
    assert state is not None
    connection = http.client.HTTPConnection("127.0.0.1", inset.port, timeout=PATIENCE)
    connection.request("GET", f"/v1/builds/{running}/events", headers={"Authorization": f"Bearer {state.token}"})
    stream = connection.getresponse()
    assert stream.readline().startswith(b"retry")
    helper.terminate()
    stream.read()
    connection.close()
    assert helper.wait(timeout=PATIENCE) == 0


def test_a_child_that_is_killed_fails_its_build_alone(inset: Inset, helper: subprocess.Popen[str]) -> None:
    running, waiting, child = building(inset, helper)
    subprocess.run(["kill", "-KILL", str(child)], check=True)
    until(lambda: ask(inset, "GET", f"/v1/builds/{running}")["state"] == "failed")
    error = ask(inset, "GET", f"/v1/builds/{running}")["error"]
    assert error["code"] == "build_failed"
    assert "memory" in error["hint"]
    until(lambda: ask(inset, "GET", f"/v1/builds/{waiting}")["state"] == "published")
    assert not any(re.match(r"[^.].*-2(?:/|$)", path) for path in files_below(inset.home / "data" / "datasets"))
    assert not any("spill" in path for path in files_below(inset.home / "data" / "datasets"))


def test_what_a_killed_build_left_is_swept_at_the_start(inset: Inset) -> None:
    """Both are killed at once, as by a power cut, so that neither could clean up."""
    with inset.serving() as process:
        running, waiting, child = building(inset, process)
        subprocess.run(["kill", "-KILL", str(child), str(process.pid)], check=True)
        process.wait()
        until(lambda: not is_alive(child))
    assert "-2" in str(files_below(inset.home / "data" / "datasets"))
    with inset.serving():
        check_restarted(inset, running, waiting)


def test_nothing_private_is_logged_and_only_this_person_reads_the_history(
    inset: Inset, helper: subprocess.Popen[str]
) -> None:
    content = listing([FIRST + 12345]) + b"secret words\n"
    build = ask(inset, "POST", "/v1/datasets/made-up/builds?file=my-private-file.txt", content)
    until(lambda: ask(inset, "GET", f"/v1/builds/{build['id']}")["state"] == "published")
    broken = ask(inset, "POST", "/v1/datasets/made-up/builds?file=my-private-file.txt", b"\0\1\2" * 99)
    until(lambda: ask(inset, "GET", f"/v1/builds/{broken['id']}")["state"] == "failed")
    log = (inset.folder / "serve.log").read_text()
    for private in (str(FIRST + 12345), "my-private-file", "secret words"):
        assert private not in log
    if sys.platform != "win32":
        folder = inset.home / "state" / "builds"
        assert {path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {0o700, 0o600}
