"""The short forms of `make soak PARTS="absent flipped"`."""

from __future__ import annotations

from pathlib import Path

from soak.claims.absent import absent
from soak.claims.flipped import flipped
from soak.figures import Budget


def test_no_absent_photo_is_called_listed_and_a_filter_is_as_good_as_it_says(tmp_path: Path) -> None:
    figures = absent(Budget(0), tmp_path, listed=20_000, batch=100_000)
    assert figures.faults == []
    assert figures.counts["wrong claims"] == 0
    assert sum(count for what, count in figures.counts.items() if what.startswith("absent")) > 800_000


def test_a_helper_answers_as_before_or_not_at_all_from_changed_files(tmp_path: Path) -> None:
    figures = flipped(Budget(0), tmp_path, least=12)
    assert figures.faults == []
    assert figures.counts["bytes changed (exact)"] == 6
    assert figures.counts.total() > 12  # some were refused
