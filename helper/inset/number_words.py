"""Numbers as a person reads them: counts, sizes, shares. The command line and the reports share them."""

from __future__ import annotations

from math import floor

from inset.words.counting import written_percent
from inset.words.messages import ENGLISH


def plural(count: int, one: str, many: str = "") -> str:
    """`1 photo`, `2,000 photos`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def amount_of(count: int) -> tuple[float, str]:
    """A number of bytes as an amount of a unit: `16.2` and `MB` (decimal, as disks are sold)."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return amount, unit


def size(count: int) -> str:
    """A number of bytes for a person: `16.2 MB`."""
    amount, unit = amount_of(count)
    return f"{amount:.1f} {unit}" if unit != "B" else f"{count} B"


def percent(share: float, language: str = ENGLISH) -> str:
    """A share or a rate for a person: `95%`, `1.8%`, `0.024%`. Between 0 and 1 it never reads as 0% or 100%."""
    if 0 < share < 1e-6:
        return written_percent("<0.0001", language)
    return written_percent(f"{share * 100:.2g}" if share < 0.1 else _whole(share), language)


def percent_of_chance(chance: float, language: str = ENGLISH) -> str:
    """How likely an answer is true: `95%`, rounded down; between 0 and 1 never 0% (but `<1%`) or 100% (but `99%`).

    Its twins are extension/src/shared/words/chance.ts, and server/web/page/shared/format.js for the local page;
    tests/vectors/chances.json holds all three to the same words.

    Args:
        chance: 0 to 1.
        language: in which the percent sign is set.
    """
    return written_percent("<1" if 0 < chance < 0.01 else _whole(chance), language)


def is_unlikely(chance: float | None) -> bool:
    """Whether what a filter lets by is more likely not in its list: of that, nothing is "probably" so.

    Its twins are in chance.ts, too, and in server/web/page/shared/answers.js; the same vectors hold them together.
    """
    return chance is not None and chance < 0.5


def _whole(share: float) -> str:
    """A share in whole percent, rounded down: only 1 is 100."""
    return str(100 if share >= 1 else min(99, floor(share * 100)))
