"""Child: `python -m inset_build` as a process of its own; see there for what it writes.

It is never imported here: a build that uses up memory or crashes must not bring the helper down. The child ends when
its stdin is closed, so it ends with the helper, however that ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Self

import orjson

from inset.errors import BuildFailed
from inset.words.sentences import sentence
from inset.words.told_errors import error_from

OnProgress = Callable[[dict[str, Any]], None]
"""Called with the content of each progress line."""

MAX_LINE: Final = 64 * 1024 * 1024
"""Bytes; a report names every file that a build read."""

_NO_WINDOW: Final = 0x08000000
"""CREATE_NO_WINDOW: on Windows no console flashes up."""

_LOG: Final = logging.getLogger("inset.server.builds")


class Child:
    """One run of `inset_build`. Made by `start`; `end` must be called in any case.

    Args:
        process: the running process.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._asked_to_end = False

    @classmethod
    async def start(cls, words: Sequence[str], folder: Path | None = None) -> Self:
        """Start it.

        Args:
            words: its command and arguments; folder: its working folder, so that file names in it need no path.

        Raises:
            BuildFailed: the system does not start another process.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # do not import modules from that folder
                "-m",
                "inset_build",
                *words,
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=MAX_LINE,
                cwd=folder,
                # A process group of its own: Ctrl+C in the helper's terminal does not reach it; it can be killed whole.
                **({"creationflags": _NO_WINDOW} if sys.platform == "win32" else {"start_new_session": True}),
            )
        except OSError as error:
            raise BuildFailed(sentence("build_no_start", error)) from error
        return cls(process)

    async def report(self, on_progress: OnProgress = lambda _: None) -> dict[str, Any]:
        """Read the child's output to its end, and return its report.

        Raises:
            InsetError: what it ended with, as the class that owns the error's code; BuildFailed if it said nothing.
        """
        assert self._process.stdout is not None
        last: dict[str, Any] = {}
        complaints = asyncio.create_task(self._complaints())
        try:
            async for line in self._process.stdout:
                last = orjson.loads(line)
                if "progress" in last:
                    on_progress(last["progress"])
            status = await self._process.wait()
            _LOG.debug("child stderr=%r", await complaints)
        finally:
            complaints.cancel()
        if "report" in last:
            return dict(last["report"])
        if "error" in last:
            raise error_from(last["error"])
        if "mistake" in last:
            _LOG.error("child mistake type=%s\n%s", last["mistake"]["kind"], last["mistake"]["trace"].rstrip())
            raise BuildFailed(sentence("build_mistake"), hint="Please report what it says.")
        if not self._asked_to_end:
            _LOG.error("child ended without a word status=%d", status)
        raise BuildFailed(
            sentence("build_no_reason", str(status)),
            hint="If it happens again, close what needs much memory, and look at the helper's log.",
        )

    async def _complaints(self) -> bytes:
        """Read stderr, or the child would wait for ever; keep the last 4 KB."""
        assert self._process.stderr is not None
        kept = b""
        while piece := await self._process.stderr.read(4096):
            kept = (kept + piece)[-4096:]
        return kept

    def let_go(self) -> None:
        """Ask it to end: it removes what it had staged, unless it is already publishing."""
        assert self._process.stdin is not None
        self._asked_to_end = True
        self._process.stdin.close()

    async def end(self, patience: float) -> None:
        """Ask it to end, and kill it if it has not ended after so many seconds."""
        self.let_go()
        try:
            async with asyncio.timeout(patience):
                await self._process.wait()
        except TimeoutError:
            self._kill()
            await self._process.wait()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
