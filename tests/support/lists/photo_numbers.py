"""Numbers that are spread like the IDs in published lists of Flickr's photos: made up, by the shares in such lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Shares = Sequence[tuple[float, float]]
"""Upper bounds in thousand millions, and the share of a list's IDs from the bound before up to each."""


def _spread(shares: Shares) -> Callable[[Random, int], list[int]]:
    bounds = [0.0, *(bound for bound, _ in shares)]
    weights = [share for _, share in shares]

    def draw(random: Random, count: int) -> list[int]:
        chosen = random.choices(range(len(weights)), weights, k=count)
        # Within the first thousands of millions each year had more photos than the one before.
        return [_between(random, bounds[place] * 1e9, bounds[place + 1] * 1e9, place) for place in chosen]

    return draw


def _between(random: Random, low: float, high: float, place: int) -> int:
    part = random.random() ** 0.9 if place == 0 else random.random()
    return max(int(low + (high - low) * part), 2_000)


# Counted on published lists, rounded.
LISTS: dict[str, Callable[[Random, int], list[int]]] = {
    "up to 2009, rich in old ones": _spread(
        [(0.1, 0.094), (0.6, 0.37), (1.0, 0.05), (2.05, 0.142), (2.6, 0.27), (2.78, 0.074)]
    ),
    "up to 2011": _spread([(0.1, 0.038), (0.6, 0.141), (1.0, 0.02), (2.05, 0.058), (5, 0.60), (8.25, 0.143)]),
    "up to 2013": _spread([(0.1, 0.031), (0.6, 0.087), (1.0, 0.01), (2.05, 0.028), (10, 0.834), (10.3, 0.01)]),
    "up to 2015": _spread([(0.1, 0.025), (0.6, 0.069), (1.0, 0.01), (2.05, 0.021), (10, 0.58), (22.2, 0.295)]),
    "2014 to 2020": _spread([(2.05, 0.0001), (10, 0.1819), (25, 0.313), (36, 0.262), (48, 0.243)]),
    "of today": _spread([(0.6, 0.006), (2.05, 0.002), (10, 0.042), (30, 0.15), (50, 0.4), (55, 0.4)]),
}
"""By what they are."""
