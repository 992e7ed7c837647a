"""Folders and archives in which each text tells of one photo: credits, licences, shortcuts to pages.

One such text beside a list mentions a photo. Where nothing else is there, and most texts name one, they are the list.
Source: MIRFLICKR's licence files; `.url` files, as Windows keeps links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inset.errors import ManifestInvalid
from inset_build.readers.detect import Detected, ask_readers
from inset_build.readers.formats.tables.lines import UrlList
from inset_build.readers.meaning.sampling import HALF
from inset_build.readers.protocol import FEW, Refusal
from inset_build.readers.second_look import look_again
from inset_build.readers.sources.source import Source

LONGEST: Final = 1 << 14
"""Bytes of a text that tells of one photo; what is longer may list others' photos and mention one."""


def one_photo_each(sources: Sequence[Source]) -> list[Detected]:
    """The texts that name one photo by its address, each as if the person had named it; none where few do.

    Args:
        sources: all that is in a folder or archive; nobody reads any of it.
    """
    looked_at = (_by_addresses(source) for source in sources)
    found = [each for each in looked_at if each is not None]
    return found if len(found) >= max(FEW, HALF * len(sources)) else []


def _by_addresses(source: Source) -> Detected | None:
    """How a short text is read that names one photo, perhaps by several addresses; None of any other."""
    try:
        if source.unreadable is not None or len(source.read_start(LONGEST + 1)) > LONGEST:
            return None
        named = replace(source, named=True)
        answer = ask_readers(named, reader=UrlList.name)
        again = look_again(named, answer) if isinstance(answer, Refusal) else (named, *answer)
        if again is None or isinstance(again, Refusal) or again[1].name != UrlList.name:
            return None
        detected = Detected(*again)
        photos = {photo for batch in detected.batches() for photo in batch.frame["photo_id"]}
    except ManifestInvalid:
        return None
    return detected if len(photos) == 1 else None
