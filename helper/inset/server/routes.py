"""The whole URL table, and who may use each line of it."""

from __future__ import annotations

from typing import Final

from inset.server.access import Access, Handler, Route
from inset.server.resources.datasets import get_dataset, list_datasets
from inset.server.resources.hello import hello
from inset.server.resources.lookup import lookup
from inset.server.resources.pages import get_drawing, get_home, get_sample, get_sample_photo, get_web_file
from inset.server.resources.pairings import approve_pairing, ask_pairing, get_pairing, list_pairings
from inset.server.resources.shutdown import shutdown
from inset.server.resources.status import status


def _page(path: str, handler: Handler) -> tuple[Route, Route]:
    return Route("GET", path, Access.PAGE, handler), Route("HEAD", path, Access.PAGE, handler)


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/v1/hello", Access.ANYONE, hello),
    Route("POST", "/v1/lookup", Access.PAIRED, lookup),
    Route("GET", "/v1/datasets", Access.PAIRED, list_datasets),
    Route("GET", "/v1/datasets/{name}", Access.PAIRED, get_dataset),
    Route("POST", "/v1/pairings", Access.ANYONE, ask_pairing),
    Route("GET", "/v1/pairings", Access.OWNER, list_pairings),
    Route("GET", "/v1/pairings/{id}", Access.ASKER, get_pairing),
    Route("POST", "/v1/pairings/{id}/approval", Access.OWNER, approve_pairing),
    Route("GET", "/v1/status", Access.OWNER, status),
    Route("POST", "/v1/shutdown", Access.OWNER, shutdown),
    *_page("/", get_home),
    *_page("/sample", get_sample),
    *_page("/sample/photos/inset-sample/{id}/", get_sample_photo),
    *_page("/sample/static/65535/{file}", get_drawing),
    *_page("/web/{file}", get_web_file),
)
