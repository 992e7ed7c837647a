"""Starting the helper where it does not run: what two clicks on the menu entry do that come at nearly the same time."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from inset.client import starting
from inset.client.client import Client
from inset.errors import PortUnavailable
from inset.paths import Paths
from inset.settings import Settings


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
