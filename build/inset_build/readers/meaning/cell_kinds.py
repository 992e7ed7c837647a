"""The kinds of cells that a column can have, and how the photo and the account are read from each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset.photo_ref import parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.meaning.name_shapes import NAME_SHAPES
from inset_build.readers.meaning.photo_id_exprs import (
    IMAGE_URL,
    PAGE_URL,
    photo_ids_from_file_names,
    photo_ids_from_image_urls,
    photo_ids_from_numbers,
    photo_ids_from_page_urls,
    photo_ids_from_plain_numbers,
    photo_ids_from_plain_urls,
)
from inset_build.readers.meaning.sampling import NEARLY_ALL

URL: Final = "URL"
IMAGE_URLS: Final = "URL, mostly an image's"
PAGE_URLS: Final = "URL, mostly a page's"
FILE_NAME: Final = "file name"
NUMBER: Final = "photo ID"


def plain_name(name: str) -> str:
    """A column's name in small letters without separators: `Flickr_ID` becomes `flickrid`."""
    return "".join(filter(str.isalnum, name.lower()))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cells.

    Attributes:
        title: its name in `Column.kind`, and for people.
        parse: one cell's photo ID, else None.
        photo_ids: the same for whole columns. For URLs it finds the common shapes only; `complete_urls` adds the rest.
        rejected: what to say of a cell that gave no photo.
        accounts: the account's NSID in each cell, null where there is none; None if this kind of cell never has one.
        is_url: cells are URLs of any shape.
        most: a faster expression that finds the photo in nearly all cells; None if `photo_ids` is fast enough.
    """

    title: str
    parse: Callable[[str], int | None]
    photo_ids: Callable[[pl.Expr], pl.Expr]
    rejected: str
    accounts: Callable[[pl.Expr], pl.Expr] | None = None
    is_url: bool = False
    most: Callable[[pl.Expr], pl.Expr] | None = None

    def first_photo_ids(self, cells: pl.Expr) -> pl.Expr:
        """The IDs of most cells, by the fastest expression; `photo_ids` gives those of the others."""
        return (self.most or self.photo_ids)(cells)


def _parse_url(cell: str) -> int | None:
    return photo_id_from_url(cell, base_is_flickr=False)


_NO_PHOTO: Final = "no Flickr photo in it"

KINDS: Final[dict[str, Kind]] = {
    kind.title: kind
    for kind in (
        Kind(URL, _parse_url, photo_ids_from_plain_urls, _NO_PHOTO, is_url=True),
        Kind(IMAGE_URLS, _parse_url, photo_ids_from_plain_urls, _NO_PHOTO, is_url=True, most=photo_ids_from_image_urls),
        Kind(PAGE_URLS, _parse_url, photo_ids_from_plain_urls, _NO_PHOTO, is_url=True, most=photo_ids_from_page_urls),
        Kind(FILE_NAME, photo_id_from_file_name, photo_ids_from_file_names, "not a photo's file name"),
        Kind(
            NUMBER,
            lambda cell: parse_photo_id(cell.strip()),
            photo_ids_from_numbers,
            "not a photo ID",
            most=photo_ids_from_plain_numbers,
        ),
        *(
            Kind(
                shape.title,
                shape.photo_id_of,
                shape.photo_ids,
                f"no {shape.title}",
                shape.accounts if shape.account else None,
            )
            for shape in NAME_SHAPES.values()
        ),
    )
}


def commonest_urls(kind: str, cells: Sequence[str]) -> str:
    """The narrower kind of URLs if nearly all photos among the cells are of it, else the given kind."""
    if kind != URL:
        return kind
    photos = [cell for cell in cells if _parse_url(cell) is not None]
    for narrower, pattern in ((IMAGE_URLS, IMAGE_URL), (PAGE_URLS, PAGE_URL)):
        if photos and sum(re.search(pattern, cell) is not None for cell in photos) >= NEARLY_ALL * len(photos):
            return narrower
    return kind
