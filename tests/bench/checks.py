"""Checking an account of 20,000 photos over five datasets, and an export of 200,000: seconds, memory, right numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.options import Options
from bench.tables import Section, goal, table
from support.flickr_exports import NSID
from support.made_up_account import differences, make_account, publish, write_export

ACCOUNT: Final = 20_000
EXPORT: Final = 200_000
OTHERS: Final = 1_000_000
"""Photos of others in each dataset."""

EXPORT_SECONDS: Final = 10.0
EXPORT_MB: Final = 300.0


@dataclass(frozen=True)
class Ran:
    """One command: seconds by the clock, of the processor, the most memory in MB, and what it printed."""

    seconds: float
    processor: float
    megabytes: float
    document: dict[str, Any]


def run(options: Options) -> Section:
    rows = []
    export = None
    for photos, what in ((ACCOUNT, "account"), (EXPORT, "export")):
        folder = options.folder / f"check-{what}"
        folder.mkdir()
        made = make_account(photos)
        publish(folder / "data" / "datasets", made, OTHERS)
        words = [NSID] if what == "account" else [str(path) for path in write_export(folder, made)]
        best = min((_run(folder, words) for _ in range(options.rounds)), key=lambda each: each.seconds)
        wrong = differences(best.document, made, facts=what == "export")
        assert not wrong, wrong
        export = best if what == "export" else export
        name = f"an {what} of {photos:,} photos"
        rows.append([name, f"{best.seconds:.1f}", f"{best.processor:.1f}", f"{best.megabytes:.0f}"])
    assert export is not None
    goals = [
        goal(f"an export of {EXPORT:,} photos in ≤ {EXPORT_SECONDS:.0f} s", met=export.seconds <= EXPORT_SECONDS),
        goal(f"and ≤ {EXPORT_MB:.0f} MB", met=export.megabytes <= EXPORT_MB),
    ]
    note = (
        f"`inset check … --json`, the whole command, best of {options.rounds}; five training sets of {OTHERS:,} and "
        "more photos, one of them filter-only, and a census. The export is four zips. Every number of the report, by "
        f"dataset, year, album and licence, is compared with a count by sets. Goals: {', '.join(goals)}."
    )
    return Section("A check of many photos", f"{table(['', 's', 'processor, s', 'MB'], rows)}\n{note}")


def _run(home: Path, words: list[str]) -> Ran:
    environ = {**os.environ, "INSET_HOME": str(home)}
    began = time.perf_counter()
    answer = home / "answer.json"
    with answer.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "inset", "check", *words, "--json"],
            env=environ,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return Ran(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6, json.loads(answer.read_bytes()))
