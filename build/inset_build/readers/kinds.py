"""What the cells of a column can be, and how photo and owner are read out of each: one table for all readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from inset.photo_ref import parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.name_shapes import NAME_SHAPES
from inset_build.readers.photo_id_exprs import (
    photo_ids_from_file_names,
    photo_ids_from_numbers,
    photo_ids_from_plain_urls,
)

URL: Final = "URL"
FILE_NAME: Final = "file name"
NUMBER: Final = "photo ID"


def plain_name(name: str) -> str:
    """A column's name without case and separators: `Flickr_ID` is `flickrid`."""
    return "".join(filter(str.isalnum, name.lower()))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cells.

    Attributes:
        title: its name in `Column.kind`, and for people.
        parse: one cell's photo ID, else None.
        photo_ids: the same in bulk; for URLs only the common shapes, which `complete_urls` completes.
        rejected: why a cell of this kind gave nothing.
        owners: the owner's NSID in each cell, null where there is none; None where this kind of cell holds none.
    """

    title: str
    parse: Callable[[str], int | None]
    photo_ids: Callable[[pl.Expr], pl.Expr]
    rejected: str
    owners: Callable[[pl.Expr], pl.Expr] | None = None


KINDS: Final[dict[str, Kind]] = {
    kind.title: kind
    for kind in (
        Kind(
            URL,
            lambda cell: photo_id_from_url(cell, base_is_flickr=False),
            photo_ids_from_plain_urls,
            "no Flickr photo in it",
        ),
        Kind(FILE_NAME, photo_id_from_file_name, photo_ids_from_file_names, "not a photo's file name"),
        Kind(NUMBER, lambda cell: parse_photo_id(cell.strip()), photo_ids_from_numbers, "not a photo ID"),
        *(
            Kind(
                shape.title,
                shape.photo_id_of,
                shape.photo_ids,
                f"no {shape.title}",
                shape.owners if shape.owner else None,
            )
            for shape in NAME_SHAPES.values()
        ),
    )
}
