"""Photo IDs from whole columns: what `inset.photo_ref` does for one text, at the speed of Polars.

Each function gives exactly what its counterpart for one text gives, row by row. Patterns find the shapes that nearly
all manifests consist of. Texts that they do not match, but that could be Flickr URLs, go through the parser in
`inset.photo_ref` one by one. The patterns are run by Rust's regex, which is linear in time for any text.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from inset.photo_ref import MAX_ID_DIGITS, MAX_URL_LENGTH, NOT_A_USER, photo_id_from_url
from inset_build.readers.meaning.addresses import (
    CUT,
    MAYBE_DRESSED,
    PARENT,
    PUNCTUATION,
    UNSEEN,
    WHOLE,
    WIDE,
    photos_in_text,
)
from inset_build.readers.meaning.patterns import BLANKS, PHOTO_ID, SECRET, SIZES
from inset_build.readers.sources.whole_words import BEGINS_ANOTHER, BROKEN, BROKEN_WORD, GOES_ON, NUMBERED, REST

_PAGE: Final = r"^https?://(?:www\.)?flickr\.com/photos/"

IMAGE_URL: Final = (
    r"^https?://(?:live\.staticflickr\.com|farm[0-9]{1,3}\.static\.?flickr\.com|static\.flickr\.com"
    r"|c[0-9]{1,3}\.staticflickr\.com/[0-9]{1,6})/[0-9]{1,6}/"
    rf"{PHOTO_ID}_{SECRET}{SIZES}\.(?:jpg|png|gif)$"
)
"""URLs of image files, with a secret of the usual length."""

PAGE_URL: Final = rf"{_PAGE}[0-9A-Za-z_@-]{{1,100}}/{PHOTO_ID}(?:/[0-9A-Za-z/_@-]*)?$"
"""URLs of photo pages; those that NO_PAGE_URL matches are excluded."""

NO_PAGE_URL: Final = rf"{_PAGE}(?:{'|'.join(sorted(NOT_A_USER))})/"

FILE_NAME: Final = (
    rf"^{BLANKS}(?s:.*[/\\])?{PHOTO_ID}(?:_{SECRET}{SIZES})?\.(?i-u:jpe?g|png|gif|tiff?|webp)(?:#[0-9]+)?{BLANKS}$"
)
"""Exactly the names that photo_id_from_file_name accepts."""

MAYBE_FLICKR: Final = "(?i)flic"
"""Occurs in every URL of a Flickr photo, also inside the URL of a proxy."""

BETWEEN_SEPARATORS: Final = rf"""[^\s,;|"'<>{UNSEEN}{WIDE}]+"""
"""A piece of a line of text between separators."""


def photo_ids_from_numbers(cells: pl.Expr) -> pl.Expr:
    """`parse_photo_id` for a whole column, with blanks allowed around the number."""
    return cells.str.extract(f"^{BLANKS}{PHOTO_ID}{BLANKS}$", 1).cast(pl.UInt64)


def photo_ids_from_plain_numbers(cells: pl.Expr) -> pl.Expr:
    """The IDs of cells that are a number without blanks around it, seven times as fast; null for all others."""
    may_be = (cells >= "1") & (cells < ":") & (cells.str.len_bytes() <= MAX_ID_DIGITS)
    return pl.when(may_be).then(cells.cast(pl.UInt64, strict=False))


def photo_ids_from_file_names(cells: pl.Expr) -> pl.Expr:
    """`photo_id_from_file_name` for a whole column."""
    return pl.when(cells.str.len_chars() <= MAX_URL_LENGTH).then(cells.str.extract(FILE_NAME, 1)).cast(pl.UInt64)


def photo_ids_from_image_urls(cells: pl.Expr) -> pl.Expr:
    """The IDs in URLs of image files; null for all other URLs, also for those that name a photo in another way."""
    return cells.str.extract(IMAGE_URL, 1).cast(pl.UInt64)


def photo_ids_from_page_urls(cells: pl.Expr) -> pl.Expr:
    """The IDs in URLs of photo pages; null for all other URLs, also for those that name a photo in another way."""
    is_page = (cells.str.len_bytes() <= MAX_URL_LENGTH) & ~cells.str.contains(NO_PAGE_URL)
    return pl.when(is_page).then(cells.str.extract(PAGE_URL, 1)).cast(pl.UInt64)


def photo_ids_from_plain_urls(cells: pl.Expr) -> pl.Expr:
    """The IDs of the common shapes of URL; `complete_urls` adds the others."""
    return pl.coalesce(photo_ids_from_image_urls(cells), photo_ids_from_page_urls(cells))


def complete_urls(cells: pl.Series, found: pl.Series, *, base_is_flickr: bool = False) -> pl.Series:
    """`photo_id_from_url` for a whole column, given what `photo_ids_from_plain_urls` found.

    Args:
        cells: String, N.
        found: UInt64, N; null where nothing was found yet.
        base_is_flickr: take paths without a host as paths on www.flickr.com. Never so in a manifest.

    Returns:
        UInt64, N.
    """
    if not found.null_count():
        return found
    candidates = f"{MAYBE_FLICKR}|^{BLANKS}/" if base_is_flickr else MAYBE_FLICKR
    where = (found.is_null() & cells.str.contains(candidates).fill_null(value=False)).arg_true()
    if not len(where):
        return found
    rest = [photo_id_from_url(url, base_is_flickr=base_is_flickr) for url in cells.gather(where)]
    return found.scatter(where, pl.Series(rest, dtype=pl.UInt64))


def photo_ids_from_urls(cells: pl.Series, *, base_is_flickr: bool = False) -> pl.Series:
    """Bulk `photo_id_from_url`: String to UInt64, N."""
    plain = cells.to_frame("cell").select(photo_ids_from_plain_urls(pl.col("cell"))).to_series()
    return complete_urls(cells, plain, base_is_flickr=base_is_flickr)


def _without_punctuation(tokens: pl.Expr) -> pl.Expr:
    """`without_punctuation` for whole columns."""
    tokens = tokens.str.strip_chars_end(PUNCTUATION)
    whole = tokens.str.strip_chars_end(PUNCTUATION + ".")
    is_cut = tokens.str.ends_with(CUT) & ~whole.str.contains(WHOLE)
    return pl.when(tokens.str.ends_with(PARENT) | is_cut).then(tokens).otherwise(whole)


def with_breaks_shown(lines: pl.Series) -> pl.Series:
    """The lines; where one ends within an address whose rest begins the next one, it ends with `BROKEN`."""
    may_be = (lines >= "0") & (lines < ":")
    if not may_be.any():
        return lines
    is_rest = may_be & lines.str.contains(f"^{REST}")
    if not is_rest.any():
        return lines
    is_broken = is_rest.shift(-1, fill_value=False) & lines.str.contains(r"[0-9]\s*$") & ~lines.str.contains(NUMBERED)
    shown = pl.when("broken").then(pl.col("text").str.strip_chars_end() + BROKEN).otherwise("text")
    return pl.DataFrame({"text": lines, "broken": is_broken}).select(shown).to_series()


def _with_whole_words(lines: pl.Expr) -> pl.Expr:
    """As `whole_words.with_whole_words`, of lines that are each looked at alone."""
    whole = lines.str.replace_all(BEGINS_ANOTHER, " $1")
    for pattern in (BROKEN_WORD, GOES_ON):
        whole = whole.str.replace_all(pattern, f"${{1}}{BROKEN}${{2}}")
    return whole


def photo_ids_from_lines(lines: pl.Series) -> pl.DataFrame:
    """Photos of lines of text, each of which may hold several URLs.

    Returns:
        `line` (UInt32, index into `lines`) and `photo_id` (UInt64), in order; each photo once a line.
    """
    frame = pl.DataFrame({"text": with_breaks_shown(lines)}).with_row_index("line")
    frame = frame.lazy().with_columns(photo_id=photo_ids_from_plain_urls(pl.col("text"))).collect(engine="streaming")
    alone = frame.select("line", "photo_id").drop_nulls()
    left = frame.lazy().filter(pl.col("photo_id").is_null() & pl.col("text").str.contains(MAYBE_FLICKR))
    tokens = (
        left.select("line", token=_with_whole_words(pl.col("text")).str.extract_all(BETWEEN_SEPARATORS))
        .explode("token")
        .with_columns(_without_punctuation(pl.col("token")))
        .filter(pl.col("token").str.contains(MAYBE_FLICKR))
        .collect()
    )
    if not tokens.height:
        return alone
    tokens = tokens.with_columns(photo_id=photo_ids_from_urls(tokens["token"]))
    # What escapes or other words hide is looked for in the whole line.
    hidden = tokens.filter(pl.col("photo_id").is_null() & pl.col("token").str.contains(MAYBE_DRESSED))["line"].unique()
    several = tokens.filter(~pl.col("line").is_in(hidden.implode())).select("line", "photo_id").drop_nulls()
    texts = frame.filter(pl.col("line").is_in(hidden.implode())).select("line", "text").rows()
    pairs = [(line, photo_id) for line, text in texts for photo_id in photos_in_text(text)]
    unhidden = pl.DataFrame(pairs, schema=several.schema, orient="row")
    found = pl.concat([alone, several.unique(maintain_order=True), unhidden])
    return found.sort("line", maintain_order=True)
