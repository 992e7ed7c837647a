"""`GET /v1/datasets/{name}/profile`: how a dataset's photos spread over Flickr's IDs, licences and accounts."""

from __future__ import annotations

from aiohttp import web

from inset.server.answers import json_answer
from inset.server.keys import PROFILES
from inset.server.resources.datasets import find_dataset


async def get_profile(request: web.Request) -> web.Response:
    """Answer with the profile of the dataset's current run.

    Raises:
        DatasetUnknown: none of that name is published.
        InsetError: it is published but cannot be opened; the error says why.
    """
    return json_answer(await request.app[PROFILES].get(await find_dataset(request)))
