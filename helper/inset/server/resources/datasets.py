"""`GET /v1/datasets` and `/v1/datasets/{name}`: what is published."""

from __future__ import annotations

from aiohttp import web

from inset.errors import DatasetUnknown
from inset.server.answers import json_answer, not_modified
from inset.server.keys import LIBRARY


async def list_datasets(request: web.Request) -> web.Response:
    """List every dataset, those that cannot be opened too; 304 for who has this revision already."""
    library = await request.app[LIBRARY].get()
    etag = f'"{library.revision}"'
    if any(known.value in ("*", library.revision) for known in request.if_none_match or ()):
        return not_modified(etag)
    response = json_answer(
        {
            "revision": library.revision,
            "datasets": [dataset.describe() for dataset in library.datasets.values()],
            "unavailable": [{"name": name, **error.as_dict()} for name, error in library.unavailable.items()],
        }
    )
    response.headers["ETag"] = etag
    return response


async def get_dataset(request: web.Request) -> web.Response:
    """Describe one dataset.

    Raises:
        DatasetUnknown: none of that name is published.
        InsetError: it is published but cannot be opened; the error says why.
    """
    library = await request.app[LIBRARY].get()
    name = request.match_info["name"]
    dataset = library.datasets.get(name)
    if dataset is not None:
        return json_answer(dataset.describe())
    error = library.unavailable.get(name)
    if error is not None:
        raise error
    raise DatasetUnknown(
        "Choose one of the published datasets: none has that name.", hint="GET /v1/datasets lists them."
    )
