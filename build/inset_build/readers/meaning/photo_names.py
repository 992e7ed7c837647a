"""Names of columns that say, or do not say, that what stands under them are Flickr's photos.

All are in small letters without separators, as `plain_name` makes them: `Flickr_ID` is `flickrid`.
"""

from __future__ import annotations

import re
from typing import Final

from inset_build.readers.meaning.detail_columns import ACCOUNT_NAMES, LICENCE_NAMES

_PHOTO: Final = "(?:photo|image|img|picture|pic|foto)"
_ID: Final = "(?:id|identifier|identifiant|identificador)"
_FLICKRS: Final = (
    f"flickr{_PHOTO}?{_ID}|{_PHOTO}flickr{_ID}|{_PHOTO}?{_ID}(?:de|da|di)?flickr|{_ID}{_PHOTO}flickr|flickr(?:30|8)kid"
)
"""Names that mean a Flickr photo's ID, in the orders of several languages. `id` and `image_id` are anybody's."""

_PHOTO_IDS: Final = "photoid|fotoid|idphoto|idfoto"
"""Names that other sites use as well: numbers under them must also look like Flickr's."""

_OF_WHICH: Final = (
    "left|right|first|second|third|one|two|anchor|positive|negative|pos|neg|query|target|reference|ref|original|orig"
    "|source|src|image|img|photo|picture|pic|[abc0-9]"
)
_FLICKR_ID: Final = re.compile(f"(?:{_OF_WHICH})?(?:{_FLICKRS})s?(?:{_OF_WHICH})?")
_ANY_ID: Final = re.compile(f"(?:{_OF_WHICH})?(?:{_FLICKRS}|{_PHOTO_IDS})s?(?:{_OF_WHICH})?")

FILE_NAME_NAMES: Final = frozenset({"imagename", "captionid", "filename", "image", "imagefile", "imgname"})
"""Column names over files that are called by Flickr's bare ID: their numbers must look like Flickr's too.

Source: KonIQ-10k, Flickr30k's tables of captions, SNLI's `captionID`, Karpathy's splits.
"""

ANYBODYS_ID_NAMES: Final = frozenset({"", "id", "ids", "imageid", "sourceid", "photo", "picid", "pictureid", "imgid"})
"""Names, and no name, of columns that may hold anybody's IDs: Flickr's where accounts of Flickr's stand beside them."""

PICTURE_ID_NAMES: Final = frozenset({"imageid", "imgid", "picid", "pictureid", "photo"})
"""Those that say that pictures are meant: numbers under them are believed where a bare list of them would be."""

SITES_ID_NAMES: Final = frozenset(
    {"foreignid", "foreignidentifier", "externalid", "originalid", "identifier", "mediaid", "itemid", "pid"}
)
"""Names of columns that may hold the ID that a photo has on the site which another column names."""

NO_PHOTO_NAMES: Final = frozenset((*LICENCE_NAMES, *ACCOUNT_NAMES))
"""Names of columns whose URLs are others': of licences and of accounts."""

PHOTO_FILE_NAMES: Final = frozenset({"imagename", "captionid"})
"""Those of them that say that the files are photos'; the others' numbers must be as convincing as a bare list's."""


_MAYBE_IDS: Final = re.compile(
    "(?:train|training|val|valid|validation|dev|test|testing|trainval|query|gallery|all)?(?:id|photo|image|img|imageid)s?"
)


def may_be_ids(name: str) -> bool:
    """Whether a list of this plain name may hold photos' IDs, if its numbers are as convincing as a bare list's."""
    return _MAYBE_IDS.fullmatch(name) is not None


def may_head_ids(name: str) -> bool:
    """Whether numbers alone under this plain name are judged as a bare list's: it says pictures, or several IDs.

    `id` is not such a name: in a table nobody believes it either.
    """
    return name in PICTURE_ID_NAMES or (name.endswith("s") and may_be_ids(name))


def means_flickr_id(name: str) -> bool:
    """Whether a plain name means a Flickr photo's ID, or several: `flickr_id`, `left_flickr_id`, `flickr_ids`.

    `owner_flickr_id` does not: only words that say which of several photos it is may stand around it.
    """
    return _FLICKR_ID.fullmatch(name) is not None


def means_photo_id(name: str) -> bool:
    """Whether a plain name means a photo's ID, of Flickr's or of another site: `photo_id`, `photo_id_2`."""
    return _ANY_ID.fullmatch(name) is not None
