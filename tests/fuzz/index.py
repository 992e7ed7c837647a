"""`make fuzz-index SECONDS=600`: damages the files of a run for so long, and keeps those that show a fault."""

from __future__ import annotations

import argparse
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from fuzz.index_files import seeds, use
from fuzz.mutations import mutate

FILES: Final = (
    "completed",
    "dataset.json",
    "photos.bloom",
    "photos.crc32",
    "photos.ids",
    "photos.rows",
    "photos.sqlite",
)
MOST_SECONDS: Final = 20.0
"""Of the processor, for a file of some kilobytes."""


def damaged(number: int) -> tuple[str, bytes]:
    """The damaged file of a number: its name and its bytes."""
    random = Random(number)
    name = FILES[number % len(FILES)]
    return name, mutate(seeds()[name], random)[0]


def try_one(number: int, folder: Path) -> str:
    """Use the damaged file of a number; return what is wrong, nothing if all is right."""
    name, data = damaged(number)
    started = time.process_time()
    try:
        use(name, data, folder)
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{number}: {name}\n{traceback.format_exc()}"
    seconds = time.process_time() - started
    return f"{number}: {name} took {seconds:.0f} s" if seconds > MOST_SECONDS else ""


def campaign(first: int, seconds: float, folder: Path) -> Iterator[tuple[int, str]]:
    """The number of each damaged file and what is wrong with it, for so many seconds."""
    end = time.monotonic() + seconds
    number = first
    while time.monotonic() < end:
        yield number, try_one(number, folder)
        number += 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz.index")
    parser.add_argument("--seconds", type=float, default=60, help="how long")
    parser.add_argument("--first", type=int, default=0, help="the number of the first damaged file")
    parser.add_argument("--keep", type=Path, default=None, help="a folder for those that show a fault")
    asked = parser.parse_args()
    tried = faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, wrong in campaign(asked.first, asked.seconds, folder):
            tried += 1
            if wrong:
                faults += 1
                print(wrong, flush=True)
                if asked.keep is not None:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    (asked.keep / str(number)).write_bytes(damaged(number)[1])
    print(f"{tried:,} damaged files from {asked.first:,} on, {faults:,} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
