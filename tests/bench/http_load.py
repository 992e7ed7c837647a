"""Look-ups over HTTP, beside the same application with a handler that looks nothing up, and beside bare aiohttp."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import photos
from bench.options import Options
from bench.serving import Served, free_port, helper, request_of, running
from bench.shelf import Home
from bench.tables import Section, count, goal, number, table

CONNECTIONS: Final = 16
PAGE: Final = 100
PAGES: Final = 64
ROUND_SECONDS: Final = 1.5
GOALS: Final = {1: 0.70, 10: 0.50}
SCRUBBED: Final = 10.0
"""Seconds after which the helper has compared everything that look-ups read, also of a large library."""


def shares_of_empty(home: Home, pages: Sequence[Sequence[int]], options: Options) -> tuple[float, float, float]:
    """Look-ups a second, and their share of the same application that looks nothing up, by the clock and by processor
    time; medians of the rounds."""
    with ExitStack() as stack:
        ours = stack.enter_context(helper(home.folder, pages[0]))
        answer = ours.look_up(pages[0])
        empty = stack.enter_context(_empty("application", home.folder, options.folder, answer, ours))
        time.sleep(SCRUBBED)
        speeds = _in_turn({"empty": empty, "ours": ours}, pages, options)
    pairs = list(zip(speeds["ours"], speeds["empty"], strict=True))
    return (
        statistics.median(ours.rate for ours, _ in pairs),
        statistics.median(ours.rate / empty.rate for ours, empty in pairs),
        statistics.median(empty.processor / ours.processor for ours, empty in pairs),
    )


@dataclass(frozen=True, slots=True)
class Speed:
    """Requests a second, and seconds of the server's processor that each took."""

    rate: float
    processor: float


def run(options: Options) -> Section:
    size = min(1_000_000, options.main_size)
    rows: list[list[object]] = []
    goals: list[str] = []
    for datasets, least in GOALS.items():
        home = options.shelf.home(size, datasets)
        pages = [photos.page(PAGE, home.listed, seed) for seed in range(PAGES)]
        with ExitStack() as stack:
            ours = stack.enter_context(helper(home.folder, pages[0]))
            quiet = stack.enter_context(helper(home.folder, pages[0], log_level="warning"))
            answer = ours.look_up(pages[0])
            empty = stack.enter_context(_empty("application", home.folder, options.folder, answer, ours))
            bare = stack.enter_context(_empty("bare", home.folder, options.folder, answer, ours))
            speeds = _in_turn({"empty": empty, "ours": ours, "quiet": quiet, "bare": bare}, pages, options)
        for name, shown in (
            ("empty", f"the same application, nothing looked up, {len(answer):,} bytes of answer"),
            ("ours", "**Inset**"),
            ("quiet", "**Inset**, its log at `warning`"),
            ("bare", "aiohttp alone: no guard, no token, no log, nothing looked up"),
        ):
            pairs = list(zip(speeds[name], speeds["empty"], strict=True))
            share = statistics.median(ours.rate / empty.rate for ours, empty in pairs)
            by_processor = statistics.median(empty.processor / ours.processor for ours, empty in pairs)
            rate = statistics.median(speed.rate for speed in speeds[name])
            processor = statistics.median(speed.processor for speed in speeds[name])
            shares = f"{100 * share:.0f} % ({100 * by_processor:.0f} %)"
            rows.append([datasets, shown, f"{rate:,.0f}", f"{processor * 1e6:.0f}", shares])
            if name == "ours":
                goals.append(goal(f"≥ {100 * least:.0f} % with {datasets}", met=share >= least))
    body = table(["datasets", "", "requests a second", "processor µs a request", "of the same application"], rows)
    notes = (
        f"Datasets of {count(size)} photos, {photos.LISTED_OF_100} of a page listed. Medians of {_rounds(options)} "
        f"rounds of {number(ROUND_SECONDS)} s each, in turn; shares are of the same round, and in brackets by the "
        "server's processor time, which a busy machine disturbs less. The load comes from a process of its own on the "
        f"same machine. Goals: {'; '.join(goals)}."
    )
    return Section(f"HTTP: look-ups of {PAGE} photos, {CONNECTIONS} connections", f"{body}\n{notes}")


def _rounds(options: Options) -> int:
    return options.rounds + 2


def _in_turn(servers: dict[str, Served], pages: Sequence[Sequence[int]], options: Options) -> dict[str, list[Speed]]:
    """Requests a second of each round."""
    files = {}
    for name, served in servers.items():
        files[name] = options.folder / f"{name}.json"
        requests = [request_of(served.port, served.token, page).decode("ascii") for page in pages]
        files[name].write_text(json.dumps(requests), encoding="ascii")
        load(served.port, files[name], seconds=0.5)  # until then, code and pages are cold
    speeds: dict[str, list[Speed]] = {name: [] for name in servers}
    for _ in range(_rounds(options)):
        for name, served in servers.items():
            before = _processor_seconds(served.process.pid)
            done, seconds = load(served.port, files[name])
            spent = _processor_seconds(served.process.pid) - before
            speeds[name].append(Speed(done / seconds, spent / done))
    return speeds


def load(port: int, requests: Path, *, seconds: float = ROUND_SECONDS) -> tuple[int, float]:
    """How many requests were answered, in how many seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", str(port), str(CONNECTIONS), str(seconds), str(requests)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        check=True,
        capture_output=True,
        timeout=seconds + 60,
    )
    found = json.loads(done.stdout)
    return int(found["requests"]), float(found["seconds"])


def _processor_seconds(pid: int) -> float:
    """What a process has used of processors; not a number where the system does not say it in Linux's way."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _empty(kind: str, home: Path, folder: Path, answer: bytes, ours: Served) -> AbstractContextManager[Served]:
    file = folder / "answer.json"
    file.write_bytes(answer)
    port = free_port()
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), "INSET_HOME": str(home)}
    command = [sys.executable, "-m", "bench.empty_handler", kind, str(port), str(file)]
    return running(command, port, ours.token, [1], environ)
