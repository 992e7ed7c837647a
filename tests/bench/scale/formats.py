"""What a row costs by the format that it stands in: `inset build --shard 1/1` of a list of each family."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from bench.manifest_families import FAMILIES, Family
from bench.tables import number, table

BEGINNING = 20_000
"""Rows of a short list, whose cost is that of starting and looking, and is taken off."""


@dataclass(frozen=True, slots=True)
class Read:
    """What reading a list took: processor seconds of all threads, and bytes read and written."""

    seconds: float
    size: int
    written: int


def formats(folder: Path) -> str:
    """A table, a format a row."""
    rows = []
    for family in FAMILIES:
        short, whole = (_read(replace(family, rows=count), folder) for count in (BEGINNING, family.rows))
        more = family.rows - BEGINNING
        a_row = (whole.seconds - short.seconds) / more
        rows.append(
            [
                family.title,
                f"{family.rows:,}",
                number(1e6 * a_row),
                number(1e-6 / a_row),
                number((whole.size - short.size) / more),
                number((whole.written - short.written) / more),
                number(short.seconds),
            ]
        )
    head = (
        "list", "rows", "µs of the processor a row", "M rows/s of a core", "bytes a row to read", "bytes a row written",
        "starting and looking, s",
    )  # fmt: skip
    return table(head, rows)


def _read(family: Family, folder: Path) -> Read:
    path = family.write(folder, family.rows)
    shared = folder / "shared"
    command = ["build", "made-up", str(path), "--shard", "1/1", "--to", str(shared)]
    environment = os.environ | {"INSET_HOME": str(folder / "home"), "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        [Path(sys.executable).parent / "inset", *command],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{family.title} was not read: {said}")
    written = sum(each.stat().st_size for each in shared.rglob("*") if each.is_file())
    found = Read(used.ru_utime + used.ru_stime, path.stat().st_size, written)
    shutil.rmtree(shared)
    path.unlink()
    return found
