"""Every way to fail: one clear message that leads with the remedy, the documented exit status, and no trace."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line.commands import Inset


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["frobnicate"], 2),
        ([], 2),
        (["build"], 2),
        (["build", "made-up"], 2),
        (["build", "Not A Name", "photos.txt"], 2),
        (["build", "--sample", "made-up"], 2),
        (["lookup"], 2),
        (["lookup", "-"], 2),
        (["lookup", "990000000001"], 3),
        (["datasets", "made-up"], 3),
        (["remove", "made-up"], 3),
        (["status"], 4),
        (["pair", "123456"], 4),
        (["pair"], 4),
        (["pair", "12345x"], 2),
        (["build", "made-up", "missing.txt"], 6),
        (["unpair"], 2),
        (["unpair", "nobody"], 1),
        (["--version"], 0),
        (["--help"], 0),
        (["paths"], 0),
        (["stop"], 0),
    ],
)
def test_exit_status(inset: Inset, words: list[str], status: int) -> None:
    ran = inset(*words)
    assert ran.status == status, (ran.out, ran.err)
    if status:
        assert ran.err
        assert not ran.out


def test_an_error_with_json_is_a_document_on_stdout(inset: Inset) -> None:
    ran = inset("lookup", "990000000001", "--json")
    assert ran.json["error"]["code"] == "index_missing"
    assert "inset build" in ran.json["error"]["hint"]


def test_a_taken_port_is_told_with_status_5(inset: Inset) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", inset.port))
        taken.listen()
        ran = inset("serve")
    assert ran.status == 5
    assert str(inset.port) in ran.err


def test_another_helper_on_the_port_is_recognised(inset: Inset) -> None:
    with inset.serving():
        ran = inset("serve")
    assert ran.status == 5
    assert "Inset" in ran.err


@pytest.mark.parametrize("value", ["0", "99999", "many"])
def test_a_bad_port_is_a_usage_error(inset: Inset, value: str) -> None:
    assert inset("status", INSET_PORT=value).status == 2


def test_a_bad_config_file_is_named_and_does_not_stop_paths(inset: Inset) -> None:
    config = inset.home / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("prot = 1\n")
    ran = inset("status")
    assert ran.status == 2
    assert "config.toml" in ran.err
    assert inset("paths").status == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
@pytest.mark.parametrize("how", ["import", "callback"])
def test_an_interruption_before_a_verb_runs_ends_the_program_without_a_trace(inset: Inset, how: str) -> None:
    # In a callback Python ignores an exception: `inset` would have gone on, as if nobody had interrupted it.
    code = (
        "import os, sys, weakref\n"
        "interrupt = lambda *_: os.kill(os.getpid(), 2)\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'inset.cli.main':\n"
        f"            {'interrupt()' if how == 'import' else 'weakref.finalize(Finder(), interrupt)'}\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.argv = ['inset', 'paths']\n"
        "from inset.cli.start import start\n"
        "sys.exit(start())\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=inset.environ, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise on Windows")
def test_an_interrupted_build_exits_130_and_leaves_nothing(inset: Inset, tmp_path: Path) -> None:
    manifest = tmp_path / "photos.txt"
    manifest.write_text("".join(f"{990000000000 + 7919 * number % 8_000_009}\n" for number in range(3_000_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "build", "made-up", manifest],
        env=inset.environ,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert any("reading" in line for line in process.stderr)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert not list(inset.home.rglob("photos.*"))


def test_a_closed_pipe_is_no_error(inset: Inset) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", "paths"],
        env=inset.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert err == b""
