"""Progress of a build or a download on stderr: a line that rewrites itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, Self, TextIO

from inset.cli.showing.words import percent, size, words
from inset.visible import visible_line
from inset.words.counting import written_percent

if TYPE_CHECKING:
    from inset.client.announced import Progress

REDRAW_EVERY = 0.1
"""Seconds between redraws on a terminal."""

LINE_EVERY = 5.0
"""Seconds between plain lines elsewhere, so that a log of a long build stays readable."""

BAR_WIDTH = 20


def duration(seconds: float) -> str:
    """A time for a person: `42 s`, `3 min 5 s`, `2 h 10 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


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

    def follow(self, progress: Progress) -> None:
        """Say how far a build is."""
        self.show(progress.phase, progress.rows, progress.bytes_read, progress.bytes_total, progress.share)

    def show(self, phase: str, rows: int, done: int = 0, total: int = 0, share: float | None = None) -> None:
        """Say which phase it is in, and how far; draws only when it is time to.

        Args:
            phase: what it does.
            rows: how many were read.
            done: bytes that were read, of `total`; 0 where nobody knows.
            total: bytes to read.
            share: how much of the work is done, 0 to 1, where bytes alone do not tell it.
        """
        now = time.monotonic()
        if phase != self._phase:
            self._phase_began = (now, 0)
        if not self._is_due(phase, now):
            return
        seconds = now - self._phase_began[0]
        parts = [words().text_or(f"cli_phase_{phase}", phase)]
        share = done / total if share is None and total else share
        if total and share is not None:
            parts.append(f"{self._bar(share)}{written_percent(str(int(100 * share)), words().language)}")
        if rows:
            parts.append(words().count("rows", rows))
        if done and share and seconds > 1:
            parts.append(f"{size(int(done / seconds))}/s")
            parts.append(words().text("cli_time_left", duration((1 - share) / share * seconds)))
        else:
            parts.append(duration(now - self._started))
        self._draw(words().told(self._title, " · ".join(parts)))

    def show_files(self, of: str, done: int, total: int) -> None:
        """Say how many files of a zip or folder were gone through (`total` 0: not known); draws when it is time to."""
        if self._is_due(of, time.monotonic()):
            say, count = words().text, words().count
            files = say("cli_done_of", done, count("ask_files", total), percent(done / total)) if total else ""
            self._draw(words().told(self._title, f"{of} · {files or count('ask_files', done)}"))

    def show_bytes(self, file: str, arrived: int, total: int | None) -> None:
        """Say how many bytes of a file have arrived, of `total` where that is known; draws only when it is time to."""
        now = time.monotonic()
        if file != self._phase:
            self._phase_began = (now, arrived)
        if not self._is_due(file, now) and arrived != total:
            return
        began, had = self._phase_began
        speed = (arrived - had) / (now - began) if now > began else 0.0
        arrived_of = words().text("cli_done_of", size(arrived), size(total), percent(arrived / total)) if total else ""
        parts = [arrived_of or size(arrived)]
        if speed and now - began > 1:
            parts.append(f"{size(int(speed))}/s")
            if total and arrived < total:
                parts.append(words().text("cli_time_left", duration((total - arrived) / speed)))
        self._draw(words().told(self._title, " · ".join([file, *parts])))

    def _bar(self, share: float) -> str:
        """A bar where it can be redrawn; nothing elsewhere."""
        filled = int(min(max(share, 0.0), 1.0) * BAR_WIDTH)
        return f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} " if self._terminal else ""

    def _is_due(self, phase: str, now: float) -> bool:
        due = now - self._shown_at >= (REDRAW_EVERY if self._terminal else LINE_EVERY)
        if phase == self._phase and not due:
            return False
        self._phase, self._shown_at = phase, now
        return True

    def _draw(self, text: str) -> None:
        text = visible_line(text)
        if self._terminal:
            width = shutil.get_terminal_size().columns
            self._stream.write(f"\r\x1b[2K{text[: width - 1]}")  # a line that wraps could not be overwritten
            self._drawn = True
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
