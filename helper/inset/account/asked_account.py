"""An account in a check: which of its photos can be asked about, and what the report says of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inset.account.names import NOTE, Candidate, photos_of
from inset.account.report_shape import Asked, Gap
from inset.index.library import Library


def ask_account(library: Library, words: str, account: Candidate) -> tuple[NDArray[np.uint64], Asked]:
    """The photos that some dataset lists as an account's (uint64, ascending), and what the report says of it.

    Args:
        library: what is published; words: by which the person named it; account: which one is meant.
    """
    photo_ids = np.fromiter(photos_of(library, account, with_censuses=True), dtype=np.uint64)
    gaps = [Gap("only_named", "photos of it that no list here names as its own cannot be known")]
    if account.because == "name":
        gaps.append(Gap("by_name", NOTE.removesuffix(".")))
    return photo_ids, Asked("account", words, len(photo_ids), account=account.account, gaps=tuple(gaps))


def unknown_account(words: str) -> Asked:
    """What the report says of an account that no dataset knows."""
    gap = Gap(
        "unknown_account",
        "none of your datasets knows this account; give its photos as a list, or your Flickr data export",
    )
    return Asked("account", words, 0, gaps=(gap,))
