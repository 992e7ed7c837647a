"""Serving, from taking the port to a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Final

from aiohttp import web

from inset.client.client import HelperClient
from inset.client.helper_state import read_state, remove_state, write_state
from inset.errors import HelperUnreachable, InsetError, PortUnavailable
from inset.paths import Paths, make_private_folder
from inset.server.app import create_app
from inset.server.keys import HELPER
from inset.server.logs import configure_logging
from inset.server.protocol import HelperRunner
from inset.settings import Settings

LOOPBACK: Final = "127.0.0.1"
"""The only address that the helper ever binds; there is no setting for it."""
STOP_SECONDS: Final = 1.5
"""How long requests in flight may go on after a stop was asked for."""
_BACKLOG: Final = 128
_PROBE_SECONDS: Final = 1.0
_WINDOWS_RESERVED: Final = 10013

_LOG: Final = logging.getLogger("inset.server")


def serve(settings: Settings, paths: Paths, *, on_ready: Callable[[str], None]) -> None:
    """Serve until SIGINT, SIGTERM or `POST /v1/shutdown`; then finish what is in flight and return.

    Args:
        settings: the port, and how to log; paths: the person's folders.
        on_ready: called once with the helper's address, when it answers.

    Raises:
        PortUnavailable: the port is taken or forbidden; nothing was changed.
        PairingsCorrupt: the list of paired browsers cannot be read.
        LogUnwritable: the log is to go to a file that cannot be written.
    """
    with _only_for_this_person():
        configure_logging(settings, paths)
        make_private_folder(paths.state)
        listener = take_port(settings.port, paths)
        try:
            asyncio.run(_serve(settings, paths, listener, on_ready))
        finally:
            listener.close()


def take_port(port: int, paths: Paths) -> socket.socket:
    """Bind the port on the loopback address, without listening yet.

    Raises:
        PortUnavailable: with the remedy, which depends on who has the port.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There, another program could otherwise bind the same port later and take our requests.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Connections of the last run that still linger do not keep us off; a listening program does.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise _why_not(port, paths, error) from error
    return listener


def _why_not(port: int, paths: Paths, error: OSError) -> PortUnavailable:
    if error.errno in (errno.EACCES, errno.EPERM) or getattr(error, "winerror", None) == _WINDOWS_RESERVED:
        return PortUnavailable(
            f"Choose another port with `--port`: this system does not let programs use {port}.",
            hint=(
                "Windows reserves ranges: `netsh interface ipv4 show excludedportrange protocol=tcp` lists them."
                if sys.platform == "win32"
                else f"Reason: {error.strerror}."
            ),
        )
    if error.errno != errno.EADDRINUSE:
        return PortUnavailable(f"Choose another port with `--port`: {port} cannot be used ({error.strerror}).")
    try:
        hello = HelperClient(port, timeout=_PROBE_SECONDS).hello()
    except HelperUnreachable:
        return PortUnavailable(
            f"Stop the program that uses port {port}, or choose another port with `--port`: it is not Inset.",
            hint="Set the same port in the extension's options.",
        )
    except InsetError:
        hello = {}
    return PortUnavailable(
        f"Use the helper that is running already on port {port}, or stop it with `inset stop`.",
        hint=_describe(hello, port, paths),
    )


def _describe(hello: dict[str, object], port: int, paths: Paths) -> str:
    state = read_state(paths)
    whose = (
        f"process {state.pid}, started {state.started_at}"
        if state is not None and state.port == port
        else "of another person or INSET_HOME"
    )
    ready = "ready" if hello.get("ready") else "without any dataset yet"
    return f"It is Inset {hello.get('version', '(version unknown)')}, {ready}; {whose}."


async def _serve(settings: Settings, paths: Paths, listener: socket.socket, on_ready: Callable[[str], None]) -> None:
    app = create_app(settings, paths)
    helper = app[HELPER]
    runner = HelperRunner(app, shutdown_timeout=STOP_SECONDS)
    with _stopped_by_signals(helper.stop):
        try:
            await runner.setup()
            await web.SockSite(runner, listener, backlog=_BACKLOG).start()
            write_state(paths, helper.state)
            address = f"http://{LOOPBACK}:{settings.port}"
            _LOG.info("serving address=%s pid=%d", address, helper.state.pid)
            on_ready(address)
            await helper.stop.wait()
            _LOG.info("stopping")
        finally:
            await runner.cleanup()
            remove_state(paths, helper.state)


@contextlib.contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGINT and SIGTERM ask for a clean stop; SIGHUP, which a closing terminal sends, does nothing."""
    loop = asyncio.get_running_loop()
    if sys.platform == "win32":
        before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(stop.set))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        return
    actions = {signal.SIGINT: stop.set, signal.SIGTERM: stop.set, signal.SIGHUP: lambda: None}
    for number, action in actions.items():
        loop.add_signal_handler(number, action)
    try:
        yield
    finally:
        for number in actions:
            loop.remove_signal_handler(number)


@contextlib.contextmanager
def _only_for_this_person() -> Iterator[None]:
    """Whatever is created meanwhile is readable by this person alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
