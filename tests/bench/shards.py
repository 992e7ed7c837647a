"""What a build in shards costs beside one on one machine: `PYTHONPATH=tests python -m bench.shards`.

Prints processor and clock seconds of all threads and the most memory held; clock seconds only mean something on an idle
machine. What comes out is compared byte for byte.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import polars as pl

from inset_build.engine.shards import Share, build_shard, merge_shards
from inset_build.pipeline import build_dataset
from support.datasets.same_run import assert_same_run, only_run

ROWS: Final = 10_000_000
FILES: Final = 16

_Done = TypeVar("_Done")


def main(rows: int = ROWS) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, rows)
        sources = [folder / "part-*.csv"]
        _measured("build", lambda: build_dataset(folder / "one", "lists", sources))
        _measured("shard", lambda: build_shard(folder / "shared", "lists", sources, share=Share(1, 1)))
        _measured("merge", lambda: merge_shards(folder / "many", "lists", folder / "shared"))
        assert_same_run(only_run(folder / "one"), only_run(folder / "many"))
        held = sum(path.stat().st_size for path in (folder / "shared").rglob("*") if path.is_file())
        print(f"the same; the shared folder holds {held / 1e6:,.0f} MB")


def _write(folder: Path, rows: int) -> None:
    """Tables of addresses with words: no photo's ID says where it stands."""
    random = np.random.default_rng(1)
    for part in range(FILES):
        numbers = {"photo": random.integers(10**9, 5 * 10**10, rows // FILES), "n": np.arange(rows // FILES)}
        pl.DataFrame(numbers).select(
            url=pl.format("https://live.staticflickr.com/65535/{}_5a3c7e9b10_b.jpg", pl.col("photo")),
            text=pl.format("some words about picture {} in the list", pl.col("n")),
        ).write_csv(folder / f"part-{part:02}.csv")


def _measured(what: str, work: Callable[[], _Done]) -> _Done:
    Path("/proc/self/clear_refs").write_text("5")  # Linux: forget the most that was held so far
    worked, began = time.process_time(), time.monotonic()
    done = work()
    status = Path("/proc/self/status").read_text().splitlines()
    most = next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
    print(
        f"{what}: {time.process_time() - worked:.1f} s of a processor, {time.monotonic() - began:.1f} s, {most:.0f} MB",
        flush=True,
    )
    return done


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
