"""What the files of a Flickr data export are, by their names alone.

    photo_<id>.json                    the record of one of the person's own photos or videos
    albums.json, albums_part<n>.json   the person's albums, with the IDs of their photos
    account_profile.json               the account
    faves_…, galleries…, *_comments_…  and the other files of OTHERS: they name other people's photos
    <slug>_<id>_o.<ext>, <id>_<secret>_o.<ext>, IMG_1234_<id>_o.<ext>, <id>_o.<ext>, video_<id>.<ext>, <name>_<id>.<ext>
                                       a photo or video itself; capitals make no difference

No export is public. Source: public programs that read theirs (timswett/flickr-unbox, yaniv-golan/offlickr,
myles/flickr-to-sqlite, sepastian/FlickrUnarchivr, raphaelmatto/flickr-archive, brownphotographic/Flickr2Any-Tool).
"""

from __future__ import annotations

import re
from typing import Final

from inset.photo_ref import parse_photo_id

_COPY: Final = r"(?: ?\([0-9]{1,3}\)| [0-9]{1,3})?"
"""What a browser or a system appends to the name of a second copy: ` (1)`, ` 2`."""

RECORD: Final = re.compile(rf"photo_([0-9]{{1,12}}){_COPY}\.json", re.IGNORECASE | re.ASCII)
ALBUMS: Final = re.compile(rf"albums(?:_part[0-9]{{1,6}})?{_COPY}\.json", re.IGNORECASE | re.ASCII)
PROFILE: Final = re.compile(rf"account_profile{_COPY}\.json", re.IGNORECASE | re.ASCII)
OTHERS: Final = re.compile(
    r"(account_testimonials|apps_comments|contacts|faves|followers|galleries|galleries_comments|group_discussions|groups"
    rf"|photos_comments|received_flickrmail|sent_flickrmail|sets_comments)(?:_part[0-9]{{1,6}})?{_COPY}\.json",
    re.IGNORECASE | re.ASCII,
)
"""Files in which other people's photos are named, or people, or nothing of a photo: never read."""


def is_of_export(name: str) -> bool:
    """Whether a file's name alone tells that it is of an export; `groups.json` and `contacts.json` may be anybody's."""
    own = RECORD.fullmatch(name) or ALBUMS.fullmatch(name) or PROFILE.fullmatch(name)
    return own is not None or ("_" in name and OTHERS.fullmatch(name) is not None)


def is_unpacked(name: str) -> bool:
    """Whether a file that was named by itself is of an export: `photo_2019.json` may be anybody's list of a year."""
    record = RECORD.fullmatch(name)
    return is_of_export(name) and (record is None or len(record[1]) >= _LEAST_DIGITS)


MEDIA_ZIP: Final = re.compile(
    rf"(?:data-download-[0-9]+|data_[0-9]+_[0-9a-f]+_[0-9]+){_COPY}\.zip", re.IGNORECASE | re.ASCII
)
"""The zips that hold photos and videos themselves."""

VIDEOS: Final = frozenset({"3gp", "avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogg", "ogv", "webm", "wmv"})
_PICTURES: Final = frozenset({"bmp", "gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp"})

_SECRET_LENGTH: Final = 10
"""Characters of the secret in an image's name, which may happen to be digits alone."""


_LEAST_DIGITS: Final = 7
"""Digits of an ID that is believed without a record: smaller ones are from Flickr's first months, or no IDs at all."""


def media_candidates(name: str) -> tuple[int, ...] | None:
    """The numbers in a media file's name of which one may be its photo's ID, the likelier one first.

    Args:
        name: of the file, without folders.

    Returns:
        None where it is no picture or video. A single number is the ID; of two, the one that has a record is, and
        without a record nobody can tell: `123456_9876543210_o.jpg` may be a photo with its secret, or a title with its
        photo.
    """
    stem, _, extension = name.rpartition(".")
    if not stem or extension.lower() not in VIDEOS | _PICTURES:
        return None
    parts = stem.split("_")
    if len(parts) > 1 and parts[-1].lower() == "o":
        parts.pop()
    numbers = [parse_photo_id(part) for part in reversed(parts[-2:])]
    return tuple(number for number in numbers if number is not None)


def certain_id(name: str, candidates: tuple[int, ...], *, in_media_zip: bool) -> int | None:
    """The ID of a media file that has no record, None where its name does not tell it for certain.

    Cameras and phones name their files `IMG_2041.jpg` and `PXL_20210203_123456789.mp4`; a person's folder may hold such
    beside the export. So the name must be one that Flickr gave: with its `_o` or `video_`, or in one of its zips.

    Args:
        name: of the file, without folders; candidates: its `media_candidates`.
        in_media_zip: it is in a zip that Flickr named.
    """
    if not candidates or len(str(candidates[0])) < _LEAST_DIGITS:
        return None
    # A number of another length than a secret's is no secret, so it is the ID even if a number stands before it.
    if len(candidates) == 2 and len(str(candidates[0])) == _SECRET_LENGTH:
        return None
    stem = name.rpartition(".")[0].lower()
    return candidates[0] if in_media_zip or stem.endswith("_o") or stem.startswith("video_") else None


def is_video(name: str) -> bool:
    """Whether a file's name or address is a video's; one that Flickr never converted ends in `video_encoding.jpg`."""
    return name.rpartition(".")[2].lower() in VIDEOS or name.endswith("video_encoding.jpg")
