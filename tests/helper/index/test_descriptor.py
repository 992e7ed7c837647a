"""What a dataset may be called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inset.index.descriptor import is_dataset_name

NAMES = json.loads((Path(__file__).parents[2] / "vectors" / "dataset_names.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(("name", "is_one"), NAMES)
def test_a_datasets_name(name: str, is_one: bool) -> None:
    assert is_dataset_name(name) is is_one
