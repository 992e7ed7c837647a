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

MEDIA_ZIP: Final = re.compile(
    rf"(?:data-download-[0-9]+|data_[0-9]+_[0-9a-f]+_[0-9]+){_COPY}\.zip", re.IGNORECASE | re.ASCII
)
"""The zips that hold photos and videos themselves."""

VIDEOS: Final = frozenset({"3gp", "avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogg", "ogv", "webm", "wmv"})
_PICTURES: Final = frozenset({"bmp", "gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp"})

_SECRET_LENGTH: Final = 10
"""Characters of the secret in an image's name, which may happen to be digits alone."""


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


def certain_id(candidates: tuple[int, ...]) -> int | None:
    """The ID among the candidates of a file that has no record, None where that is not certain.

    A number that does not have a secret's length is no secret, so it is the ID even if a number stands before it.
    """
    if len(candidates) == 2 and len(str(candidates[0])) == _SECRET_LENGTH:
        return None
    return candidates[0] if candidates else None


def is_video(name: str) -> bool:
    """Whether a file's name or address is a video's; one that Flickr never converted ends in `video_encoding.jpg`."""
    return name.rpartition(".")[2].lower() in VIDEOS or name.endswith("video_encoding.jpg")
