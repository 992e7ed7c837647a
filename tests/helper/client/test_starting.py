"""Starting the helper where it does not run: what two clicks on the menu entry do that come at nearly the same time."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from inset.client import starting
from inset.client.client import Client
from inset.errors import HelperUnreachable, PortUnavailable
from inset.paths import Paths
from inset.settings import Settings
from support.computer.ports import free_port


@pytest.fixture
def nothing_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AssertionError("a second helper was started")

    monkeypatch.setattr(starting, "start_helper", refuse)


@pytest.mark.usefixtures("nothing_started")
def test_the_second_click_waits_for_the_helper_of_the_first(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the port and has not written its token yet, so for a moment it looks like another program."""
    with socket.create_server(("127.0.0.1", 0)) as beginning:
        port = beginning.getsockname()[1]
        answers = iter([None, None, Client(port)])
        monkeypatch.setattr(starting, "answering_helper", lambda *_: next(answers))
        assert starting.started_helper(paths, Settings(port=port)).port == port


@pytest.mark.usefixtures("nothing_started")
def test_a_port_that_stays_another_program_s_is_told(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "SECOND_CLICK", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortUnavailable, match="it is not Inset"):
        starting.started_helper(paths, Settings(port=other.getsockname()[1]))
    assert not Path(paths.state, "helper.json").exists()


@pytest.mark.usefixtures("nothing_started")
def test_a_helper_that_could_not_write_its_state_is_not_waited_for(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))

    monkeypatch.setattr(starting, "write_private", full)
    with pytest.raises(OSError, match="No space left"):
        starting.started_helper(paths, Settings(port=free_port()))


def test_what_was_tried_leaves_nothing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Path]] = []
    monkeypatch.setattr(starting, "start_helper", lambda _: seen.append(list(paths.state.iterdir())))
    monkeypatch.setattr(starting, "PATIENCE", 0.0)
    with pytest.raises(HelperUnreachable):
        starting.started_helper(paths, Settings(port=free_port()))
    assert seen == [[]]
