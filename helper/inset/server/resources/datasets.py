"""`/v1/datasets` and `/v1/datasets/{name}`: what is published, and unpublishing it."""

from __future__ import annotations

import asyncio
from typing import TypedDict, cast

from aiohttp import web

from inset.client.answers import DatasetList, DatasetUnavailable
from inset.errors import DatasetUnknown, UsageInvalid
from inset.index.dataset_index import DatasetIndex
from inset.index.library import Library
from inset.index.publish import remove_dataset
from inset.server.answers import json_answer, not_modified
from inset.server.keys import HELPER, LIBRARY
from inset.wire import dataset_facts


class DatasetRemoved(TypedDict):
    """The name of the dataset that was removed."""

    removed: str


def dataset_list(library: Library) -> DatasetList:
    """Describe all datasets, also those that cannot be opened."""
    return DatasetList(
        revision=library.revision,
        datasets=[dataset_facts(index) for index in library.datasets.values()],
        unavailable=[
            cast("DatasetUnavailable", {"name": name, **error.as_dict()}) for name, error in library.unavailable.items()
        ],
    )


async def list_datasets(request: web.Request) -> web.Response:
    """List every dataset, also those that cannot be opened; 304 if the client has this revision already."""
    library = await request.app[LIBRARY].get()
    etag = f'"{library.revision}"'
    if any(known.value in ("*", library.revision) for known in request.if_none_match or ()):
        return not_modified(etag)
    response = json_answer(dataset_list(library))
    response.headers["ETag"] = etag
    return response


async def get_dataset(request: web.Request) -> web.Response:
    """Describe one dataset.

    Raises:
        DatasetUnknown: none of that name is published.
        InsetError: it is published but cannot be opened; the error says why.
    """
    return json_answer(dataset_facts(await find_dataset(request)))


async def find_dataset(request: web.Request) -> DatasetIndex:
    """Return the dataset that a request's address names; raises as `get_dataset` does."""
    library = await request.app[LIBRARY].get()
    name = request.match_info["name"]
    index = library.datasets.get(name)
    if index is not None:
        return index
    error = library.unavailable.get(name)
    if error is not None:
        raise error
    raise _unknown()


async def delete_dataset(request: web.Request) -> web.Response:
    """Unpublish a dataset, also one that cannot be opened, and remove its files.

    Raises:
        DatasetUnknown: none of that name is published.
        BuildBusy: it is being built.
    """
    name = request.match_info["name"]
    try:
        await asyncio.to_thread(remove_dataset, request.app[HELPER].paths.datasets, name)
    except (DatasetUnknown, UsageInvalid):  # an invalid name is that of no dataset
        raise _unknown() from None
    # Reopen before answering: a request right after this answer must not find the dataset.
    await request.app[LIBRARY].open()
    return json_answer(DatasetRemoved(removed=name))


def _unknown() -> DatasetUnknown:
    return DatasetUnknown(
        "Choose one of the published datasets: none has that name.", hint="GET /v1/datasets lists them."
    )
