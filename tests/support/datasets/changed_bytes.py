"""Changes one byte after the other of a published dataset, and looks whether an answer changes unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from inset.errors import IndexCorrupt
from inset.index.dataset_index import ROWS_FILE
from inset.index.library import Library
from inset.index.scrub import scrub
from inset.index.sound import ask_sound

NAME: Final = "made-up"
FIRST: Final = 900_000_000_000
LISTED: Final = range(FIRST, FIRST + 60, 3)
ASKED: Final = range(FIRST - 3, FIRST + 63)

Said = tuple[object, ...]


@dataclass
class Outcome:
    """What changing bytes did.

    Attributes:
        changed: how many changes were tried.
        refused: after how many of them the dataset did not answer.
        wrong: changes after which it answered otherwise than before: file, place.
        unnoticed: changes that no scrub found, of files that answers need.
    """

    changed: int = 0
    refused: int = 0
    wrong: list[tuple[str, int]] = field(default_factory=list)
    unnoticed: list[tuple[str, int]] = field(default_factory=list)


def every_byte(datasets_folder: Path, masks: Sequence[int] = (0x01, 0x80), *, every: int = 1) -> Outcome:
    """Change every byte (or every so many bytes of files above a few kilobytes) of the dataset `NAME` in turn."""
    outcome = Outcome()
    before = _answers(Library(datasets_folder))
    assert before is not None
    (current,) = datasets_folder.glob(f"{NAME}/CURRENT")
    run = current.parent / current.read_text("ascii").strip()
    for path in (current, *sorted(run.iterdir())):
        for at in range(0, path.stat().st_size, every if path.stat().st_size > 4096 else 1):
            for mask in masks:
                with changed_byte(path, at, mask):
                    outcome.changed += 1
                    said = _answers(Library(datasets_folder))
                    if said is None:
                        outcome.refused += 1
                    elif said != before:
                        outcome.wrong.append((path.name, at))
                    if path.name != ROWS_FILE and path != current and not _is_found(datasets_folder):
                        outcome.unnoticed.append((path.name, at))
    assert _answers(Library(datasets_folder)) == before
    return outcome


def _answers(library: Library) -> Said | None:
    """All that the dataset says of all photos; None where it says nothing at all. Rows may be refused alone."""

    def ask(library: Library) -> Said:
        dataset = library.datasets[NAME]
        return library.lookup(ASKED), [dataset.details_of([photo_id]) for photo_id in ASKED]

    try:
        said, library = ask_sound(library, ask)
    except (KeyError, IndexCorrupt):
        return None
    rows: object = _ROWS_AS_BEFORE
    try:
        dataset = library.datasets[NAME]
        places = [dataset.places_of(photo_id) for photo_id in LISTED]
        rows = places if places != _known.setdefault(dataset.folder, places) else _ROWS_AS_BEFORE
    except IndexCorrupt:
        pass
    return (*said, rows)


_ROWS_AS_BEFORE: Final = "as before, or refused"
_known: dict[Path, object] = {}


def _is_found(datasets_folder: Path) -> bool:
    """Whether opening, or what the helper does in the background, finds out."""
    library = Library(datasets_folder)
    scrub(library.datasets.values(), Event())
    return NAME in library.unavailable or library.is_damaged()


class changed_byte:  # noqa: N801 - used as a function
    def __init__(self, path: Path, at: int, mask: int) -> None:
        self._path, self._at, self._mask = path, at, mask

    def __enter__(self) -> None:
        self._flip()

    def __exit__(self, *_: object) -> None:
        self._flip()

    def _flip(self) -> None:
        with self._path.open("r+b") as file:
            file.seek(self._at)
            (byte,) = file.read(1)
            file.seek(self._at)
            file.write(bytes([byte ^ self._mask]))


def details() -> Iterator[tuple[int, tuple[str, int]]]:
    """Account and licence of every listed photo."""
    for number, photo_id in enumerate(LISTED):
        yield photo_id, (f"1234567{number % 7}@N00", number % 9)
