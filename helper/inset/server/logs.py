"""How the helper logs: one line an event on stderr, `time level logger event key=value …`."""

from __future__ import annotations

import logging
import sys
import time
from typing import Final

_FORMAT: Final = "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s"


class _Lines(logging.Formatter):
    """Formats the date once a second instead of once a line."""

    def __init__(self) -> None:
        super().__init__(_FORMAT)
        self._second = -1
        self._date = ""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's
        second = int(record.created)
        if second != self._second:
            self._second, self._date = second, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return self._date


def configure_logging(level: str) -> None:
    """Send every log line to stderr.

    Args:
        level: `debug`, `info`, `warning` or `error`. `debug` is the only one at which photo IDs may appear.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # Facts that no line shows and that each line would pay for.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001 - the way that Python's documentation gives to leave the caller's line out
    # What other packages say below a warning is about their insides.
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    logging.getLogger("aiohttp").setLevel(logging.WARNING)
