"""What a run of the benchmarks was asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Options:
    """How large, and where.

    Attributes:
        sizes: photos in a dataset, ascending; the largest but 10⁸ is what is compared with peers.
        rounds: how often each is measured, in turn with the others.
        shelf: published datasets; folder: for everything else, removed afterwards.
        images: where a plot is drawn, or None.
        small: a tenth of the catalogue; cache: where what takes long to make is kept for the next run.
    """

    sizes: tuple[int, ...]
    rounds: int
    shelf: Shelf
    folder: Path
    images: Path | None
    small: bool
    cache: Path

    @property
    def main_size(self) -> int:
        """The size at which peers are measured too; at more they would take an hour."""
        return max(size for size in self.sizes if size <= 10_000_000)
