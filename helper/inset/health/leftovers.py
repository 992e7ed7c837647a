"""What killed processes have left: unfinished runs, removals and checks, broken-off uploads, half-replaced files.

Only what surely nobody uses: a run is looked at under its dataset's lock, which a build holds; an upload while no
helper of these folders answers; a copy in the temporary folder by the lock on it; a file by its age. A download that
broke off is no leftover: the next `inset add` goes on with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from inset.durable import is_young, left_aside
from inset.errors import BuildBusy, InsetError
from inset.health.check import Check, Subject
from inset.index.gate_writer import left_of_gates, sweep_gates
from inset.index.shelf.leftovers import left_over, sweep_unfinished
from inset.number_words import amount_of
from inset.own_files import is_link, is_own_folder, remove_own_folder
from inset.temporary import abandoned_folders
from inset.words.sentences import sentence, with_commas

_NAMED: Final = 3
"""So many are named; the rest is counted."""


def check_leftovers(subject: Subject) -> Iterator[Check]:
    """One line: nothing is left, how much is, or, with `fix`, how much was removed."""
    try:
        found = find_leftovers(subject)
    except OSError as error:
        yield Check(
            "leftovers", "warning", sentence("doctor_folders_unread", error.strerror), sentence("doctor_folders_line")
        )
        return
    if not found:
        yield Check("leftovers", "good", sentence("doctor_nothing_left"))
        return
    amount = sentence("doctor_amount", *amount_of(sum(map(_size, found))))
    names = with_commas(str(path) for path in found[:_NAMED])
    named = sentence("list_more", names, len(found) - _NAMED) if len(found) > _NAMED else names
    what = sentence("doctor_left_what", len(found), amount, named)
    if not subject.fix:
        yield Check("leftovers", "warning", sentence("doctor_left", what), sentence("doctor_left_remove"))
        return
    _remove(subject, found)
    left = [path for path in found if path.exists() or is_link(path)]
    if left:
        yield Check(
            "leftovers", "bad", sentence("doctor_left_stuck", left[0]), sentence("doctor_left_yourself", left[0])
        )
    else:
        yield Check("leftovers", "good", sentence("doctor_left_removed", what))


def find_leftovers(subject: Subject) -> list[Path]:
    """Files and folders that surely nobody uses. Looks only."""
    paths = subject.paths
    found = left_over(paths.datasets)
    found += left_of_gates(paths.datasets)
    if subject.port.holder != "this":
        # The helper removes these itself when it starts; while it runs, an upload may be arriving.
        found += sorted(paths.uploads.glob("*.part")) if paths.uploads.is_dir() else []
    # Those of a dataset are found under its lock.
    found += [path for path in left_aside(paths.data) if not path.is_relative_to(paths.datasets)]
    found += left_aside(paths.state) if not paths.state.is_relative_to(paths.data) else []
    found += _half_checks(paths.checks)
    found += abandoned_folders()
    return found


def _half_checks(folder: Path) -> list[Path]:
    """Files with photos of kept checks that have no report, so that nobody could forget them: see `account/kept.py`."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        with suppress(OSError):
            is_photos = path.suffix in (".asked", ".ndjson") and not path.with_suffix(".json").exists()
            if is_photos and not is_young(path):
                found.append(path)
    return found


def _remove(subject: Subject, found: list[Path]) -> None:
    with suppress(BuildBusy, InsetError, OSError):
        sweep_unfinished(subject.paths.datasets)  # under each dataset's lock
    with suppress(InsetError, OSError):
        sweep_gates(subject.paths.datasets)  # under that of the gate
    for path in found:
        if path.is_relative_to(subject.paths.datasets):
            continue
        if is_own_folder(path):
            remove_own_folder(path)
        else:
            with suppress(OSError):
                path.unlink()


def _size(path: Path) -> int:
    if is_link(path) or not path.is_dir():
        with suppress(OSError):
            return path.lstat().st_size
        return 0
    return sum(each.lstat().st_size for each in path.rglob("*") if not each.is_dir())
