"""Lists and tables as people have them: made up, each with the photos that a person would expect of it.

Most hold the same forty photos in another dress; the others hold numbers that are no photos of Flickr's.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from html import escape
from random import Random
from urllib.parse import quote

from support.lists.manifests import SECRET, image, page

PHOTOS = sorted(Random(4).sample(range(53_208_345_264, 53_214_425_724), 40))
"""Of a few days of 2023: as plausible as bare numbers can be."""

OWNER = "12345678@N00"
ALBUM = 72_157_600_000_000_001
NOTHING: Sequence[int] = ()

Expected = tuple[str | bytes, Sequence[int]]
"""What is in a file, and the photos expected of it."""


def table(*columns: str, rows: Sequence[Sequence[object]], separator: str = ",") -> str:
    """A table with a header; cells are written as they are."""
    lines = [columns, *(map(str, row) for row in rows)]
    return "".join(separator.join(line) + "\n" for line in lines)


def under(name: str, cells: Sequence[object], beside: str = "x") -> str:
    """Two columns: cells under a name, and a word beside."""
    return table(name, "w", rows=[(cell, beside) for cell in cells])


def lines(cells: Sequence[object], end: str = "\n") -> str:
    """One a line."""
    return "".join(f"{cell}{end}" for cell in cells)


def numbers(first: int, last: int, count: int = 300) -> list[int]:
    """Different numbers between two, in no order."""
    return Random(first).sample(range(first, last), count)


def _grouped(photo: int, mark: str) -> str:
    return f"{photo:,}".replace(",", mark)


SECRETS = [f"{Random(n).getrandbits(40):010x}" for n in range(40)]
ROWS = list(range(1, 300))
STAMPS = numbers(1_186_000_000, 1_760_000_000)
DAYS = [int(f"20{n % 20 + 5:02}{n % 12 + 1:02}{n % 28 + 1:02}{n % 24:02}") for n in range(0, 3000, 7)]
NEARLY_NONE = [photo if n % 4 else None for n, photo in enumerate(PHOTOS)]
SOME = [photo for photo in NEARLY_NONE if photo is not None]
BIG = 53_208_345_264
LIKE_PHOTOS = numbers(2_100_000_000, 52_000_000_000, 40)
"""Other numbers that lie where Flickr's do."""

