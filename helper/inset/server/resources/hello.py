"""`GET /v1/hello`: that this is Inset, which API it speaks, and whether it has anything to answer from."""

from __future__ import annotations

from typing import Final

from aiohttp import web

import inset
from inset.client.helper_state import HELPER_NAME
from inset.server.answers import json_answer
from inset.server.keys import LIBRARY
from inset.server.models.helper import Hello

API_VERSION: Final = 1


async def hello(request: web.Request) -> web.Response:
    """Answer anyone; nothing in it is private."""
    library = await request.app[LIBRARY].get()
    return json_answer(
        Hello(name=HELPER_NAME, api=API_VERSION, version=inset.__version__, ready=bool(library.datasets))
    )
