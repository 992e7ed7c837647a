"""Why a row gives no photo: a small closed set. Each reason has a code, by which people are told in their language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class RowReason:
    """One reason.

    Attributes:
        code: stable; the messages `rejected_CODE` say it in other languages.
        words: in English, as `--json` and the API give them.
    """

    code: str
    words: str


NO_PHOTO: Final = RowReason("no_photo", "no Flickr photo in it")
NO_PHOTO_ID: Final = RowReason("no_photo_id", "not a photo ID")
NOT_SURELY: Final = RowReason(
    "not_surely", "not surely a photo ID; --column NAME or --reader id-list takes every number"
)
NO_FILE_NAME: Final = RowReason("no_file_name", "not a photo's file name")
NO_ID_LIST: Final = RowReason("no_id_list", "no list of photo IDs")
NO_NAME_LIST: Final = RowReason("no_name_list", "no list of photos' file names")
OF_ANOTHER_SITE: Final = RowReason("other_site", "another site's: it does not say that it is Flickr's")
NOTHING_THERE: Final = RowReason("nothing", "nothing is there")


def no_name_like(title: str) -> RowReason:
    """The reason of a row without a file's name as one dataset writes them; `title` is what that is called."""
    return RowReason("no_such_name", f"no {title}")


CODES: Final = frozenset(
    reason.code
    for reason in (
        *(NO_PHOTO, NO_PHOTO_ID, NOT_SURELY, NO_FILE_NAME, NO_ID_LIST, NO_NAME_LIST, OF_ANOTHER_SITE, NOTHING_THERE),
        no_name_like("name"),
    )
)
"""Every code that there is."""
