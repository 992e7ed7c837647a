"""How likely a count is by chance: the tail of a binomial distribution, for a few terms and without a library."""

from __future__ import annotations

from math import exp, lgamma, log
from typing import Final

_NEGLIGIBLE: Final = 1e-12


def at_least(count: int, trials: int, probability: float) -> float:
    """The probability of at least `count` hits in so many trials, each of which hits with `probability`."""
    if count <= 0 or probability >= 1:
        return 1.0
    if count > trials or probability <= 0:
        return 0.0
    if count <= trials * probability:
        return 1.0  # nothing unusual; the exact value would not matter to anyone
    ratio = probability / (1 - probability)
    term = exp(_log_of_choices(trials, count) + count * log(probability) + (trials - count) * log(1 - probability))
    total = 0.0
    hits = count
    while term > _NEGLIGIBLE * max(total, _NEGLIGIBLE) and hits <= trials:
        total += term
        term *= ratio * (trials - hits) / (hits + 1)
        hits += 1
    return min(total, 1.0)


def at_most(count: int, trials: int, probability: float) -> float:
    """The probability of at most `count` hits; arguments as for `at_least`."""
    return at_least(trials - count, trials, 1 - probability)


def _log_of_choices(trials: int, count: int) -> float:
    return lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)
