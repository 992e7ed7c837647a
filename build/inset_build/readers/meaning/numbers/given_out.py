"""What photo IDs Flickr has given out over the years, as far as published lists of its photos show.

Counted on ten published lists (NUS-WIDE, Flickr30k, Flickr8k, Flickr Style, KonIQ-10k, COCO val2017, LVIS, FSXL, Open
Images' mutual gaze, LAION's sample; 406,439 distinct IDs), and on Flickr Foundation's pairs of ID and upload date:

- A digit more every few months at first: of the lists' IDs 1 in 50,000 has four digits or less, 1 in 7,000 five, 1 in
  850 six, 1 in 72 seven, 1 in 11 eight, at most (NUS-WIDE is the richest in old photos).
- The counter ran from 600 million to 2,050 million within the second half of 2007: these IDs are rare. In every list
  that has 100 million to 3,500 million, they are 5 to 21 % of them; were numbers spread evenly, they would be 43 %.
- So below 2,000 million, where the seconds since 1970 lie, 63 to 89 % of a list's IDs are below 1,000 million.
- Ten digits since 2007, eleven since September 2013; 5.445e10 in April 2025, 5.465e10 in July 2025, a thousand million
  more each year.
"""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import Final

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT

LARGEST: Final = PHOTOS_GIVEN_OUT + 5_000_000_000
"""No bare number above that is taken for a photo's: some five years of room."""

MADE_UP: Final = (900_000_000_000, MAX_PHOTO_ID)
"""IDs of samples and tests, from the first to the last: Flickr has given out none of them."""

STAND_INS: Final = (999_999_999, 2_147_483_647, 4_294_967_295, 9_999_999_999, 99_999_999_999)
"""What programs write where a number is missing, or too large for 32 bits."""

RARE: Final = (600_000_000, 2_050_000_000)
"""The IDs that passed within months of 2007, from the first to the one after the last."""

AROUND_RARE: Final = (100_000_000, 3_500_000_000)
"""RARE and about as many photos before and after."""

OF_32_BITS: Final = 1 << 32
"""Above all numbers of 32 bits, as hashes and other sites' IDs are; Flickr's passed it early in 2010."""

DAYS: Final = (19_000_101, 20_491_231)
"""Days as year, month and date, which photos of 2005 have for an ID, too."""

RARE_AT_MOST: Final = 0.25
"""Share of RARE among AROUND_RARE. 0.21 in NUS-WIDE, less in all others; 0.43 of numbers that are spread evenly."""

RARE_MOSTLY: Final = 0.18
RARE_IF_EVEN: Final = (RARE[1] - RARE[0]) / (AROUND_RARE[1] - AROUND_RARE[0])

OLD_AT_LEAST: Final = 0.58
"""Share of numbers below 1e9 among those below 2e9. 0.63 in Flickr Style, more in all other lists."""

RECENT: Final = 40_000_000_000
"""IDs from 2018 on. Other numbers of eleven digits do not stop where Flickr's do."""

_AT_MOST_BELOW: Final = (
    (1e3, 1e-5),
    (1e4, 5e-5),
    (1e5, 3e-4),
    (1e6, 2e-3),
    (1e7, 2.2e-2),
    (1e8, 0.13),
    (1e9, 0.62),
    (2.05e9, 0.75),
    (3.5e9, 1.0),
)
"""Share of a list's IDs below some bounds: NUS-WIDE's, and room for a list that is a little richer in old photos."""

LOW_BOUNDS: Final = tuple(int(bound) for bound, _ in _AT_MOST_BELOW[:-1])


def share_below(bound: float) -> float:
    """The largest share of a list's IDs that may lie below a bound."""
    (first, least) = _AT_MOST_BELOW[0]
    if bound <= first:
        return least * bound / first
    for (low, share), (high, larger) in pairwise(_AT_MOST_BELOW):
        if bound <= high:
            part = log(bound / low) / log(high / low)
            return float(share * (larger / share) ** part)
    return 1.0
