"""How numbers are written: secrets in files' names, which are hexadecimal, and cells that hold no whole number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from inset.words.sentences import sentence
from inset_build.readers.meaning.messy_numbers import parse_messy_number
from inset_build.readers.meaning.numbers.chance import at_least
from inset_build.readers.meaning.numbers.looks import LOST_DIGITS

_SECRET: Final = re.compile(r"[0-9]_([0-9a-f]{10})(?=[_.#]|$)")
_DIGITS_ONLY: Final = (10 / 16) ** 10
"""Share of secrets (ten hexadecimal digits) in which no letter is: nine in a thousand."""

_RARELY: Final = 0.01
_ROUNDED: Final = re.compile(r"\s*[-+]?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+\s*")
_FRACTION: Final = re.compile(r"\s*[-+]?[0-9]+\.[0-9]*[1-9][0-9]*\s*")
_FRACTIONS: Final = sentence("list_doubt_fractions")
_MANY: Final = 0.5


def are_secrets(names: Sequence[str]) -> bool:
    """Whether what stands behind the numbers in files' names are Flickr's secrets: nearly all of those have letters."""
    secrets = {match.group(1) for match in map(_SECRET.search, names) if match is not None}
    plain = sum(map(str.isdigit, secrets))
    return bool(secrets) and at_least(plain, len(secrets), _DIGITS_ONLY) >= _RARELY


def why_no_whole_numbers(cells: Sequence[str]) -> str:
    """Why a column holds no photo IDs though it holds numbers, a `sentence` that follows "they"; else empty."""
    filled = [cell for cell in cells if cell.strip() and parse_messy_number(cell) is None]
    for pattern, doubt in ((_ROUNDED, LOST_DIGITS), (_FRACTION, _FRACTIONS)):
        if filled and sum(pattern.fullmatch(cell) is not None for cell in filled) >= _MANY * len(filled):
            return doubt
    return ""
