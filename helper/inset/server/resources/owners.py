"""`GET /v1/owners/{nsid}`: which photos of one account are listed."""

from __future__ import annotations

import asyncio
from functools import partial

from aiohttp import web

from inset.errors import BadRequest
from inset.photo_ref import parse_photo_id
from inset.server.answers import json_answer
from inset.server.asked import only, read_limit
from inset.server.keys import LIBRARY
from inset.server.models.owners import owner, read_owner


async def get_owner(request: web.Request) -> web.Response:
    """Answer one page of an account's photos.

    Raises:
        BadRequest: the address names no account, or the cursor or the limit is none.
        IndexMissing, IndexCorrupt: see `inset.server.models.owners.owner`.
    """
    account = read_owner(request.match_info["nsid"])
    only(request.query, "limit", "cursor")
    ask = partial(owner, after=_read_cursor(request), limit=read_limit(request.query))
    library = await request.app[LIBRARY].get()
    return json_answer(await asyncio.to_thread(ask, library, account))


def _read_cursor(request: web.Request) -> int:
    """The photo ID behind which the page begins. Pages stay right when a run is published between two of them."""
    text = request.query.get("cursor")
    if text is None:
        return 0
    photo_id = parse_photo_id(text)
    if photo_id is None:
        raise BadRequest("Give as cursor what the page before it gave as `next`.")
    return photo_id
