"""Whether two runs are the same byte for byte."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def assert_same_run(one: Path, other: Path, *, read_there: bool = False) -> None:
    """Two runs have the same files with the same bytes, but for the time in the descriptor and so its checksum.

    Args:
        one, other: their folders; read_there: also but for the times at which files that lie elsewhere were read.
    """
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        if name not in ("dataset.json", "completed"):
            assert (one / name).read_bytes() == (other / name).read_bytes(), name
    first, second = _but_the_time(one), _but_the_time(other)
    if read_there:
        first, second = (re.sub(rb"read there [0-9TZ:-]+", b"read there", each) for each in (first, second))
    assert first == second


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
