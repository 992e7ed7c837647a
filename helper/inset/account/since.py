"""What has changed for some photos since a run: which a dataset lists only now, and which it lists no more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset.errors import DatasetUnknown, InsetError, RunUnknown
from inset.index.compare import store_of
from inset.index.dataset_index import DatasetIndex
from inset.index.filter.photo_hash import hash_photo_ids
from inset.index.library import Library
from inset.index.shelf.runs import find_run
from inset.words.sentences import sentence


class Change(msgspec.Struct, frozen=True):
    """What differs between a dataset's current run and an older one, of the photos asked about.

    Attributes:
        since: the older run; `run` is the current one.
        new: photos that only the current run lists.
        gone: photos that only the older run lists.
        why_not: why the two could not be compared, empty where they were.
    """

    dataset: str
    since: str
    run: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    why_not: str = ""


def runs_of_name(datasets_folder: Path, names: Iterable[str], run: str) -> dict[str, Path]:
    """The folders of the datasets' kept runs of this name.

    Raises:
        RunUnknown: no dataset has one.
    """
    found: dict[str, Path] = {}
    kept = ""
    for name in names:
        try:
            found[name] = find_run(datasets_folder, name, run)
        except DatasetUnknown:
            continue
        except RunUnknown as error:
            kept = error.message
    if not found:
        raise RunUnknown(sentence("error_no_run_since", repr(run)), hint=kept)
    return found


def changes_since(library: Library, runs: dict[str, Path], photo_ids: NDArray[np.uint64]) -> tuple[Change, ...]:
    """Compare what the current runs list with what older runs of the same datasets did.

    Args:
        library: the current runs.
        runs: the older runs' folders by dataset.
        photo_ids: uint64, distinct.
    """
    mixed = hash_photo_ids(photo_ids)
    changes = []
    for name, folder in runs.items():
        current = library.datasets.get(name)
        run = "" if current is None else current.descriptor.run
        try:
            if current is None:
                raise library.unavailable[name]
            old = DatasetIndex(folder)
            store_of(old)
            store_of(current)
            before, now = (set(each.find(photo_ids, mixed)) for each in (old, current))
        except InsetError as error:
            changes.append(Change(name, folder.name, run, why_not=error.message))
            continue
        new, gone = (tuple(str(photo_ids[at]) for at in sorted(each)) for each in (now - before, before - now))
        changes.append(Change(name, folder.name, run, new, gone))
    return tuple(changes)
