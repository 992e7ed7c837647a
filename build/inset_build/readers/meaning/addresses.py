r"""Addresses of photos within other text: HTML, lists in a cell, redirects, and addresses as programs escape them.

`inset.photo_ref` says what one whole address names. Here addresses are found first: in `<a href="…">`, `[title](…)`,
`['…', '…']`, `https:&#x2F;&#x2F;…`, `https:\/\/…`, `https://…/r?u=https%3A%2F%2F…`. Nothing but the grammar of
photo_ref decides what is a photo, so nothing is guessed; a text may name several.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from inset.photo_ref import photo_id_from_url
from inset_build.readers.sources.whole_words import with_whole_words

MAYBE_DRESSED: Final = r"(?i)%(?:25)*(?:2f|3a)|&(?:#|[a-z]+;)|\\|.https?:|[()\[\]{}^`=]"
"""What a text holds in which an address stands that is not between blanks, commas or quotation marks, as it is."""

MAX_TEXT: Final = 1 << 20
"""Longest text that is looked through; beyond it only the beginning is."""

_SHORT: Final = 512
"""Characters of the longest cell whose photos are remembered."""

UNSEEN: Final = r"\x00-\x1f\x7f\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""What nobody sees in a text and no address has in it, for a class of characters: controls, and marks of direction and
width that come along when addresses are copied."""

WIDE: Final = r"\u3001\u3002\u3008-\u3011\u3014-\u301b\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5c"
"""Punctuation of Chinese and Japanese, for a class of characters: it stands at addresses without a blank between."""

_IN_TEXT: Final = re.compile(MAYBE_DRESSED + rf"|[\s,;|\"'<>{UNSEEN}{WIDE}]")
_SEPARATORS: Final = re.compile(rf"""[^\s,;|"'<>\\^`{{}}()\[\]{UNSEEN}{WIDE}]+""")
ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});")
"""What HTML writes instead of a character."""

_ENTITY: Final = re.compile(r"&(?:#|[A-Za-z]+;)")
_ENCODED: Final = re.compile(r"(?i)%(?:25)*(?:2f|3a)")
_INNER: Final = re.compile(
    r"(?i)(?<=.)https?:"
    r"|(?<==)(?=(?:(?:live|c[0-9]{1,3})\.staticflickr\.com|farm[0-9]{1,3}\.static\.?flickr\.com|(?:www\.)?flickr\.com|flic\.kr)/)"
)
"""Where another address begins within one: `…/url?u=https://…`, `…/?url=live.staticflickr.com/…`."""

PUNCTUATION: Final = ",:!?*"
"""What may follow an address in a sentence and is no part of it, as a full stop may."""

PARENT: Final = "/.."
"""An address that ends so means the page above: `/photos/somebody/123/..` is no photo's."""

CUT: Final = ".."
"""Dots in which an address was cut off: `/photos/somebody/5321...` is no photo's, whatever number is left of its ID."""

WHOLE: Final = r"(?i)(?:/|\.(?:jpe?g|png|gif|tiff?|webp))$"
"""Ends of an address that is whole, so that dots behind it are the sentence's."""

_WHOLE: Final = re.compile(WHOLE)
_TIMES_DECODED: Final = 3


def photos_in_text(text: str) -> tuple[int, ...]:
    """All photos that addresses in a text name, in their order, each once."""
    found: dict[int, None] = {}
    for token in _SEPARATORS.findall(with_whole_words(_bare(text[:MAX_TEXT]))):
        if "flic" in token.lower():
            photo_id = _photo(token)
            if photo_id is not None:
                found[photo_id] = None
    return tuple(found)


def photos_of_url(cell: str) -> tuple[int, ...]:
    """All photos that a cell of addresses names: as one whole address, or else as a text in which some stand."""
    if "flic" not in cell.lower():  # which occurs in every address of a photo
        return ()
    return _photos_of_short(cell) if len(cell) <= _SHORT else _photos_of(cell)


def _photos_of(cell: str) -> tuple[int, ...]:
    photo_id = photo_id_from_url(cell, base_is_flickr=False)
    if not _IN_TEXT.search(cell.strip()):
        photo_id = _photo(cell.strip()) if photo_id is None else photo_id  # a sentence's full stop may follow
        return () if photo_id is None else (photo_id,)
    photos = photos_in_text(cell)
    return photos or (() if photo_id is None else (photo_id,))


def photo_of_url(cell: str) -> int | None:
    """The first of `photos_of_url`."""
    return next(iter(photos_of_url(cell)), None)


# While a manifest is looked at, each sampled cell is asked about by several readers and kinds of cells: a table's URLs
# were taken apart six times. The number and length of what is remembered bound its memory (8,192 cells, 4 MiB of text).
_photos_of_short = lru_cache(maxsize=8192)(_photos_of)


def without_punctuation(token: str) -> str:
    """An address without the punctuation of the sentence in which it stands."""
    token = token.rstrip(PUNCTUATION)
    whole = token.rstrip(PUNCTUATION + ".")
    if token.endswith(PARENT) or (token.endswith(CUT) and not _WHOLE.search(whole)):
        return token
    return whole


def _bare(text: str) -> str:
    """The text without what programs put in place of slashes, colons and quotation marks."""
    if "\\" in text:
        text = text.replace("\\u002F", "/").replace("\\u002f", "/").replace("\\/", "/")
    for _ in range(_TIMES_DECODED):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    for _ in range(_TIMES_DECODED):
        if not _ENCODED.search(text):
            break
        text = unquote(text)
    return text


def _photo(token: str) -> int | None:
    """The photo that a token names by itself, or by an address that it ends with."""
    token = without_punctuation(token)
    photo_id = photo_id_from_url(token, base_is_flickr=False)
    if photo_id is not None:
        return photo_id
    for inner in _INNER.finditer(token):
        photo_id = photo_id_from_url(token[inner.start() :].partition("&")[0], base_is_flickr=False)
        if photo_id is not None:
            return photo_id
    return None
