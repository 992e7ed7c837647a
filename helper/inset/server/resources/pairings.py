"""`/v1/pairings`: asking to be paired, approving it, collecting the token, and ending it."""

from __future__ import annotations

import asyncio
from typing import Literal, NotRequired, TypedDict

from aiohttp import hdrs, web

from inset.client.answers import Paired, PairingApproved, PairingList, PairingWaiting
from inset.errors import OriginForbidden, PairingUnknown
from inset.server.answers import json_answer
from inset.server.asked import read_text
from inset.server.guards.limits import body_of
from inset.server.guards.origin import is_extension
from inset.server.guards.token import bearer
from inset.server.keys import PAIRINGS, TOKENS
from inset.server.pairing.requests import LIFETIME, PairingRequest
from inset.tokens import Pairing, new_token


class PairingAsked(TypedDict):
    """What only the asker gets: ID and secret to collect the token with, the code to show, and the seconds left."""

    id: str
    secret: str
    code: str
    expires_in: int


class PairingState(TypedDict):
    """How a request stands. `expires_in` (seconds) while it waits; `token` once approved, until it was used."""

    state: Literal["waiting", "approved", "expired"]
    expires_in: NotRequired[int]
    token: NotRequired[str]


class PairingEnded(TypedDict):
    """How a pairing ended: its owner revokes a paired one or refuses a waiting request, its asker withdraws."""

    id: str
    state: Literal["revoked", "refused", "withdrawn"]


def waiting(asked: PairingRequest, seconds_left: float) -> PairingWaiting:
    """Describe a request that waits, for the owner."""
    return PairingWaiting(
        id=asked.id, name=asked.name, origin=asked.origin, code=asked.code, expires_in=int(seconds_left)
    )


def paired(pairing: Pairing) -> Paired:
    """Describe who is paired, for the owner."""
    return Paired(
        id=pairing.id,
        name=pairing.name,
        origin=pairing.origin,
        scopes=sorted(pairing.scopes),
        created_at=pairing.created_at,
        used_on=pairing.used_on,
    )


async def ask_pairing(request: web.Request) -> web.Response:
    """Open a request from an extension or a program; never from a page, our own included.

    Raises:
        OriginForbidden, BadRequest, TooMany: see `PairingBook.ask`.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and not is_extension(origin):
        raise OriginForbidden("Connect from the Inset extension: a page cannot be paired.")
    asked = request.app[PAIRINGS].ask(read_text(body_of(request), "name"), origin)
    return json_answer(
        PairingAsked(id=asked.id, secret=asked.secret, code=asked.code, expires_in=int(LIFETIME)), status=201
    )


async def list_pairings(request: web.Request) -> web.Response:
    """List who waits and who is paired.

    Raises:
        PairingsCorrupt: the list of pairings cannot be read.
    """
    book = request.app[PAIRINGS]
    return json_answer(
        PairingList(
            waiting=[waiting(asked, book.seconds_left(asked)) for asked in book.waiting()],
            paired=[paired(pairing) for pairing in request.app[TOKENS].list()],
        )
    )


async def get_pairing(request: web.Request) -> web.Response:
    """Tell the asker how its request stands, with the token once it is approved; see `inset.server.pairing.requests`.

    Raises:
        PairingUnknown, OriginForbidden: see `PairingBook.collect`.
    """
    state, token, seconds = request.app[PAIRINGS].collect(
        request.match_info["id"], bearer(request), request.headers.get(hdrs.ORIGIN)
    )
    answer = PairingState(state=state)
    if state == "waiting":
        answer["expires_in"] = int(seconds)
    elif token is not None:
        answer["token"] = token
    return json_answer(answer)


async def withdraw_pairing(request: web.Request) -> web.Response:
    """Let the asker give up: what nobody waits for any more is offered to nobody, and what was approved meanwhile ends.

    Raises:
        PairingUnknown, OriginForbidden: see `PairingBook.of_asker`.
        PairingsCorrupt: the list of pairings cannot be read.
    """
    book, tokens = request.app[PAIRINGS], request.app[TOKENS]
    wanted = request.match_info["id"]
    async with book.approving:
        asked = book.of_asker(wanted, bearer(request), request.headers.get(hdrs.ORIGIN))
        if not book.refuse(wanted) and asked.pairing_id is not None:
            await asyncio.to_thread(tokens.revoke, asked.pairing_id)
    return json_answer(PairingEnded(id=wanted, state="withdrawn"))


async def approve_pairing(request: web.Request) -> web.Response:
    """Approve the request with this code, in the owner's name; the same code again gets the same answer.

    Raises:
        BadRequest, TooMany: see `PairingBook.choose`.
        PairingUnknown: likewise, or its pairing was taken back since.
        PairingsCorrupt: the list of pairings cannot be read; the request still waits.
    """
    book, tokens = request.app[PAIRINGS], request.app[TOKENS]
    async with book.approving:
        asked = book.choose(request.match_info["id"], read_text(body_of(request), "code"))
        if asked.pairing_id is None:
            token = new_token()
            try:
                pairing = await asyncio.to_thread(tokens.add, token, asked.name, asked.origin, ("lookup",))
            except BaseException:
                book.release(asked)
                raise
            book.approve(asked, token, pairing.id)
            paired_id = pairing.id
        else:
            paired_id = asked.pairing_id
            if all(pairing.id != paired_id for pairing in tokens.list()):
                raise PairingUnknown("Connect in the browser again: this pairing was taken back.")
    return json_answer(PairingApproved(state="approved", id=paired_id, name=asked.name, origin=asked.origin))


async def rename_pairing(request: web.Request) -> web.Response:
    """Give a pairing another name: two browsers of one kind call themselves alike.

    Raises:
        BadRequest: the name is invalid.
        PairingUnknown: nobody is paired by that ID.
        PairingsCorrupt: the list of pairings cannot be read.
    """
    wanted, name = request.match_info["id"], read_text(body_of(request), "name")
    renamed = await asyncio.to_thread(request.app[TOKENS].rename, wanted, name)
    if renamed is None:
        raise PairingUnknown("Choose one that GET /v1/pairings lists: nobody is paired by that ID.")
    return json_answer(paired(renamed))


async def end_pairing(request: web.Request) -> web.Response:
    """Revoke a pairing, or refuse a waiting request, whose asker then gets `pairing_unknown`.

    Raises:
        PairingUnknown: no pairing and no waiting request has that ID.
        PairingsCorrupt: the list of pairings cannot be read.
    """
    wanted = request.match_info["id"]
    if request.app[PAIRINGS].refuse(wanted):
        return json_answer(PairingEnded(id=wanted, state="refused"))
    if await asyncio.to_thread(request.app[TOKENS].revoke, wanted):
        return json_answer(PairingEnded(id=wanted, state="revoked"))
    raise PairingUnknown("Choose one that GET /v1/pairings lists: nobody is paired or waits by that ID.")
