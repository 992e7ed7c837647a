"""A clock that jumps: the time of day of this process, wrong by as much as a file says."""

from __future__ import annotations

import datetime as dt
import struct
import time
from pathlib import Path
from typing import Any, Final

_OFFSET: Final = struct.Struct("<d")


def set_clock(file: Path, seconds: float) -> None:
    """Put the clock of the processes that look at this file forward by so many seconds, or back."""
    file.write_bytes(_OFFSET.pack(seconds))


def jump(file: Path) -> None:
    """Make `time.time` and `datetime.now` of this process wrong; before anything imports `datetime` from there."""
    real = time.time

    def offset() -> float:
        return float(_OFFSET.unpack(file.read_bytes())[0])

    class Jumping(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return cls.fromtimestamp(real() + offset(), tz)

    time.time = lambda: real() + offset()
    time.time_ns = lambda: int((real() + offset()) * 1e9)
    dt.datetime = Jumping  # type: ignore[misc]
