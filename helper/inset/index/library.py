"""Library: every published dataset, opened for look-up; and LiveLibrary, which follows what is published.

A library never changes after it is opened. A publish replaces the whole library by one assignment, so a look-up that
is under way goes on with the one it began with. So does a dataset that turns out to be damaged: a library without it
takes its place, and a question that met the damage is asked again (`inset.index.sound`).
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Final

from inset.errors import IndexCorrupt, IndexMissing, InsetError, RunDamaged
from inset.index.dataset_index import DatasetAnswer, DatasetIndex
from inset.index.descriptor import read_descriptor
from inset.index.gate import MAX_PHOTOS, Gate
from inset.index.photo_filter import FIRST_SLICES, first_slices_hit
from inset.index.photo_hash import hash_photo_ids, probe_of, splitmix64
from inset.index.scrub import SCRUB_EVERY, scrub
from inset.index.shelf import Stamp, published_runs, stamp_of

LOOK_EVERY: Final = 0.1
"""Seconds between two looks at the folder. It is only looked at when somebody asks."""

SCRUB_AFTER: Final = 0.5
"""Seconds between opening a library and scrubbing it and building its gate: the first answers come first."""

_GATE_LIMIT: Final = 4096
"""Up to so many photos the gate is asked first; for more, it is faster to ask each dataset about all of them."""

_SCALAR_LIMIT: Final = 12
"""Up to so many photos that the gate let by are asked one by one: NumPy's calls would cost more."""

_log = logging.getLogger("inset.library")


class Library:
    """All datasets of one folder as they were published when it was opened.

    Args:
        datasets_folder: `<data>/datasets`; it may be missing, which is an empty library.
        previous: an older library whose runs are taken over where they are still current.
    """

    def __init__(self, datasets_folder: Path, previous: Library | None = None) -> None:
        opened: dict[str, DatasetIndex] = {}
        unavailable: dict[str, InsetError] = {}
        old = {} if previous is None else previous.opened
        for name, run_folder in published_runs(datasets_folder):
            try:
                if isinstance(run_folder, InsetError):
                    raise run_folder
                known = old.get(name)
                # A folder of the same name may be another run: after a removal, names are used again.
                if known is None or known.folder != run_folder or known.descriptor != read_descriptor(run_folder):
                    known = DatasetIndex(run_folder)
                opened[name] = known
            except InsetError as error:
                unavailable[name] = error
            except OSError as error:
                unavailable[name] = IndexCorrupt(f"Check the files of {name}: they cannot be read ({error}).")
        self._damaged: Mapping[str, DatasetIndex] = {}
        self._take(opened, unavailable)

    def _take(self, opened: Mapping[str, DatasetIndex], unavailable: Mapping[str, InsetError]) -> None:
        damages = {name: damage for name, dataset in opened.items() if (damage := dataset.damage) is not None}
        self._damaged = {**self._damaged, **{name: opened[name] for name in damages}}
        opened = {name: dataset for name, dataset in opened.items() if name not in damages}
        unavailable = {**unavailable, **damages}
        self.datasets: Mapping[str, DatasetIndex] = opened
        self.unavailable: Mapping[str, InsetError] = dict(sorted(unavailable.items()))
        self.censuses = frozenset(name for name, dataset in opened.items() if dataset.descriptor.kind == "census")
        self.revision = _revision(opened, self.unavailable)
        self._gate: Gate | None = None
        self._gated = [dataset for dataset in opened.values() if dataset.store is not None]
        self._open = [dataset for dataset in opened.values() if dataset.store is None]

    @property
    def opened(self) -> Mapping[str, DatasetIndex]:
        """All runs that were opened, also those that turned out to be damaged."""
        return {**self.datasets, **self._damaged}

    def is_damaged(self) -> bool:
        """Whether one of the datasets was found to be damaged since this library was opened."""
        return any(dataset.damage is not None for dataset in self.datasets.values())

    def without_damaged(self) -> Library:
        """This library, but for the datasets that were found to be damaged, which are unavailable."""
        sound = copy(self)
        sound._take(  # noqa: SLF001 - a constructor of this class
            self.datasets, self.unavailable
        )
        return sound

    def build_gate(self) -> None:
        """Put a gate in front of the datasets that have a store; takes effect when it is done.

        Takes a tenth of a microsecond a photo; look-ups may go on meanwhile. What no look-up behind a gate compares
        any more is compared here, if `scrub` has not done it.

        Raises:
            RunDamaged: a dataset is damaged, so there is no gate.
        """
        for dataset in self._gated:
            dataset.compare_all()
        stores = [dataset.store for dataset in self._gated if dataset.store is not None]
        if stores and sum(map(len, stores)) <= MAX_PHOTOS:
            self._gate = Gate(stores)

    def lookup(self, photo_ids: Sequence[int]) -> dict[int, list[DatasetAnswer]]:
        """Look photos up in every dataset.

        Args:
            photo_ids: IDs from 1 to `MAX_PHOTO_ID`; any number, repeats allowed.

        Returns:
            The answers of each photo that some dataset lists; photos that are missing are listed in none of `datasets`.

        Raises:
            IndexMissing: no dataset is published, so there is no answer.
            IndexCorrupt: datasets are published, but none of them can be opened.
            RunDamaged: one turns out to be damaged; see `inset.index.sound`.
        """
        if not self.datasets:
            raise self.nothing_to_ask()
        listed: _Listed = {}
        gate = self._gate if len(photo_ids) <= _GATE_LIMIT else None
        if gate is None:
            _ask_all((*self._gated, *self._open), photo_ids, listed)
            return listed
        some = gate.let_by(photo_ids)
        (_ask_few if len(some) <= _SCALAR_LIMIT else _ask_all)(self._gated, some, listed)
        if self._open:
            _ask_all(self._open, photo_ids, listed)
        return listed

    def apart(self, listed: Mapping[int, list[DatasetAnswer]]) -> tuple[_Listed, _Listed]:
        """Part what a look-up found into what training sets list and what censuses do, which is no training."""
        if not self.censuses:
            return dict(listed), {}
        training: _Listed = {}
        public: _Listed = {}
        for photo_id, answers in listed.items():
            for answer in answers:
                (public if answer.dataset in self.censuses else training).setdefault(photo_id, []).append(answer)
        return training, public

    def training_sets(self) -> list[str]:
        """The names of the datasets that can be asked and are no censuses."""
        return [name for name in self.datasets if name not in self.censuses]

    def nothing_to_ask(self) -> InsetError:
        """The error that says why no dataset can be asked: none is published, or none can be opened."""
        for error in self.unavailable.values():
            return copy(
                error
            )  # a copy: raising the same exception again and again would make its trace longer and longer
        return IndexMissing(
            "Build a dataset first: none is published yet.",
            hint="Run `inset build NAME MANIFEST…`, or `inset build --sample` to try Inset out.",
        )


