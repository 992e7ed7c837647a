"""Whether two runs are the same byte for byte."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def assert_same_run(one: Path, other: Path) -> None:
    """Two runs have the same files with the same bytes, but for the time in the descriptor and so its checksum."""
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        if name not in ("dataset.json", "completed"):
            assert (one / name).read_bytes() == (other / name).read_bytes(), name
    assert _but_the_time(one) == _but_the_time(other)


def described(run: Path) -> dict[str, Any]:
    """A run's descriptor without when it was built, by which no two runs are the same."""
    facts = json.loads(_but_the_time(run))
    assert isinstance(facts, dict)
    return facts


def _but_the_time(run: Path) -> bytes:
    return re.sub(rb'"built_at": "[^"]*"', b'"built_at": ""', (run / "dataset.json").read_bytes())


def only_run(datasets: Path) -> Path:
    """The folder of the only run of the only dataset."""
    (run,) = datasets.glob("*/*/dataset.json")
    return run.parent
