"""Shapes of photos' file names that contain more than the photo's ID, such as its account or its server.

A name of such a shape is surely a Flickr photo's, unlike a bare number with `.jpg`. The patterns mean the same to
Python's `re` and to Polars' Rust: ASCII classes only, whole names only, linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from inset.photo_ref import MAX_URL_LENGTH
from inset_build.readers.meaning.patterns import BLANKS, NSID, PHOTO_ID, SECRET, SIZES

_FOLDERS: Final = r"(?:[^\n]*[/\\])?"
_IMAGE: Final = r"\.(?:[Jj][Pp][Ee]?[Gg]|[Pp][Nn][Gg]|[Gg][Ii][Ff]|[Tt][Ii][Ff][Ff]?|[Ww][Ee][Bb][Pp])"


@dataclass(frozen=True, slots=True)
class NameShape:
    """A form of names.

    Attributes:
        title: what people are told that the column holds.
        pattern: of a whole name; its groups are the photo's ID and, in some shapes, the account's NSID.
        photo: the number of the ID's group.
        account: the number of the NSID's group, 0 where there is none.
        secret: the number of the secret's group, where it is all that makes the name Flickr's; 0 where more does.
        counted: others call their files so and count them: the numbers must look like Flickr's too.
    """

    title: str
    pattern: str
    photo: int = 1
    account: int = 0
    secret: int = 0
    counted: bool = False
    _whole: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_whole", re.compile(f"{BLANKS}{self.pattern}{BLANKS}", re.ASCII))

    def photo_id_of(self, name: str) -> int | None:
        """The photo's ID in one name, else None."""
        match = self._whole.fullmatch(name) if len(name) <= MAX_URL_LENGTH else None
        return int(match[self.photo]) if match else None

    def secret_of(self, name: str) -> str | None:
        """The secret in one name, else None."""
        match = self._whole.fullmatch(name) if len(name) <= MAX_URL_LENGTH else None
        return match[self.secret] if match else None

    def photo_ids(self, cells: pl.Expr) -> pl.Expr:
        """`photo_id_of` for a whole column."""
        return self._extract(cells, self.photo).cast(pl.UInt64)

    def accounts(self, cells: pl.Expr) -> pl.Expr:
        """The account's NSID in each name, else null."""
        return self._extract(cells, self.account)

    def _extract(self, cells: pl.Expr, group: int) -> pl.Expr:
        found = cells.str.extract(f"^{BLANKS}{self.pattern}{BLANKS}$", group)
        return pl.when(cells.str.len_chars() <= MAX_URL_LENGTH).then(found)


NAME_SHAPES: Final[dict[str, NameShape]] = {
    shape.title: shape
    for shape in (
        # Source: DiveFace's lists, `100016927@N02_identity_1/9469948405_7.jpg`.
        NameShape(
            "DiveFace path",
            rf"{_FOLDERS}{NSID}_identity_[0-9]{{1,6}}[/\\]{PHOTO_ID}_[0-9]{{1,4}}{_IMAGE}",
            photo=2,
            account=1,
        ),
        # Source: MegaFace's feature lists, `375/37531198@N00/4174611825_0.jpg`: shard, account, photo, face.
        NameShape("MegaFace path", rf"{_FOLDERS}{NSID}[/\\]{PHOTO_ID}_[0-9]{{1,4}}{_IMAGE}", photo=2, account=1),
        # Source: LPFF's keys, `100004356@N06_21795165006_01`.
        NameShape("LPFF name", rf"{_FOLDERS}{NSID}_{PHOTO_ID}_[0-9]{{1,4}}(?:{_IMAGE})?", photo=2, account=1),
        # Source: Im2GPS's files, `[label_n_]ID_secret_server_NSID.jpg`; a label may hold any characters.
        NameShape(
            "Im2GPS name",
            rf"{_FOLDERS}(?:[^\n/\\]*_)?{PHOTO_ID}_{SECRET}_[0-9]{{1,6}}_{NSID}{_IMAGE}",
            photo=1,
            account=2,
        ),
        # Source: AADB's files, `farm1_286_20013434330_d99ab6b9a0_b.jpg`: farm, server, photo, secret.
        NameShape(
            "AADB name",
            rf"{_FOLDERS}farm[0-9]{{1,3}}_[0-9]{{1,6}}_{PHOTO_ID}_{SECRET}{SIZES}{_IMAGE}",
        ),
        # Source: FlickrLogos-32's folders, `classes/jpg/adidas/4763210295.jpg`.
        NameShape("FlickrLogos path", rf"{_FOLDERS}classes[/\\]jpg[/\\][^\n/\\]+[/\\]{PHOTO_ID}{_IMAGE}"),
        # Source: Adience's folds and splits, `7153718@N04/landmark_aligned_face.2282.11597935265_29bcdfa4a5_o.jpg 3`.
        NameShape(
            "Adience path",
            rf"{_FOLDERS}{NSID}[/\\][a-z_]{{1,40}}\.[0-9]{{1,6}}\.{PHOTO_ID}_{SECRET}{SIZES}{_IMAGE}",
            photo=2,
            account=1,
        ),
        # Source: gallery-dl's names of what it downloads, `flickr_9469948405.jpg`.
        NameShape("gallery-dl name", rf"{_FOLDERS}[Ff]lickr[_-]{PHOTO_ID}{_IMAGE}", counted=True),
        # Source: PIPA's pictures, `train/72157600000000001_4721038755.jpg`: album and photo.
        NameShape("PIPA name", rf"{_FOLDERS}72(?:05|15|17)[0-9]{{13}}_{PHOTO_ID}{_IMAGE}"),
        # Source: `images/42368_2499181180_7f1a328add_m.jpg`, and Adience's names without folders: an index or words
        # in front, which never are the photo. V3Det's names have two numbers in front.
        NameShape(
            "file name with a prefix",
            rf"{_FOLDERS}(?:[^\n/\\]*[_.-])?[0-9A-Za-z]+[_.-]{PHOTO_ID}_({SECRET})(?:_[0-9a-z]{{1,2}})?{_IMAGE}",
            secret=2,
        ),
    )
}
"""By title, in the order in which `column_candidates` tries them."""
