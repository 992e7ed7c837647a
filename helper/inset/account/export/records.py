"""The JSON files of a Flickr data export: a photo's record, the albums, the profile. Read leniently: exports differ.

    photo_<id>.json        {"id": "<id>", "name", "date_taken": "2013-09-12 19:37:56", "date_imported", "license",
                            "original", …}; a date may be 0000-00-00 00:00:00, a licence null
    albums.json            {"albums": [{"id", "title", "photo_count": "10", "cover_photo", "photos": ["<id>", …]}]};
                            in `photos` may be "0" and words
    account_profile.json   {"nsid", "path_alias", "screen_name", …}

A record's own `albums` is always empty. `cover_photo`, comments, descriptions and tags are never read.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from inset.account.check import PhotoFacts
from inset.account.export.names import is_video
from inset.flickr import LICENCES, find_licence, parse_nsid
from inset.photo_ref import parse_photo_id

_YEAR: Final = re.compile(r"(1[89][0-9]{2}|20[0-9]{2})-", re.ASCII)

_OLDER_NAMES: Final = {
    "all rights reserved": 0,
    "attribution-noncommercial-sharealike license": 1,
    "attribution-noncommercial license": 2,
    "attribution-noncommercial-noderivs license": 3,
    "attribution license": 4,
    "attribution-sharealike license": 5,
    "attribution-noderivs license": 6,
    "no known copyright restrictions": 7,
    "united states government work": 8,
    "public domain dedication (cc0)": 9,
    "public domain mark": 10,
}
"""Flickr's own names from before there was a version 4.0, by its numbers; these were the 2.0 licences.

Source: flickr.photos.licenses.getInfo as documented then.
"""

_LICENCES: Final = {licence.name.lower(): licence for licence in LICENCES} | {
    name: LICENCES[number] for name, number in _OLDER_NAMES.items()
}


class PhotoRecord(msgspec.Struct, gc=False):
    """What is read of a photo's record."""

    id: Any = None
    name: Any = None
    date_taken: Any = None
    date_imported: Any = None
    license: Any = None
    original: Any = None


class Profile(msgspec.Struct, frozen=True):
    """The account of an export.

    Attributes:
        nsid: the account's ID; None where it is not given or is none.
        name: the account's name in Flickr's addresses, or its screen name.
        photos: how many photos and videos the profile says that there are; None where it does not say.
    """

    nsid: str | None
    name: str | None
    photos: int | None


class Album(msgspec.Struct, frozen=True):
    """One album: its ID and title as the export gives them, the IDs in it, and how many photos it says it has."""

    id: str
    title: str
    photo_ids: tuple[int, ...]
    photos: int | None


_record_decoder: Final = msgspec.json.Decoder(PhotoRecord)


def read_record(content: bytes) -> tuple[int | None, PhotoFacts]:
    """The photo ID that a record gives, None where it gives none, and what is known of the photo.

    Raises:
        ValueError: it is no such record.
    """
    record: PhotoRecord = _decoded(content, _record_decoder)
    photo_id = None if record.id in (None, "") else parse_photo_id(str(record.id))
    if photo_id is None and record.id not in (None, ""):
        raise ValueError("gives an ID that is no photo's")
    title = record.name.strip() if isinstance(record.name, str) else ""
    return photo_id, PhotoFacts(
        year=_year(record.date_taken) or _year(record.date_imported),
        licence=_licence(record.license),
        title=title or None,
        video=isinstance(record.original, str) and is_video(record.original),
        picture=record.original if isinstance(record.original, str) else None,
    )


def read_albums(content: bytes) -> list[Album]:
    """The albums of `albums.json`.

    Raises:
        ValueError: it is no such file.
    """
    document = _decoded(content, _any_decoder)
    entries = document.get("albums") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise ValueError("holds no albums")  # noqa: TRY004 - of a file, not of an argument
    return [_album(entry) for entry in entries if isinstance(entry, dict)]


def read_profile(content: bytes) -> Profile:
    """The account of `account_profile.json`.

    Raises:
        ValueError: it is no such file.
    """
    document = _decoded(content, _any_decoder)
    if not isinstance(document, dict):
        raise ValueError("holds no profile")  # noqa: TRY004 - of a file, not of an argument
    nsid, alias, name = (document.get(key) for key in ("nsid", "path_alias", "screen_name"))
    stats = document.get("stats")
    counts = [*_counts(document), *(_counts(stats) if isinstance(stats, dict) else ())]
    return Profile(
        nsid=parse_nsid(nsid) if isinstance(nsid, str) else None,
        name=next((each for each in (alias, name) if isinstance(each, str) and each.strip()), None),
        photos=counts[0] if counts else None,
    )


_any_decoder: Final = msgspec.json.Decoder()

_COUNTS: Final = ("photos_count", "photo_count", "photos_and_videos_count", "count_photos")
"""Keys that say how many photos there are. `view_counts.photos` are views, and `showcase.photos` a few chosen ones."""


_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_SURROGATES: Final = re.compile(
    rb"(?P<whole>\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
"""An emoji is two escapes in JSON; a title that was cut to a length may end with the first alone."""


def _counts(document: dict[str, Any]) -> list[int]:
    return [count for key in _COUNTS if (count := _count(document.get(key))) is not None]


def _count(value: object) -> int | None:
    """A number that may be given as text, such as "10" and "1,234"."""
    text = str(value).replace(",", "") if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 12 else None


def _decoded(content: bytes, decoder: Any) -> Any:  # noqa: ANN401 - whatever the decoder gives
    content = content.removeprefix(b"\xef\xbb\xbf")
    if _SURROGATE.search(content):
        content = _SURROGATES.sub(lambda match: match[0] if match["whole"] else rb"\ufffd", content)
    try:
        return decoder.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("is no JSON of the form that Flickr writes") from error


def _album(entry: dict[str, Any]) -> Album:
    listed = entry.get("photos")
    listed = listed if isinstance(listed, list) else []
    photo_ids = [photo_id for each in listed if (photo_id := _photo_id(each)) is not None]
    title = entry.get("title")
    return Album(
        id=str(entry.get("id") or ""),
        title=(title.strip() if isinstance(title, str) else "") or "(untitled)",
        photo_ids=tuple(photo_ids),
        photos=_count(entry.get("photo_count")),
    )


def _photo_id(value: object) -> int | None:
    if isinstance(value, str):
        return parse_photo_id(value)
    return parse_photo_id(str(value)) if isinstance(value, int) else None


def _year(date: object) -> int | None:
    match = _YEAR.match(date) if isinstance(date, str) else None
    return int(match[1]) if match else None


def _licence(words: object) -> str | None:
    """A licence by the name that Flickr gives it today, else the export's own words."""
    if not isinstance(words, str) or not words.strip():
        return None
    licence = _LICENCES.get(words.strip().lower()) or find_licence(words)
    return words.strip() if licence is None else licence.name
