"""A build that stays under way in a process of its own."""

from __future__ import annotations

from multiprocessing.synchronize import Event
from pathlib import Path

from inset.index.publish import stage_run


def hold_build(datasets_folder: Path, ready: Event, done: Event) -> None:
    """Begin a build of `made-up`, say so, and end it when told to."""
    with stage_run(datasets_folder, "made-up"):
        ready.set()
        done.wait(20)
