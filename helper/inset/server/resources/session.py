"""`/v1/session`: the local page opens a session with its ticket, asks whether it has one, and ends it."""

from __future__ import annotations

from typing import TypedDict

from aiohttp import web

from inset.errors import TicketUnknown
from inset.server.answers import json_answer
from inset.server.asked import read_text
from inset.server.guards.limits import body_of
from inset.server.guards.session import cookie_name, require_own_page, session_check, session_secret
from inset.server.keys import HELPER, SESSIONS

COOKIE_PATH = "/v1"


class Session(TypedDict):
    """Whether the request has the cookie of an open session of the owner."""

    owner: bool


async def open_session(request: web.Request) -> web.Response:
    """Take a ticket, once, and set the cookie.

    Raises:
        OriginForbidden, SiteForbidden: the request does not come from our own page.
        BadRequest: the body is not `{"ticket": "…"}`.
        TicketUnknown: it was used already, has expired, or was never given out.
    """
    require_own_page(request)
    secret = request.app[SESSIONS].open(read_text(body_of(request), "ticket"))
    if secret is None:
        raise TicketUnknown("Run `inset open` again: this ticket was used already, or is older than a minute.")
    response = json_answer(Session(owner=True))
    _set_cookie(request, response, secret)
    return response


async def get_session(request: web.Request) -> web.Response:
    """Tell the page whether its session is still open."""
    is_own_page = session_check(_port(request), request.app[SESSIONS])
    return json_answer(Session(owner=is_own_page(request)))


async def end_session(request: web.Request) -> web.Response:
    """End the session of the request's cookie; do nothing for a request with a token instead."""
    request.app[SESSIONS].close(session_secret(request, _port(request)))
    response = json_answer(Session(owner=False))
    response.del_cookie(cookie_name(_port(request)), path=COOKIE_PATH, httponly=True, samesite="Strict")
    return response


def _set_cookie(request: web.Request, response: web.Response, secret: str) -> None:
    # Without Max-Age the browser forgets it when it closes. Not Secure, because there is no HTTPS on 127.0.0.1, and no
    # other host gets it.
    response.set_cookie(
        cookie_name(_port(request)), secret, path=COOKIE_PATH, httponly=True, samesite="Strict", max_age=None
    )


def _port(request: web.Request) -> int:
    return request.app[HELPER].state.port
