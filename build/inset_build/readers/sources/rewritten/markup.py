"""Text in which addresses stand anywhere (web pages, bookmarks, KML, feeds, Markdown), as one address a line.

All addresses are taken, of any host, so that what is no photo's is counted and shown. Paths count as Flickr's where a
saved page says that it is one of Flickr's. Which line each address stands in is kept.
"""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, Final

from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import pieces, rewritten_by
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.whole_words import with_whole_words

OVERLAP: Final = 1 << 12
"""An address that spans two pieces of the file is at most so long."""

_ADDRESS: Final = re.compile(
    r"""(?i)(?:https?:)?//[^\s"'<>\\^`{}()\[\],;|]{4,4000}|\b(?:www\.)?(?:flickr\.com|flic\.kr)/[^\s"'<>\\^`{}()\[\],;|]{1,4000}"""
)
_PATH: Final = re.compile(r"""(?i)(?:href|src|data-[\w-]{1,40})\s*=\s*["']?(/photos?/[^\s"'<>]{1,4000})""")
_IS_FLICKR: Final = re.compile(
    r"""(?i)<(?:link|base|meta)\b[^>]{0,400}?(?:canonical|<base|og:url|\bbase\b)[^>]{0,400}?["']https?://(?:www\.|m\.)?flickr\.com/"""
    r"""|saved from url=\(\d+\)https?://(?:www\.|m\.)?flickr\.com/"""
)
_END: Final = re.compile("\n")
_ESCAPED_END: Final = re.compile(r"(?i)&(?:#0*10|#x0*a|newline);?")
"""Ends no line of the file."""
_SPLIT: Final = re.compile(r"""[\s"'<>]""")
_NAMESPACES: Final = re.compile(
    r"(?i)https?://(?:www\.)?(?:w3\.org|opengis\.net|schemas\.|purl\.org|search\.yahoo\.com/mrss)"
)


def addresses(source: Source) -> Source:
    """Its addresses, one a line."""
    lines = array("Q")
    return rewritten_by(source, partial(_lines, lines), numbering=Numbering("line", lines=lines))


def _lines(numbers: array[int], file: BinaryIO) -> Iterator[bytes]:
    """The addresses; `numbers` gets the line of each, unless an earlier reading has put it there already."""
    before = ""
    is_flickr = False
    line, given = 1, 0
    for piece in chain(pieces(file), (b"",)):
        text = before + piece.decode("utf-8", "replace")
        # Cut where no address goes on: the rest is looked at with the next piece.
        cut = max((match.end() for match in _SPLIT.finditer(text, max(len(text) - OVERLAP, 0))), default=len(text))
        cut = cut if piece else len(text)
        is_flickr = is_flickr or _IS_FLICKR.search(text) is not None
        found = _found(text[:cut], line, is_flickr=is_flickr)
        numbers.extend(number for number, _ in found[max(len(numbers) - given, 0) :])
        given += len(found)
        yield "".join(f"{address}\n" for _, address in found).encode("utf-8", "replace")
        line += text.count("\n", 0, cut)
        before = text[cut:]


def _found(text: str, line: int, *, is_flickr: bool) -> list[tuple[int, str]]:
    """The addresses in a text whose first line has this number, each with its line."""
    bare = html.unescape(_ESCAPED_END.sub(" ", text.replace("\\/", "/").replace("\\u002F", "/")))
    bare = with_whole_words(bare)
    found = [(match.start(), match[0]) for match in _ADDRESS.finditer(bare) if not _NAMESPACES.match(match[0])]
    if is_flickr:
        paths = [(match.start(1), f"https://www.flickr.com{match[1]}") for match in _PATH.finditer(bare)]
        found = sorted(found + paths, key=lambda each: each[0])
    ends = [match.start() for match in _END.finditer(bare)] if found else []
    return [(line + bisect_left(ends, at), address) for at, address in found]
