"""Guard 5: an Origin, if there is one, is our own page's or an extension's; never `null`, never another site's.

**A missing Origin proves nothing**: images, frames and forms of any page come without one.

Which extension it is, the token says: the next guard refuses a token that comes with another Origin than the one that
it was given to. An extension that is not paired passes here and then gets 401 `not_paired`, by which it knows that it
must ask for a pairing; `forbidden_origin` would look like a helper that refuses it for good.

Source: the form of extension origins is fixed: Chromium's are 32 letters a-p, Firefox's a random UUID per installation.
"""

from __future__ import annotations

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import OriginForbidden

_EXTENSION: Final = re.compile(
    r"chrome-extension://[a-p]{32}|moz-extension://[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)


def is_extension(origin: str) -> bool:
    """Tell whether an Origin is that of a browser extension."""
    return _EXTENSION.fullmatch(origin) is not None


def own_origins(port: int) -> frozenset[str]:
    """Return the Origins of the helper's own pages."""
    return frozenset({f"http://127.0.0.1:{port}", f"http://localhost:{port}"})


def origin_guard(port: int) -> Middleware:
    """Return the guard of a helper that listens on `port`."""
    own = own_origins(port)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        origins = request.headers.getall(hdrs.ORIGIN, ())
        if origins and (len(origins) > 1 or not (origins[0] in own or is_extension(origins[0]))):
            raise OriginForbidden("Ask from the Inset extension or from a program: this Origin may not.")
        return await handler(request)

    return guard
