"""Speed: bytes a second over the last seconds, and how long the rest will take at that speed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

WINDOW: Final = 10.0
"""Seconds to average over: long enough to smooth out short pauses, short enough to show a change soon."""

_LEAST: Final = 0.5
"""Seconds before there is a speed at all."""


class Speed:
    """Follows one phase.

    Args:
        clock: seconds that only grow; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points: deque[tuple[float, int]] = deque()

    def add(self, done: int) -> None:
        """Note how many bytes are done by now."""
        now = self._clock()
        self._points.append((now, done))
        while len(self._points) > 2 and now - self._points[1][0] > WINDOW:
            self._points.popleft()

    @property
    def bytes_per_second(self) -> float | None:
        """Bytes a second; None as long as it is not known."""
        if len(self._points) < 2:
            return None
        (began, had), (now, done) = self._points[0], self._points[-1]
        return (done - had) / (now - began) if now - began >= _LEAST and done > had else None

    def seconds_left(self, total: int) -> float | None:
        """Seconds until all is done; None if the speed or the total (0) is not known."""
        speed = self.bytes_per_second
        if speed is None or not total:
            return None
        return max(total - self._points[-1][1], 0) / speed
