"""Text for streams that cannot show every character: on Windows what a pipe takes is often cp1252, elsewhere ASCII.

Signs that have a usual spelling in ASCII are spelled so (`→` as `->`). Letters are never replaced by similar ones,
which would make another name or path of them: they are escaped as Python does it, `é` by its number.
"""
# ruff: noqa: RUF001 - signs that look alike are what this file is about

from __future__ import annotations

import codecs
import re
import sys
from io import TextIOWrapper
from typing import Final

HANDLER: Final = "inset.spelled"
"""The name of the error handler, for `open`, `str.encode` and `TextIOWrapper.reconfigure`."""

SPELLINGS: Final = {
    "→": "->", "←": "<-", "…": "...", "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": "<<", "»": ">>",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "·": "-", "•": "*", "×": "x", "±": "+/-", "≈": "~", "≤": "<=",
    "≥": ">=", "≠": "!=", "°": " degrees", "©": "(c)", "§": "section ", "⁻": "^-", "¹": "1", "²": "2", "³": "3",
    "€": "EUR", "£": "GBP", "█": "#", "░": ".", "\u00a0": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
}  # fmt: skip


def _spelled(error: UnicodeError) -> tuple[str, int]:
    """What an encoding cannot hold, as far as possible spelled out; see `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    spelled = "".join(SPELLINGS.get(sign) or _escaped(sign) for sign in error.object[error.start : error.end])
    return spelled, error.end


def _escaped(sign: str) -> str:
    if sign in SPELLINGS:
        return ""
    # A byte of a file's name that is no UTF-8 stands as such a surrogate; it is the byte that says something.
    return (
        f"\\x{ord(sign) - 0xDC00:02x}"
        if "\udc80" <= sign <= "\udcff"
        else sign.encode("ascii", "backslashreplace").decode()
    )


codecs.register_error(HANDLER, _spelled)


def show_all_characters() -> None:
    """From now on stdout and stderr take every text: what they cannot encode is spelled out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # neither None (without a console) nor what a program put there
            stream.reconfigure(errors=HANDLER)


def as_shown(text: str) -> str:
    """A text as stdout will show it, so that its width can be measured."""
    encoding = sys.stdout.encoding or "utf-8"
    return text if text.isascii() else text.encode(encoding, HANDLER).decode(encoding)


def json_as_shown(document: str) -> str:
    """A JSON document that stdout can encode; what it cannot is escaped as JSON does it, so that nothing is changed."""
    if document.isascii() or codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8":
        return document
    return re.sub(r"[^\x00-\x7f]+", _json_escapes, document)


def _json_escapes(found: re.Match[str]) -> str:
    pairs = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))
