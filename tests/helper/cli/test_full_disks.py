"""A disk that is full or read-only, and folders that may not be written: a clear message, and nothing is lost.

`Inset` asserts after each command that no traceback was printed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.command_line.commands import Inset, Ran
from support.computer.ports import free_port
from support.computer.small_disk import fill, mounting, remount, small_disk
from support.lists.catalogs import write_catalog
from support.servers.file_server import FileServer, well

resource = pytest.importorskip("resource", reason="Windows has no limits of a process's files")
FIRST = 900_000_000_000
MANY = 60_000
FULL = ("Make room", "Choose a disk that takes larger files")


def owners(path: Path, count: int = MANY) -> Path:
    path.write_text(
        "photo_id,owner_nsid\n" + "".join(f"{FIRST + n},{10_000_000 + n}@N00\n" for n in range(count)), encoding="ascii"
    )
    return path


def limited(inset: Inset, bytes_: int, *words: object) -> Ran:
    """Run a command whose files may not grow beyond so many bytes, as on a disk that takes no more."""
    done = subprocess.run(
        [sys.executable, "-m", "inset", *map(str, words)],
        env=inset.environ,
        cwd=inset.folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_)),
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def told(ran: Ran, *begins: str) -> None:
    assert ran.status == 1, ran
    assert any(f"inset: {each}" in ran.err for each in begins), ran.err


@pytest.mark.parametrize("bytes_", [0, 50_000, 1_500_000])
def test_files_that_may_not_grow(inset: Inset, tmp_path: Path, bytes_: int) -> None:
    """Each limit meets another file of the build: the details' spill, the details, the filter, the store."""
    assert inset("build", "made-up", owners(tmp_path / "few.csv", 10)).status == 0
    told(limited(inset, bytes_, "build", "made-up", owners(tmp_path / "many.csv")), *FULL)
    assert inset("lookup", FIRST + 1, "--json").json["results"][0]["answer"] == "listed"
    assert [path.name for path in inset.home.rglob("spill")] == []


def test_other_verbs_whose_files_may_not_grow(inset: Inset, tmp_path: Path) -> None:
    assert inset("build", "made-up", owners(tmp_path / "few.csv", 10)).status == 0
    assert inset("build", "made-up", owners(tmp_path / "few.csv", 11)).status == 0
    (older, _) = sorted(inset("datasets", "made-up", "--runs", "--json").json["runs"], key=lambda run: run["run"])
    assert inset("pair", "--new-token", "one").status == 0
    before = inset("pair", "--list", "--json").json
    for words in (
        ("datasets", "made-up", "--use", older["run"]),
        ("pair", "--new-token", "two"),
        ("unpair", "--all"),
        ("letter", FIRST + 1, "--role", "author", "--log"),
        ("serve",),
    ):
        told(limited(inset, 0, *words), *FULL)
    assert inset("pair", "--list", "--json").json == before
    assert inset("datasets", "--json").json["datasets"][0]["photos"] == 11
    assert limited(inset, 0, "remove", "made-up").status == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Inset]:
    """`inset` with its home on a disk of 80 MB, one dataset of two runs, and one pairing."""
    with small_disk(tmp_path / "disk", "80m") as home:
        inset = Inset(home=home, port=free_port(), folder=tmp_path)
        for count in (10, 11):
            assert inset("build", "made-up", owners(tmp_path / "few.csv", count)).status == 0
        assert inset("pair", "--new-token", "one").status == 0
        yield inset


def every_verb_that_writes(inset: Inset, folder: Path) -> Iterator[tuple[tuple[object, ...], Ran]]:
    runs = inset("datasets", "made-up", "--runs", "--json").json["runs"]
    older = next(run["run"] for run in runs if not run["current"])
    with FileServer(b"900000000001\n" * 1000, [well]).running() as server:
        catalog = write_catalog(folder, server.url, 13_000)
        for words in (
            ("build", "made-up", owners(folder / "few.csv", 12)),
            ("build", "second", owners(folder / "few.csv", 12)),
            ("add", "made-up", "--catalog", catalog),
            ("datasets", "made-up", "--use", older),
            ("pair", "--new-token", "two"),
            ("unpair", "--all"),
            ("letter", FIRST + 1, "--role", "author", "--log"),
            ("serve",),
        ):
            yield words, inset(*words)


