"""Is there room for another dataset?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inset.disk_space import RESERVE, free_space
from inset.health.check import Check, Subject
from inset.words.sentences import sentence

LITTLE: Final = 1_000_000_000
"""Bytes; about what a large dataset and its build need."""


def check_disk(subject: Subject) -> Iterator[Check]:
    """One line."""
    folder = subject.paths.data
    nearest = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        free = free_space(nearest)
    except OSError as error:
        yield Check(
            "disk", "bad", sentence("doctor_disk_silent", nearest, error.strerror), sentence("doctor_disk_check")
        )
        return
    message = sentence("doctor_disk_free", free / 1e9, folder)
    remedy = sentence("doctor_disk_room")
    if free < RESERVE:
        yield Check("disk", "bad", message, remedy)
    elif free < LITTLE:
        yield Check("disk", "warning", message, remedy)
    else:
        yield Check("disk", "good", message)
