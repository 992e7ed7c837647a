"""What numbers look like if they are no photo IDs: times, dates, steps, goods' numbers, phones, rounded ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.words.sentences import sentence

Numbers = NDArray[np.int64]
"""N distinct numbers, ascending."""

NEARLY_ALL: Final = 0.95
_FEW: Final = 5
_FOR_SHORT_YEARS: Final = 8
"""Of other numbers one in five begins with something like month, day and two digits of a year."""

_SOME: Final = 10

TIMES: Final = (946_684_800, 2_208_988_800)
"""Seconds since 1970 at the beginning of 2000 and of 2040."""

LOST_DIGITS: Final = sentence("list_doubt_lost_digits")

_EXACT_IN_32_BITS: Final = 1 << 32
"""Every number up to 2^24 is exact as a 32-bit float; above 2^32 one in 256, of eleven digits one in 2,000."""


def lost_digits(numbers: Numbers) -> bool:
    """Whether most of some numbers are rounded: multiples of a thousand, or as 32-bit floats hold them."""
    large = numbers[numbers >= _EXACT_IN_32_BITS]
    if len(numbers) < 2:
        return len(numbers) == 1 and int(numbers[0]) % 1_000_000 == 0
    if np.mean(numbers % 1000 == 0) >= 0.5:
        return True
    return len(large) >= 3 and bool(np.mean(large.astype(np.float32).astype(np.int64) == large) >= 0.9)


def certainly_other(numbers: Numbers) -> str:
    """What numbers certainly are, in words that follow "they", a `sentence`; empty where they may be photo IDs."""
    return steps(numbers) or times(numbers) or dates(numbers) or goods(numbers)


def steps(numbers: Numbers) -> str:
    """They count, one by one or in equal steps."""
    if len(numbers) < _FEW:
        return ""
    differences = np.diff(numbers)
    values, counts = np.unique(differences, return_counts=True)
    if counts.max() >= 0.5 * len(differences):
        step = int(values[counts.argmax()])
        return sentence("list_doubt_count_up") if step == 1 else sentence("list_doubt_count_steps", step)
    common = int(np.gcd.reduce(differences))
    if len(numbers) >= _SOME and common >= 10:
        return sentence("list_doubt_count_multiple", common)
    return ""


def times(numbers: Numbers) -> str:
    """Nearly all of them are seconds since 1970, in this century."""
    seconds = numbers[(numbers >= TIMES[0]) & (numbers < TIMES[1])]
    if len(seconds) < NEARLY_ALL * len(numbers) or len(numbers) < 2:
        return ""
    return _times("seconds", seconds)


def times_among(numbers: Numbers) -> str:
    """The words for those of some numbers that could be seconds."""
    seconds = numbers[(numbers >= TIMES[0]) & (numbers < TIMES[1])]
    return _times("seconds", seconds) if len(seconds) else sentence("list_doubt_other_ids")


def larger_times(numbers: Sequence[int]) -> str:
    """The words for numbers that are too large for photo IDs and are times in smaller parts of a second."""
    for unit, name in ((10**3, "milliseconds"), (10**6, "microseconds"), (10**9, "nanoseconds")):
        seconds = np.array([number // unit for number in numbers if number < 10**20], dtype=np.int64)
        among = seconds[(seconds >= TIMES[0]) & (seconds < TIMES[1])]
        if len(among) >= NEARLY_ALL * len(numbers) and len(among):
            return _times(name, among)
    return ""


def _times(unit: str, seconds: Numbers) -> str:
    """The words for times in a unit, which are these seconds since 1970."""
    return sentence("list_doubt_times", sentence(f"list_unit_{unit}"), _years(seconds))


def _years(seconds: Numbers) -> str:
    first, last = (str(datetime.fromtimestamp(float(at), UTC).year) for at in np.quantile(seconds, (0.02, 0.98)))
    return sentence("list_years_of", first) if first == last else sentence("list_years_between", first, last)


def dates(numbers: Numbers) -> str:
    """Nearly all of them begin with a day, written as digits: 20140501, 140501, 01052014."""
    if len(numbers) < 2:
        return ""
    for title, (year, month, date) in _days(numbers):
        if title.count("y") < 4 and len(numbers) < _FOR_SHORT_YEARS:
            continue
        valid = (month >= 1) & (month <= 12) & (date >= 1) & (date <= 31)
        valid &= ((year >= 1950) & (year <= 2049)) if title.count("y") == 4 else ((year <= 30) | (year >= 60))
        if valid.mean() < NEARLY_ALL:
            continue
        months = len(np.unique(month[valid]))
        if months >= min(len(numbers), 3) or (title == "yyyymmdd" and len(np.unique(date[valid])) >= 2):
            longer = bool((numbers >= 10**8).any())
            return sentence("list_doubt_dates_longer", title) if longer else sentence("list_doubt_dates", title)
    return ""


def _days(numbers: Numbers) -> Iterator[tuple[str, tuple[Numbers, Numbers, Numbers]]]:
    """Year, month and day of each number, in every order and with up to seven digits behind."""
    for behind in range(8):
        day = numbers // 10**behind
        if (day >= 10**8).any():
            continue
        if day.max(initial=0) >= 10**6:
            yield "yyyymmdd", (day // 10**4, day // 100 % 100, day % 100)
            yield "ddmmyyyy", (day % 10**4, day // 10**4 % 100, day // 10**6)
            yield "mmddyyyy", (day % 10**4, day // 10**6, day // 10**4 % 100)
        else:
            yield "yymmdd", (day // 10**4, day // 100 % 100, day % 100)
            yield "ddmmyy", (day % 100, day // 100 % 100, day // 10**4)
            yield "mmddyy", (day % 100, day // 10**4, day // 100 % 100)


def goods(numbers: Numbers) -> str:
    """Nearly all of them end in the check digit that numbers of goods, books or cards have."""
    if len(numbers) < _FEW:
        return ""
    digits = np.stack([numbers // 10**place % 10 for place in range(13)])  # the check digit first
    weights = np.array([1, 3] * 6 + [1])
    places = np.arange(13)
    doubled = np.where(places[:, None] % 2 == 1, digits * 2, digits)
    checks = {
        sentence("list_doubt_goods"): (digits * weights[:, None]).sum(axis=0) % 10,
        sentence("list_doubt_books"): (digits[:10] * np.arange(1, 11)[:, None]).sum(axis=0) % 11,
        sentence("list_doubt_cards"): (doubled // 10 + doubled % 10).sum(axis=0) % 10,
    }
    for told, rest in checks.items():
        if np.mean(rest == 0) >= NEARLY_ALL:
            return told
    return ""


# Mobile and fixed numbers as they are dialled from abroad, and those that people write without their country's number.
# Source: the countries' numbering plans, as ITU publishes them. Only lengths that photo IDs could have.
_PHONES: Final = (
    ("country", re.compile(
        r"1[2-9][0-9]{2}[2-9][0-9]{6}|20[0-9]{9}|27[1-8][0-9]{8}|31[1-7][0-9]{8}|32[0-9]{8,9}|33[1-79][0-9]{8}"
        r"|34[6-9][0-9]{8}|36[0-9]{9}|40[2-7][0-9]{8}|41[2-9][0-9]{8}|45[0-9]{8}|46[1-9][0-9]{7,8}|47[2-9][0-9]{7}"
        r"|43[1-7][0-9]{8}|48[1-8][0-9]{8}|49[2-9][0-9]{8}|50[2-7][2-9][0-9]{7}|509[2-5][0-9]{7}|519[0-9]{8}|56[29][0-9]{8}|591[2-7][0-9]{7}|598[249][0-9]{7}|65[3689][0-9]{7}"
        r"|905[0-9]{9}|91[6-9][0-9]{9}|923[0-9]{9}|947[0-9]{8}|959[0-9]{8,9}|989[0-9]{9}|9627[0-9]{8}|9639[0-9]{8}"
        r"|9665[0-9]{8}|9677[0-9]{8}|9705[0-9]{8}|9715[0-9]{8}|9725[0-9]{8}|992[0-9]{9}|994[1-9][0-9]{8}"
        r"|995[3-9][0-9]{8}|996[2-9][0-9]{8}|998[3-9][0-9]{8}"
    )),
    ("america", re.compile(r"[2-9][0-8][0-9][2-9][0-9]{6}")),
    ("china", re.compile(r"1[3-9][0-9]{9}")),
    ("india", re.compile(r"[6-9][0-9]{9}")),
    ("brazil", re.compile(r"[1-9][1-9]9[0-9]{8}")),
    ("britain", re.compile(r"7[1-9][0-9]{8}")),
    ("japan", re.compile(r"[789]0[0-9]{8}")),
)  # fmt: skip

_PHONES_TRIED: Final = 2000


def phones(numbers: Numbers) -> str:
    """Nearly all of them are phone numbers of some numbering plan. Photo IDs of one time can look like that."""
    tried = list(map(str, numbers[:: max(len(numbers) // _PHONES_TRIED, 1)].tolist()))
    if len(tried) < 3:
        return ""
    for whose, plan in _PHONES:
        if _all_match(tried, plan.fullmatch):
            return sentence("list_doubt_phones", sentence(f"list_phones_{whose}"))
    return ""


def _all_match(texts: Sequence[str], match: Callable[[str], object]) -> bool:
    """Nearly all do; found out early where they do not."""
    allowed = int((1 - NEARLY_ALL) * len(texts))
    for text in texts:
        if match(text) is None:
            allowed -= 1
            if allowed < 0:
                return False
    return True
