"""How likely it is that a filter's hit is true, and that no filter alone makes it certain."""

from __future__ import annotations

from typing import Final

from inset.flickr import PHOTOS_GIVEN_OUT

MOST_CERTAIN: Final = 0.999
"""The highest chance that is given for a filter's answer: a filter alone proves nothing, however few its bits."""


def chance_listed(photos: int, false_positive_rate: float, given_out: int = PHOTOS_GIVEN_OUT) -> float:
    """How likely a photo that the filter lets by really is in the dataset, 0 to 1 (Bayes' rule), with four digits.

    Args:
        photos: photos in the dataset.
        false_positive_rate: of its filter.
        given_out: photo IDs that Flickr has given out; a photo met while browsing is taken as any of them.
    """
    prior = min(photos / given_out, 1.0)
    chance = prior / (prior + false_positive_rate * (1.0 - prior))
    # Four significant digits, not four decimals: a small chance must not become 0, which would say "impossible".
    return min(float(f"{chance:.4g}"), MOST_CERTAIN)
