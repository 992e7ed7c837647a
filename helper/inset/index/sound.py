"""Asking without what is damaged: a dataset that turns out to be damaged is left out, and the others answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from inset.errors import RunDamaged
from inset.index.library import Library

T = TypeVar("T")


def ask_sound(library: Library, question: Callable[[Library], T]) -> tuple[T, Library]:
    """Ask a library; where a dataset turns out to be damaged, ask again without it.

    Args:
        library: what is published; question: may be called several times.

    Returns:
        The answer, and the library that gave it: of that, `unavailable` names the datasets that could not be asked.
    """
    while True:
        try:
            return question(library), library
        except RunDamaged:
            if not library.is_damaged():
                raise  # not a dataset of this library
            library = library.without_damaged()


def open_sound(datasets_folder: Path) -> Library:
    """Open what is published and compare all of it, for a question that cannot be asked twice.

    Reads every file that the answers need, some gigabytes a second where the system has it in memory.
    """

    def compare(library: Library) -> None:
        for dataset in library.datasets.values():
            dataset.compare_all()

    return ask_sound(Library(datasets_folder), compare)[1]
