"""The pages that the helper serves: where a newcomer lands, the sample's gallery, and one photo of it.

They are the same for everybody and hold nothing private. The extension knows the sample by its address and by
`<meta name="inset-sample">`, and reads its addresses as if they were Flickr's.
"""

from __future__ import annotations

import functools
import html
from importlib.resources import files
from string import Template
from typing import Final

from inset.server.sample.photos import PHOTOS, SamplePhoto

_MARK: Final = '<meta name="inset-sample" content="1">\n'
_MADE_UP: Final = "Pictures, titles and names are made up; their photo IDs lie outside those that Flickr has given out."
_LISTED: Final = "The sample dataset lists this photo: with the extension connected, it carries a badge."
_NOT_LISTED: Final = "No dataset lists this photo: it carries no badge."


@functools.cache
def home_page() -> bytes:
    """Return the page at `/`."""
    return _lay_out(
        _fill("home.html", steps=_fill("steps.html")),
        title="Inset",
        links='<a href="/sample">The sample</a>',
        note="This page comes from the helper on your own computer and asks nothing of the internet.",
    )


@functools.cache
def sample_page() -> bytes:
    """Return the gallery at `/sample`."""
    tiles = "".join(
        _fill("tile.html", number=str(number), page=photo.page, image=photo.image("z"), **_words(photo))
        for number, photo in enumerate(PHOTOS.values(), 1)
    )
    return _lay_out(
        _fill("sample.html", tiles=tiles, steps=_fill("steps.html")),
        title="The sample - Inset",
        mark=_MARK,
        links='<a href="#help">No badges?</a>',
        note=_MADE_UP,
    )


@functools.cache
def photo_page(photo: SamplePhoto) -> bytes:
    """Return the page of one photo."""
    ids = list(PHOTOS)
    place = ids.index(photo.photo_id)
    before, after = PHOTOS[ids[place - 1]], PHOTOS[ids[(place + 1) % len(ids)]]
    main = _fill(
        "photo.html",
        image=photo.image("b"),
        expected=_LISTED if photo.listed else _NOT_LISTED,
        before_page=before.page,
        before_title=html.escape(before.title),
        after_page=after.page,
        after_title=html.escape(after.title),
        **_words(photo),
    )
    return _lay_out(
        main,
        title=f"{html.escape(photo.title)} - Inset",
        mark=_MARK,
        links='<a href="/sample">Back to the sample</a>',
        note=_MADE_UP,
    )


def _lay_out(main: str, *, title: str, links: str, note: str, mark: str = "") -> bytes:
    return _fill("layout.html", main=main, title=title, links=links, note=note, mark=mark).encode()


def _words(photo: SamplePhoto) -> dict[str, str]:
    return {"title": html.escape(photo.title), "author": html.escape(photo.author), "alt": html.escape(photo.alt)}


def _fill(name: str, **values: str) -> str:
    """Fill a template of `web/`; a value that is missing, or a name too many, is a mistake that shows at once."""
    template = Template(files("inset.server").joinpath("web", name).read_text(encoding="utf-8"))
    assert set(values) == set(template.get_identifiers()), name
    return template.substitute(values)
