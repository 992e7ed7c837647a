"""The short form of `make soak PARTS=absent`."""

from __future__ import annotations

from pathlib import Path

from soak.claims.absent import absent
from soak.figures import Budget


def test_no_absent_photo_is_called_listed_and_a_filter_is_as_good_as_it_says(tmp_path: Path) -> None:
    figures = absent(Budget(0), tmp_path, listed=20_000, batch=100_000)
    assert figures.faults == []
    assert figures.counts["wrong claims"] == 0
    assert sum(count for what, count in figures.counts.items() if what.startswith("absent")) > 800_000
