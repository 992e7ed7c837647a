"""A report as a file: CSV for spreadsheets, NDJSON and JSON for programs, one HTML file for people and printers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec
import orjson

from inset.account.names import photo_page
from inset.account.origin_words import came
from inset.account.report_shape import Asked, ListedPhoto, Report, report_json
from inset.words.messages import ENGLISH, messages_in

FORMATS: Final = ("csv", "json", "ndjson", "html")

COLUMNS: Final = (
    "photo_id",
    "url",
    "answer",
    "datasets",
    "probably",
    "year",
    "title",
    "licence",
    "albums",
    "video",
    "came_from",
)

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With these a spreadsheet begins a formula, which may call programs; the wide ones, the last four, are those of East
Asian keyboards. Source: OWASP, "CSV Injection"."""

LinkTo = Callable[[str], str]
"""Gives the address of the page of the photo with this ID."""


def links_of(asked: Iterable[Asked]) -> LinkTo:
    """Addresses of photos' pages: with the account where one was asked about, else such as Flickr leads on from."""
    accounts = {each.account for each in asked}
    account = accounts.pop() if len(accounts) == 1 else None
    return lambda photo_id: photo_page(int(photo_id), account)


def report_file(to: str, report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[bytes]:
    """A report in one of `FORMATS`, piece by piece.

    Args:
        to: the format.
        report: what was counted.
        photos: the photos found, ascending by ID.
        link_to: gives the address of a photo's page.

    Raises:
        KeyError: there is no such format.
    """
    return {"csv": _as_csv, "json": _as_json, "ndjson": _as_ndjson, "html": _as_html}[to](report, photos, link_to)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def _as_csv(report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[bytes]:
    """One photo a row. It begins with a mark by which spreadsheets know that it is UTF-8.

    `came_from` says in English sentences of each of its datasets that came as a pack from whom, and who vouches for it.
    """
    words = messages_in(ENGLISH)
    said = {
        each.dataset: came(each.dataset, each.origin, each.built_at, words)
        for each in report.datasets
        if each.origin is not None
    }
    yield b"\xef\xbb\xbf"
    yield _csv_row(COLUMNS)
    for photo in photos:
        yield _csv_row(
            (
                photo.photo_id,
                link_to(photo.photo_id),
                photo.answer,
                " ".join(photo.datasets),
                " ".join(photo.probably),
                "" if photo.year is None else str(photo.year),
                photo.title or "",
                photo.licence or "",
                "; ".join(photo.albums),
                "yes" if photo.video else "no",
                " ".join(said[name] for name in (*photo.datasets, *photo.probably) if name in said),
            )
        )


def _csv_row(cells: Iterable[str]) -> bytes:
    row = io.StringIO()
    csv.writer(row).writerow([harmless(cell) for cell in cells])
    return row.getvalue().encode("utf-8", "replace")


def _as_json(report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[bytes]:
    """The report with the photos behind it, as one document."""
    del link_to
    yield orjson.dumps(report_json(report)).removesuffix(b"}") + b',"photos":['
    for number, photo in enumerate(photos):
        yield (b"," if number else b"") + msgspec.json.encode(photo)
    yield b"]}\n"


def _as_ndjson(report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[bytes]:
    """One photo a line, and nothing else."""
    del report, link_to
    for photo in photos:
        yield msgspec.json.encode(photo) + b"\n"


def _as_html(report: Report, photos: Iterable[ListedPhoto], link_to: LinkTo) -> Iterator[bytes]:
    from inset.account.report_page import report_page

    return (piece.encode("utf-8", "replace") for piece in report_page(report, photos, link_to))
