"""Timing several ways of doing the same thing in turn, so that a busy moment of the machine hits all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

LONG_ENOUGH: Final = 0.01
"""Seconds that one measurement of a quick call takes at least: it is repeated so often."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that each round took."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """What the work costs: everything above it is somebody else's."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def in_turn(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Do every way once a round; the work is long enough to be timed by itself."""
    return _rounds({name: (way, 1) for name, way in ways.items()}, rounds)


def quick_in_turn(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """The same for calls of microseconds: each is repeated within a round; seconds are of one call."""
    counted = {}
    for name, way in ways.items():
        way()
        once = _seconds(way, 1)
        counted[name] = (way, max(1, int(LONG_ENOUGH / once)))
    return _rounds(counted, rounds)


def _rounds(ways: Mapping[str, tuple[Callable[[], object], int]], rounds: int) -> dict[str, Times]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (way, calls) in ways.items():
            gc.collect()
            seconds[name].append(_seconds(way, calls))
    return {name: Times(tuple(each)) for name, each in seconds.items()}


def _seconds(way: Callable[[], object], calls: int) -> float:
    gc.disable()  # a large set elsewhere must not be walked through on this one's time
    try:
        started = time.perf_counter()
        for _ in range(calls):
            way()
        return (time.perf_counter() - started) / calls
    finally:
        gc.enable()
