"""Columns that tell the site of each photo: `source`, `site`, `platform` …, with `flickr`, `500px.com` and the like.

A number is a photo's of the site that its row names. So where rows name Flickr and others do not, only the numbers and
files' names of those that do can be Flickr's. The same is said by a column such as `is_flickr`, and by addresses:
beside `https://500px.com/photo/123` a number is 500px's. An address itself says whose it is and needs no such column.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl

from inset.flickr import parse_nsid
from inset.words.sentences import sentence
from inset_build.readers.meaning.addresses import photo_of_url
from inset_build.readers.meaning.cell_kinds import BARE, FILE_NAME, plain_name
from inset_build.readers.meaning.messy_numbers import parse_messy_number
from inset_build.readers.meaning.photo_names import NO_PHOTO_NAMES, means_photo_id
from inset_build.readers.meaning.sampled_rows import ADDRESS_OF_SITE, SampledRows
from inset_build.readers.meaning.sampling import HALF, NEARLY_ALL, SAMPLED_ROWS
from inset_build.readers.protocol import Column, Refusal, Said

SITE: Final = "site"
"""The kind of a column that names the site."""

FLAG: Final = "flag"
"""The kind of a column that says yes or no to Flickr."""

SITE_NAMES: Final = (
    *("site", "website", "platform", "photosite", "photoplatform", "imagesite", "sourcesite", "sourcewebsite"),
    *("sourceplatform", "sitename", "platformname", "providername", "provider", "photoprovider", "imageprovider"),
    *("host", "hostname", "imagehost", "photohost", "hostedon", "domain", "sourcedomain", "sourcehost", "service"),
    *("network", "socialnetwork", "source", "sourcename", "photosource", "imagesource", "imgsource", "mediasource"),
    *("datasource", "origin", "photoorigin", "imageorigin", "from", "web", "portal", "repository", "store"),
)
"""Names of columns that may name a site, in small letters without separators, the surest first.

The name alone means nothing: some cell must name Flickr or another photo site.
"""

_FLAG_NAMES: Final = frozenset(
    {"flickr", "isflickr", "fromflickr", "isfromflickr", "onflickr", "isonflickr", "flickrphoto"}
)
"""Names of columns that may say yes or no to Flickr."""

_YES: Final = r"(?i)^[ \t\"']*(?:1(?:\.0+)?|true|t|yes|y)[ \t\r\"']*$"
_NO: Final = re.compile(r"(?i)[ \t\"']*(?:0(?:\.0+)?|false|f|no|n)[ \t\r\"']*")

OTHER_SITES: Final = frozenset({
    *("500px", "500pxcom", "unsplash", "pexels", "pixabay", "instagram", "insta", "cdninstagram", "facebook", "fbcdn"),
    *("fb",),
    *("twitter", "twimg", "tumblr", "pinterest", "pinimg", "imgur", "reddit", "redd", "vk", "vkontakte", "weibo"),
    *("tiktok", "snapchat", "youtube", "ytimg", "vimeo", "wikimedia", "wikimediacommons", "wikipedia", "deviantart"),
    *("smugmug", "photobucket", "picasa", "picasaweb", "panoramio", "googlephotos"),
    *("gettyimages", "getty", "istock", "istockphoto"),
    *("shutterstock", "adobestock", "alamy", "depositphotos", "dreamstime", "123rf", "bigstock", "fotolia", "fotki"),
    *("inaturalist", "inat", "ebird", "macaulay", "observationorg", "plantnet", "mapillary", "kartaview"),
    *("openstreetcam", "behance", "dribbble", "artstation", "pixiv", "danbooru", "yelp", "tripadvisor", "airbnb"),
    *("booking", "foursquare", "swarm", "eyeem", "viewbug", "gurushots", "photonet", "dpchallenge", "webshots"),
    *("ipernity", "rawpixel", "stocksnap", "kaboompics", "burst", "smithsonian", "zooomr", "geograph"),
    *("amazon", "ebay", "etsy", "aliexpress", "taobao", "wordpress", "blogger", "blogspot", "lofter", "douban"),
    *("google", "googleimages", "bing", "bingimages", "baidu", "yandex", "naver", "duckduckgo", "sogou"),
})  # fmt: skip
"""Words that name other sites that photos have a number on, as `plain_name` makes them."""

_ABOUT_THINGS: Final = frozenset({
    *("wikimedia", "wikimediacommons", "wikipedia", "youtube", "ytimg", "facebook", "fb", "twitter", "reddit", "redd"),
    *("yelp", "tripadvisor", "airbnb", "booking", "foursquare", "swarm"),
    *("amazon", "ebay", "etsy", "aliexpress", "taobao", "wordpress", "blogger", "blogspot"),
    *("google", "bing", "baidu", "yandex", "naver", "duckduckgo", "sogou"),
})  # fmt: skip
"""Sites whose addresses often stand beside a photo of Flickr's, and tell what it shows or who took it."""

