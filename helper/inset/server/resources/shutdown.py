"""`POST /v1/shutdown`: a clean stop, for its owner."""

from __future__ import annotations

from aiohttp import web

from inset.errors import BadRequest
from inset.server.answers import json_answer
from inset.server.guards.limits import body_of
from inset.server.keys import HELPER


async def shutdown(request: web.Request) -> web.Response:
    """Begin to stop; requests in flight, this one included, are finished.

    Raises:
        BadRequest: the body is not `{}`.
    """
    if body_of(request):
        raise BadRequest("Send {} and nothing else.")
    request.app[HELPER].stop.set()
    return json_answer({"state": "stopping"}, status=202)
