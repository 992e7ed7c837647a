"""The helper's port: taking it, and saying who has it where that fails."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Mapping
from typing import Final

from inset.client.client import Client
from inset.client.helper_state import HelperState, read_state
from inset.errors import HelperUnreachable, InsetError, PortUnavailable
from inset.paths import Paths
from inset.words.sentences import sentence

LOOPBACK: Final = "127.0.0.1"
"""The only address that the helper ever binds; there is no setting for it."""
BACKLOG: Final = 128
_PROBE_SECONDS: Final = 1.0
_WINDOWS_RESERVED: Final = 10013


def take_port(port: int, paths: Paths) -> socket.socket:
    """Bind the port on the loopback address, without listening yet.

    Raises:
        PortUnavailable: with the remedy, which depends on who has the port.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # On Windows another program could otherwise bind the same port later and receive our requests.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Lets us bind while connections of an earlier helper linger; a program that listens still keeps the port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _why_not(port, paths, error) from error
    return listener


def _why_not(port: int, paths: Paths, error: OSError) -> PortUnavailable:
    if error.errno in (errno.EACCES, errno.EPERM) or getattr(error, "winerror", None) == _WINDOWS_RESERVED:
        return PortUnavailable(
            sentence("error_port_forbidden", str(port)),
            hint=(
                "Windows reserves ranges: `netsh interface ipv4 show excludedportrange protocol=tcp` lists them."
                if sys.platform == "win32"
                else sentence("list_hint_reason", error.strerror)
            ),
        )
    if error.errno != errno.EADDRINUSE:
        return PortUnavailable(sentence("error_port_unusable", str(port), error.strerror))
    try:
        hello: Mapping[str, object] = Client(port, timeout=_PROBE_SECONDS).hello()
    except HelperUnreachable:
        return PortUnavailable(
            sentence("error_port_taken", str(port)),
            hint="Set the same port in the extension's options.",
        )
    except InsetError:
        hello = {}
    state = read_state(paths)
    own = state if state is not None and state.port == port else None
    # Nobody can use or stop another person's.
    return PortUnavailable(
        sentence("error_port_running" if own else "error_port_another", str(port)),
        hint=_describe(hello, own),
    )


def _describe(hello: Mapping[str, object], own: HelperState | None) -> str:
    whose = (
        sentence("list_running_process", str(own.pid), own.started_at)
        if own is not None
        else sentence("list_running_another")
    )
    ready = sentence("list_running_ready") if hello.get("ready") else sentence("list_running_empty")
    version = hello.get("version") or sentence("list_running_unknown")
    return sentence("list_hint_running", version, ready, whose)
