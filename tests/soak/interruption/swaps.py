"""Looks photos up from 16 connections while datasets are published, put back, removed, and builds are cancelled.

The helper is a real one, in a process of its own. What each run lists is known here from numbers (`Shelf`), not from
its files. Whoever changes something knows which runs are published then, and notes by which revision the answers will
call that. Every answer must agree wholly with the runs of the revision that it names: all photos, in all datasets.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import os
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import aiohttp
import numpy as np
from numpy.typing import NDArray

from inset.client.helper_state import read_state
from inset.index.library import Library
from inset.index.publish import remove_dataset, use_run
from inset.index.shelf.current import current_run
from inset.index.shelf.runs import kept_runs
from inset.paths import find_paths
from soak.figures import Budget, Figures
from support.builds.building import listing
from support.command_line.commands import Inset
from support.computer.ports import free_port
from support.datasets.runs import publish_ids

CONNECTIONS: Final = 16
ASKED: Final = 100
"""Photos of one look-up, as of one page."""
PAUSE: Final = 0.02
"""Seconds between the look-ups of one connection: a person's pages ask far less often."""
FIRST: Final = 900_000_000_000
PHOTOS: Final = 20_000
DATASETS: Final = ("one", "two", "three")
STEADY: Final = "steady"
"""A dataset that nothing happens to, so that there is always one to ask."""
SAMPLE_SECONDS: Final = 5.0
MEMORY_SLACK: Final = 0.15
FILES_SLACK: Final = 8

Published = dict[str, int]
"""Of each dataset that is published, which version of it."""


def lists(dataset: str, version: int) -> NDArray[np.bool_]:
    """Whether each photo from `FIRST` on is listed: about a third, others in each version."""
    seed = (*dataset.encode(), version)
    return np.random.default_rng(seed).random(PHOTOS) < 0.3


@dataclass
class Shelf:
    """The datasets of the helper that is asked, changed by one writer who knows what is on it.

    Args:
        folder: of the datasets.
    """

    folder: Path
    now: Published = field(default_factory=dict)
    by_revision: dict[str, Published] = field(default_factory=dict)
    listed: dict[tuple[str, int], NDArray[np.bool_]] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    count: int = 0

    def publish(self, dataset: str) -> None:
        """Publish a version that there was not yet."""
        self.count += 1
        version = self.count
        self.listed[dataset, version] = lists(dataset, version)
        run = publish_ids(self.folder, dataset, (FIRST + np.flatnonzero(self.listed[dataset, version])).tolist())
        self.versions[dataset, run.name] = version
        self._note(dataset, version)

    def put_back(self, dataset: str) -> None:
        """Make the other run that is kept the current one, if there is one."""
        current = current_run(self.folder / dataset)
        for run in kept_runs(self.folder, dataset) if current else []:
            if run.name != current:
                use_run(self.folder, dataset, run.name)
                self._note(dataset, self.versions[dataset, run.name])
                return

    def remove(self, dataset: str) -> None:
        """Remove it, if it is there."""
        if dataset in self.now:
            remove_dataset(self.folder, dataset)
            self._note(dataset, None)

    def _note(self, dataset: str, version: int | None) -> None:
        self.now = {name: at for name, at in self.now.items() if name != dataset}
        if version is not None:
            self.now[dataset] = version
        library = Library(self.folder)
        known = self.by_revision.setdefault(library.revision, self.now)
        if known != self.now:
            raise AssertionError(f"one revision of two states: {known} and {self.now}")

    def wrong(self, photos: list[int], answer: dict[str, Any]) -> str | None:
        """Compare an answer with what its revision lists; return what is wrong, None where all agrees."""
        published = self.by_revision.get(answer["revision"])
        if published is None:
            return f"revision {answer['revision']} was never published"
        expected = {
            str(photo): names
            for photo in photos
            if (names := sorted(name for name, at in published.items() if self.listed[name, at][photo - FIRST]))
        }
        found = {photo: sorted(each["dataset"] for each in given) for photo, given in answer["listed"].items()}
        if found != expected:
            torn = {photo for photo in {*found, *expected} if found.get(photo) != expected.get(photo)}
            return f"{len(torn)} of {len(photos)} photos are not as in revision {answer['revision']}"
        if answer["datasets"] != sorted(published) or answer["unavailable"] or answer["invalid"]:
            return f"datasets {answer['datasets']}, unavailable {answer['unavailable']}; published {sorted(published)}"
        return None


