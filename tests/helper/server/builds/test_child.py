"""The child process, without a helper: it ends when asked to, and is killed if it does not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from inset.errors import BuildFailed, ManifestMissing, UsageInvalid
from inset.server.builds.asking import Asking
from inset.server.builds.child import Child
from support.builds.building import FIRST, endless, is_alive, listing

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")


async def test_it_reports_and_tells_of_every_phase(tmp_path: Path) -> None:
    (tmp_path / "-a.txt").write_bytes(listing(range(FIRST, FIRST + 1000)))
    child = await Child.start(["build", "made-up", f"--datasets={tmp_path / 'out'}", "--", "-a.txt"], tmp_path)
    phases: list[str] = []
    report = await child.report(lambda progress: phases.append(progress["phase"]))
    await child.end(1)
    assert (report["photos"], report["sources"][0]["name"]) == (1000, "-a.txt")
    assert list(dict.fromkeys(phases)) == ["looking", "reading", "writing", "verifying", "publishing"]


async def test_what_is_wrong_comes_back_as_what_it_was(tmp_path: Path) -> None:
    for words, error in (
        (["explain", "--", "missing.txt"], ManifestMissing),
        (["build", "Made Up", f"--datasets={tmp_path}", "--", "a.txt"], UsageInvalid),
    ):
        child = await Child.start(words, tmp_path)
        with pytest.raises(error) as caught:
            await child.report()
        assert type(caught.value) is error
        assert caught.value.message
        await child.end(1)


async def test_words_that_it_does_not_know_are_no_report(tmp_path: Path) -> None:
    child = await Child.start(["dance"], tmp_path)
    with pytest.raises(BuildFailed):
        await child.report()
    await child.end(1)


async def test_files_of_its_folder_are_never_imported(tmp_path: Path) -> None:
    for name in ("polars", "inset_build", "argparse"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(77)")
    assert (await Asking().ask(["catalog"], tmp_path))["entries"]


async def test_let_go_it_unwinds(tmp_path: Path) -> None:
    (tmp_path / "endless.txt.gz").write_bytes(endless())
    child = await Child.start(["build", "made-up", f"--datasets={tmp_path / 'out'}", "--", "endless.txt.gz"], tmp_path)
    began = time.monotonic()
    with pytest.raises(BuildFailed):
        await child.report(lambda progress: child.let_go() if progress["phase"] == "reading" else None)
    assert time.monotonic() - began < 30
    assert not (tmp_path / "out" / "made-up").exists()
    assert not is_alive(child._process.pid)


@POSIX
async def test_one_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stubborn = tmp_path / "stubborn"
    stubborn.write_text("#!/bin/sh\ntrap '' INT TERM\nwhile :; do sleep 0.1; done\n")
    stubborn.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(stubborn))
    child = await Child.start([])
    assert is_alive(child._process.pid)
    await child.end(0.2)
    assert not is_alive(child._process.pid)


async def test_an_answer_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("inset.server.builds.asking.PATIENCE", 0.01)
    with pytest.raises(BuildFailed, match="within"):
        await Asking().ask(["catalog"], tmp_path)