@mounting
def test_a_full_disk_is_told_and_nothing_is_lost(disk: Inset, tmp_path: Path) -> None:
    fill(disk.home)
    for words, ran in every_verb_that_writes(disk, tmp_path):
        assert ran.status == 1, (words, ran)
        assert "inset: Make room" in ran.err, (words, ran)
    assert disk("lookup", FIRST + 10, "--json").json["results"][0]["answer"] == "listed"
    assert disk("pair", "--list", "--json").json["pairings"][0]["name"] == "one"
    assert disk("doctor").status == 1
    assert disk("remove", "made-up").status == 0  # which makes room
    assert disk("pair", "--new-token", "three").status == 0


@mounting
@pytest.mark.parametrize("leave", [100_000, 1_500_000, 3_500_000])
def test_a_disk_that_fills_up_in_the_middle_of_a_build(
    disk: Inset, tmp_path: Path, leave: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check for room before the build is passed, as when another program fills the disk meanwhile."""
    filling = fill(disk.home, leave)
    script = (
        "import inset.disk_space, inset_build.collect, inset_build.pipeline, sys\n"
        "for each in (inset_build.collect, inset_build.pipeline):\n"
        "    each.require_space = lambda *_, **__: None\n"
        "from inset.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, "build", "made-up", owners(tmp_path / "many.csv")],
        env=disk.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    assert (ran.returncode, "inset: Make room" in ran.stderr) == (1, True), ran.stderr
    filling.unlink()
    assert disk("lookup", FIRST + 10, "--json").json["results"][0]["answer"] == "listed"
    assert "No killed process has left anything." in disk("doctor").out


@mounting
def test_a_read_only_disk_is_told_and_nothing_is_lost(disk: Inset, tmp_path: Path) -> None:
    remount(disk.home, writable=False)
    for words, ran in every_verb_that_writes(disk, tmp_path):
        assert ran.status == 1, (words, ran)
        assert "mounted for reading alone" in ran.err, (words, ran)
    told(disk("remove", "made-up"), "Make the disk of")
    assert disk("lookup", FIRST + 10, "--json").json["results"][0]["answer"] == "listed"
    remount(disk.home, writable=True)
    assert disk("build", "made-up", owners(tmp_path / "few.csv", 12)).status == 0


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may write everywhere")
def test_folders_that_may_not_be_written(inset: Inset, tmp_path: Path) -> None:
    if os.geteuid() == 0:  # without the capabilities by which root does
        inset = replace(inset, before=("setpriv", "--bounding-set=-all", "--inh-caps=-all"))
    for count in (10, 11):
        assert inset("build", "made-up", owners(tmp_path / "few.csv", count)).status == 0
    assert inset("pair", "--new-token", "one").status == 0
    folders = [inset.home / "data", inset.home / "state", *(inset.home / "data").rglob("*")]
    for folder in folders:
        if folder.is_dir():
            folder.chmod(0o500)
    try:
        for words, ran in every_verb_that_writes(inset, tmp_path):
            assert ran.status == 1, (words, ran)
            assert "inset: Give yourself the right to use" in ran.err, (words, ran)
    finally:
        for folder in folders:
            if folder.is_dir():
                folder.chmod(0o700)
    assert inset("lookup", FIRST + 10, "--json").json["results"][0]["answer"] == "listed"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_an_answer_that_goes_to_a_full_disk(inset: Inset) -> None:
    assert inset("build", "--sample").status == 0
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "inset", "datasets"],
            env=inset.environ,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "inset: Make room on the disk of Inset's folders: it is full.",
        *done.stderr.splitlines()[1:],
    ]
    assert "Traceback" not in done.stderr
