"""A JSON document in short, to find its records: its beginning, or the first members of each list and object."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from inset_build.readers.formats.json.brackets import BLANK, State, scan
from inset_build.readers.formats.json.decode import parse_patiently
from inset_build.readers.formats.json.stream import CHUNK_BYTES
from inset_build.readers.formats.json.walk import Walk
from inset_build.readers.meaning.record_tables import MAX_KEYS, OUTER_DEPTH
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

_WINDOW_BYTES: Final = 1 << 16
_MAX_WINDOWS: Final = 500


def complete(start: bytes) -> object:
    """The document that begins with these bytes, without what is cut off; None if it is no JSON."""
    text = start.removeprefix(BYTE_ORDER_MARK).lstrip(BLANK)
    structure = scan(text, State())
    cut = text.rfind(b",")
    while cut > 0 and structure.is_inside_string(cut):
        cut = text.rfind(b",", 0, cut)
    if cut <= 0:
        return None
    open_brackets: list[str] = []
    before = int(np.searchsorted(structure.at, cut))
    for at, opens in zip(structure.at[:before].tolist(), structure.opens[:before].tolist(), strict=True):
        if opens:
            open_brackets.append("}" if text[at : at + 1] == b"{" else "]")
        elif open_brackets:
            open_brackets.pop()
    return parse_patiently(text[:cut] + "".join(reversed(open_brackets)).encode())


def outline(source: Source) -> object:
    """A document with only the first few members of each list and object of its outer levels.

    Raises:
        ManifestInvalid: the document cannot be read, or is not complete.
    """
    walk = Walk(source, OUTER_DEPTH, members=MAX_KEYS + 1)
    windows: dict[tuple[str, ...], bytearray] = {}
    filling: list[bytearray] = []
    with source.open() as file:
        while data := file.read(CHUNK_BYTES):
            filling = [window for window in filling if len(window) < _WINDOW_BYTES]
            for window in filling:
                window.extend(data[: _WINDOW_BYTES - len(window)])
            for opened in walk.over(data):
                path = opened.path
                is_named = 1 <= len(path) < OUTER_DEPTH and "" not in path
                if is_named and len(windows) < _MAX_WINDOWS and path not in windows:
                    windows[path] = bytearray(data[opened.at : opened.at + _WINDOW_BYTES])
                    filling.append(windows[path])
        walk.finish()
    document: dict[str, Any] = {}
    for path in sorted(windows, key=len):
        value = _first_value(bytes(windows[path]))
        above: Any = document
        for name in path[:-1]:
            above = above.get(name) if isinstance(above, dict) else None
        if isinstance(above, dict) and value is not None:
            above[path[-1]] = value
    return document


def _first_value(window: bytes) -> object:
    structure = scan(window, State())
    ends = np.flatnonzero(structure.depth == 0)
    if len(ends):
        return parse_patiently(window[: int(structure.at[ends[0]]) + 1])
    return complete(window)
