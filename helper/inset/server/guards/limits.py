"""Guard 8: bodies are small, arrive soon, and are a JSON object before any handler sees them.

64 KiB holds 1,000 photo IDs four times over. A route that takes a file reads it itself, as far as the disk has room;
what it gets as JSON is bounded all the same. orjson bounds the depth by itself and builds nothing larger than a small
multiple of the text.

A request that came as far as this has shown all that its route needs, so its connection is noted as a trusted one.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import BadRequest, TooLarge
from inset.server.access import Access, RouteTable
from inset.server.asked import MAX_PHOTOS
from inset.server.connections import Connections
from inset.server.guards.json_only import says_json
from inset.words.sentences import sentence

MAX_BODY: Final = 64 * 1024
"""Bytes of a request's body."""
BODY_SECONDS: Final = 10.0
"""Seconds for a body to arrive."""

_BODY: Final = web.RequestKey("inset.body", dict[str, Any])


def body_of(request: web.Request) -> dict[str, Any]:
    """Return the JSON object that came with the request; only for handlers of a POST of JSON."""
    return request[_BODY]


def limits_guard(routes: RouteTable, connections: Connections) -> Middleware:
    """Return the guard.

    Args:
        routes: the table; requests to no route pass, to be answered by 404 or 405;
        connections: told which of them showed a token or a session.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = routes.get(request.match_info.route)
        if route is not None and route.access in (Access.PAIRED, Access.LINE, Access.OWNER):
            connections.trust(request.protocol)
        if (
            route is not None
            and request.method == "POST"
            and (route.body == "json" or (route.body == "json_or_stream" and says_json(request)))
        ):
            request[_BODY] = _parse(await _read(request))
        return await handler(request)

    return guard


async def _read(request: web.Request) -> bytes:
    # If its length says that a body is too large, it is not read at all; one without a length is cut off by
    # `client_max_size` of the application, with the same answer.
    length = request.content_length
    if length is not None and length > MAX_BODY:
        raise TooLarge(
            f"Send at most {MAX_BODY // 1024} KiB at once.", hint=sentence("list_hint_room", str(MAX_PHOTOS))
        )
    try:
        if request.content.is_eof():  # it has arrived completely, as nearly always, so no timer is needed
            return await request.read()
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise BadRequest(f"Send the whole body within {BODY_SECONDS:.0f} seconds.") from None
    except web.RequestPayloadError:
        raise BadRequest("Fix the body: its encoding is broken.") from None


def _parse(content: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        # Without orjson's text: all errors of this kind are answered alike.
        raise BadRequest("Send one JSON object: the body is not JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("Send one JSON object: the body is other JSON.")
    return body