_WORDS_TOO: Final = frozenset({"amazon", "booking", "burst", "fb", "getty", "google", "redd", "swarm"})
"""Sites whose names are words of other things, too."""

_NO_PHOTOS: Final = frozenset({
    *("users", "accounts", "members", "contacts", "comments", "albums", "photosets", "groups"),
    *("user", "account", "member", "contact", "comment", "photoset"),
})  # fmt: skip
"""What lists, tables and keys are called whose records are no photos, though accounts of Flickr's stand in them."""

_ANYTHINGS: Final = frozenset({"flickrid", "flickrids", "idflickr"})
"""Names of IDs that whatever a list or table is about may have at Flickr."""

_ENDINGS: Final = re.compile(r"(?:[.][a-z0-9]{1,8}){1,3}$")
_WORDS_OF_LISTS: Final = re.compile(
    r"(?<![a-z0-9])(?:photos?|images?|pictures?|ids?|urls?|links?|lists?|data|dataset|metadata|meta|all|part|train|val"
    r"|valid|validation|test|split|[0-9]{1,6})(?![a-z0-9])"
)

_OF_PERSONS: Final = re.compile("photographer|author|owner|user|profile|account|creator|artist|website|homepage|credit")
"""In the name of a column whose addresses are persons'."""

_FLICKR: Final = (
    r"(?i)^[ \t\"']*(?:"
    r"(?:(?:from|via|on|yahoo)!?[ _-]+)?"
    r"flickr(?:[ _-]?(?:api|photos?|images?|cc|creative[ _-]?commons|commons|\(.*\)))?|yfcc(?:[-_ ]?[0-9]{1,3}m)?"
    r"|(?:https?:)?/{0,2}(?:web\.archive\.org/web/[^/]{1,40}/(?:https?:/{1,2})?)?"
    r"(?:[a-z0-9-]{1,63}\.){0,6}(?:(?:static)?flickr\.com|flic\.kr)(?:[:/?#].*)?"
    r")[ \t\r\"']*$"
)
"""Names Flickr, or is an address there; for Python's `re` and Polars' Rust alike."""

_ADDRESS: Final = r"(?i)^[ \t\"']*(?:(?:https?:)?//|(?:[a-z0-9-]{1,63}[.]){1,6}[a-z]{2,12}/)"
_MAYBE_FLICKR: Final = "(?i)flic"
_FROM: Final = re.compile(r"[ \t\"']*(?:from|via|on)[ _-]+", re.IGNORECASE)

