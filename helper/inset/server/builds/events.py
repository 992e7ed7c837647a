"""Server-sent events about a build, as long as the client listens.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Final

import orjson
from aiohttp import web

from inset.server.answers import event_stream
from inset.server.builds.wire import Build

_RETRY: Final = b"retry: 2000\n\n"
"""Milliseconds after which a page that has lost us asks again."""

_HEARTBEAT: Final = b": nothing new\n\n"


async def send_builds(request: web.Request, builds: AsyncGenerator[Build | None, None]) -> web.StreamResponse:
    """Send each build as an event, and a comment for each None, until there are no more or nobody listens."""
    response = event_stream()
    await response.prepare(request)
    try:
        await response.write(_RETRY)
        async with aclosing(builds) as all_builds:
            async for build in all_builds:
                await response.write(
                    _HEARTBEAT if build is None else b"event: build\ndata: " + orjson.dumps(build) + b"\n\n"
                )
        await response.write_eof()
    except ConnectionError:
        pass  # the client has gone
    return response
