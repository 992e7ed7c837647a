"""Records of known datasets, in which a number is a photo ID although its key does not say so.

Other records need no entry: `photo_columns` finds URLs of Flickr photos, names of their files, and numbers under a key
that means a Flickr photo's ID, in any dataset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inset.photo_ref import parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.meaning.cell_kinds import FILE_NAME, NUMBER
from inset_build.readers.meaning.numbers.judgement import judge
from inset_build.readers.meaning.patterns import SECRET
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.protocol import Refusal, Said


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """Known records. Keys are dotted.

    Attributes:
        title: of the dataset, for people.
        has: keys that all its records have.
        photo: the key that gives the photo, and the kind of its values.
        fits: must be true of nearly all records; it gets a record's texts by key.
        refusal: what to tell the person if `fits` fails, where the keys alone show which dataset it is.
        account: keys of the account; the first that exists is used.
        names: keys of the account's names, all of which are used; where none are given they are searched for.
        licence: the key of the licence; a bare number under it is Flickr's own.
    """

    title: str
    has: frozenset[str]
    photo: tuple[str, str]
    fits: Callable[[Mapping[str, str]], bool]
    refusal: Refusal | None = None
    account: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    licence: str = ""

    def is_believed(self, records: Sequence[Mapping[str, str]]) -> bool:
        """Whether files that are called by numbers are called by numbers as Flickr's are."""
        key, kind = self.photo
        return (
            kind != FILE_NAME or not judge((photo_id_from_file_name(each[key]) for each in records), Said.SHAPE).doubt
        )


def find_record_layout(keys: Sequence[str], rows: Sequence[Sequence[str]]) -> RecordLayout | Refusal | None:
    """The known layout of some records, or why that dataset cannot be read; else None.

    Args:
        keys: dotted; rows: for each record the text under each key, empty where there is none.
    """
    for layout in RECORD_LAYOUTS:
        if layout.has.issubset(keys) and rows:
            records = [dict(zip(keys, row, strict=True)) for row in rows]
            if sum(map(layout.fits, records)) >= NEARLY_ALL * len(records) and layout.is_believed(records):
                return layout
            if layout.refusal is not None:
                return layout.refusal
    return None


def _vist(record: Mapping[str, str]) -> bool:
    """Whether its URL, if it has one, names the same photo."""
    named = photo_id_from_url(record.get("url_o") or record.get("url_m", ""), base_is_flickr=False)
    return named is None or named == parse_photo_id(record["id"])


def _flickr_api(record: Mapping[str, str]) -> bool:
    return parse_photo_id(record["id"]) is not None and re.fullmatch(SECRET, record["secret"]) is not None


def _flickr30k(record: Mapping[str, str]) -> bool:
    return record["dataset_id"].lower().startswith("flickr30k")


_BARE_FILE: Final = re.compile(r"[1-9][0-9]{6,10}\.jpg")

RECORD_LAYOUTS: Final[tuple[RecordLayout, ...]] = (
    # `album_id` is no photo. Source: VIST's story-in-sequence files.
    *(
        RecordLayout("VIST", frozenset({"id", "album_id", url}), ("id", NUMBER), _vist, licence="license")
        for url in ("url_o", "url_m")
    ),
    # Source: Flickr's documentation of `flickr.photos.search` and `flickr.photos.getInfo`.
    RecordLayout(
        "Flickr's own API answers",
        frozenset({"id", "secret", "server"}),
        ("id", NUMBER),
        _flickr_api,
        account=("owner.nsid", "owner"),
        licence="license",
    ),
    # Source: Flickr's documentation of `flickr.photos.geo.getLocation` and `flickr.tags.getListPhoto`.
    RecordLayout(
        "Flickr's own API answers",
        frozenset({"photo.id", "stat"}),
        ("photo.id", NUMBER),
        lambda record: record["stat"] == "ok" and parse_photo_id(record["photo.id"]) is not None,
        account=("photo.owner.nsid", "photo.owner"),
        licence="photo.license",
    ),
    # Source: Karpathy's `dataset_flickr30k.json`. His files of COCO have other names.
    RecordLayout(
        "Karpathy's splits",
        frozenset({"filename", "imgid", "split"}),
        ("filename", FILE_NAME),
        lambda record: _BARE_FILE.fullmatch(record["filename"]) is not None,
    ),
    # `owner.flickrid` is an account's user name even if it looks like a number, and `owner.name` the real name; copies
    # often have NULL in both.
    # Source: VOC2007's Annotations folder.
    RecordLayout(
        "PASCAL VOC",
        frozenset({"source.flickrid"}),
        ("source.flickrid", NUMBER),
        lambda _: True,
        names=("owner.flickrid", "owner.name"),
    ),
    # Source: google/localized-narratives, README.
    RecordLayout(
        "Localized Narratives on Flickr30k",
        frozenset({"dataset_id", "image_id", "annotator_id"}),
        ("image_id", NUMBER),
        _flickr30k,
        Refusal(
            "Localized Narratives names these photos by their numbers in another dataset (COCO, Open Images, ADE20k), "
            "so it must be joined with that dataset's own list.",
            "Build that dataset instead, for instance: inset add coco, or inset add open-images. "
            "Only the Flickr30k part names photo IDs itself.",
            near=True,
        ),
    ),
)
