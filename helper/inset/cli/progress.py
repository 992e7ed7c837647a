"""Progress of a build or a download on stderr: a line that rewrites itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

from inset.cli.output import percent, size

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
        self._phase_began = (self._started, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()

    def show(self, phase: str, rows: int) -> None:
        """Say which phase it is in and how many rows have been read; draws only when it is time to."""
        now = time.monotonic()
        if not self._is_due(phase, now):
            return
        seconds = now - self._started
        speed = f" · {rows / seconds / 1e6:.1f} M rows/s" if phase == "reading" and seconds > 1 else ""
        self._draw(f"{self._title}: {phase} · {rows:,} rows{speed} · {seconds:.0f} s")

    def show_bytes(self, file: str, arrived: int, total: int | None) -> None:
        """Say how many bytes of a file have arrived, of `total` where that is known; draws only when it is time to."""
        now = time.monotonic()
        if file != self._phase:
            self._phase_began = (now, arrived)
        if not self._is_due(file, now) and arrived != total:
            return
        began, had = self._phase_began
        speed = (arrived - had) / (now - began) if now > began else 0.0
        parts = [f"{size(arrived)} of {size(total)} ({percent(arrived / total)})" if total else size(arrived)]
        if speed and now - began > 1:
            parts.append(f"{size(int(speed))}/s")
            if total and arrived < total:
                parts.append(f"{(total - arrived) / speed:.0f} s left")
        self._draw(f"{self._title}: {' · '.join([file, *parts])}")

    def _is_due(self, phase: str, now: float) -> bool:
        due = now - self._shown_at >= (REDRAW_EVERY if self._terminal else LINE_EVERY)
        if phase == self._phase and not due:
            return False
        self._phase, self._shown_at = phase, now
        return True

    def _draw(self, text: str) -> None:
        if self._terminal:
            self._stream.write(f"\r\x1b[2K{text}")
            self._drawn = True
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
