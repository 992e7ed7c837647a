"""Guard 7: a request that changes or asks something by a body says that the body is JSON, or a file to be taken in.

A page can post a form or text/plain to another site without a preflight, but not application/json, and we allow no
preflight. A file may have any type but the three that a form can send, and must have one, because a page can also send
a body without a type.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header (content types that need no preflight).
"""

from __future__ import annotations

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import NotJson, TypeForbidden
from inset.server.access import RouteTable

_JSON: Final = frozenset({"application/json", "application/json;charset=utf-8"})
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
_TYPE: Final = re.compile(r"([a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+)(?:[ \t]*;[^,]*)?", re.ASCII)


def json_only_guard(routes: RouteTable) -> Middleware:
    """Return the guard.

    Args:
        routes: the table; requests to no route pass, to be answered by 404 or 405.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = routes.get(request.match_info.route) if request.method == "POST" else None
        if route is not None:
            if route.body == "json" and not says_json(request):
                raise NotJson("Send `Content-Type: application/json`.")
            if route.body != "json" and not _says_file(request):
                raise TypeForbidden("Send a file as `Content-Type: application/octet-stream`: a form may not bring it.")
        return await handler(request)

    return guard


def says_json(request: web.Request) -> bool:
    """Tell whether a request says, once, that its body is JSON."""
    kinds = request.headers.getall(hdrs.CONTENT_TYPE, ())
    return len(kinds) == 1 and kinds[0].replace(" ", "").lower() in _JSON


def _says_file(request: web.Request) -> bool:
    kinds = request.headers.getall(hdrs.CONTENT_TYPE, ())
    named = _TYPE.fullmatch(kinds[0].lower()) if len(kinds) == 1 else None
    return named is not None and named[1] not in _FORMS
