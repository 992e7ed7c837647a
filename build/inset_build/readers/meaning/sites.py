"""Columns that name the site of each photo: `source`, `site`, `platform` …, with `flickr`, `500px.com` and the like.

A number is a photo's of the site that its row names. So where rows name Flickr and others do not, only the numbers and
files' names of those that do can be Flickr's. An address says by itself whose it is and needs no such column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl

from inset_build.readers.meaning.cell_kinds import plain_name
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import NEARLY_ALL, SAMPLED_ROWS

SITE: Final = "site"
"""The kind of such a column."""

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

OTHER_SITES: Final = frozenset({
    *("500px", "500pxcom", "unsplash", "pexels", "pixabay", "instagram", "cdninstagram", "facebook", "fbcdn", "fb"),
    *("twitter", "twimg", "tumblr", "pinterest", "pinimg", "imgur", "reddit", "redd", "vk", "vkontakte", "weibo"),
    *("tiktok", "snapchat", "youtube", "ytimg", "vimeo", "wikimedia", "wikimediacommons", "wikipedia", "deviantart"),
    *("smugmug", "photobucket", "picasa", "picasaweb", "panoramio", "googlephotos"),
    *("gettyimages", "getty", "istock", "istockphoto"),
    *("shutterstock", "adobestock", "alamy", "depositphotos", "dreamstime", "123rf", "bigstock", "fotolia", "fotki"),
    *("inaturalist", "ebird", "macaulay", "observationorg", "plantnet", "mapillary", "kartaview"),
    *("openstreetcam", "behance", "dribbble", "artstation", "pixiv", "danbooru", "yelp", "tripadvisor", "airbnb"),
    *("booking", "foursquare", "swarm", "eyeem", "viewbug", "gurushots", "photonet", "dpchallenge", "webshots"),
    *("ipernity", "rawpixel", "stocksnap", "kaboompics", "burst", "smithsonian", "zooomr", "geograph"),
    *("amazon", "ebay", "etsy", "aliexpress", "taobao", "wordpress", "blogger", "blogspot", "lofter", "douban"),
})  # fmt: skip
"""Words that name other sites that photos have a number on, as `plain_name` makes them."""

_FLICKR: Final = (
    r"(?i)^[ \t\"']*(?:"
    r"flickr(?:[ _-]?(?:api|photos?|images?|cc|creative[ _-]?commons|commons|\(.*\)))?|yfcc(?:[-_ ]?[0-9]{1,3}m)?"
    r"|(?:https?:)?/{0,2}(?:web\.archive\.org/web/[^/]{1,40}/(?:https?:/{1,2})?)?"
    r"(?:[a-z0-9-]{1,63}\.){0,6}(?:(?:static)?flickr\.com|flic\.kr)(?:[:/?#].*)?"
    r")[ \t\r\"']*$"
)
"""Names Flickr, or is an address there; for Python's `re` and Polars' Rust alike."""

_FIRST: Final = 5
_SAYS_FLICKR: Final = re.compile(_FLICKR)
_HOST: Final = re.compile(r"\s*(?:https?:)?//([^/:?#\s]+)|\s*((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]|\s*$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    """The column that names the site.

    Attributes:
        index: of it.
        of_flickr: some row seen says Flickr. If not, nearly all name other sites.
    """

    index: int
    of_flickr: bool


def says_flickr(cell: str) -> bool:
    """Whether a cell names Flickr."""
    return _SAYS_FLICKR.match(cell) is not None


def say_flickr(cells: pl.Expr) -> pl.Expr:
    """Bulk `says_flickr`: String to Boolean, false for null."""
    return cells.str.contains(_FLICKR).fill_null(value=False)


def says_another(cell: str) -> bool:
    """Whether a cell names another site that is known to have photos."""
    host = _HOST.match(cell)
    words = (host[1] or host[2]).lower().split(".") if host else [plain_name(cell)]
    return any(word in OTHER_SITES for word in words)


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
    return next(iter(others), None)


def is_mixed(sample: SampledRows) -> bool:
    """Whether rows are of several sites, or all of others than Flickr."""
    site = find_site(sample)
    return site is not None and not all(map(says_flickr, sample.filled(site.index)))


def with_rows_of_flickr(sample: SampledRows, site: Site) -> SampledRows:
    """The sample; where no row of it says Flickr, with such rows from all over the manifest."""
    if any(map(partial(_is_of_flickr, site.index), sample.rows)):
        return sample
    more = [row for row in sample.all_over() if _is_of_flickr(site.index, row)]
    return replace(sample, rows=[*sample.rows, *more[:SAMPLED_ROWS]])


def only_of_flickr(sample: SampledRows, site: Site) -> SampledRows:
    """The same rows, emptied where they do not say Flickr; columns found in them are read in such rows only."""
    is_of_flickr = partial(_is_of_flickr, site.index)
    return replace(
        sample,
        rows=[row if is_of_flickr(row) else () for row in sample.rows],
        all_over=lambda: [row for row in sample.all_over() if is_of_flickr(row)],
        site=sample.column(site.index, SITE),
    )


def _is_of_flickr(index: int, row: Sequence[str]) -> bool:
    return index < len(row) and says_flickr(row[index])
