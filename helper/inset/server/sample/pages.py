"""The sample's pages: its gallery, and one photo of it.

In one language they are the same for everybody, and they hold nothing private. The extension knows the sample by its
address and by `<meta name="inset-sample">`, and reads its addresses as if they were Flickr's.
"""

from __future__ import annotations

import functools
import html
from typing import Final

from inset.server.sample.photos import PHOTOS, SamplePhoto
from inset.server.web.templates import fill, lay_out, markup
from inset.words.messages import messages_in

_MARK: Final = '<meta name="inset-sample" content="1">\n'


@functools.cache
def sample_page(language: str) -> bytes:
    """Return the gallery at `/sample` in one of the languages that there are messages in."""
    messages = messages_in(language)
    tiles = "".join(
        fill(
            "tile.html",
            messages,
            number=str(number),
            page=photo.page,
            image=photo.image("z"),
            by=markup(messages.text("sample_by", photo.author)),
            **_words(photo),
        )
        for number, photo in enumerate(PHOTOS.values(), 1)
    )
    return lay_out(
        messages,
        fill("sample.html", messages, tiles=tiles, steps=fill("steps.html", messages)),
        title=f"{markup(messages.text('nav_sample'))} - Inset",
        head=_MARK,
        links=f'<a href="#help">{markup(messages.text("sample_no_badges"))}</a>',
        note=markup(messages.text("sample_note")),
    )


@functools.cache
def photo_page(photo: SamplePhoto, language: str) -> bytes:
    """Return the page of one photo in one of the languages that there are messages in."""
    messages = messages_in(language)
    ids = list(PHOTOS)
    place = ids.index(photo.photo_id)
    before, after = PHOTOS[ids[place - 1]], PHOTOS[ids[(place + 1) % len(ids)]]
    main = fill(
        "photo.html",
        messages,
        image=photo.image("b"),
        by=markup(messages.text("sample_by_made_up", photo.author)),
        expected=markup(messages.text("sample_listed" if photo.listed else "sample_not_listed")),
        before_page=before.page,
        before_title=html.escape(before.title),
        after_page=after.page,
        after_title=html.escape(after.title),
        **_words(photo),
    )
    return lay_out(
        messages,
        main,
        title=f"{html.escape(photo.title)} - Inset",
        head=_MARK,
        links=f'<a href="/sample">{markup(messages.text("sample_back"))}</a>',
        note=markup(messages.text("sample_note")),
    )


def _words(photo: SamplePhoto) -> dict[str, str]:
    return {"title": html.escape(photo.title), "alt": html.escape(photo.alt)}
