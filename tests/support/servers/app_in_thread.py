"""An aiohttp application that answers from a thread of its own, for tests that ask it as another program would."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

PATIENCE = 60.0
"""Seconds."""


async def _nothing() -> None:
    pass


@contextmanager
def answering(
    app: web.Application, *, tls: ssl.SSLContext | None = None, at_end: Callable[[], Awaitable[None]] = _nothing
) -> Iterator[int]:
    """Serve it on 127.0.0.1 and yield the port; `at_end` runs in its loop once it takes no more requests."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def call(coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(timeout=PATIENCE)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        return int(runner.addresses[0][1])

    try:
        yield call(start())
    finally:
        call(runner.cleanup())
        call(at_end())
        call(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=PATIENCE)
        loop.close()
