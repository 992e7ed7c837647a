"""Checking an account of 20,000 photos over five datasets, and an export of 200,000: seconds, memory, right numbers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.options import Options
from bench.tables import Section, goal, table
from support.accounts.flickr_exports import NSID
from support.accounts.made_up_account import differences, make_account, publish, write_export

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
        goal(
            f"an export of {EXPORT:,} photos in ≤ {EXPORT_SECONDS:.0f} s by the clock",
            met=export.seconds <= EXPORT_SECONDS,
        ),
        goal(f"and ≤ {EXPORT_MB:.0f} MB", met=export.megabytes <= EXPORT_MB),
    ]
    note = (
        f"`inset check … --json`, the whole command, best of {options.rounds}; *s* is by the clock, which a busy "
        f"machine slows down. Five training sets of {OTHERS:,} and more photos, one of them filter-only, and a census. "
        "The export is four zips. Every number of the report, by dataset, year, album and licence, is compared with a "
        f"count by sets. Goals: {', '.join(goals)}."
    )
    return Section("A check of many photos", f"{table(['', 's', 'processor, s', 'MB'], rows)}\n{note}")


_COMMAND: Final = """
import sys
from pathlib import Path
from inset.cli.main import main
status = main(sys.argv[2:])
Path(sys.argv[1]).write_text(Path("/proc/self/status").read_text())
sys.exit(status)
"""
"""Runs `inset` and leaves what Linux says of its memory: the most that wait4 tells of a child is that of its parent."""


def _run(home: Path, words: list[str]) -> Ran:
    environ = {**os.environ, "INSET_HOME": str(home)}
    answer, memory = home / "answer.json", home / "memory.txt"
    command = [sys.executable, "-c", _COMMAND, str(memory), "check", *words, "--json"]
    began = time.perf_counter()
    with answer.open("wb") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    most = re.search(r"VmHWM:\s*([0-9]+) kB", memory.read_text())
    assert most is not None
    return Ran(seconds, used.ru_utime + used.ru_stime, int(most[1]) * 1024 / 1e6, json.loads(answer.read_bytes()))
