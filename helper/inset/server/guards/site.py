"""Guard 4: no request that a page of another site started.

Browsers say in `Sec-Fetch-Site` who started a request, and no page can forge it. `none` (the person, or an extension
in Chromium) and `same-origin` (our own page, or an extension in Firefox) may pass; anything else is refused, values
that do not exist yet included. A request without the header comes from a program or an old browser; the guards behind
this one judge it.

**One exception**: a link that leads a person to one of our pages, from the extension's welcome page or from our
documentation on the web. It is a navigation of a whole tab (`navigate`, `document`) by GET or HEAD to a page that is
the same for everybody. It cannot be framed (X-Frame-Options, frame-ancestors), its opener cannot look into it
(Cross-Origin-Opener-Policy), and it has no private data and no side effect; a hostile page gains nothing by opening
one.

What a browser fetches or draws ahead (`Sec-Purpose`), because a page advised it to, is always refused. Chromium has
been seen to send such a request of another site's page with the `none` of one that a person started. A person who
does follow the link gets the page all the same: browsers then ask again.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from multidict import istr

from inset.errors import SiteForbidden
from inset.server.access import Access, RouteTable

_SITE: Final = istr("Sec-Fetch-Site")
_MODE: Final = istr("Sec-Fetch-Mode")
_DEST: Final = istr("Sec-Fetch-Dest")
_PASS: Final = ((), ("none",), ("same-origin",))
_PURPOSE: Final = istr("Sec-Purpose")
_FOLLOWED_LINK: Final = (("navigate",), ("document",))


def site_guard(routes: RouteTable) -> Middleware:
    """Return the guard.

    Args:
        routes: the table, by which it knows our pages.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        may_pass = tuple(request.headers.getall(_SITE, ())) in _PASS or _is_followed_link(request, routes)
        if _PURPOSE in request.headers or not may_pass:
            raise SiteForbidden(
                "Ask from the Inset extension or from a program: another site's page may not.",
                hint="If you followed a link, type the address instead.",
            )
        return await handler(request)

    return guard


def _is_followed_link(request: web.Request, routes: RouteTable) -> bool:
    headers = request.headers
    how = (tuple(headers.getall(_MODE, ())), tuple(headers.getall(_DEST, ())))
    if request.method not in ("GET", "HEAD") or how != _FOLLOWED_LINK:
        return False
    route = routes.get(request.match_info.route)
    return route is not None and route.access is Access.PAGE
