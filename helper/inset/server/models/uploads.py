"""`/v1/uploads`: a manifest on its way to a build."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final, TypedDict

_OTHER: Final = re.compile(r"[^\w .,()+=@-]")
_MAX_BYTES: Final = 120
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


class UploadFacts(TypedDict):
    """An upload that is there whole: its ID, its file name as it was made safe, and its size."""

    id: str
    file: str
    bytes: int


class UploadRemoved(TypedDict):
    """The upload that is no longer there."""

    removed: str


class Explanation(TypedDict):
    """How an upload would be read; each source is what `inset build --explain --json` prints of it."""

    sources: list[dict[str, Any]]
    passed_over: dict[str, Any]


def safe_file_name(name: str) -> str:
    """Return a name for a file on every system, like the one given: no folders, marks of patterns, or hidden files.

    Its ending stays, by which a reader is recognised.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    safe = _OTHER.sub("_", last).strip(" .").lstrip("-.")
    while len(safe.encode()) > _MAX_BYTES:
        safe = safe[1:]
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    return safe.strip(" .").lstrip("-.") or "manifest"
