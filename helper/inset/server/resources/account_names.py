"""`GET /v1/accounts?name=…`: which accounts a name or an address may mean, and what is listed of each.

The name stands in the address, which is no line of the log: the log has the route alone. Names and photo IDs are never
logged.
"""

from __future__ import annotations

import msgspec
from aiohttp import web

from inset.account.names import find_candidates
from inset.errors import BadRequest, UsageInvalid
from inset.server.answers import json_answer
from inset.server.asked import only
from inset.server.keys import LIBRARY


async def find_accounts(request: web.Request) -> web.Response:
    """Answer the accounts that may be meant, as `Candidates`.

    Raises:
        BadRequest: nothing, or what names no account, was asked for.
        IndexMissing, IndexCorrupt: see `find_candidates`.
    """
    only(request.query, "name")
    name = request.query.get("name", "")
    try:
        found = await request.app[LIBRARY].ask(lambda library: find_candidates(library, name))
    except UsageInvalid as error:
        raise BadRequest(error.message, hint=error.hint) from error
    return json_answer(msgspec.to_builtins(found))
