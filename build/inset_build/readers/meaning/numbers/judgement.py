"""Are these numbers Flickr's photo IDs? The verdict on a list or column, by how its numbers are distributed.

A wrong photo in a dataset is a false accusation, so what cannot be told apart is not believed: the person is told what
the numbers look like, and can say that they are photo IDs. How much must speak for them depends on what stands beside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np

from inset.flickr import MAX_PHOTO_ID
from inset.words.sentences import sentence
from inset_build.readers.meaning.numbers import looks
from inset_build.readers.meaning.numbers.chance import at_least, at_most
from inset_build.readers.meaning.numbers.given_out import (
    AROUND_RARE,
    DAYS,
    LARGEST,
    LOW_BOUNDS,
    MADE_UP,
    OF_32_BITS,
    OLD_AT_LEAST,
    RARE,
    RARE_AT_MOST,
    RARE_IF_EVEN,
    RARE_MOSTLY,
    RECENT,
    STAND_INS,
    share_below,
)
from inset_build.readers.meaning.numbers.looks import LOST_DIGITS, NEARLY_ALL, Numbers, lost_digits
from inset_build.readers.protocol import Range, Said

ALL: Final[tuple[Range, ...]] = ((1, MAX_PHOTO_ID),)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is believed of some numbers.

    Attributes:
        doubt: why they are not photo IDs, a `sentence` that follows "they" or "its numbers"; empty where they are.
        ranges: the numbers that are believed, ascending. Others among them are something else, or may be.
    """

    doubt: str = ""
    ranges: tuple[Range, ...] = ALL

    def __contains__(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.ranges)

    def count(self, numbers: Iterable[int]) -> int:
        """How many of some numbers are believed; the same as asking of each, and ten times as fast."""
        all_of_them = list(numbers)
        return sum(first <= number <= last for first, last in self.ranges for number in all_of_them)


_RARELY: Final = {Said.NOTHING: 0.01, Said.PHOTO: 0.001, Said.SHAPE: 0.001}
"""A list of photo IDs that is less likely than that is taken for something else."""

_UNSURE_OF_TIMES: Final = 0.05
"""Where so many could be seconds by chance that rarely, none of them is believed."""

_STRAYS: Final = 0.1
"""Share of a list's numbers that may be something else; if more are, nobody knows what the list is."""

FEWEST: Final = 8
"""So many bare numbers at least must be there to be believed; fewer look like anything."""

_HALF: Final = 0.5
_REPEATED: Final = 0.1
_RECENT_ENOUGH: Final = 6
_ENOUGH_NAMED: Final = 30
_CONVINCING: Final = log(12)
_RUN: Final = 8
_EARLY: Final = 10_000_000
"""Below are the IDs of 2004: few of any list, so that a few other numbers below all others can be told apart."""

_SUPPORT: Final = 5
_LIKE_DAYS: Final = 0.003
"""Share of a list's IDs that may be a day written as year, month and date: 0.002 in NUS-WIDE."""

_SHORT: Final = 2_000_000_000
_NEAR: Final = 1_000_000_000
_UNSURE: Final = sentence("list_doubt_unsure")
_TOO_FEW: Final = sentence("list_doubt_lacking")
_TOO_SMALL: Final = sentence("list_doubt_too_small")
_OLD_OR_ANOTHERS: Final = sentence("list_doubt_old")
TOO_LARGE: Final = sentence("list_doubt_too_large")
_EVEN: Final = sentence("list_doubt_even")
_MIXED: Final = sentence("list_doubt_mixed")


def judge(numbers: Iterable[int | None], said: Said) -> Verdict:
    """The verdict on the numbers of a list or a column.

    Args:
        numbers: those of a sample from all over it, with repeats, or of all of it; None where there is none.
        said: what else says that they are photo IDs.
    """
    every = np.fromiter((number for number in numbers if number is not None), dtype=np.int64)
    return judge_distinct(np.unique(every), len(every), said)


def judge_distinct(distinct: Numbers, count: int, said: Said) -> Verdict:
    """The same of distinct numbers, ascending, of which there are `count` with repeats."""
    filled = distinct[~np.isin(distinct, STAND_INS)] if said < Said.PERSON else distinct
    if len(filled) == len(distinct):
        return _judge_filled(distinct, count, said)
    return _without_stand_ins(_judge_filled(filled, count, said)) if len(filled) else Verdict(LOST_DIGITS)


def _judge_filled(distinct: Numbers, count: int, said: Said) -> Verdict:
    if not len(distinct):
        return Verdict("" if said == Said.PERSON else _TOO_SMALL)
    made_up = distinct >= MADE_UP[0]
    if made_up.mean() >= 1 - _STRAYS:
        return _judge_made_up(distinct[made_up], said)
    if lost_digits(distinct):
        return Verdict(LOST_DIGITS)
    if said == Said.PERSON:
        return Verdict()
    if said == Said.FLICKR:
        return _judge_named(distinct)
    possible = distinct[distinct <= LARGEST]
    if len(possible) < (1 - _STRAYS / 2) * len(distinct) and len(distinct) - len(possible) > 1:
        return Verdict(looks.phones(distinct) or TOO_LARGE)
    if not len(possible):
        return Verdict(TOO_LARGE)
    if doubt := looks.certainly_other(possible):
        return Verdict(doubt)
    if said == Said.SHAPE:
        return Verdict(_too_small(possible, said), ((1, LARGEST), MADE_UP))
    return _judge_shape(possible, len(distinct), count, said)


