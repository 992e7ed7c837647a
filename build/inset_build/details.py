"""Collects a build's details: what manifests say of accounts, names and licences becomes rows of `photos.sqlite`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from inset.flickr import find_account, find_licence
from inset.index.account_names import tidy_name
from inset.index.details_writer import DetailsWriter

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
        """Add a batch: `photo_id` and, where there are any, text columns `account`, `name` and `licence`.

        `account` is an NSID or the URL of a profile or photo; `name` is what the account is called, several names one a
        line; `licence` is a URL, Flickr's number, or other words.
        """
        if not {"account", "name", "licence"} & set(frame.columns):
            return
        if self._writer is None:
            self._writer = DetailsWriter(self._path, self._spill)
        nothing = pl.lit(None, dtype=pl.String)
        account = _one_url_an_account(pl.col("account")) if "account" in frame.columns else nothing
        if "name" in frame.columns:
            account = pl.concat_str(account.fill_null(""), pl.col("name").fill_null(""), separator=_BETWEEN)
        texts = frame.select(
            "photo_id",
            account=account,
            licence=pl.col("licence").str.strip_chars() if "licence" in frame.columns else nothing,
        )
        keys = texts.select(
            "photo_id",
            account=_keys(texts["account"], self._account_key),
            licence=_keys(texts["licence"], self._licence_key),
        ).filter(pl.any_horizontal(pl.col("account", "licence").is_not_null()))
        self._writer.add(keys.iter_rows())

    def finish(self) -> int:
        """Make the file complete; return how many photos have details, 0 when there is no file."""
        return 0 if self._writer is None else self._writer.finish()

    def close(self) -> None:
        """Close the file; one that is not finished is removed."""
        if self._writer is not None:
            self._writer.__exit__()

    def _account_key(self, text: str) -> int | None:
        assert self._writer is not None
        said, _, called = text.partition(_BETWEEN)
        account = find_account(said)
        names = [name for line in called.split("\n") if (name := tidy_name(line)) is not None]
        return self._writer.account_key(account, names) if account is not None or names else None

    def _licence_key(self, text: str) -> int | None:
        assert self._writer is not None
        if not text:
            return None
        return self._writer.licence_key(find_licence(text), text[:MAX_WORDS])


def _one_url_an_account(column: pl.Expr) -> pl.Expr:
    """Shorten URLs of photos to the account's URL, so that each account is parsed once instead of each photo."""
    account = column.str.extract(_ACCOUNT_IN_URL)
    return pl.when(account.is_not_null()).then(pl.lit(_PROFILE) + account).otherwise(column)


def _keys(texts: pl.Series, key_of: Callable[[str], int | None]) -> pl.Series:
    """The key of each text; each distinct text is parsed once."""
    distinct = texts.drop_nulls().unique()
    keys = pl.Series(map(key_of, distinct), dtype=pl.Int64)
    return texts.replace_strict(distinct, keys, default=None, return_dtype=pl.Int64)
