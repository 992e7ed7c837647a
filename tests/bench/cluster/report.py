"""`make bench PARTS=cluster`: builds by workers beside the single-machine build, from files here and from S3.

Everything runs one after the other: the single-machine build on one core and on all; two of them at once, which have
nothing to do with each other, so that it is known how much more two cores of this machine do than one; one worker, and
two, each on a core of its own; and two workers of which one is killed while it reads and one while it merges, and whose
scheduler is killed in between. All results are compared byte for byte. The lists are made once and kept.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.cluster.lists import A_FILE, Lists, file_name
from bench.cluster.workers import Workers
from bench.options import Options
from bench.tables import Section, table
from inset_build.readers.formats.parquet.footer import TAIL_BYTES, Footer
from support.datasets.same_run import only_run
from support.servers.s3_server import BUCKET, S3Server

MEMORY: Final = 1_500_000_000
"""Bytes that a worker may take."""

SHARE: Final = 0.2
"""Fifty times as many photos as LAION's four in a thousand, so that merging is a part of the work."""


@dataclass
class Ran:
    """A build: what is told of it, its run's folder, and what its workers and the server saw."""

    what: str
    told: dict[str, Any]
    run: Path
    peaks: list[int] = field(default_factory=list)
    asked: dict[str, Any] = field(default_factory=dict)
    used: list[tuple[float, float]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return float(self.told["seconds"])

    def stages(self) -> list[tuple[str, float, float, float]]:
        """Of each stage: seconds; and of the processor those of whoever asked, and of all workers."""
        began = list(self.told["phases"].items())
        return [
            (name, end - start, taken_then - taken, self._of_workers(end) - self._of_workers(start))
            for (name, (start, taken)), (_, (end, taken_then)) in pairwise(began)
        ]

    def _of_workers(self, when: float) -> float:
        if not self.used:
            return 0.0
        times, taken = np.array(self.used).T
        return float(np.interp(when, times, taken))


def run(options: Options) -> Section:
    rows = options.sizes[-1]
    return measure(Lists(rows, max(4, rows // A_FILE), SHARE), options.cache, options.folder)


def measure(lists: Lists, cache: Path, folder: Path, kinds: Sequence[str] = ("files", "S3")) -> Section:
    here = lists.prepare(cache)
    size = sum(path.stat().st_size for path in here.iterdir())
    parts: list[str] = [
        f"{lists.rows:,} rows in {lists.files} files, {size / 1e9:.2f} GB, {lists.share:.0%} of them photos of "
        f"Flickr's; {os.cpu_count()} cores; a worker may take {MEMORY / 1e9:.1f} GB."
    ]
    for kind in kinds:
        with _server(here) if kind == "S3" else no_server(here) as (source, environment, asked):
            bench = Bench(lists, folder / kind, source, environment, asked)
            ran = list(bench.all())
            for each in ran:
                _compare(ran[0].run, each.run)
            parts.append(_table(kind, lists, ran))
            parts.append(_both_cores(kind, ran[0].seconds, bench.apart))
            parts.append(_processor(kind, ran))
            if kind == "S3":
                parts.append(_requests(here, lists, ran))
    return Section("Builds by workers, from files and from S3", "\n\n".join(parts))


class Bench:
    """Builds from one place.

    Args:
        lists: which are there; folder: for everything that is written.
        source: where they are; environment: what a build needs to read them.
        asked: tells what was asked for since the last call.
    """

    def __init__(
        self,
        lists: Lists,
        folder: Path,
        source: str,
        environment: Mapping[str, str],
        asked: Callable[[], dict[str, Any]],
    ) -> None:
        self._lists = lists
        self._folder = folder
        self._source = source
        self._environment = environment
        self._asked = asked
        self.apart: list[float] = []
        """How many seconds single-machine builds took that ran at once, a core each."""

    def all(self) -> Iterator[Ran]:
        """Each build, as it is done."""
        cores = sorted(os.sched_getaffinity(0))
        for what, pinned in (("one machine, one core", cores[:1]), ("one machine, all cores", cores)):
            yield self._told(what, partial(self._build, cluster=None, cores=pinned))
        self.apart = self._run_apart(cores[:2])
        for count, what in ((1, "1 worker, one core"), (2, "2 workers, a core each")):
            yield self.by_workers(count, what)
        yield self._killed(cores)

    def by_workers(self, count: int, what: str) -> Ran:
        """A build by so many workers, each on a core of its own as long as there are any."""
        cores = sorted(os.sched_getaffinity(0))
        workers = Workers(self._folder / f"dask-{count}", count, MEMORY, cores, self._environment)
        with workers:
            ran = self._told(what, partial(self._build, cluster=workers.address, cores=cores[:count]))
        ran.peaks = sorted(workers.peaks.values())
        ran.used = workers.used
        return ran

    def _run_apart(self, cores: Sequence[int]) -> list[float]:
        children = [self._begin(f"apart-{core}", None, [core]) for core in cores]
        told = [_finished(child) for child in children]
        for core in cores:
            shutil.rmtree(self._folder / f"apart-{core}")
        print(f"at once, a core each: {told}", flush=True)
        return [float(each["seconds"]) for each in told]

    def _told(self, what: str, build: Callable[[str], dict[str, Any]]) -> Ran:
        name = what.replace(",", "").replace(" ", "-")
        self._asked()
        told = build(name)
        if "error" in told:
            raise SystemExit(f"{what}: {told['error']}")
        ran = Ran(what, told, only_run(self._folder / name / "datasets"), asked=self._asked())
        print(f"{what}: {told}", flush=True)
        shutil.rmtree(self._folder / name / "shared", ignore_errors=True)
        return ran

    def _build(self, name: str, *, cluster: str | None, cores: Sequence[int]) -> dict[str, Any]:
        return _finished(self._begin(name, cluster, cores))

    def _begin(
        self, name: str, cluster: str | None, cores: Sequence[int], *, resume: bool = False
    ) -> subprocess.Popen[str]:
        folder = self._folder / name
        asked = {
            "source": self._source,
            "datasets": str(folder / "datasets"),
            "shared": str(folder / "shared"),
            "cluster": cluster,
            "resume": resume,
        }
        environment = {**os.environ, **self._environment, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "bench.cluster.child", json.dumps(asked)]
        child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        os.sched_setaffinity(child.pid, cores)
        return child

    def _killed(self, cores: list[int]) -> Ran:
        """Two workers; one is killed in each phase, and the scheduler in between."""
        shared = self._folder / "killed" / "shared"

        def build(name: str) -> dict[str, Any]:
            began = time.monotonic()
            with Workers(self._folder / "dask-killed", 2, MEMORY, cores, self._environment) as workers:
                child = self._begin(name, workers.address, cores)
                _wait_for(child, shared, "tasks/*.json", 4)
                print(f"killed: worker process {workers.kill_worker(0)} while it read", flush=True)
                _wait_for(child, shared, "tasks/*.json", 12)
                workers.scheduler.kill()
                broken = _finished(child)
                print(f"killed: the scheduler; said then: {broken}", flush=True)
                peaks.extend(workers.peaks.values())
            with Workers(self._folder / "dask-again", 2, MEMORY, cores, self._environment) as workers:
                child = self._begin(name, workers.address, cores, resume=True)
                _wait_for(child, shared, "parts/*/*.ids", 1)
                print(f"killed: worker process {workers.kill_worker(1)} while it merged", flush=True)
                told = _finished(child)
                peaks.extend(workers.peaks.values())
            return told if "error" in told else {**told, "seconds": round(time.monotonic() - began, 2)}

        peaks: list[int] = []
        ran = self._told("killed", build)
        ran.what = "2 workers, one killed in each phase and the scheduler between"
        ran.peaks = sorted(peaks)
        return ran


def _compare(one: Path, other: Path) -> None:
    """Two runs are the same byte for byte, but for times: when each was built, and when it read from the server."""
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in names:
        before, after = ((run / name).read_bytes() for run in (one, other))
        if name == "dataset.json":
            before, after = (re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"", text) for text in (before, after))
        assert before == after or name == "completed", name


def _wait_for(child: subprocess.Popen[str], shared: Path, pattern: str, count: int) -> None:
    while len(list(shared.glob(pattern))) < count:
        if child.poll() is not None:
            raise SystemExit(f"The build ended before anything could be killed: {_finished(child)}")
        time.sleep(0.01)


def _finished(child: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = child.communicate()
    told = json.loads(said.splitlines()[-1]) if said.strip() else {"error": f"it ended with {child.returncode}"}
    assert isinstance(told, dict)
    return told


@contextmanager
def no_server(here: Path) -> Iterator[tuple[str, dict[str, str], Callable[[], dict[str, Any]]]]:
    yield str(here / "part-*.parquet"), {}, dict


@contextmanager
def _server(here: Path) -> Iterator[tuple[str, dict[str, str], Callable[[], dict[str, Any]]]]:
    """A server in another process with all files: their address, the settings, and what tells what was asked."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.cluster.server"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    reads, writes = process.stdout, process.stdin

    def asked() -> dict[str, Any]:
        writes.write("\n")
        writes.flush()
        told = json.loads(reads.readline())
        assert isinstance(told, dict)
        return told

    try:
        server = S3Server(port=int(reads.readline()))
        for path in sorted(here.iterdir()):
            server.put(path.name, path.read_bytes())
        yield f"s3://{BUCKET}/part-*.parquet", server.settings, asked
    finally:
        process.kill()
        process.wait()


def _table(kind: str, lists: Lists, ran: Sequence[Ran]) -> str:
    alone, one = ran[0].seconds, next(each.seconds for each in ran if each.what.startswith("1 worker"))
    lines = [
        [
            f"{kind}: {each.what}",
            f"{each.seconds:.1f}",
            f"{lists.rows / each.seconds / 1e6:.2f}",
            f"{alone / each.seconds:.2f}",
            f"{one / each.seconds:.2f}",
            " ".join(f"{peak / 1e6:.0f}" for peak in each.peaks) or "",
            ", ".join(f"{name} {seconds:.1f}" for name, seconds, *_ in each.stages()),
        ]
        for each in ran
    ]
    head = [
        "",
        "s",
        "M rows/s",
        "as fast as one machine on one core",
        "as fast as 1 worker",
        "most memory of each worker, MB",
        "phases, s",
    ]
    return table(head, lines)


def _both_cores(kind: str, alone: float, apart: Sequence[float]) -> str:
    """How much more several cores do than one where nothing is shared: what workers cannot exceed here."""
    return (
        f"{kind}: {len(apart)} single-machine builds at once, a core each, took {max(apart):.1f} s; so {len(apart)} "
        f"cores do {sum(alone / seconds for seconds in apart):.2f} times what one does."
    )


def _processor(kind: str, ran: Sequence[Ran]) -> str:
    """Seconds of the processor by stage: of who asks for the build, and of the workers."""
    lines = [
        [f"{kind}: {each.what}", *(f"{asking:.1f} + {working:.1f}" for *_, asking, working in stages)]
        for each in ran
        if (stages := each.stages()) and (each.used or not each.peaks)
    ]
    names = max(([name for name, *_ in each.stages()] for each in ran), key=len)
    return table(["processor s, who asks + workers", *names], lines)


def _requests(here: Path, lists: Lists, ran: Sequence[Ran]) -> str:
    ranges = size = 0
    for number in range(lists.files):
        ranges_of, bytes_of = _least(here / file_name(number))
        ranges, size = ranges + ranges_of, size + bytes_of
    lines = [
        [
            each.what,
            *(f"{each.asked['requests'].get(method, 0):,}" for method in ("GET", "HEAD")),
            f"{each.asked['bytes'] / 1e6:,.0f}",
            f"{each.asked['distinct'] / 1e6:,.0f}",
        ]
        for each in ran
    ]
    lines.append(
        ["the least: each footer and each row group's column once", f"{ranges:,}", "0", f"{size / 1e6:,.0f}", ""]
    )
    return table(["S3", "GET", "HEAD", "MB sent", "MB, each byte once"], lines)


def _least(path: Path) -> tuple[int, int]:
    """The fewest requests and bytes that a file's photos take: one for the end with its footer, one a row group."""
    asked: list[int] = []

    def read(start: int, end: int) -> bytes:
        asked.append(end - start)
        with path.open("rb") as file:
            file.seek(start)
            return file.read(end - start)

    size = path.stat().st_size
    tail = read(max(0, size - TAIL_BYTES), size)
    length = int.from_bytes(tail[-8:-4], "little")
    footer = Footer(tail[-8 - length : -8], read)
    for group in footer.groups:
        footer.part(group, {"URL"})
    return len(asked), sum(asked)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--files", type=int)
    parser.add_argument("--share", type=float, default=SHARE)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "inset-bench-scale")
    parser.add_argument("--kinds", nargs="+", default=["files", "S3"])
    parser.add_argument("--prepare", action="store_true", help="only make the lists")
    asked = parser.parse_args(arguments)
    rows = int(asked.rows)
    lists = Lists(rows, asked.files or max(4, rows // A_FILE), asked.share)
    if asked.prepare:
        lists.prepare(asked.cache)
        return
    with tempfile.TemporaryDirectory(prefix="runs-", dir=asked.cache) as folder:
        print(measure(lists, asked.cache, Path(folder), asked.kinds))


if __name__ == "__main__":
    main()
