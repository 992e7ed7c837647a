"""Makes the library's gate, and adds runs to it: in the process that publishes, under a lock, into a new file.

Adding copies the gate with more bits set, which takes about a second for 200 million photos. What was removed
since stays in it, and only lets a few more photos by. It is made anew, from the ID stores of what is published, where
there is none, where it is damaged or far too large, and where it would let too many photos by.

What is written is read again from the disk and compared before it gets the name by which it is found. A gate that
cannot be written stops nobody: runs that it does not cover are asked directly.
"""

from __future__ import annotations

import logging
import math
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from inset.errors import IndexCorrupt, InsetError, RunDamaged
from inset.index.dataset_index import STORE_FILE, DatasetIndex
from inset.index.descriptor import identity_of
from inset.index.gate import (
    COLUMNS,
    MOST_COVERED,
    CoveredRun,
    Gate,
    corrupt,
    gate_files,
    gate_number,
    is_for_gate,
    layout,
)
from inset.index.gate_content import RunToCover, checksums_of, gate_sizes, write_content
from inset.index.ids.id_store import IdStore
from inset.index.shelf.current import published_runs
from inset.index.shelf.lock import LOCK_FILE as BUILD_LOCK
from inset.lock_files import is_held, is_there
from inset.own_files import (
    FILE_MODE,
    is_own_file,
    make_own_folder,
    open_to_create,
    refuse_planted,
    sync_folder,
    told_of,
)

LOCK_FILE: Final = ".gate.lock"
ASIDE: Final = ".gate.new"

LETS_BY: Final = 0.02
"""A gate that would let a larger share of absent photos by is made anew."""
TOO_LARGE: Final = 4
"""So many times the size of a new one, a gate is made anew: most of what it held has been removed."""

_LARGEST_STORE: Final = 3 * MOST_COVERED
"""Bytes that a store of a dataset that a gate covers never has: they are two a photo, and four for each 65,536 IDs."""

_PATIENCE: Final = 60.0
"""Seconds to wait for another process that writes the gate."""

_log = logging.getLogger("inset.library")


def cover(datasets_folder: Path, run_folder: Path) -> None:
    """Add a completed run to the gate, and what else is published and not in it yet; for whoever is about to publish.

    It must not stop a publish: what the disk refuses is logged, and the run is then asked directly.
    """
    try:
        update_gate(datasets_folder, also=run_folder)
    except (OSError, InsetError) as error:
        _log.warning("gate not written, so %s is asked about every photo: %s", run_folder.parent.name, error)


def update_gate(datasets_folder: Path, *, also: Path | None = None, anew: bool = False) -> None:
    """Have the gate cover all exact runs that are published, as far as they are sound.

    Args:
        also: one more run, which is about to be published; anew: make it anew in any case.

    Raises:
        OSError: the disk refuses; the gate that was there is unchanged.
        BuildFailed: what the disk gives back is not what was written; likewise.
        InsetError: another process writes it for a minute.
    """
    with _locked(datasets_folder):
        gates = gate_files(datasets_folder)
        before = None if anew else _opened(gates)
        published = {run for _, run in published_runs(datasets_folder) if isinstance(run, Path)}
        folders = sorted(published if also is None else published | {also})
        kept, missing, photos = _sort(folders, before)
        if before is not None:
            is_too_large = _is_too_large(before, photos)
            if not missing and not is_too_large:
                _remove(gates[1:])
                return
            if is_too_large or not _has_room(before, missing):
                before = None
                kept, missing, photos = _sort(folders, before)
        if not missing:
            _remove(gates)  # nothing is published that it could cover
            return
        _replace(datasets_folder, gates, before, kept, missing, photos)


def remove_gate(datasets_folder: Path) -> None:
    """Remove it where no dataset is published that it could cover. Writes nothing, so it works on a full disk."""
    if gate_files(datasets_folder) and _is_useless(datasets_folder):
        with suppress(OSError, InsetError), _locked(datasets_folder):
            if _is_useless(datasets_folder):
                _remove([*gate_files(datasets_folder), datasets_folder / LOCK_FILE])


def left_of_gates(datasets_folder: Path) -> list[Path]:
    """What killed processes have left: an unfinished gate, older ones, and one of nothing that is published.

    Nothing while somebody writes it.
    """
    gates = gate_files(datasets_folder)
    # In this order: whoever publishes writes the gate, then makes the run current, and all the time holds its lock.
    is_left = not _is_being_changed(datasets_folder) and _is_useless(datasets_folder)
    kept = [] if is_left else gates[:1]
    found = [datasets_folder / ASIDE, *gates, *([datasets_folder / LOCK_FILE] if is_left else [])]
    found = [path for path in found if path not in kept and is_own_file(path)]
    return [] if found and is_held(datasets_folder / LOCK_FILE) else found


def sweep_gates(datasets_folder: Path) -> None:
    """Remove what killed processes have left of gates.

    Raises:
        OSError, InsetError: the lock cannot be had.
    """
    if left := left_of_gates(datasets_folder):
        with _locked(datasets_folder):
            is_left = not _is_being_changed(datasets_folder) and _is_useless(datasets_folder)
            lock = datasets_folder / LOCK_FILE  # made by locking, where there was none
            kept = [] if is_left else [*gate_files(datasets_folder)[:1], lock]
            _remove([path for path in {*left, lock} if path not in kept])


