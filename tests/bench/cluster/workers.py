"""A scheduler of Dask's and workers, each a process of its own, of which the memory is watched and some are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_PATIENCE: Final = 180.0


class Workers:
    """A scheduler and workers of one thread each; used as a context manager.

    Args:
        folder: an empty folder for what they need.
        count: of workers, each with its nanny, which starts another one where it was killed.
        memory: bytes that each may take; at 95 % of them Dask ends it.
        cores: those of the machine that each worker may use, in order; the first are used again where there are fewer.
        environment: what is added to the environment.

    Attributes:
        address: the scheduler's; peaks: most bytes that each process of a worker held, by its number.
        used: now and then, how many seconds of the processor all of them had taken by when.
    """

    def __init__(self, folder: Path, count: int, memory: int, cores: list[int], environment: Mapping[str, str]) -> None:
        self.address = ""
        self.peaks: dict[int, int] = {}
        self.used: list[tuple[float, float]] = []
        self._folder = folder
        self._count = count
        self._memory = memory
        self._cores = cores
        self._environment = {
            **os.environ,
            **environment,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        }
        self._nannies: list[subprocess.Popen[bytes]] = []
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watching, daemon=True)

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        file = self._folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        _wait(lambda: file.exists() and file.read_text().endswith("}"))
        self.address = json.loads(file.read_text())["address"]
        for number in range(self._count):
            nanny = self._start(
                "worker",
                *("--nthreads", "1", "--no-dashboard", "--memory-limit", str(self._memory)),
                *("--local-directory", str(self._folder / f"worker-{number}")),
            )
            if self._cores:
                os.sched_setaffinity(nanny.pid, {self._cores[number % len(self._cores)]})
            self._nannies.append(nanny)
        _wait(lambda: len(self.pids()) == self._count)
        self._watch.start()
        self._join()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._watch.join()
        for each in (*self._nannies, self.scheduler):
            for pid in (*_children(each.pid), each.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            each.wait()

    def pids(self) -> list[int]:
        """The workers' own processes, those of the first nanny first."""
        return [pid for nanny in self._nannies for pid in _children(nanny.pid) if b"spawn_main" in _command(pid)]

    def kill_worker(self, number: int) -> int:
        """SIGKILL; return which process that was."""
        pid = self.pids()[number]
        os.kill(pid, signal.SIGKILL)
        return pid

    def _join(self) -> None:
        """Wait until all workers have come, and have loaded what every task needs."""
        from distributed import Client

        with Client(self.address, timeout=_PATIENCE) as client:
            client.wait_for_workers(self._count, timeout=_PATIENCE)
            client.run(_load)

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                f"distributed.cli.dask_{what}",
                *("--scheduler-file", str(self._folder / "scheduler.json")),
                *arguments,
            ],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _watching(self) -> None:
        taken: dict[int, float] = {}
        while not self._ended.wait(0.1):
            for pid in self.pids():
                with suppress(OSError, StopIteration):
                    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                    most = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
                    self.peaks[pid] = max(self.peaks.get(pid, 0), most)
                    taken[pid] = _processor_seconds(pid)
            self.used.append((time.monotonic(), sum(taken.values())))


def _children(pid: int) -> list[int]:
    """The processes that any of its threads started."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, children.read_text().split())
    return found


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _processor_seconds(pid: int) -> float:
    """What a process and all of its threads have taken, of their own and of the system's."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _load() -> None:
    import inset_build.engine.work  # noqa: F401 - what is loaded once is no part of a build's time


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("Dask's processes do not start.")
        time.sleep(0.05)
