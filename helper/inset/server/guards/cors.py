"""Guard 1: CORS headers only for a paired extension's own Origin.

An extension with host permission for 127.0.0.1 needs none. If the person took that permission back, it can still read
our errors with them. Preflights are never allowed: no route has the method OPTIONS.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

PAIRED_ORIGIN: Final = web.RequestKey("inset.paired_origin", str)
"""Set by the token guard if the request's token is bound to the Origin that it came with."""


def cors_guard() -> Middleware:
    """Return the guard; it refuses nothing."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        origin = request.get(PAIRED_ORIGIN)
        if origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Vary"] = "Origin"
        return response

    return guard
