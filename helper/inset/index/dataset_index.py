"""DatasetIndex: one published run, opened for look-up. The filter is asked first, then the ID store if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from inset.errors import IndexCorrupt, IndexFormatUnsupported, RunDamaged
from inset.index.descriptor import COMPLETED_FILE, FILE_NAME, Descriptor, identity_of, read_descriptor
from inset.index.filter.chance import chance_listed
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.gate import is_for_gate
from inset.index.ids.id_store import IdStore
from inset.index.marks import Marks
from inset.index.pieces import damaged, open_pieces
from inset.own_files import is_link, is_own_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from inset.index.details import Details, PhotoDetails
    from inset.index.rows import Place, Rows

FILTER_FILE: Final = "photos.bloom"
STORE_FILE: Final = "photos.ids"
DETAILS_FILE: Final = "photos.sqlite"
ROWS_FILE: Final = "photos.rows"

WAITED_FOR: Final = 1 << 30
"""Bytes of details that are compared with their checksums before the first question, in about a second. Of larger ones
nobody could wait for the end: the helper compares them in the background, and `inset doctor --verify` does."""

_SCALAR_LIMIT: Final = 64
"""Up to so many filter hits are confirmed one by one by `bisect`, which is faster than NumPy for so few."""


@dataclass(frozen=True, slots=True)
class DatasetAnswer:
    """What one dataset says of a photo that it lists, or seems to.

    `chance`, how likely it is true (0 to 1), is None unless the answer is `probably_listed`. `unvouched`: somebody else
    made the dataset, and no signature was verified.
    """

    dataset: str
    answer: Literal["listed", "probably_listed"]
    chance: float | None = None
    unvouched: bool = False


class DatasetIndex:
    """One run of one dataset, its files mapped into memory; it never changes, so threads may share it.

    No question is answered from a piece of a file that has not been compared with its checksum; see
    `inset.index.pieces`. Every question may therefore raise `RunDamaged`.

    Args:
        run_folder: `<data>/datasets/<name>/<run>`.

    Attributes:
        identity: the SHA-256 of its descriptor, which names the run among all runs of all times.
        marks: of its files; where they are others now, the run must be opened again before it is asked.

    Raises:
        IndexCorrupt: the run is not completed, or a file is missing or is not what the descriptor says.
        IndexFormatUnsupported: written in a format that this version does not read.
    """

    def __init__(self, run_folder: Path) -> None:
        for folder in (run_folder.parent, run_folder):
            if is_link(folder):
                raise IndexCorrupt(f"Remove the link {folder}, and build the dataset again: links are not followed.")
        if not is_own_file(run_folder / COMPLETED_FILE):
            raise IndexCorrupt(
                f"Build {run_folder.parent.name} again: its run {run_folder.name} was never completed.",
            )
        self.folder = run_folder
        self.descriptor: Descriptor = read_descriptor(run_folder)
        self.identity = identity_of(run_folder)
        # Before anything else is read of them: what is written from now on is seen.
        self.marks = Marks(run_folder / name for name in (*self.descriptor.files, FILE_NAME, COMPLETED_FILE))
        self._check_files()
        self.pieces = open_pieces(run_folder, self.descriptor.files)
        try:
            self.filter = PhotoFilter.open(run_folder / FILTER_FILE, self.pieces.get(FILTER_FILE))
            store = run_folder / STORE_FILE
            self.store = IdStore(store, self.pieces.get(STORE_FILE)) if self.descriptor.exact else None
        except OSError as error:
            raise self._corrupt(f"{Path(error.filename or '').name} cannot be read ({error.strerror})") from error
        self._check_claims()
        self._damage: RunDamaged | None = None
        photos = self.descriptor.counts.photos
        self.name = self.descriptor.dataset
        unvouched = self.descriptor.origin is not None and not self.descriptor.origin.is_signed
        self.answer = (
            DatasetAnswer(self.name, "listed", unvouched=unvouched)
            if self.store is not None
            else DatasetAnswer(
                self.name,
                "probably_listed",
                chance_listed(photos, self.descriptor.filter.false_positive_rate),
                unvouched,
            )
        )

    def is_of(self, run_folder: Path) -> bool:
        """Whether the completed run in this folder is the one that was opened, with files that nobody has changed.

        Quick, because nothing is decoded.
        """
        try:
            is_completed = is_own_file(run_folder / COMPLETED_FILE)
            is_same = is_completed and run_folder == self.folder and identity_of(run_folder) == self.identity
        except OSError:
            return False
        return is_same and self.marks.are_as_before()

    def _check_files(self) -> None:
        """The files that the answers need are there, and as large as the descriptor says."""
        facts = self.descriptor
        needed = {FILTER_FILE: True, STORE_FILE: facts.exact, DETAILS_FILE: facts.details > 0}
        for name, is_needed in needed.items():
            if is_needed and name not in facts.files:
                raise self._corrupt(f"nothing is said of its {name}")
        for name, expected in facts.files.items():
            if name == ROWS_FILE:
                continue  # no answer needs it, so its damage stops nobody who only looks photos up
            path = self.folder / name
            size = path.stat().st_size if is_own_file(path) else None
            if size != expected.bytes:
                raise self._corrupt(
                    f"{name} is missing" if size is None else f"{name} has {size} bytes instead of {expected.bytes}"
                )

    def _check_claims(self) -> None:
        """What the headers say is what the descriptor says, from which chances are computed."""
        photos, told = self.descriptor.counts.photos, self.filter.count
        held = told if self.store is None else len(self.store)
        if not photos == told == held or self.filter.error_rate != self.descriptor.filter.error_rate:
            raise self._corrupt("its files are not those that its descriptor describes")

    def _corrupt(self, why: str) -> IndexCorrupt:
        run = self.folder
        return IndexCorrupt(f"Build {run.parent.name} again: its run {run.name} cannot be used, {why}.")

    @property
    def is_for_gate(self) -> bool:
        """Whether a gate covers it: it is exact, and not too large."""
        return self.store is not None and is_for_gate(len(self.store))

    @property
    def damage(self) -> RunDamaged | None:
        """Why this run must not answer any more, once that was found; None where nothing is known against it."""
        if self._damage is not None:
            return self._damage
        found = [pieces.damage for name, pieces in self.pieces.items() if name != ROWS_FILE]
        details: Details | None = self.__dict__.get("details")  # only if it was opened
        if details is not None:
            found.append(details.damage)
        return next((damage for damage in found if damage is not None), None)

    def note_damage(self, what: str) -> RunDamaged:
        """Note that the run must not answer any more, and return the error to raise."""
        self._damage = damaged(self.folder, what)
        return copy(self._damage)  # a copy: the trace of what is raised would hold the library that was asked

    def compare_all(self) -> None:
        """Compare all pieces that the answers need and that nobody has compared yet, but for very large details.

        Raises:
            RunDamaged: one of them differs.
        """
        for name, pieces in self.pieces.items():
            if name != ROWS_FILE and (name != DETAILS_FILE or pieces.size <= WAITED_FOR):
                pieces.need_all()
        self.prepare()

    def prepare(self) -> None:
        """Do what opening left for later, because it takes long; questions are answered more quickly from then on.

        Raises:
            RunDamaged: the store's directory is not one, although its checksums are right.
        """
        if self.store is not None:
            try:
                self.store.prepare()
            except IndexCorrupt as error:
                raise self.note_damage(f"{STORE_FILE} of its run {self.folder.name} has a wrong directory") from error

    def __contains__(self, photo_id: int) -> bool:
        return photo_id in self.filter and (self.store is None or photo_id in self.store)

    def find(self, photo_ids: NDArray[np.uint64], mixed: NDArray[np.uint64]) -> list[int]:
        """Return which of N photo IDs the dataset lists, as positions 0 … N-1, ascending.

        Args:
            photo_ids: uint64, N.
            mixed: `hash_photo_ids(photo_ids)`, shared by all datasets that are asked.
        """
        hits = self.filter.find_hashed(mixed)
        store = self.store
        if store is not None and len(hits) > _SCALAR_LIMIT:
            hits, store = hits[store.contains_many(photo_ids[hits])], None
        positions: list[int] = hits.tolist()
        if store is None:
            return positions
        return [at for at, photo_id in zip(positions, photo_ids[hits].tolist(), strict=True) if photo_id in store]

    @cached_property
    def details(self) -> Details | None:
        """Accounts and licences, opened when first asked for; None where the manifest gave none. Reads all of the file.

        Raises:
            RunDamaged: the file cannot be used, and so the run not either.
            IndexFormatUnsupported: written in a format that this version does not read.
        """
        if not self.descriptor.details:
            return None
        from inset.index.details import Details

        pieces = self.pieces.get(DETAILS_FILE)
        if pieces is not None and pieces.size <= WAITED_FOR:
            pieces.need_all()  # which pages SQLite reads nobody can tell
        try:
            return Details(self.folder / DETAILS_FILE)
        except IndexFormatUnsupported:
            raise
        except (RunDamaged, OSError) as error:
            raise self.note_damage(f"{DETAILS_FILE} of its run {self.folder.name} cannot be used ({error})") from error

    @cached_property
    def rows(self) -> Rows | None:
        """Where photos stand in the manifests, opened when first asked for; None where that was not kept.

        Raises:
            IndexCorrupt: the file should be there but cannot be used; everything else can be asked all the same.
        """
        if not self.descriptor.rows or self.store is None:
            return None
        from inset.index.rows import Rows

        path = self.folder / ROWS_FILE
        try:
            expected = self.descriptor.files.get(ROWS_FILE)
            if expected is None or path.stat().st_size != expected.bytes:
                raise IndexCorrupt(f"Build {self.name} again: {ROWS_FILE} is not the file that was published.")
            rows = Rows(path, self.pieces.get(ROWS_FILE))
        except OSError as error:
            raise IndexCorrupt(f"Build {self.name} again: {ROWS_FILE} cannot be read ({error}).") from error
        if (len(rows), rows.rows) != (len(self.store), self.descriptor.rows):
            raise IndexCorrupt(f"Build {self.name} again: {ROWS_FILE} is that of another list.")
        return rows

    def places_of(self, photo_id: int) -> list[Place]:
        """Where a photo stands in the manifests; nothing where it is not listed, or that was not kept.

        Raises:
            IndexCorrupt: see `rows`.
        """
        if self.rows is None or self.store is None or photo_id not in self.store:
            return []
        return self.rows.of(self.store.count_below(photo_id))

    def details_of(self, photo_ids: Sequence[int], *, names: bool = False) -> dict[int, PhotoDetails]:
        """What the manifest said of these photos when it was made; photos of which nothing is known are left out.

        Args:
            photo_ids: any number of them; names: also what their accounts are called.
        """
        return {} if self.details is None else self.details.get(photo_ids, names=names)
