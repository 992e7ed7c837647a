"""Ctrl+C while a cluster reads: all processes end, nothing is left but what `--resume` goes on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inset_build.pipeline import build_dataset
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.same_run import assert_same_run, only_run
from support.lists.every_family import FAMILIES

PATIENCE = 120.0


def alive_in(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, pgrp = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state not in "ZX":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")
def test_ctrl_c_ends_all_and_leaves_what_can_be_gone_on_with(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for number in range(20):
        FAMILIES["table.csv"](tmp_path / f"part-{number:02}", range(number * 50, number * 50 + 80))
    inset = Inset(tmp_path / "home", free_port(), tmp_path, forks=False)
    spare = tmp_path / "spare"
    spare.mkdir()
    words = ["build", "made-up", str(tmp_path / "part-*"), "--cluster", "local:2", "--to", str(tmp_path / "shared")]
    process = subprocess.Popen(
        [sys.executable, "-m", "inset", *words],
        env={**inset.environ, "PYTHONWARNINGS": "default", "TMPDIR": str(spare)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # as a terminal does, Ctrl+C reaches the whole group
    )
    assert process.stderr is not None
    said = ""
    while " reading" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    os.killpg(process.pid, signal.SIGINT)
    _, rest = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said + rest
    assert "Traceback" not in said + rest
    end = time.monotonic() + PATIENCE
    while alive_in(process.pid):
        assert time.monotonic() < end, alive_in(process.pid)
        time.sleep(0.05)
    assert list(spare.iterdir()) == []
    assert not list(inset.home.glob("data/datasets/*/*"))
    (told,) = inset.home.glob("state/announced/*.json")
    assert json.loads(told.read_bytes())["state"] == "cancelled"

    done = inset(*words, "--resume", PYTHONWARNINGS="default")
    assert done.status == 0, done.err
    build_dataset(tmp_path / "one", "made-up", [tmp_path / "part-*"])
    assert_same_run(only_run(tmp_path / "one"), only_run(inset.home / "data" / "datasets"))
