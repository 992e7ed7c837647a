"""The menu entry clicked where something is missing: who clicked it is told on the desktop, as there is no terminal."""

from __future__ import annotations

import errno
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

import pytest

from inset.cli.steps import opened_page
from inset.errors import NotWritable
from inset.paths import Paths
from inset.private_files import write_private
from support.command_line.commands import Inset

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what desktops of Linux have")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desktop without any browser; its only programs are those that a test adds to this folder."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(opened_page, "_XDG_OPEN_SECONDS", 60.0)  # a busy computer may be slow to end them
    return programs


def program(folder: Path, name: str, status: int = 0) -> Path:
    """Add a program that notes its arguments, one a line, and ends with this status; return what it notes them in."""
    noted = folder / f"{name}.noted"
    file = folder / name
    file.write_text(
        f"#!/bin/sh\nfor word; do echo \"$word\"; done >'{noted}.new'\n/bin/mv '{noted}.new' '{noted}'\nexit {status}\n"
    )
    file.chmod(0o755)
    return noted


def words_of(noted: Path) -> str:
    """Wait until a program was called; nobody waits for a dialog."""
    end = time.monotonic() + 60
    while not noted.exists():
        assert time.monotonic() < end, "no dialog was shown"
        time.sleep(0.01)
    return noted.read_text()


def test_without_a_browser_a_dialog_names_one(inset: Inset, desktop: Path) -> None:
    noted = program(desktop, "zenity")
    try:
        done = inset("open", "--start")
        assert done.status == 0
        assert "#ticket=" in done.out  # for who does see a terminal
        assert "--text=Install a web browser" in words_of(noted)
        assert "ticket" not in words_of(noted)
    finally:
        inset("stop")


def test_a_port_that_is_taken_is_told_without_a_browser(inset: Inset, desktop: Path) -> None:
    noted = program(desktop, "kdialog")
    with socket.create_server(("127.0.0.1", inset.port)):
        assert inset("open", "--start").status == 5
    assert "Inset does not start" in words_of(noted)
    assert str(inset.port) in words_of(noted)


def test_in_a_terminal_there_is_no_dialog(inset: Inset, desktop: Path) -> None:
    noted = program(desktop, "zenity")
    with inset.serving():
        assert inset("open").status == 0
    assert not noted.exists()


@pytest.mark.parametrize(("status", "found"), [(0, True), (3, False)])
def test_the_desktop_s_own_program_tells_whether_there_is_a_browser(
    paths: Paths, desktop: Path, status: int, found: bool
) -> None:
    noted = program(desktop, "xdg-open", status)
    assert opened_page.open_address(paths, "http://127.0.0.1:1/#ticket=secret") is found
    assert noted.read_text() == f"{paths.opened_page.as_uri()}\n"


def test_a_browser_that_goes_on_running_is_not_waited_for(
    paths: Paths, desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened_page, "_XDG_OPEN_SECONDS", 0.1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (desktop / "xdg-open").write_text(f"#!/bin/sh\nread word <'{pipe}'\n")
    (desktop / "xdg-open").chmod(0o755)
    assert opened_page.open_address(paths, "http://127.0.0.1:1/#ticket=secret")
    pipe.write_text("close\n")  # it was still open


@pytest.mark.parametrize("has_session", [True, False])
def test_a_page_that_the_home_has_no_room_for_is_written_elsewhere(
    paths: Paths, desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_session: bool
) -> None:
    noted, write = program(desktop, "xdg-open"), write_private

    def full(file: Path, content: bytes) -> None:
        if file == paths.opened_page:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        write(file, content)

    monkeypatch.setattr(opened_page, "write_private", full)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    if has_session:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))
    opened_page.open_trouble(paths, NotWritable("Make room on the disk."))
    page = Path(noted.read_text().strip().removeprefix("file://"))
    assert page.is_relative_to(tmp_path / "session" if has_session else tmp_path)
    assert page.stat().st_mode & 0o077 == 0
    assert "Make room on the disk." in page.read_text()
