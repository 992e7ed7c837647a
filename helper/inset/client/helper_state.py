"""The running helper's state file, `<state>/helper.json`: its port, its process and the owner's token.

Only the person at this computer can read this file (mode 0600); "owner" means a program that sends the token in it.
The token is new with every start.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

import msgspec

import inset
from inset.own_files import read_own
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
    """Return the state of this process, which serves on `port`."""
    return HelperState(
        name=HELPER_NAME,
        port=port,
        pid=os.getpid(),
        version=inset.__version__,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        token=token,
    )


def write_state(paths: Paths, state: HelperState) -> None:
    """Write the state file. Call this once the port is bound, so that it never names another program's port."""
    with locked(paths.helper_state.with_suffix(".lock")):
        write_private(paths.helper_state, msgspec.json.encode(state) + b"\n")


def read_state(paths: Paths) -> HelperState | None:
    """Return what the state file says; None if it is missing or unreadable: then no helper is known to run.

    A helper that was killed leaves the file behind, so ask the port that it names before relying on it.
    """
    try:
        return read_as(read_own(paths.helper_state), HelperState)
    except (OSError, ValueError):
        return None


def remove_state(paths: Paths, state: HelperState) -> None:
    """Remove the state file if it still holds this state; a later helper may have replaced it by its own."""
    if read_state(paths) == state:
        paths.helper_state.unlink(missing_ok=True)
