"""Finds the addresses of pictures in a list that a person has, for the page that shows them by a click.

The bytes are looked through as text, whatever reader reads the list: an address stands in tables, JSON and saved pages
alike. Of formats that pack their text (Parquet, spreadsheets) none is found, and their photos are shown without
pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from inset.account.pictures import LONGEST, Picture, find_pictures, note_pictures
from inset.errors import ManifestInvalid
from inset_build.readers.sources.expand import expand
from inset_build.readers.sources.passed_over import PassedOver
from inset_build.readers.sources.source import Source

MOST: Final = 100_000
"""Photos of whose pictures the addresses are kept; they are for looking at."""

_PIECE: Final = 1 << 20


def pictures_in(path: Path) -> dict[int, Picture]:
    """The pictures whose addresses stand in a file, folder or archive, at most `MOST`."""
    known: dict[int, Picture] = {}
    for source in expand([path], PassedOver()):
        for text in _texts(source):
            note_pictures(known, find_pictures(text), MOST)
            if len(known) >= MOST:
                return known
    return known


def _texts(source: Source) -> Iterator[str]:
    """A source's bytes as text, in pieces that overlap by more than an address is long; JSON's escaped slashes bare."""
    if source.unreadable is not None:
        return
    rest = b""
    try:
        with source.open() as file:
            while piece := file.read(_PIECE):
                data = rest + piece
                yield data.replace(b"\\/", b"/").decode("latin-1")
                rest = data[-2 * LONGEST :]
    except ManifestInvalid:
        return  # the reader has told why, or passed it over
