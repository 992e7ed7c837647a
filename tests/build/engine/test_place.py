"""The shared folder: who is first writes, what was killed is swept, what somebody writes is not."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from inset.errors import BuildFailed
from inset_build.engine import place as places
from inset_build.engine.place import LEFT_SECONDS, MAKING_FOLDER, Place
from inset_build.engine.reduce_task import Ranges


def aged(path: Path, seconds: float) -> Path:
    """Let a file look as if nobody had written to it for so long."""
    at = path.stat().st_mtime - seconds
    os.utime(path, (at, at))
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="there no lock tells who writes")
def test_what_was_killed_is_swept_and_what_is_written_is_not(tmp_path: Path) -> None:
    place = Place(tmp_path)
    making = tmp_path / MAKING_FOLDER
    with place.new_file() as (held, _):
        dead, young, other = making / "dead", making / "young", making / "folder"
        dead.write_bytes(b"half of")
        young.write_bytes(b"half of")
        other.mkdir()
        for path in (held, dead, other):
            aged(path, 2 * LEFT_SECONDS)
        aged(young, LEFT_SECONDS / 2)
        place.sweep()
        assert sorted(making.iterdir()) == sorted([held, young, other])
    place.sweep()
    assert sorted(making.iterdir()) == sorted([young, other])


_WRITES: Final = """
import sys
from pathlib import Path
from inset_build.engine.place import Place

with Place(Path(sys.argv[1])).new_file() as (_, file):
    file.write(b"half of")
    file.flush()
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there no lock tells who writes")
def test_a_file_that_another_process_writes_is_held(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITES, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"begun\n"
            (path,) = (tmp_path / MAKING_FOLDER).iterdir()
            aged(path, 10 * LEFT_SECONDS)
            Place(tmp_path).sweep()
            assert path.exists()
        finally:
            process.kill()
    Place(tmp_path).sweep()
    assert not path.exists()


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = aged(_written(elsewhere / "kept"), 2 * LEFT_SECONDS)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / MAKING_FOLDER).symlink_to(elsewhere)
    Place(tmp_path / "shared").sweep()
    assert kept.exists()


def _written(path: Path) -> Path:
    path.write_bytes(b"whole")
    return path


@pytest.mark.parametrize("links", [True, False])
def test_of_several_who_write_one_is_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(places, "sync_folder", synced.append)
    if not links:

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    place = Place(tmp_path)
    place.write_first(place.plan, Ranges([0, 1], 1))
    assert synced == [tmp_path]
    if links:
        place.write_first(place.plan, Ranges([0, 2], 1))
        assert place.read(place.plan, Ranges) == Ranges([0, 1], 1)
    assert list((tmp_path / MAKING_FOLDER).iterdir()) == []


def test_what_is_kept_is_called_by_its_content(tmp_path: Path) -> None:
    import numpy as np

    place = Place(tmp_path)
    name = place.keep([np.arange(1000, dtype=np.uint64)])
    place.verify([name])
    content = place.run(name).read_bytes()
    for damaged in (content[:-1], content + b"0", content[:-1] + b"1"):
        place.run(name).write_bytes(damaged)
        with pytest.raises(BuildFailed, match=r"Check the disk and remove .*: it is not what was written"):
            place.verify([name])
