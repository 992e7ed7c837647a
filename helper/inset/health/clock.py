"""Is the clock right? Runs are named by the day, and pairing requests end by it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from inset.health.check import Check, Subject
from inset.index.shelf.current import CURRENT_FILE
from inset.words.sentences import sentence

RELEASED: Final = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
"""A clock that shows an earlier time is wrong: this program did not exist then."""
DAY: Final = 86_400.0
"""Seconds that a file's time may lie ahead: a network folder has a clock of its own."""


def check_clock(subject: Subject) -> Iterator[Check]:
    """One line."""
    now = time.time()
    said = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M UTC")
    published = [file.stat().st_mtime for file in subject.paths.datasets.glob(f"*/{CURRENT_FILE}")]
    if now < RELEASED or (published and max(published) > now + DAY):
        yield Check(
            "clock",
            "warning",
            sentence("doctor_clock_wrong", said),
            sentence("doctor_clock_set"),
        )
    else:
        yield Check("clock", "good", sentence("doctor_clock", said))
