"""Serving, from taking the port to a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Final

from aiohttp import web

from inset.client.helper_state import remove_state, write_state
from inset.client.port import LOOPBACK, take_port
from inset.own_files import make_own_folder
from inset.paths import Paths
from inset.server.app import create_app
from inset.server.connections import QUEUED, raise_file_limit, room_for
from inset.server.keys import HELPER
from inset.server.logs import configure_logging
from inset.server.protocol import HelperRunner
from inset.settings import Settings

STOP_SECONDS: Final = 1.5
"""How long requests in flight may go on after a stop was asked for."""

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
        make_own_folder(paths.state)
        listener = take_port(settings.port, paths)
        try:
            asyncio.run(_serve(settings, paths, listener, on_ready))
        finally:
            listener.close()


async def _serve(settings: Settings, paths: Paths, listener: socket.socket, on_ready: Callable[[str], None]) -> None:
    most_connections, most_accepted = room_for(raise_file_limit())
    app = create_app(settings, paths, most_connections=most_connections)
    helper = app[HELPER]
    runner = HelperRunner(app, shutdown_timeout=STOP_SECONDS)
    with _stopped_by_signals(helper.stop):
        try:
            await runner.setup()
            await web.SockSite(runner, listener, backlog=most_accepted).start()
            listener.listen(QUEUED)  # asyncio has set it to what it accepts at once
            # In a thread: it loads what locks files, a twentieth of the start, for which nobody's first answer waits.
            await asyncio.to_thread(write_state, paths, helper.state)
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
    """Set the umask so that files created during the block are readable by this person alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
