"""The pages, their style and the sample's drawings: the same for everybody. No request can name a path on the disk."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from inset.errors import NotFound
from inset.photo_ref import parse_photo_id
from inset.server.answers import file_answer, local_page_answer, page_answer, pictures_page_answer
from inset.server.sample.pages import photo_page, sample_page
from inset.server.sample.photos import PHOTOS, drawing
from inset.server.web.language import language_of
from inset.server.web.local_page import home_page, pictures_page, web_file

_SVG: Final = "image/svg+xml"


async def get_home(request: web.Request) -> web.Response:
    """Answer the local page in the person's language."""
    return local_page_answer(home_page(language_of(request)))


async def get_pictures(request: web.Request) -> web.Response:
    """Answer the page of pictures in the person's language."""
    return pictures_page_answer(pictures_page(language_of(request)))


async def get_sample(request: web.Request) -> web.Response:
    """Answer the sample's gallery in the person's language."""
    return page_answer(sample_page(language_of(request)))


async def get_sample_photo(request: web.Request) -> web.Response:
    """Answer the page of one sample photo.

    Raises:
        NotFound: the sample has no such photo.
    """
    photo = PHOTOS.get(parse_photo_id(request.match_info["id"]) or 0)
    if photo is None:
        raise _nothing()
    return page_answer(photo_page(photo, language_of(request)))


async def get_drawing(request: web.Request) -> web.Response:
    """Answer one drawing.

    Raises:
        NotFound: the sample has no such drawing.
    """
    # The first time, it is read from the disk; a look-up must not wait for that.
    svg = await asyncio.to_thread(drawing, request.match_info["file"])
    if svg is None:
        raise _nothing()
    return file_answer(svg, _SVG)


async def get_web_file(request: web.Request) -> web.Response:
    """Answer a file that the pages need.

    Raises:
        NotFound: no page needs a file of that name.
    """
    path = request.match_info
    found = web_file(f"{path['room']}/{path['file']}" if "room" in path else path["file"])
    if found is None:
        raise _nothing()
    return file_answer(*found)


def _nothing() -> NotFound:
    return NotFound("Look at /sample for what there is: the sample has nothing of that name.")
