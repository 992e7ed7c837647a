"""What PACKS.md tells a publisher to type is typed, line by line, and leads to what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line.commands import Inset
from support.computer.ports import free_port

PACKS = Path(__file__).parents[2] / "docs" / "PACKS.md"
FIRST = 900_000_000_001

RSYNC = """#!/bin/sh
# As `rsync -a FOLDER/ HOST:PLACE` leaves it, on a host that is a folder here.
mkdir -p host && cp -R "$2." host/
"""


@pytest.fixture
def inset(tmp_path: Path) -> Inset:
    rows = "".join(f"https://www.flickr.com/photos/made-up/{FIRST + n}/\n" for n in range(20))
    (tmp_path / "list.csv").write_text(f"url\n{rows}")
    return Inset(home=tmp_path / "home", port=free_port(), folder=tmp_path)


def commands(heading: str) -> list[str]:
    """The lines of the first block below a heading."""
    text = PACKS.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    block = re.search(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block
    return block[1].splitlines()


def type_in(inset: Inset, line: str) -> str:
    """A line as a newcomer's shell runs it."""
    own = inset.folder / "bin"
    own.mkdir(exist_ok=True)
    (own / "rsync").write_text(RSYNC)
    (own / "rsync").chmod(0o755)
    path = os.pathsep.join([str(own), str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-eu", "-c", line],
        env={**inset.environ, "PATH": path},
        cwd=inset.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=inset.patience,
        check=False,
    )
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout


def test_five_commands_lead_from_a_manifest_to_a_site(inset: Inset) -> None:
    build, publish, upload, refresh, withdraw = commands("Publishing a repository")
    type_in(inset, build)
    told = type_in(inset, publish)
    assert "site/index.html" in told
    assert "root.json" in told
    type_in(inset, upload)
    host = inset.folder / "host"
    assert '"mylist"' in (host / "site" / "datasets.js").read_text(encoding="utf-8")
    assert (host / "index.html").exists()
    assert (host / "metadata" / "timestamp.json").exists()
    before = (host / "metadata" / "timestamp.json").read_bytes()
    type_in(inset, refresh)
    assert (inset.folder / "site" / "metadata" / "timestamp.json").read_bytes() != before
    type_in(inset, withdraw)
    assert not list((inset.folder / "site" / "targets").rglob("*.insetpack"))


def test_a_pack_is_made_signed_and_unpacked_as_the_page_says(inset: Inset) -> None:
    for line in commands("For a publisher"):
        type_in(inset, line)
    (unpack,) = commands("For a reader")
    assert "https://example.org/" in unpack
    reader = Inset(home=inset.folder / "readers-home", port=free_port(), folder=inset.folder)
    told = type_in(reader, unpack.replace("https://example.org/", ""))
    assert "my-list" in told
    assert reader("lookup", FIRST, "--json").json["results"][0]["answer"] == "listed"
