"""Files for this person only, replaced in one step, locked across processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inset import private_files
from inset.errors import InsetError
from inset.private_files import locked, write_private

HOLD = """
import sys
from pathlib import Path
from inset.private_files import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(lock_file: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_private(path, b"old")
    with pytest.raises(TypeError):
        write_private(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [made.name for made in tmp_path.iterdir()] == ["state.json"]


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    (tmp_path / ".state.json.new").write_bytes(b"half")
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert [made.name for made in tmp_path.iterdir()] == ["state.json"]


def test_a_link_put_in_our_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "state.json"
    victim.write_bytes(b"untouched")
    path.symlink_to(victim)
    (tmp_path / ".state.json.new").symlink_to(victim)
    write_private(path, b"new")
    assert victim.read_bytes() == b"untouched"
    assert not path.is_symlink()


def test_another_process_is_waited_for(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock")
    entered = threading.Event()

    def enter() -> None:
        with locked(tmp_path / "lock"):
            entered.set()

    thread = threading.Thread(target=enter)
    thread.start()
    assert not entered.wait(0.2)
    process.communicate()
    assert entered.wait(5)
    thread.join()


def test_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_files, "_PATIENCE", 0.2)
    process = holder(tmp_path / "lock")
    with pytest.raises(InsetError, match="kept locked"), locked(tmp_path / "lock"):
        pytest.fail("entered")
    process.communicate()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    process = holder(tmp_path / "lock")
    process.kill()
    process.communicate()
    with locked(tmp_path / "lock"):
        pass
