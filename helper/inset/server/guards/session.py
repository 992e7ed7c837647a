"""Part of guard 6: the cookie of our own page, which makes it the owner.

A browser sends a cookie also with requests that another page started, so the cookie alone is not enough:

- `SameSite=Strict` keeps it off requests that another site's page starts; **a site has no port**, so a page of another
  program on this computer (`http://127.0.0.1:8000`) counts as the same site, and its requests carry our cookie.
- `Sec-Fetch-Site`, where a browser sends it, is `same-origin`. Guard 4 has refused other sites already; this
  one refuses `none` too, which an extension with the permission for 127.0.0.1 sends.
- An Origin, if there is one, is exactly the address that was asked. **A request that changes something must have
  one**: every browser sends it with POST and DELETE, so a request without it does not come from our page.
- The cookie's name holds our port: a helper on another port has a cookie of its own. Its path is `/v1`, so that most
  other programs that a person visits on this computer are never sent it.

Source: RFC 6265bis, 8.5 (no isolation by port), 8.8 (SameSite).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiohttp import hdrs, web
from multidict import istr

from inset.errors import OriginForbidden, SiteForbidden
from inset.server.pairing.sessions import Sessions

_SITE: Final = istr("Sec-Fetch-Site")
_CHANGES_NOTHING: Final = ("GET", "HEAD")


def cookie_name(port: int) -> str:
    """Return the name of the cookie of the helper that listens on `port`."""
    return f"inset_session_{port}"


def session_secret(request: web.Request, port: int) -> str:
    """Return what the session cookie of a request holds; empty text for none, or for several of that name."""
    name = cookie_name(port)
    found = []
    for header in request.headers.getall(hdrs.COOKIE, ()):
        for part in header.split(";"):
            key, _, value = part.strip(" ").partition("=")
            if key == name:
                found.append(value)
    return found[0] if len(found) == 1 else ""


def require_own_page(request: web.Request) -> None:
    """Refuse a request that our own page would not send.

    Raises:
        OriginForbidden: the Origin is not exactly the address that was asked, or is missing where something changes.
        SiteForbidden: the browser says that something else than our page started the request.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    # Guard 3 has checked that Host is one of our two names. They are different origins, each with its own page.
    if origin != f"http://{request.headers[hdrs.HOST]}" and not (origin is None and request.method in _CHANGES_NOTHING):
        raise OriginForbidden("Do this on the helper's own page, or send a token.", hint="`inset open` opens the page.")
    if request.headers.get(_SITE, "same-origin") != "same-origin":
        raise SiteForbidden("Do this on the helper's own page, or send a token.", hint="`inset open` opens the page.")


def session_check(port: int, sessions: Sessions) -> Callable[[web.Request], bool]:
    """Return a function that tells whether a request comes from the owner's page.

    Args:
        port: of this helper; sessions: which are open.

    The function raises as `require_own_page` does when a cookie of ours comes with what our page would not send.
    """

    def is_own_page(request: web.Request) -> bool:
        # A request with a token is judged by the token alone: a valid cookie does not make up for a bad token.
        secret = "" if hdrs.AUTHORIZATION in request.headers else session_secret(request, port)
        if not secret:
            return False
        require_own_page(request)
        return sessions.is_open(secret)

    return is_own_page
