"""A run that is no longer published is let go of at once, with its files: not when Python next looks for cycles."""

from __future__ import annotations

import gc
import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from inset.index.filter.photo_filter import PhotoFilter
from inset.index.gate import gate_files
from inset.index.library import Library, LiveLibrary
from inset.index.publish import remove_dataset
from inset.index.shelf.current import CURRENT_FILE
from inset.index.sound import ask_sound
from support.datasets.runs import PublishIds

FIRST: Final = 900_000_000_000
PHOTOS: Final = 20_000
PATIENCE: Final = 30.0


@pytest.fixture(autouse=True)
def _no_search_for_cycles() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def _corrupt(run: Path) -> None:
    (run / "photos.ids").write_bytes((run / "photos.ids").read_bytes()[:-1])


def _name_nothing(run: Path) -> None:
    (run.parent / CURRENT_FILE).write_text("nothing\n")


def _flip(run: Path, name: str) -> None:
    content = bytearray((run / name).read_bytes())
    content[len(content) // 2] ^= 1  # in a piece that opening does not compare
    (run / name).write_bytes(content)


@pytest.mark.parametrize("spoil", [None, _corrupt, _name_nothing])
@pytest.mark.parametrize("damaged", [None, "photos.ids", "photos.bloom", "photos.sqlite"])
def test_what_another_run_replaces_is_let_go_of(
    datasets_folder: Path, publish_ids: PublishIds, spoil: Callable[[Path], None] | None, damaged: str | None
) -> None:
    if spoil is not None:
        spoil(publish_ids("broken", {FIRST}))
    live = LiveLibrary(datasets_folder)
    used: list[weakref.ref[Any]] = []

    def ask(library: Library) -> None:
        library.lookup([*range(FIRST, FIRST + PHOTOS, 97)])
        for dataset in library.datasets.values():
            dataset.details_of([FIRST])
            dataset.compare_all()  # a look-up that the gate answers reads no filter

    for number in range(4):
        run = publish_ids("made-up", range(FIRST, FIRST + PHOTOS + number), details={FIRST: ("10000001@N00", 4)})
        if damaged is not None:
            _flip(run, damaged)
            publish_ids("sound", {FIRST})  # something that answers
        if damaged == "photos.bloom":
            for gate in gate_files(datasets_folder):
                gate.unlink()  # behind it, filters of small datasets are not asked
        library = live.refresh()
        used += [weakref.ref(library), weakref.ref(library.datasets["made-up"])]
        _, sound = ask_sound(library, ask)
        assert ("made-up" in sound.datasets) == (damaged is None)
        del library, sound
        live.refresh()  # takes the damaged one out
    publish_ids("made-up", {FIRST})
    live.refresh()
    # The thread that looks after a library holds it until it notices that another took its place.
    _wait_for(lambda: not any(each() for each in used))
    live.close()


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc to count a process's open files")
def test_no_file_of_a_removed_dataset_stays_open(datasets_folder: Path, publish_ids: PublishIds) -> None:
    def opened() -> list[str]:
        files = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
        for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names that may go away meanwhile
            try:
                files.append(str(Path("/proc/self/fd", number).readlink()))
            except OSError:
                continue
        return [file for file in files if str(datasets_folder) in file]

    live = LiveLibrary(datasets_folder)
    for exact in (True, False):
        publish_ids("made-up", {FIRST}, exact=exact, details={FIRST: ("10000001@N00", 4)})
        assert live.refresh().lookup([FIRST])
        assert live.current.datasets["made-up"].details_of([FIRST])
        assert opened()
        remove_dataset(datasets_folder, "made-up")
        live.refresh()
        _wait_for(lambda: not opened())
    live.close()


def test_a_filter_is_let_go_of_when_nobody_uses_it(datasets_folder: Path) -> None:
    made = PhotoFilter(10)
    made.add(FIRST)
    datasets_folder.mkdir()
    made.write(datasets_folder / "photos.bloom")
    opened = PhotoFilter.open(datasets_folder / "photos.bloom")
    assert FIRST in opened
    known = [weakref.ref(made), weakref.ref(opened), weakref.ref(made.copy())]
    del made, opened
    assert [each() for each in known] == [None, None, None]
