"""Progress of a build on stderr: a line that rewrites itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

REDRAW_EVERY = 0.1
"""Seconds between redraws on a terminal."""

LINE_EVERY = 5.0
"""Seconds between plain lines elsewhere, so that a log of a long build stays readable."""


class ProgressLine:
    """Shows how far something is; used as a context manager so that the line is always ended.

    Args:
        title: what is being done, put in front.
        stream: where to; stderr when left out.
    """

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        self._title = title
        self._stream = sys.stderr if stream is None else stream
        self._terminal = self._stream.isatty()
        self._started = time.monotonic()
        self._shown_at = float("-inf")
        self._phase = ""
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()

    def show(self, phase: str, rows: int) -> None:
        """Say which phase it is in and how many rows have been read; draws only when it is time to."""
        now = time.monotonic()
        due = now - self._shown_at >= (REDRAW_EVERY if self._terminal else LINE_EVERY)
        if phase == self._phase and not due:
            return
        self._phase, self._shown_at = phase, now
        seconds = now - self._started
        speed = f" · {rows / seconds / 1e6:.1f} M rows/s" if phase == "reading" and seconds > 1 else ""
        text = f"{self._title}: {phase} · {rows:,} rows{speed} · {seconds:.0f} s"
        if self._terminal:
            self._stream.write(f"\r\x1b[2K{text}")
            self._drawn = True
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