@dataclass
class Storm:
    """Everything that goes on at once, and what was measured."""

    shelf: Shelf
    budget: Budget
    figures: Figures
    port: int
    headers: dict[str, str]
    pid: int
    seconds: list[float] = field(default_factory=list)
    held: list[tuple[list[int], dict[str, Any]]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    is_over: bool = False

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def ask(self, session: aiohttp.ClientSession, seed: int) -> None:
        """One connection: look-ups without end."""
        draw = random.Random(seed)
        while not self.is_over:
            photos = draw.sample(range(FIRST, FIRST + PHOTOS), ASKED)
            began = time.perf_counter()
            try:
                body = {"photos": [str(photo) for photo in photos]}
                async with session.post(self.url("/v1/lookup"), json=body, headers=self.headers) as reply:
                    answer = await reply.json()
                    status = reply.status
            except (aiohttp.ClientError, TimeoutError) as error:
                self.figures.faults.append(f"a look-up failed: {error!r}")
                continue
            self.seconds.append(time.perf_counter() - began)
            self.figures.add("look-ups")
            if status != 200:
                self.figures.faults.append(f"a look-up failed: {status} {answer}")
            elif self.shelf.wrong(photos, answer) is not None:
                # The writer may not have noted the new revision yet; it is compared again at the end.
                self.held.append((photos, answer))
            await asyncio.sleep(PAUSE)

    async def change(self) -> None:
        """Publish, put back and remove, one after the other."""
        draw = random.Random(14)
        while not self.is_over:
            dataset = draw.choice(DATASETS)
            what = draw.choices(("publish", "put_back", "remove"), (3, 6, 1))[0]
            await asyncio.to_thread(getattr(self.shelf, what), dataset)
            self.figures.add("changes of what is published")
            await asyncio.sleep(draw.uniform(0, 0.3))

    async def cancel_builds(self, session: aiohttp.ClientSession) -> None:
        """Start a build that would take minutes, and cancel it in the midst of its work."""
        draw = random.Random(15)
        headers = {**self.headers, "Content-Type": "application/octet-stream"}
        manifest = gzip.compress(listing(range(FIRST, FIRST + 1000)) * 300) * 50
        while not self.is_over:
            address = self.url("/v1/datasets/cancelled/builds?file=endless.txt.gz")
            async with session.post(address, data=io.BytesIO(manifest), headers=headers) as reply:
                build = await reply.json()
                self.figures.hold(reply.status == 202, f"a build was not taken: {reply.status} {build}")
            if reply.status != 202:
                return
            await asyncio.sleep(draw.uniform(0, 2))
            async with session.delete(self.url(f"/v1/builds/{build['id']}"), headers=self.headers) as reply:
                self.figures.hold(reply.status == 202, f"a build was not cancelled: {reply.status}")
            while build["ended_at"] is None:
                await asyncio.sleep(0.05)
                async with session.get(self.url(f"/v1/builds/{build['id']}"), headers=self.headers) as reply:
                    build = await reply.json()
            self.figures.hold(build["state"] == "cancelled", f"a build ended as {build['state']}")
            self.figures.add("builds cancelled")

    async def measure(self) -> None:
        """The helper's memory and open files, every few seconds."""
        while not self.is_over:
            with contextlib.suppress(OSError):  # no /proc, as on macOS and Windows
                self.memory.append(_memory_of(self.pid))
                self.files.append(len(os.listdir(f"/proc/{self.pid}/fd")))  # noqa: PTH208 - only their number
            await asyncio.sleep(SAMPLE_SECONDS)

    @property
    def _is_enough(self) -> bool:
        """Whether all of it has happened, however slow this computer is."""
        counts = self.figures.counts
        is_changed = counts["changes of what is published"] > 3
        return is_changed and counts["builds cancelled"] > 0 and len(self.seconds) > 200

    async def run(self) -> None:
        """Let everything go on until the time is over."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as session:
            tasks = [asyncio.create_task(self.ask(session, seed)) for seed in range(CONNECTIONS)]
            tasks += [
                asyncio.create_task(each) for each in (self.change(), self.cancel_builds(session), self.measure())
            ]
            while self.budget.is_left or not self._is_enough:
                await asyncio.sleep(0.1)
                if any(task.done() for task in tasks):
                    break  # by an error, which is raised below
            self.is_over = True
            await asyncio.gather(*tasks)

    def conclude(self) -> None:
        """Compare what had to wait, and say what was measured."""
        for photos, answer in self.held:
            wrong = self.shelf.wrong(photos, answer)
            self.figures.hold(wrong is None, f"torn: {wrong}")
        self.figures.add("revisions that were published", len(self.shelf.by_revision))
        self.figures.add("failed or torn", len(self.figures.faults))
        self.figures.add("microseconds, median", round(statistics.median(self.seconds) * 1e6))
        self.figures.add("microseconds, 99 of 100 at most", round(statistics.quantiles(self.seconds, n=100)[98] * 1e6))
        third = len(self.memory) // 4
        if third >= 4:  # the first quarter warms up
            early, late = self.memory[third : 2 * third], self.memory[-third:]
            self.figures.add("kB of memory, early", round(statistics.median(early)))
            self.figures.add("kB of memory, late", round(statistics.median(late)))
            grown = statistics.median(late) / statistics.median(early) - 1
            self.figures.hold(grown < MEMORY_SLACK, f"memory grew by {grown:.0%}")
            self.figures.add("open files, early, at most", max(self.files[third : 2 * third]))
            self.figures.add("open files, late, at most", max(self.files[-third:]))
            more = max(self.files[-third:]) - max(self.files[third : 2 * third])
            self.figures.hold(more <= FILES_SLACK, f"{more} more files were open")


def swaps(budget: Budget, folder: Path) -> Figures:
    """Ask and change for as long as there is time.

    Args:
        budget: how long; folder: an empty one.
    """
    figures = Figures()
    inset = Inset(home=folder / "home", port=free_port(), folder=folder)
    paths = find_paths({"INSET_HOME": str(inset.home)})
    shelf = Shelf(paths.datasets)
    for dataset in (STEADY, *DATASETS, *DATASETS):
        shelf.publish(dataset)
    with inset.serving() as process:
        state = read_state(paths)
        assert state is not None
        headers = {"Authorization": f"Bearer {state.token}"}
        storm = Storm(shelf, budget, figures, inset.port, headers, process.pid)
        asyncio.run(storm.run())
        storm.conclude()
    log = (folder / "serve.log").read_text()
    figures.hold("ERROR" not in log and "Traceback" not in log, "the helper's log tells of a mistake")
    return figures


def _memory_of(pid: int) -> int:
    """Resident memory in kB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])
