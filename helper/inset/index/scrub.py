"""Scrub: reads all of the opened runs in the background and compares it with its checksums (file systems' word for it).

After that no look-up need compare anything, and what nobody has asked for has been looked at too. It is done soon after
a run was opened, and again every day for as long as the helper runs, because disks and memory go bad later as well.

It must not be felt: it works for some milliseconds and rests for several times as long, and its steps give up the
interpreter's lock while they read and sum up. A thread of lower priority would not do: while it holds that lock and
waits for the processor, every look-up would wait with it.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator
from threading import Event
from typing import Final

from inset.errors import RunDamaged
from inset.index.dataset_index import ROWS_FILE, DatasetIndex
from inset.index.pieces import Pieces, read_in_steps

SCRUB_EVERY: Final = 24 * 3600.0
"""Seconds between two times that everything is compared."""

_WORK: Final = 0.002
"""Seconds of work between two rests."""
_REST: Final = 4
"""A rest is so many times as long as the work before it was."""

_log = logging.getLogger("inset.library")


def scrub(datasets: Iterable[DatasetIndex], ended: Event) -> None:
    """Compare all of these runs with their checksums, gently; returns early when `ended` is set.

    What is found is noted in the run (`DatasetIndex.damage`) and logged.
    """
    for dataset in datasets:
        try:
            if not _gently(_steps(dataset), ended):
                return
        except FileNotFoundError:
            continue  # it was removed meanwhile
        except OSError as error:
            dataset.note_damage(f"a file of its run {dataset.folder.name} cannot be read ({error})")
        except RunDamaged as error:
            _log.error("dataset=%s damaged code=%s %s", dataset.name, error.code, error.message)


def scrub_pieces(pieces: Pieces, ended: Event) -> bool:
    """Compare all pieces of one file, gently; whether all were compared, and are right. It is noted in them if not."""
    try:
        return _gently(_compared(pieces), ended)
    except RunDamaged:
        return False


def _gently(steps: Iterable[None], ended: Event) -> bool:
    """Take all steps, with rests between them; False where `ended` was set meanwhile."""
    began = time.perf_counter()
    for _ in steps:
        worked = time.perf_counter() - began
        if worked > _WORK:
            if ended.wait(worked * _REST):
                return False
            began = time.perf_counter()
    return True


def _compared(pieces: Pieces) -> Iterator[None]:
    for piece in range(len(pieces)):
        pieces.compare(piece)
        yield


def _steps(dataset: DatasetIndex) -> Iterator[None]:
    """Compare a run; stops after each step.

    Raises:
        RunDamaged: it is not what was published.
    """
    if not dataset.pieces:
        yield from _whole_files(dataset)
        return
    dataset.prepare()
    yield
    # Rows last: they are the largest, and no answer needs them.
    for pieces in [pieces for _, pieces in sorted(dataset.pieces.items(), key=lambda item: item[0] == ROWS_FILE)]:
        yield from _compared(pieces)


def _whole_files(dataset: DatasetIndex) -> Iterator[None]:
    """A run from before there were checksums of pieces: those of the whole files."""
    for name, facts in dataset.descriptor.files.items():
        digest = hashlib.sha256()
        for step in read_in_steps(dataset.folder / name):
            digest.update(step)
            yield
        if digest.hexdigest() != facts.sha256 and name != ROWS_FILE:
            raise dataset.note_damage(f"{name} of its run {dataset.folder.name} is not the file that was published")
