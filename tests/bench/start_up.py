"""How long `inset` and the helper take to start, beside Python importing aiohttp alone, in one run."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

RUNS = 7


def main() -> None:
    print(f"### Start: medians of {RUNS}\n")
    print("| what | ms |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "INSET_HOME": home, "INSET_PORT": str(_free_port())}
        inset = [sys.executable, "-m", "inset"]
        subprocess.run([*inset, "build", "--sample"], env=environ, check=True, capture_output=True)
        _row("`python -c pass`", [_run([sys.executable, "-c", "pass"], environ) for _ in range(RUNS)])
        _row("`inset --version`", [_run([*inset, "--version"], environ) for _ in range(RUNS)])
        _row("`inset lookup` of one photo", [_run([*inset, "lookup", "990000000001"], environ) for _ in range(RUNS)])
        _row(
            "`python -c 'import aiohttp'`",
            [_run([sys.executable, "-c", "import aiohttp"], environ) for _ in range(RUNS)],
        )
        _row("`inset serve` to its first answer", [_serve([*inset, "serve"], environ) for _ in range(RUNS)])
    print()


def _run(command: Sequence[str], environ: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return time.perf_counter() - started


def _serve(command: Sequence[str], environ: dict[str, str]) -> float:
    started = time.perf_counter()
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
                return time.perf_counter() - started
            finally:
                connection.close()
    finally:
        process.terminate()
        process.wait()


def _row(name: str, seconds: Sequence[float]) -> None:
    print(f"| {name} | {statistics.median(seconds) * 1000:.0f} |")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
