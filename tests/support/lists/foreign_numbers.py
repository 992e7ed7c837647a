"""Numbers that are no photo IDs, of the kinds that people have in their files: made up, but spread like the real ones.

Each kind takes a random generator and a count, and gives so many numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

Kind = Callable[[Random, int], list[int]]


def _each(make: Callable[[Random], int]) -> Kind:
    return lambda random, count: [make(random) for _ in range(count)]


def _between(first: int, last: int) -> Kind:
    return _each(lambda random: random.randint(first, last))


def _day(random: Random) -> datetime:
    return datetime(2004, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(22 * 365 * 86_400))


def _written(form: str) -> Kind:
    return _each(lambda random: int(_day(random).strftime(form)))


def _seconds(random: Random, count: int, years: tuple[int, int] = (2005, 2025), unit: int = 1) -> list[int]:
    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in years)
    return [random.randint(first, last) * unit + random.randrange(unit) for _ in range(count)]


def _seconds_of(first: int, last: int, unit: int = 1) -> Kind:
    return lambda random, count: _seconds(random, count, (first, last), unit)


def _steps(start: int, step: int) -> Kind:
    return lambda _, count: [start + step * number for number in range(count)]


def _sizes(middle: float, spread: float) -> Kind:
    return _each(lambda random: max(int(random.lognormvariate(0, spread) * middle), 1))


def _phones(country: str, starts: str, behind: int) -> Kind:
    return _each(lambda random: int(country + random.choice(starts.split()) + _digits(random, behind)))


def _digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def _american(random: Random) -> int:
    area, exchange = (f"{random.randint(2, 9)}{random.randint(0, 8)}{random.randint(2, 9)}" for _ in range(2))
    return int(f"{area}{exchange}{_digits(random, 4)}")


def _upc(random: Random) -> int:
    code = f"0{random.randint(1, 9)}{_digits(random, 9)}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(code))
    return int(f"{code}{-total % 10}")


def _isbn(random: Random) -> int:
    while True:
        code = f"{random.choice('1356789')}{_digits(random, 8)}"
        check = -sum(int(digit) * (10 - place) for place, digit in enumerate(code)) % 11
        if check < 10:
            return int(f"{code}{check}")


def _growing(first: float, last: float, power: float) -> Kind:
    """IDs of a site that grew: more and more of them a year."""
    return _each(lambda random: int(first + (last - first) * random.random() ** power))


def _one_large(kind: Kind) -> Kind:
    return lambda random, count: [*kind(random, count - 1), 1_500_000_000]


def _mixed(*kinds: Kind) -> Kind:
    return lambda random, count: [random.choice(kinds)(random, 1)[0] for _ in range(count)]


_FRENCH = _phones("33", "6 7", 8)
_SPANISH = _phones("34", "6 7", 8)
_POLISH = _phones("48", "50 51 53 57 60 66 69 72 78 79 88", 7)

KINDS: dict[str, Kind] = {
    "row numbers": _steps(1, 1),
    "row numbers from a large one": _steps(30_000_000_001, 1),
    "row numbers in steps": _steps(45_000_000_000, 7_919),
    "row numbers with gaps": lambda random, count: sorted(random.sample(range(1, 20 * count), count)),
    "random row numbers": _between(1, 200_000),
    "row numbers and a large one": _one_large(_steps(1, 1)),
    "random row numbers and a large one": _one_large(_between(1, 200_000)),
    "image indices": _between(1, 581_929),
    "zip codes": _between(501, 99_950),
    "long zip codes": _between(5_010_001, 999_509_999),
    "prices in cents": _sizes(10_000, 1.5),
    "sizes of pictures": _sizes(3e6, 1.2),
    "sizes of videos": _sizes(4e8, 1.5),
    "sizes up to 3 GB": _between(1, 3_000_000_000),
    "sizes of 1 to 5 GB": _between(1_000_000_000, 5_000_000_000),
    "seconds": _seconds_of(2005, 2025),
    "seconds of the nineties": _seconds_of(1990, 2000),
    "seconds of 2012": _seconds_of(2012, 2013),
    "seconds in steps": _steps(1_700_000_000, 60),
    "seconds and a stray": lambda random, count: [*_seconds(random, count - 1), 17],
    "seconds of all years": _seconds_of(1971, 2037),
    "milliseconds": _seconds_of(2005, 2025, 1_000),
    "milliseconds of the eighties": _seconds_of(1980, 1990, 1_000),
    "microseconds": _seconds_of(2005, 2025, 1_000_000),
    "tenths of seconds": _seconds_of(2005, 2025, 10),
    "yyyymmdd": _written("%Y%m%d"),
    "yyyymmddhh": _written("%Y%m%d%H"),
    "yyyymmddhhmm": _written("%Y%m%d%H%M"),
    "yyyymmddhhmmss": _written("%Y%m%d%H%M%S"),
    "yymmddhhmm": _written("%y%m%d%H%M"),
    "yyyymmdd and a number": _each(lambda random: int(f"{_day(random):%Y%m%d}{random.randrange(1_000):03d}")),
    "yymmdd and a number": _each(lambda random: int(f"{_day(random):%y%m%d}{random.randrange(100_000):05d}")),
    "ddmmyyyy": _written("%d%m%Y"),
    "mmddyyyyhh": _written("%m%d%Y%H"),
    "ddmmyy and a number": _each(lambda random: int(f"{_day(random):%d%m%y}{random.randrange(10_000):04d}")),
    "tweets": _between(10**17, 19 * 10**17),
    "accounts of a site with ten digits": _between(1_000_000_000, 9_000_000_000),
    "accounts of a site that grew": _growing(1, 4_900_000_000, 1.5),
    "accounts of a site of today": _growing(1, 75_000_000_000, 1.3),
    "accounts with eleven digits": _between(10_000_000_000, 99_999_999_999),
    "Facebook, old": _between(10_150_000_000_000, 10_159_999_999_999),
    "Facebook, new": _between(100_000_000_000_000, 122_000_000_000_000),
    "Instagram": _between(10**17, 35 * 10**17),
    "iNaturalist": _growing(1, 500_000_000, 0.7),
    "500px": _between(1_000_000, 1_100_000_000),
    "500px, new": _between(300_000_000, 1_100_000_000),
    "Pixabay": _between(10_000, 9_500_000),
    "Pexels": _between(10_000, 30_000_000),
    "a stock of 2,500 million pictures": _between(1_000_000, 2_500_000_000),
    "COCO": _between(9, 581_929),
    "OpenStreetMap's nodes": _between(1, 12_500_000_000),
    "OpenStreetMap's ways": _between(1, 1_350_000_000),
    "Wikidata": _growing(1, 135_000_000, 0.8),
    "GBIF": _mixed(_between(1_000_000_000, 1_300_000_000), _between(1_800_000_000, 5_200_000_000)),
    "books, 13 digits": _each(lambda random: int(f"978{random.randint(0, 10**10 - 1):010d}")),
    "books, 10 digits": _each(_isbn),
    "goods, UPC": _each(_upc),
    "goods of twelve digits": _between(120_000_000_000, 890_000_000_000),
    "phones of India": _phones("91", "6 7 8 9", 9),
    "phones of India, short": _phones("", "6 7 8 8 9 9 9", 9),
    "phones of North America": _each(_american),
    "phones of North America with 1": _each(lambda random: 10**10 + _american(random)),
    "phones of Britain": _phones("44", "7", 9),
    "phones of Britain, short": _phones("", "73 74 75 77 78 79", 8),
    "phones of France": _FRENCH,
    "phones of Spain": _SPANISH,
    "phones of Poland": _POLISH,
    "phones of Germany": _phones("49", "151 160 170 171 175 176", 8),
    "phones of Germany, short": _phones("", "151 160 170 171 175 176", 8),
    "phones of Italy, short": _phones("", "32 33 34 36 38 39", 8),
    "phones of China": _phones("1", "3 5 7 8 9", 9),
    "phones of Brazil": _phones("", "119 219 319 419 519 619 719 819 919", 8),
    "phones of Turkey": _phones("90", "53 54 55", 8),
    "phones of Turkey, short": _phones("", "53 54 55", 8),
    "phones of Japan": _phones("", "70 80 90", 8),
    "phones of Korea": _phones("", "10", 8),
    "phones of Russia": _phones("7", "9", 9),
    "phones of Iran": _phones("98", "91 93 90", 8),
    "phones of Pakistan": _phones("92", "3", 9),
    "phones of the Emirates": _phones("971", "5", 8),
    "phones of Australia": _phones("61", "4", 8),
    "phones of Switzerland": _phones("41", "76 77 78 79", 7),
    "phones of Peru": _phones("51", "9", 8),
    "phones of Sweden": _phones("46", "70 72 73 76 79", 7),
    "phones of some countries": _mixed(_FRENCH, _SPANISH, _POLISH),
    "latitudes": _each(lambda random: int(random.uniform(-60, 70) * 10**7)),
    "latitudes of Europe": _each(lambda random: int(random.uniform(36, 60) * 10**7)),
    "longitudes": _each(lambda random: int(random.uniform(0, 180) * 10**7)),
    "longitudes, finer": _each(lambda random: int(random.uniform(0, 30) * 10**7) * 100),
    "32-bit hashes": _each(lambda random: zlib.crc32(random.randbytes(8))),
    "31-bit hashes": _each(lambda random: zlib.crc32(random.randbytes(8)) >> 1),
    "random seeds": _between(0, 2**31 - 1),
    "40-bit numbers": _between(0, 2**40 - 1),
    "64-bit hashes": _between(0, 2**64 - 1),
    "round numbers": _each(lambda random: random.randint(1_000, 55_000) * 1_000_000),
    "thousands": _each(lambda random: random.randint(1_000_000, 55_000_000) * 1_000),
    "IDs as 32-bit floats hold them": _each(lambda random: random.randint(10**10 // 4096, 5 * 10**10 // 4096) * 4096),
    "classes": _between(0, 20),
    "few accounts": lambda random, count: [random.choice(range(10**9, 9 * 10**9, 10**9 + 7)) for _ in range(count)],
}
"""By what they are."""
