"""The lines that are open: WebSockets over which programs ask again and again without a request for each question.

A line is never idle and owes nothing, so `inset.server.connections` would never close one to make room. Here there are
so many at most, and a newcomer takes the place of the one that has asked nothing for the longest.
"""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import WSCloseCode, web

MOST_LINES: Final = 32
"""One a browser and a few scripts are usual."""


class Lines:
    """All open lines of this helper."""

    def __init__(self) -> None:
        self._open: dict[web.WebSocketResponse, None] = {}
        """The one that has asked nothing for the longest first."""
        self._closing: set[asyncio.Task[bool]] = set()

    def __len__(self) -> int:
        return len(self._open)

    def add(self, line: web.WebSocketResponse) -> None:
        """Count a new line; where there are too many, another one is closed."""
        self._open[line] = None
        while len(self._open) > MOST_LINES:
            oldest = next(iter(self._open))
            del self._open[oldest]
            task = asyncio.create_task(oldest.close(code=WSCloseCode.TRY_AGAIN_LATER))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    def note_question(self, line: web.WebSocketResponse) -> None:
        """Note that a line was just used."""
        if line in self._open:
            del self._open[line]
            self._open[line] = None

    def remove(self, line: web.WebSocketResponse) -> None:
        """Count a line no longer; one that is not counted is no error."""
        self._open.pop(line, None)

    async def close_all(self) -> None:
        """End every line, because the helper stops."""
        await asyncio.gather(*(line.close(code=WSCloseCode.GOING_AWAY) for line in [*self._open]))
