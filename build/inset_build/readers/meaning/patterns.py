"""Pieces of patterns that several files build theirs of. They mean the same to Python's `re` and to Polars' Rust."""

from __future__ import annotations

from typing import Final

from inset import flickr

PHOTO_ID: Final = "([1-9][0-9]{0,11})"
"""A photo's ID, as a group."""

NSID: Final = f"({flickr.NSID})"
"""An account's ID, as a group."""

SECRET: Final = "[0-9a-f]{10}"  # noqa: S105 - Flickr calls it so; it stands in every image's URL
"""What follows the ID in the name of an image file."""

SIZES: Final = "(?:_[0-9a-z]{1,3}){0,2}"
"""What tells the size in the name of an image file, as in `_b`."""

BLANKS: Final = r"[ \t\n\r\f\x0b]*"
r"""Blanks that are forgiven around a value: ASCII's, since `\s` means more of them in one of the two."""
