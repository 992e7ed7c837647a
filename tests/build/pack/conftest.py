"""A dataset that is published, and folders to pack it into and to unpack it in."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.datasets.runs import Details, publish_ids

IDS = [*range(1_000, 4_000, 7), 53_208_249_252, 999_999_999_999]
DETAILS: Details = {
    1_000: ("12345678@N00", 4, ("Jo Made Up",)),
    1_007: (None, "words of theirs"),
    1_014: ("other-name", None),
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return publish_ids(tmp_path / "publisher", "made-up", IDS, details=DETAILS)


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    return tmp_path / "reader"
