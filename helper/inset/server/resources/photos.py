"""`GET /v1/photos/{id}`: what every dataset says of one photo, with owner and licence."""

from __future__ import annotations

import asyncio

from aiohttp import web

from inset.server.answers import json_answer
from inset.server.keys import LIBRARY
from inset.server.models.photos import photo, read_photo_id


async def get_photo(request: web.Request) -> web.Response:
    """Describe one photo.

    Raises:
        PhotoRefInvalid: the address names none.
        IndexMissing, IndexCorrupt: see `inset.server.models.photos.photo`.
    """
    photo_id = read_photo_id(request.match_info["id"])
    library = await request.app[LIBRARY].get()
    return json_answer(await asyncio.to_thread(photo, library, photo_id))
