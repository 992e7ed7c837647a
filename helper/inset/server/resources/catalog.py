"""`GET /v1/catalog`: the datasets that are known to list Flickr photos, and which of them are published here."""

from __future__ import annotations

from aiohttp import web

from inset.server.answers import json_answer
from inset.server.builds.asking import Catalog
from inset.server.keys import ASKING, LIBRARY


async def get_catalog(request: web.Request) -> web.Response:
    """List the catalog.

    Raises:
        InsetError: the build, which knows it, cannot be asked.
    """
    library = await request.app[LIBRARY].get()
    catalog = await request.app[ASKING].catalog()
    published = library.datasets.keys() | library.unavailable.keys()
    answer: Catalog = {
        "checked": catalog["checked"],
        "entries": [{**entry, "published": entry["name"] in published} for entry in catalog["entries"]],
    }
    return json_answer(answer)
