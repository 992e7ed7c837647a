"""The kinds of cells that a column can have, and how the photo and the account are read from each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Final

import polars as pl

from inset.photo_ref import photo_id_from_file_name
from inset.words.messages import name_of
from inset.words.sentences import known
from inset_build.readers.meaning.addresses import photo_of_url, photos_of_url
from inset_build.readers.meaning.messy_numbers import ids_in_list, parse_messy_number, photo_ids_from_messy_numbers
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
from inset_build.readers.meaning.plausibility import ADDRESS, looks_like_address
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.protocol import Column, Range
from inset_build.readers.row_reasons import (
    NO_FILE_NAME,
    NO_ID_LIST,
    NO_NAME_LIST,
    NO_PHOTO,
    NO_PHOTO_ID,
    RowReason,
    no_name_like,
)

URL: Final = "URL"
IMAGE_URLS: Final = "URL, mostly an image's"
PAGE_URLS: Final = "URL, mostly a page's"
FILE_NAME: Final = "file name"
NUMBER: Final = "photo ID"
NUMBERS: Final = "list of photo IDs"
NAMES: Final = "list of file names"

URLS: Final = frozenset({URL, IMAGE_URLS, PAGE_URLS})
BARE: Final = frozenset({NUMBER, NUMBERS})
"""Kinds of which nothing but the column's name says that they are Flickr's."""


def plain_name(name: str) -> str:
    """A column's name in small letters without separators: `Flickr_ID` becomes `flickrid`."""
    return "".join(filter(str.isalnum, name.lower()))


def kind_told(kind: str) -> str:
    """A kind of cells for people, so that it can be told in other languages; a dataset's own stays as it is."""
    return known(name_of("list_kind", kind), kind)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cells.

    Attributes:
        title: its name in `Column.kind`, and for people.
        parse: one cell's photo ID, else None.
        photo_ids: the same for whole columns. For URLs it finds the common shapes only; `complete_urls` adds the rest.
        rejected: why a cell gave no photo.
        accounts: the account's NSID in each cell, null where there is none; None if this kind of cell never has one.
        is_url: cells are URLs of any shape.
        most: the pattern of nearly all cells, where one alone is faster.
        several: all photos in one cell, where there may be more than one.
    """

    title: str
    parse: Callable[[str], int | None]
    photo_ids: Callable[[pl.Expr], pl.Expr]
    rejected: RowReason
    accounts: Callable[[pl.Expr], pl.Expr] | None = None
    is_url: bool = False
    most: Callable[[pl.Expr], pl.Expr] | None = None
    several: Callable[[str], tuple[int, ...]] | None = None

    def within(self, ranges: Sequence[Range]) -> Kind:
        """The same kind where only some numbers are believed."""

        def is_believed(photo_id: int) -> bool:
            return any(first <= photo_id <= last for first, last in ranges)

        def parse(cell: str) -> int | None:
            photo_id = self.parse(cell)
            return photo_id if photo_id is not None and is_believed(photo_id) else None

        def believed(photo_ids: pl.Expr) -> pl.Expr:
            return pl.when(reduce(or_, (photo_ids.is_between(*each) for each in ranges))).then(photo_ids)

        most, several = self.most, self.several
        return replace(
            self,
            parse=parse,
            photo_ids=lambda cells: believed(self.photo_ids(cells)),
            most=None if most is None else lambda cells: believed(most(cells)),
            several=None if several is None else lambda cell: tuple(filter(is_believed, several(cell))),
        )

    def first_photo_ids(self, cells: pl.Expr) -> pl.Expr:
        """The IDs of most cells, by the fastest expression; `photo_ids` gives those of the others."""
        return (self.most or self.photo_ids)(cells)


def _parse_file_name(cell: str) -> int | None:
    """An address is no file's name: `https://cdn.example.com/img/2000000.jpg` is another site's picture.

    But where a file is stored (`s3://bucket/53208249252_7f1a328add_b.jpg`) is a path, as a folder is.
    """
    path = _STORED.sub("", cell, count=1)
    return None if looks_like_address(path) else photo_id_from_file_name(path)


def names_in_list(cell: str) -> list[str]:
    """What a cell lists, one a line or between commas, quotation marks and brackets."""
    return [name for part in _BETWEEN_NAMES.split(cell) if (name := part.strip())]


def _photos_of_names(cell: str) -> tuple[int, ...]:
    """The photos of a cell of files' names with secrets; none where something else stands among them."""
    photos = [_parse_file_name(name) if "_" in name else None for name in names_in_list(cell)]
    return () if None in photos else tuple(dict.fromkeys(photo for photo in photos if photo is not None))


def _file_names(cells: pl.Expr) -> pl.Expr:
    paths = cells.str.replace(STORED, "")
    return pl.when(~paths.str.contains(ADDRESS)).then(photo_ids_from_file_names(paths))


STORED: Final = r"(?i)^[ \t\n\r\f\x0b]*(?:s3[an]?|gs|gcs|hdfs|dbfs|abfss?|wasbs?|file)://?/?"
"""What stands in front of the path of a file that lies in a store or on this computer."""

_STORED: Final = re.compile(STORED, re.ASCII)
_BETWEEN_NAMES: Final = re.compile(r"""[\n,;|\[\]"']+""")

_ANY_URL: Final = Kind(URL, photo_of_url, photo_ids_from_plain_urls, NO_PHOTO, is_url=True, several=photos_of_url)

KINDS: Final[dict[str, Kind]] = {
    kind.title: kind
    for kind in (
        _ANY_URL,
        replace(_ANY_URL, title=IMAGE_URLS, most=photo_ids_from_image_urls),
        replace(_ANY_URL, title=PAGE_URLS, most=photo_ids_from_page_urls),
        Kind(FILE_NAME, _parse_file_name, _file_names, NO_FILE_NAME),
        Kind(
            NUMBER,
            parse_messy_number,
            photo_ids_from_messy_numbers,
            NO_PHOTO_ID,
            most=photo_ids_from_plain_numbers,
        ),
        Kind(
            NUMBERS,
            lambda cell: next(iter(ids_in_list(cell)), None),
            photo_ids_from_numbers,
            NO_ID_LIST,
            several=ids_in_list,
        ),
        Kind(
            NAMES,
            lambda cell: next(iter(_photos_of_names(cell)), None),
            photo_ids_from_numbers,
            NO_NAME_LIST,
            several=_photos_of_names,
        ),
        *(
            Kind(
                shape.title,
                shape.photo_id_of,
                shape.photo_ids,
                no_name_like(shape.title),
                shape.accounts if shape.account else None,
            )
            for shape in NAME_SHAPES.values()
        ),
    )
}


def kind_of(column: Column) -> Kind:
    """What a column's cells are, with only those of its numbers that are believed."""
    kind = KINDS[column.kind]
    return kind.within(column.ranges) if column.ranges else kind


def commonest_urls(kind: str, cells: Sequence[str]) -> str:
    """The narrower kind of URLs if nearly all photos among the cells are of it, else the given kind."""
    if kind != URL:
        return kind
    photos = [cell for cell in cells if photo_of_url(cell) is not None]
    for narrower, pattern in ((IMAGE_URLS, IMAGE_URL), (PAGE_URLS, PAGE_URL)):
        if photos and sum(re.search(pattern, cell) is not None for cell in photos) >= NEARLY_ALL * len(photos):
            return narrower
    return kind
