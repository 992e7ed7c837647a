"""The library as it is published now: whoever asks after a publish is answered by the new run."""

from __future__ import annotations

import asyncio
from pathlib import Path

from inset.index.library import Library, LiveLibrary


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
        """Return the library, opened anew if a run was published since. Costs a throttled directory look otherwise.

        What is returned stays usable for the whole request, also when another request swaps the library meanwhile.
        """
        # Whoever comes while a run is being opened waits for it too: only one of them is told that it is stale.
        if self._live.is_stale() or self._opening.locked():
            async with self._opening:
                await asyncio.to_thread(self._live.refresh)
        return self._live.current

    def close(self) -> None:
        """Let go of the files."""
        self._live.close()
