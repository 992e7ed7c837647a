"""How long `inset` and the helper take to start, beside Python importing aiohttp alone, in one run."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial

from bench.options import Options
from bench.serving import free_port
from bench.tables import Section, table
from bench.timing import in_turn


def run(options: Options) -> Section:
    rounds = 2 * options.rounds + 1
    home = options.folder / "start"
    environ = {**os.environ, "INSET_HOME": str(home), "INSET_PORT": str(free_port())}
    inset = [sys.executable, "-m", "inset"]
    subprocess.run([*inset, "build", "--sample"], env=environ, check=True, capture_output=True)
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`inset --version`": [*inset, "--version"],
        "`inset lookup` of one photo": [*inset, "lookup", "990000000001"],
        "`python -c 'import aiohttp'`": [sys.executable, "-c", "import aiohttp"],
    }
    times = in_turn(
        {
            **{name: partial(_run, command, environ) for name, command in commands.items()},
            "`inset serve` to its first answer": lambda: _serve([*inset, "serve"], environ),
        },
        rounds,
    )
    rows = [[name, f"{each.median * 1000:.0f}"] for name, each in times.items()]
    return Section(f"Start: medians of {rounds} in turn", table(["what", "ms"], rows))


def _run(command: Sequence[str], environ: dict[str, str]) -> None:
    subprocess.run(command, env=environ, check=True, capture_output=True)


def _serve(command: Sequence[str], environ: dict[str, str]) -> None:
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", int(environ["INSET_PORT"]), timeout=5)
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
