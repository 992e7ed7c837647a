"""What a word seems to be that names no photo, and what to do then; Inset's page says the same (reading/advice.js)."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(/\S*)?", re.IGNORECASE | re.ASCII)
_FLICKR: Final = re.compile(r"(?:^|\.)(?:flickr\.com|staticflickr\.com|flic\.kr)\Z", re.IGNORECASE)
_ALBUM: Final = re.compile(r"/(?:albums|sets)/[0-9]+", re.IGNORECASE)
_NAME: Final = re.compile(r"@?[^\W_][\w .'-]{1,39}")
_LONG_NUMBER: Final = re.compile(r"[0-9]{13,}")
_MOST_WORDS: Final = 3


def advice_for(text: str) -> str:
    """The name of the message about a text that names no photo and no account; its place takes the text."""
    if _LONG_NUMBER.fullmatch(text):
        return "saw_long_number"
    address = _ADDRESS.fullmatch(text)
    # A name may hold a dot; an address has a path, or a host that somebody would type.
    if address is not None and (address[2] or re.match(r"(?:https?:|www\.)", text, re.IGNORECASE)):
        if not _FLICKR.search(address[1]):
            return "saw_other_site"
        path = address[2] or ""
        if _ALBUM.search(path):
            return "saw_album"
        return "saw_group" if path.lower().startswith("/groups/") else "saw_flickr"
    return "saw_name" if _NAME.fullmatch(text) and len(text.split(" ")) <= _MOST_WORDS else "saw_nothing"