def _without_stand_ins(verdict: Verdict) -> Verdict:
    ranges = verdict.ranges
    for number in STAND_INS:
        ranges = _without(ranges, (number, number))
    return replace(verdict, ranges=ranges)


def _judge_named(numbers: Numbers) -> Verdict:
    """Those under a name of Flickr's. Where most are larger than any photo's, the name means something else."""
    is_possible = (numbers <= LARGEST) | (numbers >= MADE_UP[0])
    if is_possible.mean() < _HALF:
        return Verdict(looks.phones(numbers) or TOO_LARGE)
    counted = looks.steps(numbers) if len(numbers) >= 2 * FEWEST else ""
    return Verdict(counted, ((1, LARGEST), MADE_UP))


def _judge_made_up(numbers: Numbers, said: Said) -> Verdict:
    """Samples' and tests' IDs. Phone numbers of some countries have twelve digits, too."""
    doubt = looks.phones(numbers) if said < Said.SHAPE else ""
    return Verdict(doubt, ALL if said >= Said.SHAPE else (MADE_UP,))


def _too_small(numbers: Numbers, said: Said) -> str:
    """All are so small that no list of as many photos would have only such."""
    all_so_small = share_below(float(numbers[-1])) ** len(numbers)
    return _TOO_SMALL if all_so_small < 10 * _RARELY[said] else ""


def _judge_shape(numbers: Numbers, distinct: int, count: int, said: Said) -> Verdict:
    """The verdict by how numbers are spread that could be photo IDs one by one."""
    rarely = _RARELY[said]
    first = _first_believed(numbers, rarely)
    believed = numbers[numbers >= first]
    if len(believed) < (1 - _STRAYS) * len(numbers) or numbers[-1] < LOW_BOUNDS[-2]:
        return Verdict(_what_small_ones_are(numbers) or (_TOO_SMALL if first > 1 else _OLD_OR_ANOTHERS))
    if doubt := looks.certainly_other(believed) or _uneven(believed, said):
        return Verdict(doubt)
    ranges: tuple[Range, ...] = ((first, LARGEST),)
    if _too_many_times(believed, rarely):
        # The rare IDs and the seconds of this century are the same numbers.
        ranges = _without(ranges, (looks.TIMES[0], RARE[1] - 1))
        rest = _within(believed, ranges)
        if len(rest) < (1 - _STRAYS) * len(numbers):
            return Verdict(looks.times_among(believed))
        believed = rest
    if at_least(_count(believed, DAYS[0], DAYS[1] + 1), len(believed), _LIKE_DAYS) < rarely:
        ranges = _without(ranges, DAYS)
    first = _first_supported(believed)
    ranges = tuple((max(low, first), high) for low, high in ranges if high >= first)
    ranges = _without_runs(_near(ranges, believed), believed)
    believed = _within(believed, ranges)
    if len(believed) < (1 - _STRAYS) * distinct:
        return Verdict((said == Said.PHOTO and _why_too_old(numbers)) or _MIXED)
    doubt = _why_not_convincing(believed, count / distinct) if said == Said.NOTHING else _why_too_old(believed)
    return Verdict(doubt, ranges)


def _first_believed(numbers: Numbers, rarely: float) -> int:
    """The smallest number that is believed: below it are more than a list of photos would have."""
    first = 1
    before = 0
    for bound in LOW_BOUNDS:
        below = int(np.searchsorted(numbers, bound)) - before
        if at_least(below, len(numbers) - before, share_below(bound)) < rarely:
            before += below
            first = bound
    return first


def _first_supported(numbers: Numbers) -> int:
    """The smallest number that is believed beside the others: a list has photos of each time, or none before it.

    Every list has more photos in the tenfold above a number than below it, and many times as many in the hundredfold.
    A few numbers that lie below all others are something else.
    """
    for bound in reversed(LOW_BOUNDS[: LOW_BOUNDS.index(_EARLY) + 1]):
        below = _count(numbers, 1, bound)
        tenfold, hundredfold = _count(numbers, bound, 10 * bound), _count(numbers, bound, 100 * bound)
        if tenfold < below or hundredfold < _SUPPORT * below:
            return bound
    return 1


def _what_small_ones_are(numbers: Numbers) -> str:
    small = numbers[numbers < 10**9]
    seconds = numbers[(numbers >= looks.TIMES[0]) & (numbers < looks.TIMES[1])]
    if len(seconds) > 0.5 * len(numbers):
        return looks.times_among(numbers)
    return looks.certainly_other(small[small > 0])


