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
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Final

from inset.errors import IndexCorrupt, IndexMissing, InsetError, RunDamaged
from inset.index.asking import Asking, Listed
from inset.index.dataset_index import FILTER_FILE, DatasetAnswer, DatasetIndex
from inset.index.gate import Gate, gate_files
from inset.index.marks import Marks
from inset.index.scrub import SCRUB_EVERY, scrub, scrub_pieces
from inset.index.shelf.current import Stamp, published_runs, stamp_of
from inset.index.shelf.runs import no_such_dataset
from inset.words.sentences import sentence

LOOK_EVERY: Final = 0.1
"""Seconds between two looks at the folder. It is only looked at when somebody asks."""

CHANGES_EVERY: Final = 1.0
"""Seconds between two looks whether somebody changed the files of opened runs, while somebody asks: 1.3 ms for forty
datasets on a busy machine."""

SCRUB_AFTER: Final = 0.5
"""Seconds between opening a library and scrubbing it: the first answers come first."""

_QUICK: Final = 8
"""So many datasets may be asked about every photo, some 30 µs each a page, and a look-up is quick still."""

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
        self._refused: list[Marks] = []
        old = {} if previous is None else previous.opened
        for name, run_folder in published_runs(datasets_folder):
            if isinstance(run_folder, InsetError):
                unavailable[name] = run_folder
                continue
            try:
                known = old.get(name)
                # A folder of the same name may be another run: after a removal, names are used again.
                if known is None or not known.is_of(run_folder):
                    known = DatasetIndex(run_folder)
                opened[name] = known
            except InsetError as error:
                # Whoever mends it is seen, as by those that were opened.
                self._refused.append(Marks(run_folder.glob("*")))
                # A copy, without the trace, which would hold this library, the one before, and so on without end.
                unavailable[name] = copy(error)
            except OSError as error:
                unavailable[name] = IndexCorrupt(f"Check the files of {name}: they cannot be read ({error}).")
        self._damaged: Mapping[str, DatasetIndex] = {}
        self.next_gate: Gate | None = None
        self.gate_error: InsetError | None = None
        gate = self._open_gate(datasets_folder, previous)
        before = None if previous is None else previous.gate
        is_sound = before is not None and not before.pieces.left and before.marks.are_as_before()
        if gate is not None and gate is not before and is_sound:
            # The new gate is believed once all of it has been compared. Until then a run that only it covers is asked
            # directly, which costs a look-up less than comparing pieces does.
            gate, self.next_gate = before, gate
        self._take(opened, unavailable, gate)

    def _take(
        self, opened: Mapping[str, DatasetIndex], unavailable: Mapping[str, InsetError], gate: Gate | None
    ) -> None:
        damages = {name: damage for name, dataset in opened.items() if (damage := dataset.damage) is not None}
        self._damaged = {**self._damaged, **{name: opened[name] for name in damages}}
        opened = {name: dataset for name, dataset in opened.items() if name not in damages}
        unavailable = {**unavailable, **damages}
        self.datasets: Mapping[str, DatasetIndex] = opened
        self.unavailable: Mapping[str, InsetError] = dict(sorted(unavailable.items()))
        self.censuses = frozenset(name for name, dataset in opened.items() if dataset.descriptor.kind == "census")
        self.revision = _revision(opened, self.unavailable)
        self._asking = Asking(opened, gate)

    def _open_gate(self, datasets_folder: Path, previous: Library | None) -> Gate | None:
        """The newest gate, as it is known already where it is; None where there is none that can be used."""
        files = gate_files(datasets_folder)
        if not files:
            return None
        for known in () if previous is None else (previous.next_gate, previous.gate):
            if known is not None and known.is_of(files[0]):
                return known
        try:
            return Gate(files[0])
        except FileNotFoundError:  # it was replaced just now, so the library will be opened again
            return None
        except IndexCorrupt as error:
            self.gate_error = error
            return None

    @property
    def opened(self) -> Mapping[str, DatasetIndex]:
        """All runs that were opened, also those that turned out to be damaged."""
        return {**self.datasets, **self._damaged}

    def is_damaged(self) -> bool:
        """Whether one of the datasets was found to be damaged since this library was opened."""
        return any(dataset.damage is not None for dataset in self.datasets.values())

    def has_changed(self) -> bool:
        """Whether somebody has changed files that were opened, so that what was compared of them counts no more."""
        marks = [*self._refused, *(dataset.marks for dataset in self.opened.values())]
        marks += [gate.marks for gate in (self.gate, self.next_gate) if gate is not None]
        return not all(each.are_as_before() for each in marks)

    def without_damaged(self) -> Library:
        """This library, but for the datasets that were found to be damaged, which are unavailable."""
        sound = copy(self)
        sound._take(  # noqa: SLF001 - a constructor of this class
            self.datasets, self.unavailable, self.gate
        )
        return sound

    @property
    def gate(self) -> Gate | None:
        """The gate that is asked first; None where there is none, or it turned out to be damaged."""
        return self._asking.gate

    @property
    def not_gated(self) -> list[str]:
        """The exact datasets that the gate should cover and does not, so that they are asked about every photo."""
        return [dataset.name for dataset in self._asking.direct if dataset.is_for_gate]

    @property
    def is_quick(self) -> bool:
        """Whether looking a page up takes well under a millisecond, once everything is in memory."""
        return len(self._asking.direct) <= _QUICK

    @property
    def read_by_look_ups(self) -> dict[Path, memoryview]:
        """The files of which a look-up may read any part, as they are mapped."""
        gate = self.gate
        files = {} if gate is None else {gate.path: gate.mapped}
        for dataset in self.datasets.values():
            if dataset.store is not None:
                files[dataset.store.path] = dataset.store.mapped
            files[dataset.folder / FILTER_FILE] = memoryview(dataset.filter.bitarray)
        return files

    def use_gate(self, gate: Gate | None) -> None:
        """Ask this gate from now on, or none; by one assignment, so look-ups that are under way go on."""
        self._asking = Asking(self.datasets, gate)

    def compare_all(self) -> None:
        """Compare everything that look-ups read and that nobody has compared yet, so that they need not any more.

        Raises:
            RunDamaged: the gate or a dataset is damaged.
        """
        if self.gate is not None:
            self.gate.pieces.need_all()
        for dataset in self.datasets.values():
            dataset.compare_all()

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
        asking = self._asking
        try:
            return asking.lookup(photo_ids)
        except RunDamaged:
            if asking.gate is None or asking.gate.pieces.damage is None:
                raise
            self.without_gate(asking.gate)
        return self._asking.lookup(photo_ids)

    def without_gate(self, damaged: Gate) -> None:
        """Ask this gate no more, which turned out to be damaged, and say so in the log."""
        if self.gate is damaged:
            self.use_gate(None)
            _log.error("gate damaged code=%s %s", RunDamaged.code, damaged.pieces.damage)

    def apart(self, listed: Mapping[int, list[DatasetAnswer]]) -> tuple[Listed, Listed]:
        """Part what a look-up found into what training sets list and what censuses do, which is no training."""
        if not self.censuses:
            return dict(listed), {}
        training: Listed = {}
        public: Listed = {}
        for photo_id, answers in listed.items():
            for answer in answers:
                (public if answer.dataset in self.censuses else training).setdefault(photo_id, []).append(answer)
        return training, public

    def dataset(self, name: str) -> DatasetIndex:
        """The dataset of that name.

        Raises:
            InsetError: it is there and cannot be opened: why.
            DatasetUnknown: there is none.
        """
        if name in self.unavailable:
            raise self.unavailable[name]
        if name not in self.datasets:
            raise no_such_dataset(name, self.datasets)
        return self.datasets[name]

    def training_sets(self) -> list[str]:
        """The names of the datasets that can be asked and are no censuses."""
        return [name for name in self.datasets if name not in self.censuses]

    def nothing_to_ask(self) -> InsetError:
        """The error that says why no dataset can be asked: none is published, or none can be opened."""
        for error in self.unavailable.values():
            return copy(error)  # a copy: raising the same exception again and again would make its trace longer
        return IndexMissing(
            sentence("build_first"),
            hint="Run `inset build NAME LIST…`, or `inset build --sample` to try Inset out.",
        )


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
        self._compared_at = float("-inf")
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
        if stamp_of(self._folder) != self._stamp or self._current.is_damaged():
            return True
        if now - self._compared_at < CHANGES_EVERY:
            return False
        self._compared_at = now
        return self._current.has_changed()

    def refresh(self) -> Library:
        """Open what was published since, and then make it the current library by one assignment."""
        with self._lock:
            stamp = stamp_of(self._folder)
            current = self._current
            if current is None or stamp != self._stamp or current.is_damaged() or current.has_changed():
                library = Library(self._folder, current)
                for name, error in library.unavailable.items():
                    _log.error("dataset=%s unavailable code=%s %s", name, error.code, error.message)
                if library.gate_error is not None:
                    _log.error("gate unavailable code=%s %s", library.gate_error.code, library.gate_error.message)
                current = library
                self._current, self._stamp = library, stamp
                self._superseded.set()
                self._superseded = threading.Event()
                threading.Thread(
                    target=_look_after, args=(library, self._superseded), name="inset-scrub", daemon=True
                ).start()
            return current

    def close(self) -> None:
        """Let go of the opened runs; a look-up that is under way keeps its own until it is done."""
        with self._lock:
            self._superseded.set()
            self._current = self._stamp = None


def _look_after(library: Library, superseded: threading.Event) -> None:
    """Scrub a library, its gate first, and again every day, until another takes its place."""
    pause = SCRUB_AFTER
    while not superseded.wait(pause):
        gate = library.next_gate or library.gate
        if gate is not None:
            if scrub_pieces(gate.pieces, superseded):
                if gate is library.next_gate:
                    library.use_gate(gate)
                    library.next_gate = None
            elif gate.pieces.damage is not None:
                library.next_gate = None
                library.without_gate(gate)
        scrub(library.datasets.values(), superseded)
        pause = SCRUB_EVERY


def _revision(datasets: Mapping[str, DatasetIndex], unavailable: Mapping[str, InsetError]) -> str:
    """A short name for exactly this set of runs: equal revisions give equal answers.

    A dataset that was removed and built again at once has a run of the same name and time; that its files are others,
    their checksums in the descriptor tell.
    """
    digest = hashlib.sha256()
    for name, dataset in datasets.items():
        digest.update(f"{name} {dataset.identity}\n".encode())
    for name in unavailable:
        digest.update(f"{name} unavailable\n".encode())
    return digest.hexdigest()[:16]
