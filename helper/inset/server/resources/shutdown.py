"""`POST /v1/shutdown`: stop the helper, for the owner."""

from __future__ import annotations

from aiohttp import web

from inset.client.answers import Stopping
from inset.server.answers import json_answer
from inset.server.asked import read_nothing
from inset.server.guards.limits import body_of
from inset.server.keys import HELPER


async def shutdown(request: web.Request) -> web.Response:
    """Begin to stop; requests in flight, also this one, are finished.

    Raises:
        BadRequest: the body is not `{}`.
    """
    read_nothing(body_of(request))
    request.app[HELPER].stop.set()
    return json_answer(Stopping(state="stopping"), status=202)
