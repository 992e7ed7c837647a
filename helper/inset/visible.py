r"""Text from elsewhere, made safe to show: what a terminal would obey, or nobody would see, becomes a visible escape.

Manifests, servers and file names can hold any character. Some of them move a terminal's cursor, rewrite what stands
above or change its title (the controls C0 and C1), turn the direction of writing so that a line reads as another one,
or cannot be seen at all. They are shown as Python writes them, `\x1b` or `\u202e`, so that a person sees that
something was there. Doing it twice changes nothing.
"""

from __future__ import annotations

import html
import re
import sys
from types import TracebackType
from typing import Final

# All of Unicode's categories Cc (controls), Cf (formats, but the number signs of Arabic, Syriac and Kaithi, which can
# be seen), Zl and Zp (the separators of lines and paragraphs). A test compares this with the tables of Python.
_CLASS: Final = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u070f\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff"
    "\\ufff9-\\ufffb\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0001-\\U000e007f"
)
_NAMED: Final = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNSAFE: Final = re.compile(f"[{_CLASS}]")
_UNSAFE_IN_HTML: Final = re.compile(f"(?![\\u200c\\u200d\t\n])[{_CLASS}]")
_UNSAFE_OR_BREAK: Final = re.compile(f"[{_CLASS}\t\n]")


def visible(text: str) -> str:
    """Return a text of ours that may hold others' words; its line breaks and tabs stay."""
    return text if _is_plain(text.replace("\n", "").replace("\t", "")) else _UNSAFE.sub(_escape, text)


def visible_line(text: str) -> str:
    """Return others' words in one line: line breaks and tabs are escaped, too."""
    return text if _is_plain(text) else _UNSAFE_OR_BREAK.sub(_escape, text)


def visible_json(document: str) -> str:
    """Return a JSON document of which every unsafe character is escaped as JSON does it: its meaning stays the same."""
    return _UNSAFE.sub(lambda found: _json_escapes(found[0]), document)


def visible_html(text: str) -> str:
    """Return others' words for HTML, as text or in a quoted attribute. What joins letters and emojis stays."""
    return html.escape(text if _is_plain(text) else _UNSAFE_IN_HTML.sub(_escape, text))


def is_harmless(text: str) -> bool:
    """Whether nothing in a text needs an escape; what joins letters and emojis, line breaks and tabs are harmless."""
    return _is_plain(text) or _UNSAFE_IN_HTML.search(text) is None


def blanked(text: str) -> str:
    """Return others' words with a blank for what cannot be seen: for names, where an escape disturbs."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def show_exceptions_visibly() -> None:
    """From now on an exception that nobody catches, a bug of ours, is printed without what a terminal would obey."""
    sys.excepthook = _print_exception


def _print_exception(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    import traceback

    sys.stderr.write(visible("".join(traceback.format_exception(error))))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _escape(found: re.Match[str]) -> str:
    return _NAMED.get(found[0]) or (
        f"\\x{ord(found[0]):02x}" if ord(found[0]) < 0x80 else found[0].encode("ascii", "backslashreplace").decode()
    )


def _json_escapes(text: str) -> str:
    pairs = text.encode("utf-16-be").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))
