"""The library for the event loop: a request that comes after a publish is answered from the new run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from inset.index.library import Library, LiveLibrary
from inset.index.sound import ask_sound

T = TypeVar("T")


class FreshLibrary:
    """A `LiveLibrary` for the event loop: opening a run happens in a thread, once for all who wait for it.

    Args:
        datasets_folder: where the datasets are published; it may be missing.
    """

    def __init__(self, datasets_folder: Path) -> None:
        self._live = LiveLibrary(datasets_folder)
        self._opening = asyncio.Lock()

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
            question: may be called several times; inline: it is so short that a thread would cost more.
        """
        library = await self.get()
        if inline:
            answer, sound = ask_sound(library, question)
        else:
            answer, sound = await asyncio.to_thread(ask_sound, library, question)
        if sound is not library:
            await self.open()  # so that everybody is told of the damage from now on
        return answer, sound

    def close(self) -> None:
        """Let go of the files."""
        self._live.close()
