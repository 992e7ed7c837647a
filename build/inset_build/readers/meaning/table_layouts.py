"""Known tables of published datasets, which have no header, or one that does not say enough.

Each entry says what the cells of some columns look like. A table is taken for it only if nine of ten sampled cells of
each of these columns do, and if columns that must give the same photo do so. Do not add a layout that would also match
another dataset. Datasets that list no Flickr photos have entries too, so that the person is told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from inset.flickr import parse_nsid
from inset.photo_ref import parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.meaning.cell_kinds import FILE_NAME, NUMBER, URL
from inset_build.readers.meaning.numbers.judgement import judge
from inset_build.readers.meaning.plausibility import looks_like_hash, looks_like_url
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.protocol import Refusal, Said

Shape = Callable[[str], object]
"""Tests a cell: None or False if it does not look as it must; a photo ID if it names a photo."""


def _like(pattern: str) -> Shape:
    return re.compile(pattern, re.ASCII).fullmatch


INTEGER: Final = _like("-?[0-9]+")
ROW: Final = _like("0|[1-9][0-9]{0,7}")
FLAG: Final = _like("[01]")
ALBUM: Final = _like("72(?:05|15|17)[0-9]{13}")
WORD_OR_URL: Final = _like("null|https?://.*")
CAPTION_NAME: Final = _like(r"[1-9][0-9]{0,11}\.jpg#[0-9]")
NUMBER_JPG: Final = _like(r"[1-9][0-9]{0,11}\.jpg")
PLACE: Final = _like(r"/?(?:[a-z]+_?[a-z0-9]*/)*[a-z]/[a-z_]+(?:/[a-z_]+)*/(?:gsun_[0-9a-f]+|[0-9]{8})\.jpg")
LOGO: Final = _like(
    "(?i:no-logo|adidas|aldi|apple|becks|bmw|carlsberg|chimay|cocacola|corona|dhl|erdinger|esso|fedex|ferrari|ford"
    "|fosters?|google|guinn?ess|heineken|hp|milka|nvidia|paulaner|pepsi|rittersport|shell|singha|starbucks|stellaartois"
    "|texaco|tsingtao|ups)"
)


def _flickr_page(cell: str) -> int | None:
    return photo_id_from_url(cell, base_is_flickr=False)


_NUSWIDE_FILE: Final = re.compile(r".*\\[0-9]+_([1-9][0-9]{0,11})\.jpg", re.ASCII)


def _nuswide_file(cell: str) -> int | None:
    match = _NUSWIDE_FILE.fullmatch(cell)
    return int(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Layout:
    """A known table. Columns are counted from 0.

    Attributes:
        title: of the dataset, for people.
        separators: any of these may divide its columns; a blank means any number of blanks and tabs.
        widths: how many columns a full row has.
        cells: what the cells of some columns look like.
        photo: the column that gives the photo, and the kind of its cells.
        same: columns that must give the same photo in every row.
        ascending: a column whose numbers must ascend.
        account: the column of the account, if there is one.
        name: the column of the account's name, URL-encoded, if there is one.
        licence: the column of the licence, if there is one.
    """

    title: str
    separators: str
    widths: range
    cells: Mapping[int, Shape]
    photo: tuple[int, str]
    same: tuple[int, ...] = ()
    ascending: int | None = None
    account: int | None = None
    name: int | None = None
    licence: int | None = None

    def fits(self, rows: Sequence[Sequence[str]], separator: str, width: int) -> bool:
        """Whether a sample is of this layout."""
        if separator not in self.separators or width not in self.widths:
            return False
        full = [row for row in rows if len(row) == width]
        if not full or not _cells_fit(self.cells, full):
            return False
        index, kind = self.photo
        ids = [parse_photo_id(row[index]) for row in full] if kind == NUMBER else []
        if kind == FILE_NAME:
            ids = [photo_id_from_file_name(row[index]) for row in full]
        # IDs that a page's URL confirms need not look like Flickr's: those of old photos are small.
        if kind != URL and not self.same and judge(ids, Said.SHAPE).doubt:
            return False
        return self._agree(full) and self._ascends(full)

    def _agree(self, rows: Sequence[Sequence[str]]) -> bool:
        if not self.same:
            return True
        named = ([self.cells[index](row[index].strip()) for index in self.same] for row in rows)
        return _most(isinstance(each[0], int) and each.count(each[0]) == len(each) for each in named)

    def _ascends(self, rows: Sequence[Sequence[str]]) -> bool:
        if self.ascending is None:
            return True
        numbers = [int(row[self.ascending]) for row in rows if INTEGER(row[self.ascending])]
        return all(before < after for before, after in pairwise(numbers))


@dataclass(frozen=True, slots=True)
class Foreign:
    """A known table that lists no Flickr photos.

    Attributes:
        refusal: what to tell the person.
        names: names that its header must contain, in small letters without separators.
        separators, width, cells: as in `Layout`, where it has no header.
    """

    refusal: Refusal
    names: frozenset[str] = frozenset()
    separators: str = ""
    width: int = 0
    cells: Mapping[int, Shape] = field(default_factory=dict)

    def fits(self, rows: Sequence[Sequence[str]], names: Iterable[str], separator: str, width: int) -> bool:
        """Whether a sample is of this table; `names` as in the attribute."""
        if self.names:
            return self.names.issubset(names)
        if separator not in self.separators or width != self.width:
            return False
        return _cells_fit(self.cells, [row for row in rows if len(row) == width])


def find_layout(rows: Sequence[Sequence[str]], separator: str, width: int) -> Layout | None:
    """The known layout of a table, else None."""
    return next((layout for layout in LAYOUTS if layout.fits(rows, separator, width)), None)


def find_foreign(rows: Sequence[Sequence[str]], names: Iterable[str], separator: str, width: int) -> Refusal | None:
    """What to tell the person of a table known to list no Flickr photos, else None.

    Args:
        rows: data rows; names: of the header, in small letters without separators.
        separator: between its columns; width: how many they are.
    """
    known = set(names)
    return next((each.refusal for each in FOREIGN if each.fits(rows, known, separator, width)), None)


def _cells_fit(cells: Mapping[int, Shape], rows: Sequence[Sequence[str]]) -> bool:
    return bool(rows) and all(_most(shape(row[index].strip()) for row in rows) for index, shape in cells.items())


def _most(answers: Iterable[object]) -> bool:
    said = [answer is not None and answer is not False for answer in answers]
    return sum(said) >= NEARLY_ALL * len(said)


LAYOUTS: Final[tuple[Layout, ...]] = (
    # Videos (last column 1) are counted as photos: they have IDs of the same sequence and pages like a photo's.
    # Source: damoncrockett/yfcc100m's notebook.
    Layout(
        "YFCC100M, first release (23 columns)",
        "\t",
        range(23, 25),
        {0: parse_photo_id, 1: parse_nsid, 13: _flickr_page, 22: FLAG},
        photo=(0, NUMBER),
        same=(0, 13),
        account=1,
        name=2,
        licence=16,
    ),
    # A row number in front, a hash behind the ID. Source: yfcc-scope's csv2json.py, Sieboldianus/yfcc_gridagg.
    Layout(
        "YFCC100M, second release (25 columns)",
        "\t",
        range(25, 27),
        {0: ROW, 1: parse_photo_id, 2: looks_like_hash, 3: parse_nsid, 15: _flickr_page, 24: FLAG},
        photo=(1, NUMBER),
        same=(1, 15),
        account=3,
        name=4,
        licence=18,
    ),
    # Source: openai/CLIP, data/yfcc100m.md: the first three columns of the second release.
    Layout(
        "CLIP's subset of YFCC100M (line number, photo ID, hash)",
        "\t",
        range(3, 4),
        {0: ROW, 1: parse_photo_id, 2: looks_like_hash},
        photo=(1, NUMBER),
        ascending=0,
    ),
    # The first column is an album, never a photo. Source: PIPA's annotations.
    Layout(
        "PIPA (album, photo, box, identity, subset)",
        " \t,;",
        range(8, 10),
        {0: ALBUM, 1: parse_photo_id, 2: INTEGER, 3: INTEGER, 4: INTEGER, 5: INTEGER, 6: INTEGER, 7: INTEGER},
        photo=(1, NUMBER),
    ),
    # File, ID, four URLs or `null`. Source: nmhkahn/NUS-WIDE-downloader.
    Layout(
        "NUS-WIDE (file, photo ID, URLs)",
        " ",
        range(6, 7),
        {0: _nuswide_file, 1: parse_photo_id, 2: WORD_OR_URL, 3: WORD_OR_URL, 4: WORD_OR_URL, 5: WORD_OR_URL},
        photo=(1, NUMBER),
        same=(0, 1),
    ),
    # Whether its first column is Flickr's ID is not known, so the URL counts. Source: DiF_v1.csv as read by others.
    Layout(
        "IBM Diversity in Faces (number, URL, size, box, landmarks)",
        ",",
        range(100, 300),
        {0: INTEGER, 1: looks_like_url, 2: INTEGER, 3: INTEGER},
        photo=(1, URL),
    ),
    # Source: Flickr30k's `results_20130124.token`, five captions a photo.
    Layout("Flickr30k's captions", "\t", range(2, 3), {0: CAPTION_NAME}, photo=(0, FILE_NAME)),
    # Source: FlickrLogos-32's lists of class and file.
    Layout("FlickrLogos (class, file)", ", ", range(2, 3), {0: LOGO, 1: NUMBER_JPG}, photo=(1, FILE_NAME)),
)


FOREIGN: Final[tuple[Foreign, ...]] = (
    Foreign(
        Refusal(
            "PASS lists its photos by hash only, and no photo ID can be had from a hash.",
            "Join it with YFCC100M's table of 25 columns, whose third column is that hash, and build from the result.",
            near=True,
        ),
        names=frozenset({"hash", "unickname", "datetaken"}),
    ),
    Foreign(
        Refusal("It lists Unsplash's photos, which have IDs of their own; none of them is Flickr's.", near=True),
        names=frozenset({"photoid", "photourl", "photoimageurl"}),
    ),
    Foreign(
        Refusal("WIT lists pictures of Wikipedia's articles by Wikimedia's URLs; no Flickr photo is named.", near=True),
        names=frozenset({"language", "pageurl", "imageurl", "pagetitle", "captionreferencedescription"}),
    ),
    Foreign(
        Refusal("It lists iNaturalist's photos, which have IDs of their own; none of them is Flickr's.", near=True),
        names=frozenset({"photouuid", "photoid", "observationuuid"}),
    ),
    Foreign(
        Refusal("AVA lists DPChallenge's photos by that site's IDs; no Flickr photo is named.", near=True),
        separators=" ",
        width=15,
        cells=dict.fromkeys(range(15), INTEGER),
    ),
    Foreign(
        Refusal("Places lists its pictures by numbers of its own; no Flickr photo is named.", near=True),
        separators=" ",
        width=2,
        cells={0: PLACE, 1: INTEGER},
    ),
    Foreign(
        Refusal("Places lists its pictures by numbers of its own; no Flickr photo is named.", near=True),
        separators=" ",
        width=1,
        cells={0: PLACE},
    ),
)
