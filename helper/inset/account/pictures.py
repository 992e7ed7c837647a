"""Addresses of photos' pictures, found in what a person gave to a check.

The index knows photos by their IDs alone, and the address of a picture holds a secret that no ID tells. So a picture
can be shown only where a list, a saved page or a data export of the person's own holds its address. Nothing here asks
Flickr: the page of pictures loads them, by the person's click.

Source: https://www.flickr.com/services/api/misc.urls.html: all sizes up to 1024 pixels share one secret; each larger
one, and the original, has its own, so that no smaller one can be derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from inset.photo_ref import parse_photo_id

HOST: Final = "live.staticflickr.com"
"""The one host that pictures are loaded from. Flickr serves what the older hosts had under the same path there."""

LONGEST: Final = 200
"""Characters; no address that is understood is longer."""

_PICTURE: Final = re.compile(
    r"//(?i:live\.staticflickr\.com|farm[0-9]{1,3}\.static(?:flickr|\.flickr)\.com|static\.flickr\.com"
    r"|c[0-9]{1,3}\.staticflickr\.com/[0-9]{1,3})"
    r"/(?P<server>[0-9]{1,6})/(?P<photo>[1-9][0-9]{0,11})_(?P<secret>[0-9a-f]{6,32})(?:_(?P<size>[a-z0-9]{1,3}))?"
    r"\.(?P<ending>jpg|jpeg|png|gif)(?![A-Za-z0-9])",
    re.ASCII,
)
_ONE_SECRET: Final = frozenset({None, "s", "q", "t", "m", "n", "w", "z", "c", "b"})
_OWN_SECRET: Final = frozenset({"h", "k", "3k", "4k", "f", "5k", "6k", "o"})


class Picture(msgspec.Struct, frozen=True):
    """Where a picture of one photo is.

    Attributes:
        url: an address at `HOST`.
        small: it is at most 240 pixels wide and high; else it may be the original, of several megabytes.
    """

    url: str
    small: bool


def find_pictures(text: str) -> Iterator[tuple[int, Picture]]:
    """Every photo whose picture's address stands in a text, with a picture of it; small where one can be derived."""
    for match in _PICTURE.finditer(text):
        photo_id, size = parse_photo_id(match["photo"]), match["size"]
        if photo_id is None:
            continue
        base = f"https://{HOST}/{match['server']}/{photo_id}_{match['secret']}"
        if size in _ONE_SECRET:
            yield photo_id, Picture(f"{base}_m.jpg", small=True)
        elif size in _OWN_SECRET:
            yield photo_id, Picture(f"{base}_{size}.{match['ending']}", small=False)


def note_pictures(known: dict[int, Picture], found: Iterable[tuple[int, Picture]], most: int) -> None:
    """Note pictures, at most `most` in all; of one photo a small one rather than a large one."""
    for photo_id, picture in found:
        if (picture.small and photo_id in known and not known[photo_id].small) or (
            photo_id not in known and len(known) < most
        ):
            known[photo_id] = picture


def picture_of(photo_id: int, known: Iterable[Mapping[int, Picture]], address: str | None) -> Picture | None:
    """The best picture of a photo that is known.

    Args:
        known: pictures by photo ID.
        address: of a picture, as the person's data export gives it; another photo's counts for nothing.
    """
    own = [picture for of, picture in find_pictures((address or "")[:LONGEST]) if of == photo_id]
    found = [*(each[photo_id] for each in known if photo_id in each), *own]
    return next((each for each in found if each.small), found[0] if found else None)
