"""`POST /v1/lookup`: which of these photos are listed, and where.

This is the call that a browsing person causes with every screenful, so it makes nothing that it does not send. Photo
IDs stay in the body; no log line at any level that a person would leave on holds one.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from typing import Any, Final

import orjson
from aiohttp import web

from inset.errors import BadRequest, TooLarge
from inset.photo_ref import parse_photo_id
from inset.server.answers import json_answer
from inset.server.guards.limits import MAX_PHOTOS, body_of
from inset.server.keys import LIBRARY
from inset.wire import answer_facts

INLINE_PHOTOS: Final = 200
"""Up to here a look-up takes well below a millisecond and less than the hand-over to a thread costs; a larger one may
touch many pages of a file that is not in memory yet, and must not keep others waiting."""

_ONLY_IDS: Final = re.compile(r"[1-9][0-9]{0,11}(?:,[1-9][0-9]{0,11})*", re.ASCII)
_LOG: Final = logging.getLogger("inset.server.lookup")


async def lookup(request: web.Request) -> web.Response:
    """Answer `{"photos": ["…"]}` (≤ 1,000, text) for all datasets.

    Raises:
        BadRequest, TooLarge: the body is not that.
        IndexMissing: no dataset is published, so nothing may be claimed about any photo.
    """
    ids, invalid = parse_photo_ids(_photos(body_of(request)))
    library = await request.app[LIBRARY].get()
    if len(ids) <= INLINE_PHOTOS:
        found = library.lookup(ids)
    else:
        found = await asyncio.to_thread(library.lookup, ids)
    if _LOG.isEnabledFor(logging.DEBUG):
        _LOG.debug("lookup photos=%s listed=%s", ids, list(found))
    return json_answer(
        {
            "revision": library.revision,
            "datasets": list(library.datasets),
            "unavailable": list(library.unavailable),
            "listed": {str(photo_id): [*map(answer_facts, answers)] for photo_id, answers in found.items()},
            "invalid": invalid,
        }
    )


def parse_photo_ids(texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Part texts into the photo IDs that they are and those that are none, as `parse_photo_id` does one by one.

    An extension sends nothing but IDs, so one pattern over all of them answers for each, and what the pattern has let
    by is a JSON list of numbers: a quarter of the time.

    Raises:
        BadRequest: one of them is no text.
    """
    try:
        joined = ",".join(texts)
    except TypeError:
        raise BadRequest("Send every photo ID as text: large numbers lose digits on their way.") from None
    ids: list[int]
    # A text that has a comma of its own may look like two IDs, but then there are more commas than gaps between texts.
    if _ONLY_IDS.fullmatch(joined) and joined.count(",") == len(texts) - 1:
        ids = orjson.loads(f"[{joined}]")
        return ids, []
    ids = []
    invalid: list[str] = []
    for text in texts:
        photo_id = parse_photo_id(text)
        if photo_id is None:
            invalid.append(text)
        else:
            ids.append(photo_id)
    return ids, invalid


def _photos(body: dict[str, Any]) -> list[str]:
    photos = body.get("photos")
    if len(body) != 1 or not isinstance(photos, list):
        raise BadRequest('Send {"photos": ["53208249252", …]} and nothing else.')
    if len(photos) > MAX_PHOTOS:
        raise TooLarge(f"Send at most {MAX_PHOTOS} photos at once.")
    return photos
