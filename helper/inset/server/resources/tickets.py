"""`POST /v1/tickets`: a ticket with which `inset open` opens the local page as its owner."""

from __future__ import annotations

from aiohttp import web

from inset.client.answers import Ticket
from inset.server.answers import json_answer
from inset.server.asked import read_nothing
from inset.server.guards.limits import body_of
from inset.server.keys import SESSIONS
from inset.server.pairing.sessions import TICKET_SECONDS


async def new_ticket(request: web.Request) -> web.Response:
    """Give the owner a ticket.

    Raises:
        BadRequest: the body is not `{}`.
    """
    read_nothing(body_of(request))
    return json_answer(Ticket(ticket=request.app[SESSIONS].new_ticket(), expires_in=int(TICKET_SECONDS)), status=201)
