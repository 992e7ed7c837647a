"""How languages write numbers, and which form of a word goes with a count.

A small part of what browsers know as Intl.NumberFormat and Intl.PluralRules (Unicode CLDR): whole numbers, those with
a decimal, and large ones in short. A test compares it with a browser's engine for every language that Inset speaks.
"""

from __future__ import annotations

from math import isfinite
from typing import Final

_GROUPS: Final = {"de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "fr": "\u00a0", "pl": "\u00a0"}
"""What stands between thousands where it is not a comma. French has a narrow blank, which many terminals lack."""

_GROUPS_FROM: Final = {"es": 10_000, "pl": 10_000, "pt": 10_000}
"""The first number that is grouped, where that is not 1000."""

_POINTS: Final = dict.fromkeys(("de", "es", "fr", "it", "nl", "pl", "pt"), ",")
"""What stands before decimals where it is not a point."""

_BEFORE_PERCENT: Final = dict.fromkeys(("de", "es", "fr"), "\u00a0")
"""What stands between a number and its percent sign where it is not nothing."""

_MILLION: Final = 1_000_000
_LARGE: Final = {
    "en": ((10**9, " billion", " billion"), (10**6, " million", " million")),
    "de": ((10**9, " Milliarde", " Milliarden"), (10**6, " Million", " Millionen")),
    "es": ((10**6, " millón", " millones"),),
    "fr": ((10**9, " milliard", " milliards"), (10**6, " million", " millions")),
    "it": ((10**9, " miliardo", " miliardi"), (10**6, " milione", " milioni")),
    "ja": ((10**8, "億", "億"), (10**4, "万", "万")),
    "ko": ((10**8, "억", "억"), (10**4, "만", "만")),
    "nl": ((10**9, " miljard", " miljard"), (10**6, " miljoen", " miljoen")),
    "pl": ((10**9, " mld", " mld"), (10**6, " mln", " mln")),
    "pt": ((10**9, " bilhão", " bilhões"), (10**6, " milhão", " milhões")),
    "zh_CN": ((10**8, "亿", "亿"), (10**4, "万", "万")),
    "zh_TW": ((10**8, "億", "億"), (10**4, "萬", "萬")),
}
"""Units of large numbers, the largest first, each with its forms for one and for several."""

_NEVER_ONE: Final = frozenset({"ja", "ko", "zh_CN", "zh_TW"})
_ONE_IS_BELOW_TWO: Final = frozenset({"fr", "pt"})


def written_number(value: int, language: str) -> str:
    """Write a whole number: `1,234,567` in English, `1.234.567` in German."""
    if abs(value) < _GROUPS_FROM.get(language, 1000):
        return str(value)
    return f"{value:,}".replace(",", _GROUPS.get(language, ","))


def written_decimal(value: float, language: str) -> str:
    """Write a number with one decimal, and a whole one without: `1,234.5` in English, `1.234,5` in German.

    What is no number, or infinite, stands as Python writes it.
    """
    if not isfinite(value):
        return str(value)
    rounded = round(value, 1)
    if rounded == int(rounded):
        return written_number(int(rounded), language)
    whole, _, decimal = f"{rounded:.1f}".partition(".")
    return f"{'-' if whole == '-0' else ''}{written_number(int(whole), language)}{_POINTS.get(language, '.')}{decimal}"


def in_language(number: str, language: str) -> str:
    """A number that is written in English, maybe with a unit, as the language writes it: `16.2 MB` as `16,2 MB`."""
    return number.translate({ord("."): _POINTS.get(language, "."), ord(","): _GROUPS.get(language, ",")})


def written_percent(number: str, language: str) -> str:
    """Put the percent sign behind a number that is written in English: `1.8%`, in German `1,8 %` (unbroken)."""
    return f"{in_language(number, language)}{_BEFORE_PERCENT.get(language, '')}%"


def short_number(value: int, language: str) -> str:
    """Write a whole number in few letters: from a million on with three digits, as `1.47 million` in English."""
    if value < _MILLION:
        return written_number(value, language)
    rounded = round(value, 3 - len(str(value)))
    unit, one, several = next(each for each in _LARGE.get(language, _LARGE["en"]) if rounded >= each[0])
    amount = rounded / unit
    if rounded % unit == 0:  # Unicode groups no four digits here
        whole = rounded // unit
        written = str(whole) if whole < 10_000 else written_number(whole, language)
    else:  # three digits, some of them behind the point
        written = f"{amount:g}".replace(".", _POINTS.get(language, "."))
    singular = amount < 2 if language in _ONE_IS_BELOW_TWO else amount == 1
    return f"{written}{one if singular else several}"


def plural_form(count: int, language: str) -> str:
    """Return the form that goes with a count of 0 or more: `one`, `few`, `many` or `other`."""
    if language in _NEVER_ONE:
        return "other"
    if language in _ONE_IS_BELOW_TWO:
        return "one" if count < 2 else "other"
    if language == "pl" and count != 1:
        few = 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14
        return "few" if few else "many"
    return "one" if count == 1 else "other"
