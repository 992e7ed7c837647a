"""Collects a build's details: what manifests say of accounts, names and licences becomes rows of `photos.sqlite`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from inset.flickr import find_account, find_licence
from inset.index.account_names import tidy_name
from inset.index.details_writer import DetailKeys, DetailsWriter

_PROFILE: Final = "https://www.flickr.com/people/"
_ACCOUNT_IN_URL: Final = r"(?i)^\s*(?:https?:)?//(?:www\.)?flickr\.com/(?:photos|people)/([^/?#\s]+)"

_BETWEEN: Final = "\0"
"""Between an account and its names, so that each pair is parsed once."""

MAX_WORDS: Final = 200
"""How many characters are kept of a licence that is none of Flickr's."""


class DetailsCollector:
    """Writes the details of batches to a file; if no batch has any, there is no file.

    Args:
        path: the run's `photos.sqlite`; spill: an existing folder for what is not sorted yet.
    """

    def __init__(self, path: Path, spill: Path) -> None:
        self._path = path
        self._spill = spill
        self._writer: DetailsWriter | None = None

    def add(self, frame: pl.DataFrame) -> None:
        """Add a batch, see `keyed`."""
        if not has_details(frame):
            return
        if self._writer is None:
            self._writer = DetailsWriter(self._path, self._spill)
        self._writer.add(keyed(frame, self._writer).iter_rows())

    def finish(self) -> int:
        """Make the file complete; return how many photos have details, 0 when there is no file."""
        return 0 if self._writer is None else self._writer.finish()

    def close(self) -> None:
        """Close the file; one that is not finished is removed."""
        if self._writer is not None:
            self._writer.__exit__()


def has_details(frame: pl.DataFrame) -> bool:
    """Whether a batch has any column of details."""
    return bool({"account", "name", "licence"} & set(frame.columns))


def keyed(frame: pl.DataFrame, keys: DetailKeys) -> pl.DataFrame:
    """The details of a batch as numbers.

    Args:
        frame: `photo_id` and, where there are any, text columns `account`, `name` and `licence`. `account` is an NSID
            or the URL of a profile or photo; `name` is what the account is called, several names one a line; `licence`
            is a URL, Flickr's number, or other words.
        keys: gives the numbers. They ascend in the order in which accounts and licences are met first, however the rows
            are divided into batches.

    Returns:
        `photo_id`, `account` and `licence` (Int64, null where it has none), without rows that have neither.
    """
    nothing = pl.lit(None, dtype=pl.String)
    account = _one_url_an_account(pl.col("account")) if "account" in frame.columns else nothing
    if "name" in frame.columns:
        account = pl.concat_str(account.fill_null(""), pl.col("name").fill_null(""), separator=_BETWEEN)
    texts = frame.select(
        "photo_id",
        account=account,
        licence=pl.col("licence").str.strip_chars() if "licence" in frame.columns else nothing,
    )
    return texts.select(
        "photo_id",
        account=_numbers(texts["account"], lambda text: _account_key(keys, text)),
        licence=_numbers(texts["licence"], lambda text: _licence_key(keys, text)),
    ).filter(pl.any_horizontal(pl.col("account", "licence").is_not_null()))


def _account_key(keys: DetailKeys, text: str) -> int | None:
    said, _, called = text.partition(_BETWEEN)
    account = find_account(said)
    names = [name for line in called.split("\n") if (name := tidy_name(line)) is not None]
    return keys.account_key(account, names) if account is not None or names else None


def _licence_key(keys: DetailKeys, text: str) -> int | None:
    return keys.licence_key(find_licence(text), text[:MAX_WORDS]) if text else None


def _one_url_an_account(column: pl.Expr) -> pl.Expr:
    """Shorten URLs of photos to the account's URL, so that each account is parsed once instead of each photo."""
    account = column.str.extract(_ACCOUNT_IN_URL)
    return pl.when(account.is_not_null()).then(pl.lit(_PROFILE) + account).otherwise(column)


def _numbers(texts: pl.Series, key_of: Callable[[str], int | None]) -> pl.Series:
    """The key of each text; each distinct text is parsed once, in the order in which they come."""
    distinct = texts.drop_nulls().unique(maintain_order=True)
    keys = pl.Series(map(key_of, distinct), dtype=pl.Int64)
    return texts.replace_strict(distinct, keys, default=None, return_dtype=pl.Int64)
