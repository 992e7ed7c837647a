"""Flickr's own facts: how far its photo IDs go, accounts' IDs (NSIDs), and licences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

PHOTOS_GIVEN_OUT: Final = 55_000_000_000
"""About how many photo IDs Flickr has given out.

Used to say how likely a filter's answer is true. Source: the highest known IDs, 5.445e10 (uploaded April 2025, Flickr
Foundation's API test fixtures) and 5.465e10 (a short link of July 2025, inaturalist issue 4642), rounded up.
"""

MAX_PHOTO_ID: Final = 999_999_999_999
"""Largest ID that is taken for a photo's: 12 digits, one more than Flickr has reached. Albums' have 17."""

UPLOADED: Final[tuple[tuple[int, int, int], ...]] = (
    (400_000_000, 2004, 2007),
    (2_200_000_000, 2007, 2008),
    (3_000_000_000, 2007, 2009),
    (4_000_000_000, 2008, 2009),
    (5_000_000_000, 2009, 2010),
    (6_000_000_000, 2010, 2011),
    (7_000_000_000, 2011, 2012),
    (8_000_000_000, 2012, 2012),
    (9_000_000_000, 2012, 2013),
    (11_000_000_000, 2013, 2013),
    (12_000_000_000, 2013, 2014),
    (15_000_000_000, 2014, 2014),
    (17_000_000_000, 2014, 2015),
    (22_000_000_000, 2015, 2015),
    (24_000_000_000, 2015, 2017),
    (31_000_000_000, 2016, 2018),
    (34_000_000_000, 2016, 2019),
    (48_000_000_000, 2017, 2019),
    (50_000_000_000, 2018, 2020),
    (53_000_000_000, 2020, 2023),
    (54_600_000_000, 2023, 2025),
)
"""For photo IDs below each bound, the first and the last year in which they were uploaded; from bound to bound neither
falls. From 2.4e10 to 4.0e10 two sequences ran side by side, so the years are wide there.

Source: 5,684 photos of FSXL with the date of their upload, of which 5,674 lie within (IDs up to 4.79e10; the others are
scattered, as if a photo had been replaced); beyond, and below 3e9, IDs and dates in Flickr Foundation's API fixtures.
"""

_LICENCE_NUMBER: Final = re.compile(r"0|[1-9][0-9]?")
NSID: Final = "[0-9]{5,11}@[Nn][0-9]{2}"
"""What an account's ID looks like, as an expression."""
_NSID: Final = re.compile(NSID)
_NAME: Final = re.compile("[A-Za-z0-9_-]{1,64}")


def upload_years(first: int, last: int) -> tuple[int, int] | None:
    """About from which year to which photos with IDs from `first` to `last` were uploaded; None where nobody knows."""
    if first > last or last >= UPLOADED[-1][0]:
        return None
    begun = next(year for bound, year, _ in UPLOADED if first < bound)
    ended = next(year for bound, _, year in UPLOADED if last < bound)
    return begun, ended


def parse_nsid(text: str) -> str | None:
    """An account's ID in its one spelling, `12345678@N00`, else None.

    Five to eleven digits, `@N` in either case, two digits. Groups have IDs of the same form.

    Source: flickr-url-parser 1.12; of 24,148 owners in published datasets all match.
    """
    return text.replace("@n", "@N") if _NSID.fullmatch(text) else None


def parse_name_in_addresses(text: str) -> str | None:
    """An account's name in Flickr's addresses, in small letters as Flickr compares it, else None."""
    return text.lower() if _NAME.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Licence:
    """One of Flickr's licences.

    Attributes:
        id: Flickr's number, 0 to 16.
        name: as Flickr writes it today.
        url: of its text; empty where there is none.
        commercial: whether it allows commercial use; None where it makes no statement of permission (7 and 8 say that
            no copyright is claimed, which is not a licence).
        derivatives: whether it allows to publish changed versions; None likewise.
        attribution: whether the author must be named; None likewise.
    """

    id: int
    name: str
    url: str
    commercial: bool | None
    derivatives: bool | None
    attribution: bool | None