def _too_many_times(numbers: Numbers, rarely: float) -> bool:
    """More of them could be seconds since 1970 than the photos before and after them explain."""
    among = _count(numbers, looks.TIMES[0], RARE[1])
    around = _count(numbers, *AROUND_RARE)
    if at_least(among, around, RARE_AT_MOST) < _UNSURE_OF_TIMES or at_least(among, len(numbers), 0.25) < rarely:
        return True
    # A list that has photos of late 2007 has older ones as well.
    old, oldest = _count(numbers, 1, 10**9), _count(numbers, 1, 2 * 10**9)
    return at_most(old, oldest, OLD_AT_LEAST) < _UNSURE_OF_TIMES


def _uneven(numbers: Numbers, said: Said) -> str:
    """Spread as no list of photos is, where they are so many that it shows: evenly, or only with ten digits."""
    around = _count(numbers, *AROUND_RARE)
    if around < 0.2 * len(numbers):
        return ""
    rarely = 0.05 if said == Said.NOTHING else _RARELY[said]
    if at_least(_count(numbers, *RARE), around, RARE_AT_MOST) < rarely:
        return _EVEN
    old = _count(numbers, 1, 2 * 10**9)
    return _EVEN if at_most(_count(numbers, 1, 10**9), old, OLD_AT_LEAST) < rarely else ""


def _near(ranges: tuple[Range, ...], numbers: Numbers) -> tuple[Range, ...]:
    """Where most photos are of about one time, those of a wholly other time may be something else."""
    low, high = np.quantile(numbers, (_STRAYS / 2, 1 - _STRAYS / 2))
    if low < RARE[1] or high - low > _SHORT:
        return ranges
    first, last = int(low) - _NEAR, int(high) + _NEAR
    return tuple((max(a, first), min(b, last)) for a, b in ranges if a <= last and b >= first)


def _without_runs(ranges: tuple[Range, ...], numbers: Numbers) -> tuple[Range, ...]:
    """Without numbers that count in equal steps among others that do not: no photos follow each other like that."""
    differences = np.diff(numbers)
    if len(differences) < _RUN:
        return ranges
    changes = np.flatnonzero(np.diff(differences)) + 1
    starts = np.concatenate(([0], changes))
    ends = np.concatenate((changes, [len(differences)]))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start >= _RUN:
            ranges = _without(ranges, (int(numbers[start]), int(numbers[end])))
    return ranges


def _why_not_convincing(numbers: Numbers, repeats: float) -> str:
    """What is missing for a bare list to be believed.

    Either it has Flickr's old photos in their proportion, or it reaches up to the newest and not beyond.
    """
    if repeats > 1 / _REPEATED:
        return sentence("list_doubt_classes")
    if doubt := looks.phones(numbers):
        return doubt
    if len(numbers) < FEWEST:
        return _TOO_FEW
    recent = _count(numbers, RECENT, LARGEST + 1)
    if _have_gap(numbers) or recent >= max(0.005 * len(numbers), _RECENT_ENOUGH):
        return ""
    return _UNSURE


def _why_too_old(numbers: Numbers) -> str:
    """Other sites' `photo_id` ends where Flickr's of 2009 does, or where 32 bits do: they must show Flickr's gap."""
    oldest = _count(numbers, 1, AROUND_RARE[1])
    if oldest < NEARLY_ALL * len(numbers) and not _fill_32_bits(numbers):
        return ""
    return "" if _have_gap(numbers, 0 if len(numbers) >= _ENOUGH_NAMED else _CONVINCING) else _OLD_OR_ANOTHERS


def _fill_32_bits(numbers: Numbers) -> bool:
    """Whether they end where 32 bits do and have as many below as other numbers that fill them."""
    return int(numbers[-1]) < OF_32_BITS and _count(numbers, *AROUND_RARE) >= _HALF * len(numbers)


def _have_gap(numbers: Numbers, evidence: float = _CONVINCING) -> bool:
    """Whether they have photos of before and after 2007, and so few of that year that it is no chance."""
    old = _count(numbers, AROUND_RARE[0], RARE[0])
    later = _count(numbers, RARE[1], AROUND_RARE[1])
    return min(old, later) >= 2 and _evidence_of_rare(numbers) >= evidence


def _evidence_of_rare(numbers: Numbers) -> float:
    """How much likelier so few of the rare IDs are for photos than for numbers that are spread evenly: a logarithm."""
    around = _count(numbers, *AROUND_RARE)
    rare = _count(numbers, *RARE)
    return rare * log(RARE_MOSTLY / RARE_IF_EVEN) + (around - rare) * log((1 - RARE_MOSTLY) / (1 - RARE_IF_EVEN))


def _count(numbers: Numbers, first: int, end: int) -> int:
    low, high = np.searchsorted(numbers, (first, end))
    return int(high - low)


def _within(numbers: Numbers, ranges: tuple[Range, ...]) -> Numbers:
    kept = np.zeros(len(numbers), dtype=np.bool_)
    for first, last in ranges:
        kept |= (numbers >= first) & (numbers <= last)
    return numbers[kept]


def _without(ranges: tuple[Range, ...], hole: Range) -> tuple[Range, ...]:
    found: list[Range] = []
    for first, last in ranges:
        found += [(first, min(last, hole[0] - 1)), (max(first, hole[1] + 1), last)]
    return tuple((first, last) for first, last in found if first <= last)
