"""Guard 7: a request that changes or asks something by a body says that the body is JSON.

A page can post a form or text/plain across sites without asking anybody; application/json it cannot, without a
preflight, and we answer no preflight.
"""

from __future__ import annotations

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import NotJson
from inset.server.access import RouteTable

_JSON: Final = frozenset({"application/json", "application/json;charset=utf-8"})


def json_only_guard(routes: RouteTable) -> Middleware:
    """Return the guard.

    Args:
        routes: the table; what no route has is answered by 404 or 405 instead.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "POST" and request.match_info.route in routes:
            kinds = request.headers.getall(hdrs.CONTENT_TYPE, ())
            if len(kinds) != 1 or kinds[0].replace(" ", "").lower() not in _JSON:
                raise NotJson("Send `Content-Type: application/json`.")
        return await handler(request)

    return guard
