"""The library for the event loop: a request that comes after a publish is answered from the new run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from inset.index.library import Library, LiveLibrary
from inset.index.residency import are_resident, bring_back
from inset.index.sound import ask_sound

T = TypeVar("T")

JUDGE_EVERY: Final = 1.0
"""Seconds between two looks whether what look-ups read is in memory, while somebody asks."""


class FreshLibrary:
    """A `LiveLibrary` for the event loop: opening a run happens in a thread, once for all who wait for it.

    Args:
        datasets_folder: where the datasets are published; it may be missing.
    """

    def __init__(self, datasets_folder: Path) -> None:
        self._live = LiveLibrary(datasets_folder)
        self._opening = asyncio.Lock()
        self._judged: Library | None = None
        self._judged_at = float("-inf")
        self._is_judging = False
        self._in_memory = False

    async def open(self) -> None:
        """Open what is published; call it once before the first `get`."""
        await asyncio.to_thread(self._live.refresh)

    async def get(self) -> Library:
        """Return the library, reopened if something was published. Looks at the folder every `LOOK_EVERY` seconds.

        What is returned stays usable for the whole request, also when another request swaps the library meanwhile.
        """
        # `is_stale` says so to one caller only; the others must wait for the opening that this one has begun.
        if self._live.is_stale() or self._opening.locked():
            async with self._opening:
                await asyncio.to_thread(self._live.refresh)
        return self._live.current

    async def ask(self, question: Callable[[Library], T]) -> T:
        """Ask the library something that reads files, in a thread; again without a dataset that turns out damaged."""
        return (await self.ask_and_tell(question))[0]

    async def ask_and_tell(self, question: Callable[[Library], T], *, inline: bool = False) -> tuple[T, Library]:
        """As `ask`, and also return the library that answered.

        Args:
            question: may be called several times; inline: it only looks photos up, which takes so short that a thread
                would cost more. It gets one all the same unless all that it may read is in memory: no other request
                waits for a disk.
        """
        library = await self.get()
        if inline and self._is_warm(library):
            answer, sound = ask_sound(library, question)
        else:
            answer, sound = await asyncio.to_thread(ask_sound, library, question)
        if sound is not library:
            await self.open()  # so that everybody is told of the damage from now on
        return answer, sound

    def _is_warm(self, library: Library) -> bool:
        """Whether a look-up is quick, and all that it may read was in memory a moment ago.

        It is looked at in a thread, while somebody asks.
        """
        age = time.monotonic() - self._judged_at
        if not self._is_judging and (self._judged is not library or age > JUDGE_EVERY):
            self._is_judging = True
            asyncio.get_running_loop().run_in_executor(None, self._judge, library)
        return library.is_quick and self._in_memory and self._judged is library and age <= 2 * JUDGE_EVERY

    def _judge(self, library: Library) -> None:
        try:
            files = library.read_by_look_ups
            is_in_memory = are_resident(files.values())
            if not is_in_memory or self._judged is not library:
                is_in_memory = bring_back(files.values()) and (is_in_memory or are_resident(files.values()))
            self._in_memory = is_in_memory
            self._judged, self._judged_at = library, time.monotonic()
        finally:
            self._is_judging = False

    def close(self) -> None:
        """Let go of the files."""
        self._live.close()
