"""The sample's pages: its gallery, and one photo of it.

They are the same for everybody and hold nothing private. The extension knows the sample by its address and by
`<meta name="inset-sample">`, and reads its addresses as if they were Flickr's.
"""

from __future__ import annotations

import functools
import html
from typing import Final

from inset.server.sample.photos import PHOTOS, SamplePhoto
from inset.server.web.templates import fill, lay_out

_MARK: Final = '<meta name="inset-sample" content="1">\n'
_MADE_UP: Final = "Pictures, titles and names are made up; their photo IDs lie outside those that Flickr has given out."
_LISTED: Final = "The sample dataset lists this photo: with the extension connected, it carries a badge."
_NOT_LISTED: Final = "No dataset lists this photo: it carries no badge."


@functools.cache
def sample_page() -> bytes:
    """Return the gallery at `/sample`."""
    tiles = "".join(
        fill("tile.html", number=str(number), page=photo.page, image=photo.image("z"), **_words(photo))
        for number, photo in enumerate(PHOTOS.values(), 1)
    )
    return lay_out(
        fill("sample.html", tiles=tiles, steps=fill("steps.html")),
        title="The sample - Inset",
        head=_MARK,
        links='<a href="#help">No badges?</a>',
        note=_MADE_UP,
    )


@functools.cache
def photo_page(photo: SamplePhoto) -> bytes:
    """Return the page of one photo."""
    ids = list(PHOTOS)
    place = ids.index(photo.photo_id)
    before, after = PHOTOS[ids[place - 1]], PHOTOS[ids[(place + 1) % len(ids)]]
    main = fill(
        "photo.html",
        image=photo.image("b"),
        expected=_LISTED if photo.listed else _NOT_LISTED,
        before_page=before.page,
        before_title=html.escape(before.title),
        after_page=after.page,
        after_title=html.escape(after.title),
        **_words(photo),
    )
    return lay_out(
        main,
        title=f"{html.escape(photo.title)} - Inset",
        head=_MARK,
        links='<a href="/sample">Back to the sample</a>',
        note=_MADE_UP,
    )


def _words(photo: SamplePhoto) -> dict[str, str]:
    return {"title": html.escape(photo.title), "author": html.escape(photo.author), "alt": html.escape(photo.alt)}
