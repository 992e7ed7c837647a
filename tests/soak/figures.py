"""What a part of the campaign gives: how often it tried what, and what was not as promised."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


class Budget:
    """How long a part may go on; it does the least that makes sense even with none.

    Args:
        seconds: from now on.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_left(self) -> bool:
        """Whether there is time for another round."""
        return time.monotonic() < self._end


@dataclass
class Figures:
    """The counts of a part, by what was counted, and its faults in words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, what: str, count: int = 1) -> None:
        """Count something that was tried, or that was found and is as promised."""
        self.counts[what] += count

    def hold(self, is_so: bool, otherwise: str) -> None:
        """Note a fault unless the promise was kept."""
        if not is_so:
            self.faults.append(otherwise)

    def lines(self) -> list[str]:
        """For people."""
        return [f"  {count:>15,} {what}" for what, count in self.counts.items()]


Part = Callable[[Budget, Path], Figures]
"""A part of the campaign, with an empty folder of its own."""