_FIRST: Final = 5
_SAYS_FLICKR: Final = re.compile(_FLICKR)
_HOST: Final = re.compile(r"\s*(?:https?:)?//([^/:?#\s]+)|\s*((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]|\s*$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """The column that tells the site.

    Attributes:
        index: of it.
        of_flickr: some row seen may be Flickr's. If not, all are other sites'.
        kind: `SITE`, `FLAG` or `ADDRESS_OF_SITE`.
    """

    index: int
    of_flickr: bool
    kind: str = SITE


def says_flickr(cell: str) -> bool:
    """Whether a cell names Flickr."""
    return _SAYS_FLICKR.match(cell) is not None


def say_flickr(cells: pl.Expr) -> pl.Expr:
    """Bulk `says_flickr`: String to Boolean, false for null."""
    return cells.str.contains(_FLICKR).fill_null(value=False)


def is_of_flickr(site: Column, cell: str) -> bool:
    """Whether a row is Flickr's by its cell in the column that tells the site; false where it is told nothing."""
    if site.kind == FLAG:
        return re.match(_YES, cell) is not None
    return not _is_elsewhere(cell) if site.kind == ADDRESS_OF_SITE else says_flickr(cell)


def are_of_flickr(site: Column, cells: pl.Expr) -> pl.Expr:
    """Bulk `is_of_flickr`: String to Boolean; null is taken for an empty cell."""
    if site.kind == FLAG:
        return cells.str.contains(_YES).fill_null(value=False)
    if site.kind == ADDRESS_OF_SITE:
        return (~cells.str.contains(_ADDRESS) | cells.str.contains(_MAYBE_FLICKR)).fill_null(value=True)
    return say_flickr(cells)


def _is_elsewhere(cell: str) -> bool:
    """Whether a cell is an address that has nothing to do with Flickr."""
    return re.match(_ADDRESS, cell) is not None and re.search(_MAYBE_FLICKR, cell) is None


def says_another(cell: str) -> bool:
    """Whether a cell names another site that is known to have photos."""
    return not OTHER_SITES.isdisjoint(_sites_in(cell))


def numbers_of_another(name: str, chains: Sequence[Sequence[Column]]) -> Refusal | None:
    """The refusal of a list or table of numbers that is called by another photo site; None where it is none.

    Args:
        name: of it: `set.zip/instagram/ids.txt`, `500px_photos_train.csv`.
        chains: the columns that would be read.
    """
    columns = [column for chain in chains for column in chain]
    if others := numbers_of_no_photos(re.split(r"[/\\]", name)[-1], columns):
        return others
    is_bare = all(column.kind in (*BARE, FILE_NAME) and column.said <= Said.PHOTO for column in columns)
    if not columns or not is_bare or not _is_called_after_another(name):
        return None
    return Refusal(sentence("list_other_site", columns[0].told, name), near=True)


def numbers_of_no_photos(name: str, columns: Sequence[Column]) -> Refusal | None:
    """The refusal of the IDs of users, comments, albums …: `users.csv`, `{"users": [{"id": …, "nsid": …}]}`."""
    is_anybodys = all(
        column.kind in BARE and column.said <= Said.FLICKR and not _is_named(column) for column in columns
    )
    if not columns or not is_anybodys or plain_name(_ENDINGS.sub("", name.lower())) not in _NO_PHOTOS:
        return None
    first = columns[0]
    option = f"--column {shlex.quote(first.name or str(first.index + 1))}"
    return Refusal(sentence("list_unsaid_in", first.told), sentence("list_hint_vouch", option), near=True)


def _is_named(column: Column) -> bool:
    """Whether a column's name says photos, as `photo_id` does: a user's `flickr_id` is the user's own."""
    name = plain_name((column.name or "").split(".")[-1])
    return means_photo_id(name) and name not in _ANYTHINGS


def _is_called_after_another(name: str) -> bool:
    parts = [_WORDS_OF_LISTS.sub("", _ENDINGS.sub("", part.lower())) for part in re.split(r"[/\\]", name)]
    if any("flickr" in part for part in parts):
        return False
    return any(plain_name(part) in OTHER_SITES - _WORDS_TOO for part in parts)


def _sites_in(cell: str) -> list[str]:
    """The words of a cell that may name a site: those of an address's host, or all of it as one."""
    host = _HOST.match(cell)
    return (host[1] or host[2]).lower().split(".") if host else [plain_name(_FROM.sub("", cell, count=1))]


def _says_site(cell: str) -> bool:
    return says_flickr(cell) or says_another(cell)


def find_site(sample: SampledRows) -> Site | None:
    """The column that names the site of each row; None where there is none."""
    ranks = {name: rank for rank, name in enumerate(SITE_NAMES)}
    others: list[Site] = []
    for index in sorted(range(sample.width), key=lambda at: ranks.get(sample.plain_name(at), len(ranks))):
        named = sample.plain_name(index) in ranks
        if not named and not any(map(_says_site, sample.cells(index)[:_FIRST])):
            continue  # most columns: they would have to name sites in nearly all cells
        cells = sample.filled(index)
        if named:
            cells += sample.cells_all_over(index)
        flickr = sum(map(says_flickr, cells))
        another = sum(map(says_another, cells)) if flickr < len(cells) else 0
        nearly_all = flickr + another >= NEARLY_ALL * len(cells)
        if flickr and (named or (nearly_all and (another or not sample.name(index)))):
            return Site(index, of_flickr=True)
        if another and nearly_all and named:
            others.append(Site(index, of_flickr=False))
    return next(iter(others), None) or _find_flag(sample) or _find_addresses(sample)


def _find_flag(sample: SampledRows) -> Site | None:
    """A column that says yes to Flickr in some rows and no in others."""
    for index in range(sample.width):
        if sample.plain_name(index) not in _FLAG_NAMES:
            continue
        cells = [*sample.filled(index), *sample.cells_all_over(index)]
        yes = sum(re.match(_YES, cell) is not None for cell in cells)
        no = sum(_NO.fullmatch(cell) is not None for cell in cells)
        if no and yes + no >= NEARLY_ALL * len(cells):
            return Site(index, of_flickr=yes > 0, kind=FLAG)
    return None


def _find_addresses(sample: SampledRows) -> Site | None:
    """A column of addresses, of which some are other sites', in whose rows numbers are theirs.

    Either some name Flickr's photos, and the numbers beside these are the same ones; or all are of known photo sites.
    """
    if sample.width == 1 or _names_accounts(sample):
        return None
    for index in range(sample.width):
        name = sample.plain_name(index)
        cells = sample.filled(index)
        if name in NO_PHOTO_NAMES or _OF_PERSONS.search(name) or not any(map(_is_elsewhere, cells)):
            continue
        elsewhere = sum(map(_is_elsewhere, cells))
        known = sum(not (OTHER_SITES - _ABOUT_THINGS).isdisjoint(_sites_in(cell)) for cell in cells)
        if known >= NEARLY_ALL * len(cells) or (elsewhere < len(cells) and _has_photos_of(sample, index)):
            return Site(index, of_flickr=elsewhere < len(sample.rows), kind=ADDRESS_OF_SITE)
    return None


def _has_photos_of(sample: SampledRows, index: int) -> bool:
    """Whether numbers beside a column's addresses are of the photos that these name."""
    photos = [
        (row, photo)
        for row, cell in zip(sample.rows, sample.cells(index), strict=True)
        if (photo := photo_of_url(cell))
    ]
    for other in range(sample.width) if photos else ():
        same = sum(other < len(row) and parse_messy_number(row[other]) == photo for row, photo in photos)
        if same >= HALF * len(photos):
            return True
    return False


def _names_accounts(sample: SampledRows) -> bool:
    """Whether accounts of Flickr's stand in all rows: then the photos are Flickr's, wherever else they are shown."""
    columns = (sample.cells(index) for index in range(sample.width))
    rows = sum(map(bool, sample.rows))
    return any(sum(parse_nsid(cell.strip()) is not None for cell in cells) >= NEARLY_ALL * rows for cells in columns)


def is_mixed(sample: SampledRows) -> bool:
    """Whether rows are of several sites, or all of others than Flickr."""
    site = find_site(sample)
    if site is None or site.kind == ADDRESS_OF_SITE:  # an address says nothing of what stands in a list beside it
        return False
    column = sample.column(site.index, site.kind)
    return not all(is_of_flickr(column, cell) for cell in sample.filled(site.index))


def with_rows_of_flickr(sample: SampledRows, site: Site) -> SampledRows:
    """The sample; where no row of it is Flickr's, with such rows from all over the manifest."""
    is_ours = partial(_is_row_of_flickr, sample.column(site.index, site.kind))
    if any(map(is_ours, sample.rows)):
        return sample
    more = [row for row in sample.all_over() if is_ours(row)]
    return replace(sample, rows=[*sample.rows, *more[:SAMPLED_ROWS]])


def only_of_flickr(sample: SampledRows, site: Site) -> SampledRows:
    """The same rows, emptied where they are not Flickr's; columns found in them are read in such rows only."""
    column = sample.column(site.index, site.kind)
    is_ours = partial(_is_row_of_flickr, column)
    return replace(
        sample,
        rows=[row if is_ours(row) else () for row in sample.rows],
        all_over=lambda: [row for row in sample.all_over() if is_ours(row)],
        site=column,
    )


def _is_row_of_flickr(site: Column, row: Sequence[str]) -> bool:
    return is_of_flickr(site, row[site.index] if site.index < len(row) else "")
