"""Queue: builds wait for their turn, run one at a time as a child process, and end in the history."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import time
from collections.abc import AsyncGenerator, Coroutine
from pathlib import Path
from typing import Any, Final

from inset.errors import BadRequest, BuildEnded, BuildFailed, BuildUnknown, InsetError, TooMany
from inset.index.shelf.leftovers import sweep_unfinished
from inset.paths import Paths
from inset.server.builds.child import Child
from inset.server.builds.elsewhere import Elsewhere
from inset.server.builds.history import INTERRUPTED, KEPT, Ending, History, now_text
from inset.server.builds.job import Job
from inset.server.builds.progress import Progress
from inset.server.builds.uploads import Uploads
from inset.server.builds.wire import ENDED, Build, BuildList
from inset.server.fresh_library import FreshLibrary
from inset.server.logs import log_mistake
from inset.words.sentences import sentence

MOST_WAITING: Final = 100

CANCEL_SECONDS: Final = 12.0
"""Seconds that a cancelled build has to end by itself before it is killed."""

STOP_SECONDS: Final = 2.0
"""The same, when the helper ends."""

TELL_SECONDS: Final = 0.25
"""Seconds between two events about one build, at least."""

HEARTBEAT_SECONDS: Final = 15.0

LOOK_SECONDS: Final = 1.0
"""How often a build of the command line is looked at while somebody watches it."""

_LOG: Final = logging.getLogger("inset.server.builds")


class BuildQueue:
    """All builds that the helper knows, and the one that runs.

    Args:
        paths: the person's folders; uploads: where manifests come from.
        library: reopened before a build is reported as published.
        catalog: another catalog than the bundled one.
    """

    def __init__(self, paths: Paths, uploads: Uploads, library: FreshLibrary, *, catalog: Path | None = None) -> None:
        self._paths = paths
        self._uploads = uploads
        self._library = library
        self._catalog = catalog
        self._history = History(paths.builds)
        self._elsewhere = Elsewhere(paths.announced)
        self._looking = asyncio.Lock()
        self._builds: dict[str, Build] = {}
        self._jobs: dict[str, Job] = {}
        self._running: Child | None = None
        self._unwanted: set[str] = set()
        self._last_time = 0
        self._wake = asyncio.Event()
        self._watchers: dict[asyncio.Event, str] = {}
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._endings: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Load the history, remove what a killed build has left, and begin to work."""
        self._builds = {build["id"]: build for build in await asyncio.to_thread(self._history.load)}
        await asyncio.to_thread(sweep_unfinished, self._paths.datasets)
        self._start(self._work())

    def stop_watching(self) -> None:
        """End every `watch`, because the helper is about to end."""
        self._closing = True
        for event in self._watchers:
            event.set()

    async def close(self) -> None:
        """End the build that runs, and mark it and all that wait as failed."""
        self.stop_watching()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, *self._endings, return_exceptions=True)
        for build_id, job in list(self._jobs.items()):
            await self._settle(self._builds[build_id], job, INTERRUPTED)

    async def add(self, dataset: str, job: Job) -> Build:
        """Put a build at the end of the queue, and return it.

        Raises:
            TooMany: see `check_room`.
        """
        self.check_room()
        # IDs sort in the order in which builds were asked for, even if the clock is set back.
        self._last_time = max(time.time_ns() // 1_000_000, self._last_time + 1, *map(_time_of, self._builds))
        build: Build = {
            "id": f"{self._last_time:012x}{secrets.token_hex(4)}",
            "dataset": dataset,
            "source": job.source(dataset),
            "state": "queued",
            "phase": None,
            "rows": 0,
            "bytes_read": 0,
            "bytes_total": 0 if job.upload is None else job.upload.bytes,
            "bytes_per_second": None,
            "seconds_left": None,
            "queued_at": now_text(),
            "started_at": None,
            "ended_at": None,
            "report": None,
            "error": None,
        }
        self._builds[build["id"]], self._jobs[build["id"]] = build, job
        await asyncio.to_thread(self._history.keep, build)
        self._wake.set()
        return build

    def check_room(self) -> None:
        """Check that the queue takes another build.

        Raises:
            TooMany: a hundred wait already.
        """
        if len(self._jobs) >= MOST_WAITING:
            raise TooMany(sentence("build_waits", str(MOST_WAITING)))

    async def look_elsewhere(self) -> None:
        """Take in how the command line's builds stand; those that have ended go into the history."""
        async with self._looking:
            for build in await asyncio.to_thread(self._elsewhere.look):
                known = self._builds.setdefault(build["id"], build)
                if known["state"] not in ENDED and known != build:
                    known.pop("dashboard", None)  # it may have none any more
                    known.update(build)
                    self._tell(known)
                if known["state"] in ENDED:
                    await asyncio.to_thread(self._history.keep, known)
                    await asyncio.to_thread(self._elsewhere.forget, build["id"])
                    await self._forget_oldest(build["id"])

    def get(self, build_id: str) -> Build:
        """Return a build.

        Raises:
            BuildUnknown: there is none of that ID, or it is forgotten.
        """
        build = self._builds.get(build_id)
        if build is None:
            raise BuildUnknown("Choose one of the builds: none has that ID.", hint="GET /v1/builds lists them.")
        return build

    def page(self, limit: int, before: str | None) -> BuildList:
        """Return up to `limit` builds, newest first, beginning below the ID `before`."""
        ids = sorted((known for known in self._builds if before is None or known < before), reverse=True)
        return {
            "builds": [self._builds[each] for each in ids[:limit]],
            "next": ids[limit - 1] if len(ids) > limit else None,
        }

    async def cancel(self, build_id: str) -> Build:
        """Cancel a build: at once if it waits; a running one is asked to end, which takes a moment.

        Raises:
            BuildUnknown: see `get`; BuildEnded: it has ended already; BadRequest: the command line does it.
        """
        build = self.get(build_id)
        if build["state"] in ENDED:
            raise BuildEnded(f"Leave it: that build has ended already ({build['state']}).")
        if build["source"]["kind"] == "command":
            raise BadRequest(sentence("build_of_command"))
        job = self._jobs.get(build_id)
        if job is None:
            return build  # it is already ending
        if build["state"] == "queued":
            await self._settle(build, job, Ending("cancelled"))
        else:
            self._unwanted.add(build_id)
            if self._running is not None:
                self._start(self._running.end(CANCEL_SECONDS))
        return build

    async def watch(self, build_id: str) -> AsyncGenerator[Build | None, None]:
        """Yield the build now and after each change, at most four times a second, until it has ended.

        Yields None when nothing has changed for fifteen seconds.
        """
        changed = asyncio.Event()
        self._watchers[changed] = build_id
        try:
            while True:
                changed.clear()
                build = self.get(build_id)
                yield build
                if build["state"] in ENDED or self._closing:
                    return
                await asyncio.sleep(TELL_SECONDS)
                while not changed.is_set():
                    try:
                        async with asyncio.timeout(HEARTBEAT_SECONDS):
                            await self._change_of(build, changed)
                    except TimeoutError:
                        yield None
        finally:
            del self._watchers[changed]

    async def _change_of(self, build: Build, changed: asyncio.Event) -> None:
        while build["source"]["kind"] == "command" and not changed.is_set():
            await self.look_elsewhere()
            if not changed.is_set():
                await asyncio.sleep(LOOK_SECONDS)
        await changed.wait()

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            waiting = [build_id for build_id in self._jobs if self._builds[build_id]["state"] == "queued"]
            if not waiting:
                self._wake.clear()
                continue
            try:
                await self._run(self._builds[waiting[0]], self._jobs[waiting[0]])
            except Exception as mistake:  # noqa: BLE001 - the next builds must still run
                log_mistake(mistake)

    async def _run(self, build: Build, job: Job) -> None:
        build["state"], build["started_at"] = "running", now_text()
        self._tell(build)
        await asyncio.to_thread(self._history.keep, build)
        try:
            self._running = await Child.start(
                job.words(build["dataset"], self._paths, self._catalog),
                None if job.upload is None else job.upload.folder,
            )
            if build["id"] in self._unwanted:
                self._running.let_go()
            progress = Progress(build)
            report = await self._running.report(lambda line: self._tell(progress.take(line)))
        except InsetError as error:
            ending = Ending("cancelled") if build["id"] in self._unwanted else Ending("failed", error=error)
        except Exception as mistake:  # noqa: BLE001 - the build must end, as failed
            log_mistake(mistake)
            ending = Ending("failed", error=BuildFailed(sentence("helper_mistake")))
        else:
            ending = Ending("published", report=report)
        finally:
            if self._running is not None:
                await self._running.end(STOP_SECONDS)
            self._running = None
        await self._settle(build, job, ending)

    async def _settle(self, build: Build, job: Job, ending: Ending) -> None:
        """Finish a build even if the calling task is cancelled: a published run must be recorded as published.

        The job is removed first, so that no other task runs or ends the build.
        """
        del self._jobs[build["id"]]
        task = asyncio.create_task(self._finish(build, job, ending))
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
        await asyncio.shield(task)

    async def _finish(self, build: Build, job: Job, ending: Ending) -> None:
        """Clean up after a build and record how it ended; the upload of a failed one stays, to be tried again.

        The build's state changes last, so that a client that sees it finds everything else done.
        """
        if ending.state == "published":
            await self._library.open()
            await self._ask_watches()
        else:
            await asyncio.to_thread(sweep_unfinished, self._paths.datasets)
        if job.upload is not None:
            await self._uploads.release(job.upload, remove=ending.state != "failed")
        elif ending.state == "cancelled" and build["started_at"] is not None:
            downloads = job.downloads(build["dataset"], self._paths)
            await asyncio.to_thread(shutil.rmtree, downloads, ignore_errors=True)
        self._unwanted.discard(build["id"])
        ended = build.copy()
        ending.write(ended)
        await asyncio.to_thread(self._history.keep, ended)
        await self._forget_oldest(build["id"])
        build.update(ended)
        self._tell(build)

    async def _ask_watches(self) -> None:
        """Ask what the new run says of the photos that the person watches; a damaged watch does not fail the build."""
        from inset.account.watch import look_again  # it imports NumPy, which the helper must not wait for

        try:
            await self._library.ask(lambda library: look_again(self._paths.watches, lambda: library))
        except InsetError as error:
            _LOG.error("watches were not asked: %s", error.message)

    async def _forget_oldest(self, ending: str) -> None:
        """Forget the oldest builds beyond `KEPT`; the one of the ID `ending` counts as ended."""
        ended = sorted(known for known, each in self._builds.items() if each["state"] in ENDED or known == ending)
        for forgotten in ended[:-KEPT]:
            self._builds.pop(forgotten, None)
            await asyncio.to_thread(self._history.forget, forgotten)

    def _tell(self, build: Build) -> None:
        for event, watched in self._watchers.items():
            if watched == build["id"]:
                event.set()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _time_of(build_id: str) -> int:
    return int(build_id[:12], 16) + 1
