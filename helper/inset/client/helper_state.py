"""The running helper's card, `<state>/helper.json`: where it listens, who it is, and the owner's token.

Whoever can read this file (mode 0600) is the person at this computer, or runs as them; that is what "owner" means.
The token is new with every start.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

import msgspec

import inset
from inset.paths import Paths
from inset.private_files import locked, write_private
from inset.written_files import read_as

HELPER_NAME: Final = "inset"


class HelperState(msgspec.Struct, frozen=True):
    """What the file holds. `started_at` is ISO 8601 in UTC."""

    name: str
    port: int
    pid: int
    version: str
    started_at: str
    token: str


def new_state(port: int, token: str) -> HelperState:
    """Return the card of this process, serving on `port` from now on."""
    return HelperState(
        name=HELPER_NAME,
        port=port,
        pid=os.getpid(),
        version=inset.__version__,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        token=token,
    )


def write_state(paths: Paths, state: HelperState) -> None:
    """Put the card in place; call it once the port is bound, so that the file never names a port of somebody else."""
    with locked(paths.helper_state.with_suffix(".lock")):
        write_private(paths.helper_state, msgspec.json.encode(state) + b"\n")


def read_state(paths: Paths) -> HelperState | None:
    """Return the card, or None when there is none or it is unreadable: both mean that nobody is known to serve.

    A helper that was killed leaves its card behind, so a card is a place to ask, not a proof that somebody is there.
    """
    try:
        return read_as(paths.helper_state.read_bytes(), HelperState)
    except (OSError, ValueError):
        return None


def remove_state(paths: Paths, state: HelperState) -> None:
    """Take the card away if it is still this one: a helper that was started later keeps its own."""
    if read_state(paths) == state:
        paths.helper_state.unlink(missing_ok=True)
