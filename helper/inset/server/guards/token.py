"""Guard 6: the token, in the Authorization header and nowhere else, and what it allows.

**One exception**: a browser's script can set no header of a WebSocket but the subprotocols that it offers. So on a line
(`Access.LINE`), and only there, the token may be the second of two subprotocols, if there is no Authorization at all.

Tokens are compared by their SHA-256, each in constant time. A token that is bound to an Origin is refused with any
other. One without a binding (`inset pair --new-token`) works from a script or from an extension into which the person
pasted it; a web page cannot use even that one, because the Origin guard stands before this one. The owner's token
never comes from an extension.

A request without any Authorization header may be our own page's: `inset.server.guards.session` judges it by its cookie.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from inset.errors import NotPaired, OriginForbidden, OwnerOnly
from inset.server.access import Access, Route, RouteTable
from inset.server.answers import LINE_PROTOCOL
from inset.server.guards.cors import PAIRED_ORIGIN
from inset.server.guards.origin import is_extension
from inset.server.pairing.requests import PairingBook
from inset.server.pairing.uses import Uses
from inset.tokens import TokenStore, digest
from inset.words.sentences import sentence

_NEED_TOKEN: Final = (Access.PAIRED, Access.LINE, Access.OWNER)


@dataclass(frozen=True, slots=True)
class Proof:
    """By what a request was let in: a pairing's token, or the owner's where there are no `tokens`."""

    token: str = field(repr=False)
    tokens: TokenStore | None = None

    def holds(self) -> bool:
        """Tell whether it would still be let in: a pairing can be ended while a line is open."""
        return self.tokens is None or self.tokens.find(self.token) is not None


PROOF: Final = web.RequestKey("inset.proof", Proof)
"""Set where a token was shown."""


def bearer(request: web.Request) -> str:
    """Return the request's bearer token; an empty text if there is none, another scheme, or more than one header."""
    values = request.headers.getall(hdrs.AUTHORIZATION, ())
    if len(values) != 1:
        return ""
    scheme, _, token = values[0].partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _line_token(request: web.Request, route: Route) -> str:
    """Return the token among a line's subprotocols; an empty text if what is offered is anything else."""
    if route.access is not Access.LINE:
        return ""
    values = request.headers.getall(hdrs.SEC_WEBSOCKET_PROTOCOL, ())
    offered = [each.strip(" ") for each in values[0].split(",")] if len(values) == 1 else []
    if hdrs.AUTHORIZATION in request.headers or len(offered) != 2 or offered[0] != LINE_PROTOCOL:
        return ""
    return offered[1]


def token_guard(
    routes: RouteTable,
    tokens: TokenStore,
    owner_token: str,
    book: PairingBook,
    is_own_page: Callable[[web.Request], bool],
) -> Middleware:
    """Return the guard.

    Args:
        routes: the table, which says what each route needs; tokens: who is paired; owner_token: this start's token of
            the owner; book: told when a new token comes for the first time; is_own_page: tells whether a request
            without a token comes with the cookie of the owner's page.
    """
    owner_digest = digest(owner_token)
    uses = Uses(tokens)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        route = routes.get(request.match_info.route)
        if route is None or route.access not in _NEED_TOKEN:
            return await handler(request)
        token = bearer(request) or _line_token(request, route)
        if not token:
            return await _without_token(request, route, handler, is_own_page)
        origin = request.headers.get(hdrs.ORIGIN)
        if hmac.compare_digest(digest(token), owner_digest):
            if origin is not None and is_extension(origin):
                raise _other_origin()
            request[PROOF] = Proof(token)
            return await handler(request)
        pairing = tokens.find(token)
        if pairing is None:
            raise _not_paired()
        if origin is not None and pairing.origin is not None:
            if origin != pairing.origin:
                raise _other_origin()
            request[PAIRED_ORIGIN] = origin
        if route.access is Access.OWNER and "owner" not in pairing.scopes:
            raise OwnerOnly(sentence("error_owner_only"))
        book.token_used(token)
        uses.note(pairing)
        request[PROOF] = Proof(token, tokens)
        return await handler(request)

    return guard


async def _without_token(
    request: web.Request, route: Route, handler: Handler, is_own_page: Callable[[web.Request], bool]
) -> web.StreamResponse:
    if route.access is not Access.LINE and is_own_page(request):
        return await handler(request)
    raise _not_paired()


def _not_paired() -> NotPaired:
    return NotPaired(
        sentence("error_not_paired"),
        hint="For a script: `inset pair --new-token NAME` prints a token.",
    )


def _other_origin() -> OriginForbidden:
    return OriginForbidden("Connect this browser by itself: the token was given to another one.")