def _is_useless(datasets_folder: Path) -> bool:
    """Whether nothing is published that a gate could cover."""
    runs = (run for _, run in published_runs(datasets_folder) if isinstance(run, Path))
    stores = (run / STORE_FILE for run in runs)
    return not any(is_own_file(store) and store.stat().st_size <= _LARGEST_STORE for store in stores)


def _is_being_changed(datasets_folder: Path) -> bool:
    """Whether somebody builds or removes a dataset."""
    return any(is_held(lock) for lock in datasets_folder.glob(f"*/{BUILD_LOCK}"))


def verify_gate(gate: Gate, datasets: Iterable[DatasetIndex]) -> None:
    """Compare the gate with its checksums, and with all photos of those datasets that it covers.

    Raises:
        IndexCorrupt: it is damaged, or would stop a listed photo.
    """
    import numpy as np

    gate.pieces.need_all()
    for dataset in datasets:
        column = gate.column_of(dataset.name, dataset.folder.name, dataset.identity)
        if column is not None and dataset.store is not None:
            for chunk in dataset.store.chunks():
                has_hints = gate.many_hints(chunk) >> np.uint64(column) & np.uint64(1)
                if len(gate.places_let_by(chunk)) != len(chunk) or not has_hints.all():
                    raise corrupt(f"{gate.path.name} does not hold all photos of {dataset.name}")


@contextmanager
def _locked(datasets_folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # it imports asyncio

    make_own_folder(datasets_folder)
    refuse_planted(datasets_folder / LOCK_FILE)
    lock = FileLock(datasets_folder / LOCK_FILE, timeout=_PATIENCE, mode=FILE_MODE)
    try:
        lock.acquire(poll_interval=0.02)
        while not is_there(lock):  # with the last dataset the lock was removed, before we had it
            lock.release()
            lock.acquire(poll_interval=0.02)
    except Timeout as error:
        raise InsetError("Try again: another process is writing the gate.") from error
    try:
        yield
    finally:
        lock.release()


def _opened(gates: Sequence[Path]) -> Gate | None:
    with suppress(IndexCorrupt, FileNotFoundError):
        return Gate(gates[0]) if gates else None
    return None


def _sort(folders: Sequence[Path], before: Gate | None) -> tuple[list[CoveredRun], list[RunToCover], int]:
    """The runs that the gate covers and that are still there; those that it should cover; and photos in all these."""
    kept: list[CoveredRun] = []
    if before is not None:
        for each in before.runs:
            with suppress(OSError):
                if identity_of(before.path.parent / each.dataset / each.run) == each.sha256:
                    kept.append(each)
    columns = {each.dataset: each.column for each in kept}
    taken = Counter(columns.values())
    missing: list[RunToCover] = []
    known = {(each.dataset, each.run) for each in kept}
    photos = 0
    for folder in folders:
        with suppress(OSError, InsetError):
            store = IdStore(folder / STORE_FILE)
            if not is_for_gate(len(store)):
                continue
            photos += len(store)
            if (folder.parent.name, folder.name) in known:
                continue
            dataset = DatasetIndex(folder)
            if dataset.store is None:
                continue
            if STORE_FILE in dataset.pieces:
                dataset.pieces[STORE_FILE].need_all()
            column = columns.get(dataset.name)
            if column is None:  # the one that stands for the fewest datasets
                column = columns[dataset.name] = min(range(COLUMNS), key=lambda each: (taken[each], each))
                taken[column] += 1
            missing.append(RunToCover(CoveredRun(dataset.name, folder.name, dataset.identity, column), dataset.store))
    return kept, missing, photos


def _has_room(gate: Gate, missing: Sequence[RunToCover]) -> bool:
    """Whether it would let few enough absent photos by with these runs added, and is sound."""
    try:
        gate.pieces.need_all()
    except RunDamaged:
        return False
    more = sum(len(ids) - len(gate.places_let_by(ids)) for run in missing for ids in run.store.chunks())
    share = 1.0
    for is_set, bits in zip(gate.bits_set, gate.primes, strict=True):
        share *= 1 - (1 - is_set / bits) * math.exp(-more / bits)
    return share <= LETS_BY


def _is_too_large(gate: Gate, photos: int) -> bool:
    return gate.size > TOO_LARGE * layout(0, *gate_sizes(photos))[1]


def _replace(
    datasets_folder: Path,
    gates: Sequence[Path],
    before: Gate | None,
    kept: Sequence[CoveredRun],
    missing: Sequence[RunToCover],
    photos: int,
) -> None:
    aside = datasets_folder / ASIDE
    aside.unlink(missing_ok=True)
    try:
        with told_of(aside), open_to_create(aside) as file:
            head, written = write_content(file, before, kept, missing, photos)
            file.flush()
            # Checksums of what the disk gives back, which is first compared with what was written.
            file.write(checksums_of(aside, head, written))
            file.flush()
            os.fsync(file.fileno())
        Gate(aside)
        newest = gate_number(gates[0].name) if gates else 0
        aside.rename(datasets_folder / f".gate-{newest + 1}")
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(datasets_folder)
    _remove(gates)


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # Windows removes no file that is mapped; the next gate removes it
            path.unlink()
