"""`GET /v1/hello`: that this is Inset, which API it has, and whether any training set can be asked."""

from __future__ import annotations

from typing import Final

from aiohttp import web

import inset
from inset.client.answers import Hello
from inset.client.helper_state import HELPER_NAME
from inset.server.answers import json_answer
from inset.server.keys import LIBRARY

API_VERSION: Final = 1


async def hello(request: web.Request) -> web.Response:
    """Answer anyone."""
    library = await request.app[LIBRARY].get()
    return json_answer(
        Hello(name=HELPER_NAME, api=API_VERSION, version=inset.__version__, ready=bool(library.training_sets()))
    )