def _creative_commons(number: int, kind: str, version: str) -> Licence:
    return Licence(
        number,
        f"CC {kind.upper()} {version}",
        f"https://creativecommons.org/licenses/{kind}/{version}/",
        commercial="nc" not in kind,
        derivatives="nd" not in kind,
        attribution=True,
    )


LICENCES: Final[tuple[Licence, ...]] = (
    Licence(0, "All Rights Reserved", "", commercial=False, derivatives=False, attribution=None),
    _creative_commons(1, "by-nc-sa", "2.0"),
    _creative_commons(2, "by-nc", "2.0"),
    _creative_commons(3, "by-nc-nd", "2.0"),
    _creative_commons(4, "by", "2.0"),
    _creative_commons(5, "by-sa", "2.0"),
    _creative_commons(6, "by-nd", "2.0"),
    Licence(7, "No known copyright restrictions", "https://www.flickr.com/commons/usage/", None, None, None),
    Licence(8, "United States Government Work", "http://www.usa.gov/copyright.shtml", None, None, None),
    Licence(9, "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", True, True, False),
    Licence(10, "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/", True, True, False),
    _creative_commons(11, "by", "4.0"),
    _creative_commons(12, "by-sa", "4.0"),
    _creative_commons(13, "by-nd", "4.0"),
    _creative_commons(14, "by-nc", "4.0"),
    _creative_commons(15, "by-nc-sa", "4.0"),
    _creative_commons(16, "by-nc-nd", "4.0"),
)
"""Flickr's licences by number.

Source: `flickr.photos.licenses.getInfo` as recorded in Flickr-Foundation/flickr-photos-api,
tests/fixtures/cassettes/TestLicenseMethods.test_get_licenses.yml.
"""


def licence_from_url(url: str) -> Licence | None:
    """The licence that a URL names, else None. Names changed over the years, so the URL is what is compared.

    Scheme, `www.`, capitals, a final slash and what follows (`deed.de`, `legalcode`) make no difference.
    """
    key = _licence_key(url)
    return None if key is None else _BY_KEY.get(key)


def licence_from_number(number: int) -> Licence | None:
    """Flickr's licence of that number, else None."""
    return LICENCES[number] if 0 <= number < len(LICENCES) else None


def _licence_key(url: str) -> str | None:
    host, _, path = url.strip().lower().partition("://")[2].removeprefix("www.").partition("/")
    parts = [part for part in path.split("/") if part]
    if host == "creativecommons.org" and len(parts) >= 3:
        return "/".join(parts[:3])
    if host == "flickr.com" and parts[:2] == ["commons", "usage"]:
        return "commons/usage"
    if host == "usa.gov" and parts[:1] == ["copyright.shtml"]:
        return "usa.gov"
    return None


_BY_KEY: Final = {key: licence for licence in LICENCES if (key := _licence_key(licence.url)) is not None}


def find_licence(text: str) -> Licence | None:
    """The licence that a manifest's cell names: by its URL or Flickr's number; words alone name none.

    Names changed ("Attribution License" became "CC BY 2.0") and leave the version out, so they are not guessed at.
    """
    text = text.strip()
    if _LICENCE_NUMBER.fullmatch(text):
        return licence_from_number(int(text))
    return licence_from_url(text)


def find_account(text: str) -> str | None:
    """The account that a manifest's cell names: an NSID, or the URL of a profile or a photo; else None.

    An NSID is preferred; an account known only by its name in URLs is given by that name, in small letters as Flickr
    compares it.
    """
    text = text.strip()
    nsid = parse_nsid(text)
    if nsid is not None:
        return nsid
    host, _, path = text.partition("://")[2].partition("/")
    if host.lower().removeprefix("www.") != "flickr.com":
        return None
    parts = [part for part in path.partition("?")[0].split("/") if part]
    if len(parts) < 2 or parts[0] not in ("photos", "people") or parts[1] == "tags":
        return None
    name = parts[1].replace("%40", "@")
    return parse_nsid(name) or name.lower()
