"""JSON inside a script: `jsonFlickrApi(…)` as Flickr's API wraps it, `var photos = […];`, `export default {…}`.

What is around the JSON is left out. What follows it but is no wrapper's end stays, so that the JSON reader tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from inset_build.readers.sources.rewritten.rewrite import pieces, rewritten_by
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

LOOKED_AT: Final = 1 << 12
"""The wrapper must begin the file: a licence's comment may come first."""

_NAME: Final = rb"[A-Za-z_$][\w$.]{0,200}(?:\[[^\]\n]{1,200}\]){0,3}"
_COMMENTS: Final = rb"""(?:\s+|(?://|\#)[^\n]*\n|/\*(?:[^*]|\*(?!/)){0,4000}\*/|\"\"\"[^"]{0,4000}\"\"\")*"""
_WRAPPER: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?" + _COMMENTS + rb"""(?:["']use strict["'];?\s*)?"""
    rb"(?:\)\]\}',?\s*|while\s*\(1\);\s*|for\s*\(;;\);\s*"
    rb"|(?:export\s+)?(?:var|let|const)\s+" + _NAME + rb"\s*=\s*"
    rb"|" + _NAME + rb"\s*=\s*"
    rb"|export\s+default\s+"
    rb"|(?:/\*\*/\s*)?(?:typeof\s+" + _NAME + rb"\s*===?\s*['\"]function['\"]\s*&&\s*)?" + _NAME + rb"\s*\(\s*"
    rb")(?=[\[{])"
)
_MAYBE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z_$\"'][\w$.'\[\] \"-]*\s*(?:=|\(|[A-Za-z_$][\w$]*\s*=|default)"
    rb"|/[/*]|\#|\"\"\"|\)\]\}')"
)
_OF_OTHERS: Final = re.compile(
    rb"(?i)(?:user|owner|account|member|author|people|person|contact|friend|album|set|collection|gallery|group|pool"
    rb"|comment|tweet|post|tag|place|time|date|timestamp|phone|order|product|size|view|count)s?_?(?:id|number)?s?\s*=\s*$"
)
"""The name of a list of numbers that are no photos, as in `user_ids = [`."""

_NUMBERS: Final = re.compile(rb"\[[\s\"']*[0-9]")
_BEHIND: Final = b" \t\r\n;)"
_PROSE: Final = 128
"""Bytes that a wrapper's end has at most, blanks and brackets."""


def maybe_wrapped(start: bytes) -> bool:
    """Whether a look at more of it is worth it: it begins with a word and what may stand between that and JSON."""
    return _MAYBE.match(start) is not None


def find_wrapper(start: bytes) -> int:
    """Where the JSON begins that a script wraps; 0 where there is no wrapper."""
    match = _WRAPPER.match(start[:LOOKED_AT])
    if match is None or (_OF_OTHERS.search(match[0]) and _NUMBERS.match(start, match.end())):
        return 0
    return match.end()


def without_wrapper(source: Source, skip: int) -> Source:
    """The JSON alone.

    Args:
        source: a script.
        skip: where the JSON begins.
    """

    def rewrite(file: BinaryIO) -> Iterator[bytes]:
        wrapper = file.read(skip)
        yield _line_ends(wrapper)  # so that lines keep their numbers
        again = _same_again(wrapper)
        waiting = b""
        for piece in pieces(file):
            data = waiting + piece
            if again is None:
                kept = len(data.rstrip(_BEHIND))
            else:
                data = again.sub(lambda match: _line_ends(match[0]), data)
                kept = len(data) - _PROSE
            # A long run of what may end the wrapper is let through: nothing is held that may have no end.
            waiting = data[max(kept, 0) :][-_PROSE:]
            yield data[: len(data) - len(waiting)]
        if again is not None:
            yield waiting.rstrip(_BEHIND)

    return rewritten_by(source, rewrite)


def _line_ends(data: bytes) -> bytes:
    return b"\n" * data.count(b"\n")


def _same_again(wrapper: bytes) -> re.Pattern[bytes] | None:
    """What ends a call and begins the next one of the same name on the next line; None where the wrapper is no call."""
    call = wrapper.removeprefix(BYTE_ORDER_MARK).split()[-1:]
    name = call[0].removesuffix(b"(") if call else b""
    if not wrapper.rstrip().endswith(b"(") or not 0 < len(name) < _PROSE // 2:
        return None
    return re.compile(rb"\)[ \t]{0,8};?[ \t\r]{0,8}\n\s{0,8}" + re.escape(name) + rb"[ \t]{0,8}\([ \t]{0,8}")
