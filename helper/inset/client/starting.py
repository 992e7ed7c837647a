"""Starting the person's helper where it does not run, and a client of it: for the menu entry and the browser."""

from __future__ import annotations

import time
from typing import Final

from inset.client.client import Client
from inset.client.helper_state import read_state
from inset.client.port import take_port
from inset.errors import HelperUnreachable, PortUnavailable
from inset.paths import Paths
from inset.private_files import write_private
from inset.service.plan import make_plan
from inset.service.start import start_helper
from inset.settings import Settings
from inset.words.sentences import sentence

PATIENCE: Final = 20.0
"""Seconds to wait for a helper that was started to answer; an idle computer needs about half of one."""
SECOND_CLICK: Final = 4.0
"""Seconds to wait for the helper of a click before this one, which may have the port already and not answer yet."""
_POLL: Final = 0.05
_STATE_BYTES: Final = 4096
"""One block of a disk; the state file fits into it."""


def started_helper(paths: Paths, settings: Settings) -> Client:
    """Return a client of the person's helper, with the owner's token; the helper is started if it does not answer.

    Raises:
        PortUnavailable: another program, or another person's helper, has the port.
        HelperUnreachable: the helper was started, but does not answer.
        ServiceFailed: the system does not start the program.
        OSError: the helper could not write its state: there is no room, or no right. It would end without a word.
    """
    client = answering_helper(paths, settings)
    if client is not None:
        return client
    try:
        take_port(settings.port, paths).close()
    except PortUnavailable:
        client = _soon(paths, settings, SECOND_CLICK)
        if client is None:
            raise
        return client
    _check_room(paths)
    start_helper(make_plan(paths))
    client = _soon(paths, settings, PATIENCE)
    if client is None:
        raise HelperUnreachable(
            sentence("error_helper_silent"),
            hint=sentence("list_hint_log", paths.log_file),
        )
    return client


def _check_room(paths: Paths) -> None:
    """Write as much as the helper will, and remove it."""
    probe = paths.state / "room"
    write_private(probe, bytes(_STATE_BYTES))
    probe.unlink()


def _soon(paths: Paths, settings: Settings, patience: float) -> Client | None:
    """Wait for the person's helper to answer."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        client = answering_helper(paths, settings)
        if client is not None:
            return client
        time.sleep(_POLL)
    return None


def answering_helper(paths: Paths, settings: Settings) -> Client | None:
    """Return a client of the person's helper, with the owner's token; None if it does not answer."""
    if read_state(paths) is None:  # none runs, or it has just begun and has not written its token yet
        return None
    client = Client.from_state(paths, settings)
    try:
        client.hello()
    except HelperUnreachable:  # the file is left from a helper that was killed
        return None
    return client
