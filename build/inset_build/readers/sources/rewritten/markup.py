"""Text in which addresses stand anywhere (web pages, bookmarks, KML, feeds, Markdown), as one address a line.

All addresses are taken, of any host, so that what is no photo's is counted and shown. Paths count as Flickr's where a
saved page says that it is one of Flickr's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from inset_build.readers.sources.rewritten.rewrite import pieces, rewritten_by
from inset_build.readers.sources.source import Source

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
_SPLIT: Final = re.compile(r"""[\s"'<>]""")
_NAMESPACES: Final = re.compile(
    r"(?i)https?://(?:www\.)?(?:w3\.org|opengis\.net|schemas\.|purl\.org|search\.yahoo\.com/mrss)"
)


def addresses(source: Source) -> Source:
    """Its addresses, one a line."""
    return rewritten_by(source, _lines)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    before = ""
    is_flickr = False
    for piece in pieces(file):
        text = before + piece.decode("utf-8", "replace")
        # Cut where no address goes on: the rest is looked at with the next piece.
        cut = max((match.end() for match in _SPLIT.finditer(text, max(len(text) - OVERLAP, 0))), default=len(text))
        is_flickr = is_flickr or _IS_FLICKR.search(text) is not None
        yield _found(text[:cut], is_flickr=is_flickr)
        before = text[cut:]
    yield _found(before, is_flickr=is_flickr)


def _found(text: str, *, is_flickr: bool) -> bytes:
    bare = html.unescape(text.replace("\\/", "/").replace("\\u002F", "/"))
    found = [match[0] for match in _ADDRESS.finditer(bare) if not _NAMESPACES.match(match[0])]
    if is_flickr:
        found += [f"https://www.flickr.com{match[1]}" for match in _PATH.finditer(bare)]
    return "".join(f"{address}\n" for address in found).encode("utf-8", "replace")
