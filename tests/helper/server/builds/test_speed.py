"""Speed: over the last seconds, and unknown before there are enough of them."""

from __future__ import annotations

import pytest

from inset.server.builds.speed import WINDOW, Speed
from support.api.served import Clock


def test_it_says_nothing_too_early() -> None:
    clock = Clock()
    speed = Speed(clock)
    assert (speed.bytes_per_second, speed.seconds_left(10)) == (None, None)
    speed.add(0)
    clock.now += 0.1
    speed.add(1_000_000)
    assert speed.bytes_per_second is None


def test_it_is_that_of_the_last_while() -> None:
    clock = Clock()
    speed = Speed(clock)
    done = 0
    for rate in (100, 5000):
        for _ in range(40):
            speed.add(done)
            clock.now += 0.5
            done += rate // 2
    speed.add(done)
    assert speed.bytes_per_second == pytest.approx(5000)
    assert speed.seconds_left(done + 50_000) == pytest.approx(10)
    assert speed.seconds_left(0) is None
    assert speed.seconds_left(done - 1) == 0


def test_what_was_there_already_does_not_count() -> None:
    clock = Clock()
    speed = Speed(clock)
    speed.add(10**9)  # a download that is resumed
    clock.now += 2
    speed.add(10**9 + 2000)
    assert speed.bytes_per_second == pytest.approx(1000)


def test_it_keeps_no_more_than_it_needs() -> None:
    clock = Clock()
    speed = Speed(clock)
    for _ in range(10_000):
        speed.add(1)
        clock.now += 0.1
    assert len(speed._points) <= WINDOW / 0.1 + 3
