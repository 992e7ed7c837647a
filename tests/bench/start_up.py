"""How long `inset` and the helper take to start, beside Python importing aiohttp alone; an idle helper's memory."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench import memory
from bench.options import Options
from bench.serving import free_port, helper
from bench.tables import Section, goal, table
from bench.timing import in_turn

VERSION_MS: Final = 150
SERVE_MS: Final = 400
RESIDENT_MB: Final = 75
LISTED: Final = 990_000_000_001
IDLE_SECONDS: Final = 2.0
"""After this much nothing that the start has put off is left to be done."""


def run(options: Options) -> Section:
    rounds = 2 * options.rounds + 1
    home = options.folder / "start"
    environ = {**os.environ, "INSET_HOME": str(home), "INSET_PORT": str(free_port())}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed Inset is compiled once, not at each start
    inset = [sys.executable, "-m", "inset"]
    subprocess.run([*inset, "build", "--sample"], env=environ, check=True, capture_output=True)
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`inset --version`": [*inset, "--version"],
        "`inset lookup` of one photo": [*inset, "lookup", str(LISTED)],
        "`python -c 'import aiohttp'`": [sys.executable, "-c", "import aiohttp"],
    }
    served = "`inset serve` to its first answer"
    _serve([*inset, "serve"], environ)  # compiles it
    times = in_turn(
        {
            **{name: partial(_run, command, environ) for name, command in commands.items()},
            served: lambda: _serve([*inset, "serve"], environ),
        },
        rounds,
    )
    rows = [[name, f"{each.best * 1000:.0f}", f"{each.median * 1000:.0f}"] for name, each in times.items()]
    goals = [
        goal(f"`inset --version` in ≤ {VERSION_MS} ms", met=times["`inset --version`"].best * 1000 <= VERSION_MS),
        goal(f"first answer in ≤ {SERVE_MS} ms", met=times[served].best * 1000 <= SERVE_MS),
    ]
    body = table(["what", "best, ms", "median, ms"], rows)
    if memory.AVAILABLE:
        fresh, used = _resident(home)
        body += "\n" + table(
            ["idle helper with the sample", "resident, MB"],
            [["nobody has asked yet", f"{fresh:.0f}"], ["after a look-up", f"{used:.0f}"]],
        )
        goals.append(goal(f"≤ {RESIDENT_MB} MB resident when idle", met=max(fresh, used) <= RESIDENT_MB))
    note = (
        f"{rounds} rounds in turn; the best is what it costs, the median is what a shared machine makes of it. "
        f"Goals, by the best: {'; '.join(goals)}."
    )
    return Section("Start and idle memory", f"{body}\n{note}")


def _run(command: Sequence[str], environ: dict[str, str]) -> None:
    subprocess.run(command, env=environ, check=True, capture_output=True)


def _serve(command: Sequence[str], environ: dict[str, str]) -> None:
    """From the start of the process until a connection is taken and hello answered."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", int(environ["INSET_PORT"]), timeout=5)
            try:
                connection.request("GET", "/v1/hello")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.002)
            else:
                return
            finally:
                connection.close()
    finally:
        process.terminate()
        process.wait()


def _resident(home: Path) -> tuple[float, float]:
    """Megabytes (10⁶ bytes) that an idle helper has in memory, files that it shares with others included."""
    with helper(home, []) as served:  # an empty look-up is refused before anything is looked up
        time.sleep(IDLE_SECONDS)
        fresh = _resident_of(served.process.pid)
        served.look_up([LISTED])
        time.sleep(IDLE_SECONDS)
        return fresh, _resident_of(served.process.pid)


def _resident_of(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024 / 1e6