DRESSED: dict[str, Expected] = {
    "a byte-order mark": ("\ufeff" + under("photo_id", PHOTOS), PHOTOS),
    "UTF-16": (under("photo_id", PHOTOS).encode("utf-16"), PHOTOS),
    "Windows' line ends": (lines(PHOTOS, "\r\n"), PHOTOS),
    "old Macs' line ends": (lines(PHOTOS, "\r"), PHOTOS),
    "line ends in quotes": (
        table("t", "photo_id", "url", rows=[(f'"one\n{p + 1}, two ""x"""', p, page(p)) for p in PHOTOS]),
        PHOTOS,
    ),
    "semicolons": (table("photo_id", "t", "lat", rows=[(p, "a, b", "1,5") for p in PHOTOS], separator=";"), PHOTOS),
    "rounded numbers beside addresses": (
        table("photo_id", "url", rows=[("5.32E+10", image(p)) for p in PHOTOS]),
        PHOTOS,
    ),
    "numbers with a point": (under("photo_id", [f"{p}.0" for p in PHOTOS]), PHOTOS),
    "addresses that are escaped twice": (
        under("url", [escape(escape(page(p)).replace("/", "&#x2F;")) for p in PHOTOS]),
        PHOTOS,
    ),
    "some that were too large for 32 bits": (
        under("flickr_id", [photo or 2_147_483_647 for photo in NEARLY_NONE]),
        SOME,
    ),
    "descriptions that mention other photos": (
        table("url", "description", rows=[(image(p), f"See also {page(p + 1)} which is like it.") for p in PHOTOS]),
        PHOTOS,
    ),
    "thousands with commas": (under("photo_id", [f'"{p:,}"' for p in PHOTOS]), PHOTOS),
    "thousands with points": (
        table("photo_id", "w", rows=[(_grouped(p, "."), "x") for p in PHOTOS], separator=";"),
        PHOTOS,
    ),
    "apostrophes": (under("photo_id", [f"'{p}" for p in PHOTOS]), PHOTOS),
    "HTML's escapes": (under("url", [escape(page(p)).replace("/", "&#x2F;") for p in PHOTOS]), PHOTOS),
    "addresses in addresses": (lines([f"https://web.example/r?u={quote(page(p), '')}" for p in PHOTOS]), PHOTOS),
    "escaped addresses in quotes": (under("url", ['"' + image(p).replace("/", r"\/") + '"' for p in PHOTOS]), PHOTOS),
    "pandas' index": (
        table("", "Unnamed: 0", "flickr_id", rows=[(n, n, p) for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "packed under another name": (gzip.compress(under("photo_id", PHOTOS).encode()), PHOTOS),
    "blanks, an account beside": (lines([f"{p} {OWNER} 48.85 2.35" for p in PHOTOS]), PHOTOS),
    "no header, an account beside": (lines([f"{p},{OWNER},48.85,2.35" for p in PHOTOS]), PHOTOS),
    "id, owner, secret": (
        table("id", "owner", "secret", "server", rows=[(p, OWNER, SECRET, 65535) for p in PHOTOS]),
        PHOTOS,
    ),
    "three columns of numbers": (
        table("album_id", "user_id", "photo_id", rows=[(ALBUM + n, 10**9 + 3 * n, p) for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "half of them negative": (under("photo_id", [p if n % 2 else -p for n, p in enumerate(PHOTOS)]), PHOTOS[1::2]),
    "zeros in front": (under("photo_id", [f"0000{p}" for p in PHOTOS]), PHOTOS),
    "each in quotes": (lines([f'"{p}"' for p in PHOTOS]), PHOTOS),
    "a list of Python's": (str(PHOTOS), PHOTOS),
    "a comma behind each": (lines(PHOTOS, ",\n"), PHOTOS),
    "page and image": (
        table("n", "page", "image", rows=[(n, page(p), image(p)) for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "two photos a row": (
        table(
            "query_url",
            "match_url",
            rows=[(image(a), image(b)) for a, b in zip(PHOTOS[::2], PHOTOS[1::2], strict=True)],
        ),
        PHOTOS,
    ),
    "tabs in quotes": (
        table("t", "photo_id", "url", rows=[(f'"a\tb {p + 3}"', p, page(p)) for p in PHOTOS], separator="\t"),
        PHOTOS,
    ),
    "image_id": (under("image_id", PHOTOS), PHOTOS),
    "names with a secret": (under("filename", [f"{p}_{s}.jpg" for p, s in zip(PHOTOS, SECRETS, strict=True)]), PHOTOS),
    "copies of the web archive": (
        lines([f"https://web.archive.org/web/20150101000000/{page(p)}" for p in PHOTOS]),
        PHOTOS,
    ),
    "short addresses": (lines([f"https://flickr.com/photo.gne?id={p}" for p in PHOTOS]), PHOTOS),
    "addresses without a scheme": (lines([page(p).removeprefix("https://").rstrip("/") for p in PHOTOS]), PHOTOS),
    "photos in albums": (lines([f"{page(p)}in/album-{ALBUM + n}/" for n, p in enumerate(PHOTOS)]), PHOTOS),
    "a host in capitals": (lines([page(p).replace("www.flickr.com", "WWW.FLICKR.COM") for p in PHOTOS]), PHOTOS),
    "another site's files and their source": (
        table("file", "source", rows=[(f"File:A ({p}).jpg", page(p)) for p in PHOTOS]),
        PHOTOS,
    ),
    "some that are missing": (under("photo_id", [p or "NA" for p in NEARLY_NONE]), SOME),
    "a list in a cell": (
        table("n", "images", rows=[(n, f'"{list(map(image, PHOTOS[n : n + 10]))}"') for n in range(0, 40, 10)]),
        PHOTOS,
    ),
    "numbers in a cell": (
        table("n", "photo_ids", rows=[(n, ";".join(map(str, PHOTOS[n : n + 10]))) for n in range(0, 40, 10)]),
        PHOTOS,
    ),
    "two sites": (
        table("site", "photo_id", rows=[(s, p + 9 * (s != "flickr")) for p in PHOTOS for s in ("500px", "flickr")]),
        PHOTOS,
    ),
    "an index, a number and a secret": (
        lines([f"images/{n}_{p}_{SECRET}_m.jpg 0 1" for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "a number of the row's own beside photo_id and an account": (
        table("id", "photo_id", "owner", rows=[(n, p, OWNER) for n, p in zip(LIKE_PHOTOS, PHOTOS, strict=True)]),
        PHOTOS,
    ),
    "marks that nobody sees around addresses": (under("url", [f"\u200b{image(p)}\u200b" for p in PHOTOS]), PHOTOS),
    "marks that nobody sees around numbers": (under("flickr_id", [f"\u202a{p}\u202c" for p in PHOTOS]), PHOTOS),
    "HTML's escape of one character": (
        lines([f"https://www.flickr.com/photos/12345678&#64;N00/{p}/" for p in PHOTOS]),
        PHOTOS,
    ),
    "HTML's escapes between semicolons": (
        table(
            "n",
            "url",
            rows=[(n, f"https://www.flickr.com/photo_zoom.gne?size=l&amp;id={p}") for n, p in enumerate(PHOTOS)],
            separator=";",
        ),
        PHOTOS,
    ),
    "Jira's table": (
        "||photo_id||other_id||\n" + "".join(f"|{p}|{n}|\n" for p, n in zip(PHOTOS, LIKE_PHOTOS, strict=True)),
        PHOTOS,
    ),
    "rows with a name in front, as R writes them": (
        table("other_id", "photo_id", "t", rows=[(f"r{n}", LIKE_PHOTOS[n], p, "x") for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "rows with a number in front, as R writes them": (
        table("photo_id", "other_id", rows=[(n + 1, p, LIKE_PHOTOS[n]) for n, p in enumerate(PHOTOS)], separator="\t"),
        PHOTOS,
    ),
    "a separator in each last cell": (
        table("n", "photo_id", "t", rows=[(n, p, "once, twice") for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "the same beside other numbers": (
        table("photo_id", "other_id", "t", rows=[(p, LIKE_PHOTOS[n], "once, twice") for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "numbers as R prints them": (
        "".join(f" [{n + 1:>2}] {' '.join(f'{p:>11}' for p in PHOTOS[n : n + 6])}\n" for n in range(0, 40, 6)),
        PHOTOS,
    ),
    "a wiki's text": (
        "".join(f"{{{{Information\n|description=x\n|source=[{page(p)} One]\n}}}}\n" for p in PHOTOS),
        PHOTOS,
    ),
    "cards whose lines are folded": (
        "".join(f"BEGIN:VCARD\r\nURL:{page(p)[:-5]}\r\n {page(p)[-5:]}\r\nEND:VCARD\r\n" for p in PHOTOS),
        PHOTOS,
    ),
    "a directory whose lines are folded": (
        "".join(f"dn: cn={n}\nurl: {page(p)[:-9]}\n {page(p)[-9:-1]}\n\n" for n, p in enumerate(PHOTOS)),
        PHOTOS,
    ),
    "a mail whose lines are folded": (
        'Subject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset="utf-8"\n'
        "Content-Transfer-Encoding: quoted-printable\n\n"
        + "".join(f'<a href=3D"{page(p)[:-7]}=\n{page(p)[-7:]}?a=3D1">=C3=BC</a>\n' for p in PHOTOS),
        PHOTOS,
    ),
    "a chat": (lines([f"[01.02.20, 10:00:{n}] J: look {page(p)} there" for n, p in enumerate(PHOTOS)]), PHOTOS),
    "footnotes": (lines([f"[{n}]: {page(p)}" for n, p in enumerate(PHOTOS, 1)]), PHOTOS),
    "references": (lines([f"[{n}] One, {page(p)}" for n, p in enumerate(PHOTOS, 1)]), PHOTOS),
    "Hive's separators": (lines([f"{n}\x01{image(p)}\x01{n}" for n, p in enumerate(PHOTOS)]), PHOTOS),
    "numbers as NumPy writes texts": (lines([f"{p:.18e}" for p in PHOTOS]), PHOTOS),
    "the same in a table": (under("flickr_id", [f"{p:.18e}" for p in PHOTOS]), PHOTOS),
    "gallery-dl's names": (lines([f"./gallery-dl/flickr/x/flickr_{p}.jpg" for p in PHOTOS]), PHOTOS),
    "names in a store": (
        under("path", [f"s3://a/b/{p}_{s}_z.jpg" for p, s in zip(PHOTOS, SECRETS, strict=True)]),
        PHOTOS,
    ),
    "numbers in some cells, addresses in others": (
        under("photo_id", [p if n % 3 else page(p) for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "the same, mostly addresses": (
        under("flickr_id", [page(p) if n % 3 else p for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
    "numbers, and a line below that tells their source": (
        under("photo_id", PHOTOS) + f"source: {page(BIG - 9)},\n",
        PHOTOS,
    ),
    "numbers far below empty cells": (
        table("flickr_id", "w", rows=[("", "x")] * 3000 + [(p, "x") for p in PHOTOS]),
        PHOTOS,
    ),
    "Chinese punctuation between addresses": ("\uff1b".join(page(p).rstrip("/") for p in PHOTOS), PHOTOS),
    "Chinese punctuation around addresses": (lines([f"\u56fe\uff1a{page(p)[:-1]}\u3002" for p in PHOTOS]), PHOTOS),
    "an album, a number and a box": (
        lines([f"{ALBUM + n} {p} 186 135 323 433 4 3 0" for n, p in enumerate(PHOTOS)]),
        PHOTOS,
    ),
}
"""The photos, however they are written."""

FOREIGN: dict[str, Expected] = {
    "a list of Python's that is called after accounts": (f"user_ids = {PHOTOS}", NOTHING),
    "phones of Germany": (lines(numbers(49_300_000_000, 49_899_999_999)), NOTHING),
    "phones of Guatemala": (lines(numbers(50_230_000_000, 50_260_000_000)), NOTHING),
    "numbers that were all too large for 32 bits": (under("flickr_id", [4_294_967_295] * 40), NOTHING),
    "rounded numbers": (under("photo_id", ["5.32E+10"] * 40), NOTHING),
    "accounts, albums and times": (
        table(
            "user_id", "album_id", "upload_time", rows=[(5 * 10**9 + 3 * n, ALBUM + n, STAMPS[n]) for n in range(40)]
        ),
        NOTHING,
    ),
    "row numbers called photo_id": (under("photo_id", ROWS), NOTHING),
    "iNaturalist's": (
        table(
            "photo_uuid", "photo_id", "observer_id", rows=[(f"aa{n:06x}-1111", n, 7) for n in numbers(10**8, 5 * 10**8)]
        ),
        NOTHING,
    ),
    "500px's with its addresses": (
        table("photo_id", "photo_url", rows=[(n, f"https://500px.com/photo/{n}/x") for n in numbers(10**8, 10**9)]),
        NOTHING,
    ),
    "500px's with its name": (table("site", "photo_id", rows=[("500px", n) for n in numbers(10**8, 10**9)]), NOTHING),
    "500px's": (under("photo_id", numbers(10**8, 10**9)), NOTHING),
    "negative numbers": (lines([-p for p in PHOTOS]), NOTHING),
    "plausible numbers called id": (under("id", PHOTOS), NOTHING),
    "tweets": (lines(numbers(10**17, 2 * 10**18)), NOTHING),
    "times": (lines(STAMPS), NOTHING),
    "times called photo_id": (under("photo_id", STAMPS), NOTHING),
    "times in milliseconds called photo_id": (under("photo_id", [1000 * n for n in STAMPS]), NOTHING),
    "hours": (lines(DAYS), NOTHING),
    "phones": (lines(numbers(441_632_000_000, 441_633_000_000)), NOTHING),
    "phones of India": (lines([910_000_000_000 + n for n in numbers(7 * 10**9, 10**10)]), NOTHING),
    "books": (lines([f"978{n}" for n in numbers(10**9, 10**10)]), NOTHING),
    "Facebook's": (lines(numbers(10_150_000_000_000, 10_160_000_000_000)), NOTHING),
    "hashes of 32 bits called photo_id": (under("photo_id", numbers(0, 2**32, 40)), NOTHING),
    "names that may stand one column too far left": (
        table("n", "photo_id", "other_id", "t", rows=[(n, n + 5, p, n + 7, "x") for n, p in enumerate(LIKE_PHOTOS)]),
        NOTHING,
    ),
    "tables of another order one behind the other": (
        table("photo_id", "other_id", rows=[(p, n) for n, p in zip(LIKE_PHOTOS, PHOTOS, strict=True)])
        + table("other_id", "photo_id", rows=[(n + 1, p + 1) for n, p in zip(LIKE_PHOTOS, PHOTOS, strict=True)]),
        NOTHING,
    ),
    "names of too few columns": (
        table("n", "photo_id", rows=[(n, p, "x", n) for n, p in enumerate(LIKE_PHOTOS)]).replace(",x", f",{BIG},x"),
        NOTHING,
    ),
    "another site's, of which the older ones are shorter": (
        under("photo_id", [p if n % 2 else 10**14 + 7 * p for n, p in enumerate(LIKE_PHOTOS)]),
        NOTHING,
    ),
    "numbers called after Flickr that are too large": (under("flickr_id", numbers(10**11, 9 * 10**11)), NOTHING),
    "addresses that are cut off": (
        lines([f"seen at http://www.flickr.com/photos/{OWNER}/{str(p)[:6]}... today" for p in PHOTOS]),
        NOTHING,
    ),
    "addresses that are cut off with Chinese dots": (
        lines([f"http://www.flickr.com/photos/{OWNER}/{str(p)[:6]}\u3002\u3002\u3002" for p in PHOTOS]),
        NOTHING,
    ),
    "numbers, and addresses among them": (lines([p if n % 4 else page(p) for n, p in enumerate(PHOTOS)]), NOTHING),
    "short links that are cut off": (lines([f"look: https://flic.kr/p/2p{n}..." for n in range(2, 10)]), NOTHING),
    "names with a number that counts": (
        under("file", [f"{10_150_000_000 + n}_{SECRETS[n]}_n.jpg" for n in range(40)]),
        NOTHING,
    ),
    "names of Flickr's word and a number that counts": (
        lines([f"images/flickr_{n}.jpg" for n in numbers(1, 5_000)]),
        NOTHING,
    ),
    "another site's numbers in a store": (
        under("path", [f"s3://inaturalist-open-data/photos/{n}/medium.jpg" for n in LIKE_PHOTOS]),
        NOTHING,
    ),
    "rounded numbers as NumPy writes texts": (
        lines([f"{n // 4096 * 4096:.18e}" for n in PHOTOS]),
        NOTHING,
    ),
    "lists of such names": (
        under(
            "files",
            [f"{10_150_000_000 + n}_{SECRETS[n]}.jpg;{10_150_000_000 + n + 20}_{SECRETS[n]}.jpg" for n in range(20)],
        ),
        NOTHING,
    ),
    "Instagram's names": (under("filename", [f"{n}_{n % 9 + 1}{n}_n.jpg" for n in numbers(10**9, 10**10)]), NOTHING),
    "albums": (lines([f"https://www.flickr.com/photos/{OWNER}/albums/{ALBUM + n}" for n in range(40)]), NOTHING),
    "pages that name no photo": (
        lines(
            [
                f"https://www.flickr.com/photos/{p}"
                for p in ("tags/1234567890/", f"{OWNER}/page2", f"{OWNER}/sets/{ALBUM}/")
            ]
        ),
        NOTHING,
    ),
    "row numbers and a large one": (lines([*numbers(1, 300_000), BIG]), NOTHING),
    "row numbers and a large one called photo_id": (under("photo_id", [*ROWS, BIG]), NOTHING),
    "small numbers and a large one called photo_id": (under("photo_id", [*numbers(1, 600_000), BIG]), NOTHING),
    "times and a stray": (lines([*STAMPS, BIG]), NOTHING),
    "a stray among four": (lines([4711, 90210, 31337, 2_147_483_648]), NOTHING),
    "names of times": (lines([f"cam1/{n}_{n + 60}.jpg" for n in sorted(STAMPS)]), NOTHING),
    "names of a word, a time and a hash": (
        lines([f"cam_{n}_{s}.jpg" for n, s in zip(STAMPS, SECRETS * 8, strict=False)]),
        NOTHING,
    ),
    "names of two numbers": (
        under("filename", [f"{n}_{n % 8 + 1}{n:09}.jpg" for n in numbers(50_000_000, 99_000_000)]),
        NOTHING,
    ),
    "names of a day and a time": (
        table("file", "label", rows=[(f"202001{n % 28 + 1:02}_{stamp}.png", 1) for n, stamp in enumerate(STAMPS)]),
        NOTHING,
    ),
}
"""Numbers and addresses of other things: none may be taken for a photo."""