_Listed = dict[int, list[DatasetAnswer]]


def _ask_all(datasets: Iterable[DatasetIndex], photo_ids: Sequence[int], listed: _Listed) -> None:
    """Ask each dataset about all photos at once."""
    import numpy as np

    ids = np.array(photo_ids, dtype=np.uint64)
    mixed = hash_photo_ids(ids)
    for dataset in datasets:
        for position in dataset.find(ids, mixed):
            _note(listed, photo_ids[position], dataset.answer)


def _ask_few(datasets: Sequence[DatasetIndex], photo_ids: Sequence[int], listed: _Listed) -> None:
    """Ask each dataset, all of which have a store, about a few photos that the gate let by, one by one."""
    if len(datasets) == 1:
        # With a single dataset the gate has done the filter's work, so the store is asked at once.
        for photo_id in photo_ids:
            if (store := datasets[0].store) is not None and photo_id in store:
                _note(listed, photo_id, datasets[0].answer)
        return
    filters = [dataset.filter for dataset in datasets]
    for photo_id in photo_ids:
        mixed = splitmix64(photo_id)
        probes = [probe_of(mixed, i) for i in range(FIRST_SLICES)]
        for at in first_slices_hit(filters, probes[0]):
            if datasets[at].has_probed(photo_id, probes):
                _note(listed, photo_id, datasets[at].answer)


def _note(listed: _Listed, photo_id: int, answer: DatasetAnswer) -> None:
    answers = listed.setdefault(photo_id, [])
    if answer not in answers:  # a photo may have been asked for twice
        answers.append(answer)


class LiveLibrary:
    """The library as it is published now, looked at when somebody asks; safe to use from several threads.

    Args:
        datasets_folder: `<data>/datasets`. Nothing is opened before the first `refresh`.
    """

    def __init__(self, datasets_folder: Path) -> None:
        self._folder = datasets_folder
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._superseded = threading.Event()
        self._looked_at = float("-inf")
        self._current: Library | None = None

    @property
    def current(self) -> Library:
        """The library opened last; the first use opens it."""
        return self._current or self.refresh()

    def is_stale(self) -> bool:
        """Whether `refresh` would open something. Looks at the folder at most every `LOOK_EVERY` seconds."""
        if self._current is None:
            return True
        now = time.monotonic()
        if now - self._looked_at < LOOK_EVERY:
            return False
        self._looked_at = now
        return stamp_of(self._folder) != self._stamp or self._current.is_damaged()

    def refresh(self) -> Library:
        """Open what was published since, and then make it the current library by one assignment."""
        with self._lock:
            stamp = stamp_of(self._folder)
            if self._current is None or stamp != self._stamp or self._current.is_damaged():
                library = Library(self._folder, self._current)
                for name, error in library.unavailable.items():
                    _log.error("dataset=%s unavailable code=%s %s", name, error.code, error.message)
                self._current, self._stamp = library, stamp
                self._superseded.set()
                self._superseded = threading.Event()
                threading.Thread(
                    target=_look_after, args=(library, self._superseded), name="inset-scrub", daemon=True
                ).start()
            return self._current

    def close(self) -> None:
        """Let go of the opened runs; a look-up that is under way keeps its own until it is done."""
        with self._lock:
            self._superseded.set()
            self._current = self._stamp = None


def _look_after(library: Library, superseded: threading.Event) -> None:
    """Scrub a library and put its gate up, and scrub it again every day, until another takes its place."""
    pause = SCRUB_AFTER
    while not superseded.wait(pause):
        scrub(library.datasets.values(), superseded)
        if pause == SCRUB_AFTER and not superseded.is_set():
            with suppress(RunDamaged):  # the next look-up opens a library without that dataset
                library.build_gate()
        pause = SCRUB_EVERY


def _revision(datasets: Mapping[str, DatasetIndex], unavailable: Mapping[str, InsetError]) -> str:
    """A short name for exactly this set of runs: equal revisions give equal answers.

    A dataset that was removed and built again at once has a run of the same name and time; that its files are others,
    their checksums in the descriptor tell.
    """
    digest = hashlib.sha256()
    for name, dataset in datasets.items():
        digest.update(f"{name} {hashlib.sha256(dataset.descriptor.to_bytes()).hexdigest()}\n".encode())
    for name in unavailable:
        digest.update(f"{name} unavailable\n".encode())
    return digest.hexdigest()[:16]
