"""`/v1/pairings`: asking to be paired, approving it, collecting the token."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import hdrs, web

from inset.errors import BadRequest, OriginForbidden
from inset.server.answers import json_answer
from inset.server.guards.limits import body_of
from inset.server.guards.origin import is_extension
from inset.server.guards.token import bearer
from inset.server.keys import PAIRINGS, TOKENS
from inset.server.pairing import LIFETIME, PairingRequest
from inset.server.tokens import new_token


async def ask_pairing(request: web.Request) -> web.Response:
    """Open a request from an extension or a program; never from a page, our own included.

    Raises:
        OriginForbidden, BadRequest, TooMany: see `PairingBook.ask`.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and not is_extension(origin):
        raise OriginForbidden("Connect from the Inset extension: a page cannot be paired.")
    asked = request.app[PAIRINGS].ask(_text(body_of(request), "name"), origin)
    return json_answer(
        {"id": asked.id, "secret": asked.secret, "code": asked.code, "expires_in": int(LIFETIME)}, status=201
    )


async def list_pairings(request: web.Request) -> web.Response:
    """List who waits, without the codes: the owner types the one that they see in their own browser."""
    return json_answer({"waiting": [_describe(asked) for asked in request.app[PAIRINGS].waiting()]})


async def get_pairing(request: web.Request) -> web.Response:
    """Tell the asker how its request stands, with the token once it is approved; see `inset.server.pairing`.

    Raises:
        PairingUnknown, OriginForbidden: see `PairingBook.collect`.
    """
    state, token, seconds = request.app[PAIRINGS].collect(
        request.match_info["id"], bearer(request), request.headers.get(hdrs.ORIGIN)
    )
    answer: dict[str, object] = {"state": state}
    if state == "waiting":
        answer["expires_in"] = int(seconds)
    elif token is not None:
        answer["token"] = token
    return json_answer(answer)


async def approve_pairing(request: web.Request) -> web.Response:
    """Approve the request with this code, in the owner's name.

    Raises:
        BadRequest, PairingUnknown, TooMany: see `PairingBook.choose`.
        PairingsCorrupt: the list of pairings cannot be read; the request still waits.
    """
    book = request.app[PAIRINGS]
    asked = book.choose(request.match_info["id"], _text(body_of(request), "code"))
    token = new_token()
    try:
        await asyncio.to_thread(request.app[TOKENS].add, token, asked.name, asked.origin, ("lookup",))
    except BaseException:
        book.release(asked)
        raise
    book.approve(asked, token)
    return json_answer({"state": "approved", "name": asked.name, "origin": asked.origin})


def _describe(asked: PairingRequest) -> dict[str, object]:
    return {"id": asked.id, "name": asked.name, "origin": asked.origin}


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if len(body) != 1 or not isinstance(value, str):
        raise BadRequest(f'Send {{"{name}": "…"}} and nothing else.')
    return value
