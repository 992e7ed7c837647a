"""How languages write whole numbers, and which form of a word goes with a count.

A small part of what browsers know as Intl.NumberFormat and Intl.PluralRules (Unicode CLDR): whole numbers only. A test
compares it with a browser's engine for every language that Inset speaks.
"""

from __future__ import annotations

from typing import Final

_GROUPS: Final = {"de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "fr": "\u00a0", "pl": "\u00a0"}
"""What stands between thousands where it is not a comma. French has a narrow blank, which many terminals lack."""

_GROUPS_FROM: Final = {"es": 10_000, "pl": 10_000, "pt": 10_000}
"""The first number that is grouped, where that is not 1000."""

_NEVER_ONE: Final = frozenset({"ja", "ko", "zh_CN", "zh_TW"})
_ONE_IS_BELOW_TWO: Final = frozenset({"fr", "pt"})


def written_number(value: int, language: str) -> str:
    """Write a whole number: `1,234,567` in English, `1.234.567` in German."""
    if abs(value) < _GROUPS_FROM.get(language, 1000):
        return str(value)
    return f"{value:,}".replace(",", _GROUPS.get(language, ","))


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
