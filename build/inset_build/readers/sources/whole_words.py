"""Words of a text as people see them: whole, where a program has put something between their letters to break them.

The part of an address in front of such a break would be another address: the beginning of an ID is another photo's.
The patterns hold for Python's `re` and for Polars' Rust alike. Rust's take as long as the text is; Python's must not
begin anew at each mark of a long row of them, so each begins with something that is none of the row.
"""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = r"\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"

_INLINE: Final = r"(?:wbr|span|b|i|u|em|strong|mark|small|font|bdi)\b[^<>\n]*>"

BROKEN_WORD: Final = rf"([0-9A-Za-z])(?:[{_MARKS}]+|(?:</?{_INLINE})*<{_INLINE})([0-9A-Za-z])"
"""Letters or digits with something between that nobody sees: programs break long words so (`…/53208<wbr>249252`, and
Mastodon's `flickr.com/photos/a/5320</span><span class="invisible">8249252`). What stands in front of it is no whole
address: the beginning of an ID is another photo's."""

REST: Final = r"[0-9]{1,11}/(?:[\"'<>),;]|\s*$|\s+(?:[^hwf\s]|h[^t]|w[^w]|f[^l]))"
"""The rest of an address that was broken within its number: digits and a slash alone. In front of another address they
are the number of that in a list: `2/ https://…`."""

NUMBERED: Final = r"^\s*[0-9]{1,7}/\s"
"""The beginning of a line of such a list, whose next line begins with the next number."""

GOES_ON: Final = (
    r"([0-9A-Za-z])(\u3002\u3002|\[(?:\u2026|\.\.|[0-9]-[0-9])|\{|[\"'][ \t]*\+[ \t]*[\"']|\\(?:\r?\n|$)|[ \t]+"
    + REST
    + ")"
)
"""What shows behind an address that it is not whole: `5320[…]`, `5320。。`, `5320[0-9]`, `5320{id}`, `"5320" + "824"`,
a backslash at the end of a line, or a blank and the rest of it. The rest may be in the next line, too."""

BROKEN: Final = "\u00ad"
"""Stands where a word was broken: it ends no address, and no address has it."""

_ANOTHER: Final = rf"(?:[{_MARKS}]+|(?:</?{_INLINE})+)(https?:|www\.|flic|live\.static|farm[0-9])"

BEGINS_ANOTHER: Final = rf"(?i){_ANOTHER}"
"""The same between two addresses; for Rust, which knows no look behind."""

_BROKEN_WORD: Final = re.compile(BROKEN_WORD)
_GOES_ON: Final = re.compile(GOES_ON)
_GOES_ON_BELOW: Final = re.compile(rf"([0-9A-Za-z])[ \t]*[\r\n]\s*(?={REST})", re.MULTILINE)
_NUMBERED: Final = re.compile(NUMBERED.removeprefix("^"))
_BEGINS_ANOTHER: Final = re.compile(rf"(?i)(?<![{_MARKS}>]){_ANOTHER}")


def with_whole_words(text: str) -> str:
    """The text in which nothing that nobody sees ends an address in the middle of a word."""
    text = _BROKEN_WORD.sub(rf"\1{BROKEN}\2", _BEGINS_ANOTHER.sub(r" \1", text))
    return _GOES_ON_BELOW.sub(_broken_below, _GOES_ON.sub(rf"\1{BROKEN}\2", text))


def _broken_below(found: re.Match[str]) -> str:
    """The end of a line whose rest is below, unless the lines are numbered."""
    start = found.string.rfind("\n", 0, found.start()) + 1
    return found[0] if _NUMBERED.match(found.string, start) else f"{found[1]}{BROKEN}{found[0][1:]}"
