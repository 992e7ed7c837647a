"""Finds the columns that hold the name of a photo's account, and reads the names from them.

A name is what the account is called on Flickr's pages: a user name (`nickname`), a display name (`author`), a real
name. It is no proof of an account: names are not unique, and change. Titles, captions and cameras are never names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote_plus

import polars as pl

from inset.flickr import find_account
from inset_build.readers.meaning.cell_kinds import kind_of
from inset_build.readers.meaning.messy_numbers import MISSING
from inset_build.readers.meaning.plausibility import looks_like_address, looks_like_hash, looks_like_url
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import NEARLY_ALL
from inset_build.readers.protocol import Column

NAME: Final = "name"
QUOTED_NAME: Final = "name, URL-encoded"
"""Kinds of cells: a name as people write it, and one with `+` for a blank and `%C3%BC` for ü, as in YFCC100M."""

YFCC_NAME: Final = "unickname"
"""YFCC100M's own name of its column, whose cells are URL-encoded in the published files."""

SHOWN_NAMES: Final = (
    *(YFCC_NAME, "usernickname", "nickname", "nick", "username", "flickrusername", "screenname"),
    *("ownerusername", "userusername", "authorusername", "ownerscreenname", "userscreenname", "ownernickname"),
    *("displayname", "ownerdisplayname", "userdisplayname", "ownername", "author", "authorname"),
    *("photographer", "photographername", "creator", "creatorname", "uploader", "uploadername", "owner"),
)
REAL_NAMES: Final = ("realname", "ownerrealname", "userrealname", "authorrealname")
ALIASES: Final = ("pathalias", "ownerpathalias", "userpathalias", "owneralias", "useralias")
"""Names of columns that may hold the account's shown name, its real name, and its name in Flickr's addresses, in small
letters without separators, the surest first. The cells must look like names too. Of each row one is taken."""

OTHER_PEOPLE: Final = frozenset({"subreddit", "permalink", "tweetid", "tweet", "pinid", "board"})
"""Names of columns that show that the people in a table are another site's: RedCaps' `author` is who posted a link on
Reddit."""

NOT_OF_THE_PHOTO: Final = frozenset(
    {"annotation", "annotations", "annotator", "camera", "caption", "captions", "comment", "comments", "exif", "faves"}
    | {"galleries", "gallery", "info", "licence", "license", "note", "notes", "people", "person", "review", "reviews"}
    | {"tag", "tags", "worker"}
)
"""Keys whose inner keys name other people than the photo's account: `comment.author`, `exif.artist`."""

LONGEST: Final = 100
"""Characters; a column of longer texts holds sentences, not names."""

_LONGEST_MISSING: Final = max(map(len, MISSING))

_ENCODED: Final = re.compile(r"%[0-9A-Fa-f]{2}")


def find_names(sample: SampledRows, photo: Sequence[Column], account: Column | None) -> tuple[Column, ...]:
    """The columns that hold the names of the photos' accounts, none where it is not certain that they do.

    Args:
        sample: rows of the table.
        photo: the columns that give the photo.
        account: the column that gives the account, if there is one.
    """
    if not OTHER_PEOPLE.isdisjoint(sample.plain_names) or not _are_all_photos(sample, photo):
        return ()
    taken = {column.index for column in (*photo, account) if column is not None}
    found = (_named(sample, names, taken) for names in (SHOWN_NAMES, REAL_NAMES, ALIASES))
    return tuple(column for column in found if column is not None)


def cells_of(column: Column) -> str:
    """What a frame's column is called that has the cells of a column of names, before `with_names`."""
    return f"name {column.index}"


def with_names(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Put the texts of several columns of names into one column `name`, one name a line; null where there is none.

    Args:
        frame: has `cells_of` of each column as text.
        columns: those that `find_names` found, or that a known layout has.
    """
    if not columns:
        return frame
    texts = [_readable(frame[cells_of(column)], column.kind).alias(cells_of(column)) for column in columns]
    joined = pl.concat_str(*texts, separator="\n", ignore_nulls=True) if len(texts) > 1 else pl.lit(texts[0])
    name = pl.when(joined != "").then(joined)
    return frame.select(pl.exclude(*map(cells_of, columns)), name.alias(NAME))


def _named(sample: SampledRows, names: Sequence[str], taken: set[int]) -> Column | None:
    for name in names:
        for index, plain in enumerate(sample.plain_names):
            if plain == name and index not in taken and _is_of_the_photo(sample, index) and _are_names(sample, index):
                return sample.column(index, QUOTED_NAME if _are_quoted(sample, index) else NAME)
    return None


def _are_all_photos(sample: SampledRows, photo: Sequence[Column]) -> bool:
    """Whether nearly all rows name a photo of Flickr's: in a list of many sites, the people are those sites' too."""
    parsers = [(kind_of(column).parse, column.index) for column in photo if column.index >= 0]
    found = sum(
        any(index < len(row) and parse(row[index]) is not None for parse, index in parsers) for row in sample.rows
    )
    return bool(sample.rows) and found >= NEARLY_ALL * len(sample.rows)


def _is_of_the_photo(sample: SampledRows, index: int) -> bool:
    name = sample.name(index) or ""
    return "[]" not in name and NOT_OF_THE_PHOTO.isdisjoint(name.lower().split(".")[:-1])


def _are_names(sample: SampledRows, index: int) -> bool:
    cells = sample.filled(index)
    return bool(cells) and sum(map(_may_be_name, cells)) >= NEARLY_ALL * len(cells)


def _may_be_name(cell: str) -> bool:
    text = cell.strip()
    is_other = text.isdigit() or looks_like_hash(text) or looks_like_url(text) or looks_like_address(text)
    return len(text) <= LONGEST and not is_other and find_account(text) is None


def _are_quoted(sample: SampledRows, index: int) -> bool:
    """Whether the cells are URL-encoded: nothing in them that encoding replaces, and in some what it puts instead."""
    cells = sample.filled(index)
    if any(not cell.isascii() or " " in cell.strip() for cell in cells):
        return False
    return sample.plain_name(index) == YFCC_NAME or any(map(_ENCODED.search, cells))


def _readable(cells: pl.Series, kind: str) -> pl.Series:
    """The names, null where a program wrote that there is none. Only cells that may need it are taken apart."""
    texts = cells.str.strip_chars()
    short = (texts.str.len_bytes() <= _LONGEST_MISSING).arg_true()
    missing = short.filter(texts.gather(short).str.to_lowercase().is_in(sorted(MISSING)))
    if len(missing):
        texts = texts.scatter(missing, None)
    if kind != QUOTED_NAME:
        return texts
    distinct = texts.filter(texts.str.contains("[+%]")).unique()
    decoded = pl.Series(list(map(_decode, distinct)), dtype=pl.String)
    return texts.replace(distinct, decoded) if len(distinct) else texts


def _decode(text: str) -> str:
    """The text that was URL-encoded; as it stands where it was not, or is no UTF-8."""
    try:
        return unquote_plus(text, errors="strict")
    except UnicodeDecodeError:
        return text
