"""Numbers as a person reads them: counts, sizes, shares. The command line and the reports share them."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """`1 photo`, `2,000 photos`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """A number of bytes for a person: `16.2 MB` (decimal, as disks are sold)."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if unit != "B" else f"{count} B"


def percent(share: float) -> str:
    """A share for a person, never rounded up to certainty: `95 %`, `0.02 %`, `over 99.9 %`."""
    if share > 0.999:
        return "over 99.9 %"
    digits = 0 if share >= 0.1 else 1 if share >= 0.01 else 2 if share >= 0.0001 else 4
    return f"{share * 100:.{digits}f} %"
