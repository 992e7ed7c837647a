"""Photo IDs as people's programs write them: `53208249252.0`, `'532…`, `="532…"`, `53,208,249,252`, `00053208249252`.

Each form has one reading only, or it is none: a number that may have lost digits (`5.32E+10`), a negative one, a
fraction, or one with a single separator (`12.345` is a fraction in one country and a thousand in another) gives no ID.
The patterns hold for Python's `re` and for Polars' Rust alike.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from inset.photo_ref import MAX_ID_DIGITS, parse_photo_id
from inset_build.readers.meaning.addresses import UNSEEN

MISSING: Final = frozenset(
    {
        "",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "none",
        "nil",
        "<na>",
        "nat",
        "\\n",
        "-",
        "--",
        "?",
        "#value!",
        "undefined",
    }
)
"""What programs write where there is nothing, in small letters."""

_BLANKS: Final = f"[ \\t\\n\\r\\f\\x0b{UNSEEN}]*"
_MARKS: Final = "[\"'`\u00b4\u2018\u2019\u201c\u201d]*"
_BEFORE: Final = f"^{_BLANKS}=?{_BLANKS}{_MARKS}{_BLANKS}"
_BEHIND: Final = f"{_BLANKS}{_MARKS}[,;]?{_BLANKS}$"
_ID: Final = "[1-9][0-9]{0,11}"

WHOLE: Final = f"{_BEFORE}0{{0,20}}({_ID})(?:[.]0{{1,10}})?{_BEHIND}"
"""Digits, with zeros in front or a fraction of nothing behind."""

_BETWEEN: Final = (",", "[.]", "['\u2019]", "[ \u00a0\u2009\u202f]", "_")
GROUPED: Final = (
    f"{_BEFORE}((?:{'|'.join(f'[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}}){{2,3}}' for mark in _BETWEEN)})){_BEHIND}"
)
"""Digits in groups of three, at least three groups."""

_FULL: Final = 15
"""Digits behind the point that say all of a float of 64 bits."""

_POWERS: Final = "|".join(
    f"[1-9][.][0-9]{{{power}}}(?:0{{{_FULL - power},20}})?[eE][+]?0?{power}" for power in range(6, MAX_ID_DIGITS)
)
SCIENTIFIC: Final = f"{_BEFORE}({_POWERS}){_BEHIND}"
"""With a power of ten, and every digit in front of it: `5.3208249252E10`, as Java writes numbers; or with
all zeros behind that its float has, as NumPy writes texts."""

_WHOLE: Final = re.compile(WHOLE)
_GROUPED: Final = re.compile(GROUPED)
_SCIENTIFIC: Final = re.compile(SCIENTIFIC)
_WORDS: Final = re.compile(r"[^\s,;|\[\](){}\"']+")
_NO_DIGIT: Final = re.compile("[^0-9]")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return len(cell) < 16 and cell.strip().lower() in MISSING


def parse_messy_number(cell: str) -> int | None:
    """The photo ID that a cell holds, else None."""
    if len(cell) <= MAX_ID_DIGITS and cell.isdecimal() and cell.isascii() and cell[0] != "0":
        return int(cell)  # nearly all are digits and nothing else: ten times as fast as a pattern
    if len(cell) > 80:
        return None
    match = _WHOLE.match(cell)
    if match:
        return int(match[1])
    match = _GROUPED.match(cell)
    if match:
        digits = _NO_DIGIT.sub("", match[1])
        return int(digits) if len(digits) <= MAX_ID_DIGITS else None
    match = _SCIENTIFIC.match(cell)
    return int(float(match[1])) if match else None


def photo_ids_from_messy_numbers(cells: pl.Expr) -> pl.Expr:
    """Bulk `parse_messy_number`: String to UInt64."""
    short = pl.when(cells.str.len_chars() <= 80).then(cells)
    digits = short.str.extract(GROUPED, 1).str.replace_all("[^0-9]", "")
    fitting = pl.when(digits.str.len_bytes() <= MAX_ID_DIGITS).then(digits)
    scientific = short.str.extract(SCIENTIFIC, 1).cast(pl.Float64).cast(pl.UInt64)
    return pl.coalesce(pl.coalesce(short.str.extract(WHOLE, 1), fitting).cast(pl.UInt64), scientific)


def ids_in_list(cell: str) -> tuple[int, ...]:
    """The photo IDs of a cell that lists some and nothing else (`[1, 2]`, `1;2`, `1 2`), each once; else none."""
    words = _WORDS.findall(cell)
    photo_ids = [parse_photo_id(word) for word in words]
    if None in photo_ids:
        return ()
    return tuple(dict.fromkeys(photo_id for photo_id in photo_ids if photo_id is not None))
