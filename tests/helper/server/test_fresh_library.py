"""Where a look-up is answered: on the event loop only if all that it may read was in memory a moment ago."""

from __future__ import annotations

import asyncio
import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest

from inset.index.gate import gate_files
from inset.index.library import LOOK_EVERY, Library
from inset.index.residency import are_resident
from inset.paths import Paths
from inset.server import fresh_library
from inset.server.fresh_library import JUDGE_EVERY, FreshLibrary
from support.datasets.runs import PublishIds

PATIENCE: Final = 60.0


class Judged:
    """Stands for `are_resident` and for the clock by which judgements grow old.

    Attributes:
        verdict: what every judgement says; `are_resident` itself where it is None.
        now: seconds; asked: the mapped files of each judgement that was begun; told: what each one said.
        brought_back: how often what is missing was to be read again; brings_back: what comes of it.
        may_end: judgements wait for it.
    """

    def __init__(self) -> None:
        self.verdict: bool | None = True
        self.now = 1000.0
        self.asked: list[list[memoryview]] = []
        self.told: list[bool] = []
        self.brought_back = 0
        self.brings_back: Callable[[], bool] = lambda: True
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self, mapped: Iterable[memoryview]) -> bool:
        files = list(mapped)
        self.asked.append(files)
        assert self.may_end.wait(PATIENCE)
        said = are_resident(files) if self.verdict is None else self.verdict
        self.told.append(said)
        return said

    def bring_back(self, mapped: Iterable[memoryview]) -> bool:
        assert list(mapped)
        self.brought_back += 1
        return self.brings_back()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    found = Judged()
    monkeypatch.setattr(fresh_library, "are_resident", found)
    monkeypatch.setattr(fresh_library, "bring_back", found.bring_back)
    monkeypatch.setattr(fresh_library, "time", SimpleNamespace(monotonic=lambda: found.now))
    return found


@pytest.fixture
async def fresh(paths: Paths, publish: PublishIds, judged: Judged) -> FreshLibrary:
    publish("faces", {7, 8})
    made = FreshLibrary(paths.datasets)
    await made.open()
    return made


async def is_on_loop(fresh: FreshLibrary, *, inline: bool = True) -> bool:
    """Whether a question is answered by the thread of the event loop."""
    answered_by, _ = await fresh.ask_and_tell(lambda _: threading.get_ident(), inline=inline)
    return answered_by == threading.get_ident()


async def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.005)


async def until_on_loop(fresh: FreshLibrary) -> None:
    end = time.monotonic() + PATIENCE
    while not await is_on_loop(fresh):
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.005)


async def until_judged(fresh: FreshLibrary, judged: Judged) -> None:
    """Ask, and wait until it has been noted whether everything is in memory."""
    await is_on_loop(fresh)
    await until(lambda: not fresh._is_judging)  # nothing else tells that it has been noted
    assert judged.told


async def test_warm_is_answered_on_the_loop(fresh: FreshLibrary, judged: Judged, paths: Paths) -> None:
    assert not await is_on_loop(fresh)  # nobody has looked yet
    await until_on_loop(fresh)
    assert not await is_on_loop(fresh, inline=False)
    begun = len(judged.asked)
    files = (await fresh.get()).read_by_look_ups
    run = _run_of_faces(paths)
    assert set(files) == {gate_files(paths.datasets)[0], run / "photos.ids", run / "photos.bloom"}
    assert [each.nbytes for each in judged.asked[0]] == [each.nbytes for each in files.values()]
    judged.now += JUDGE_EVERY
    assert await is_on_loop(fresh)
    assert len(judged.asked) == begun  # the judgement is still new


def _run_of_faces(paths: Paths) -> Path:
    return Library(paths.datasets).datasets["faces"].folder


async def test_cold_is_answered_in_a_thread_until_it_is_warm(fresh: FreshLibrary, judged: Judged) -> None:
    judged.verdict = False
    await until_judged(fresh, judged)
    assert not any(judged.told)
    for _ in range(3):
        assert not await is_on_loop(fresh)
    judged.verdict = True
    judged.now += 1.5 * JUDGE_EVERY
    await until_on_loop(fresh)


async def test_what_is_missing_is_brought_back_while_somebody_asks(fresh: FreshLibrary, judged: Judged) -> None:
    judged.verdict = False
    judged.brings_back = lambda: False  # there is more of it than is read at a time
    await until_judged(fresh, judged)
    assert judged.brought_back == 1
    assert judged.told == [False]
    judged.now += 1.5 * JUDGE_EVERY
    assert not await is_on_loop(fresh)
    await until(lambda: judged.brought_back == 2)

    def bring_all_back() -> bool:
        judged.verdict = True
        return True

    judged.brings_back = bring_all_back
    await until(lambda: not fresh._is_judging)
    judged.now += 1.5 * JUDGE_EVERY
    await until_on_loop(fresh)
    assert judged.told[-2:] == [False, True]  # it is believed only once the system says so
    brought_back = judged.brought_back
    judged.now += 1.5 * JUDGE_EVERY
    await is_on_loop(fresh)
    await until(lambda: not fresh._is_judging)
    assert judged.brought_back == brought_back  # nothing is missing


async def test_a_library_swapped_meanwhile_is_judged_anew(
    fresh: FreshLibrary, judged: Judged, publish: PublishIds
) -> None:
    await until_on_loop(fresh)
    begun = len(judged.asked)
    judged.may_end.clear()
    before = await fresh.get()
    try:
        publish("faces", {7, 9})
        async with asyncio.timeout(PATIENCE):
            while await fresh.get() is before:  # noqa: ASYNC110 - it looks at the folder when somebody asks
                await asyncio.sleep(LOOK_EVERY / 4)
        for _ in range(3):
            assert not await is_on_loop(fresh)
        await until(lambda: len(judged.asked) == begun + 1)
        assert not await is_on_loop(fresh)
    finally:
        judged.may_end.set()
    await until_on_loop(fresh)
    assert judged.asked[0] != judged.asked[-1]


async def test_an_old_judgement_does_not_count(fresh: FreshLibrary, judged: Judged) -> None:
    await until_on_loop(fresh)
    begun = len(judged.asked)
    judged.may_end.clear()
    try:
        judged.now += 1.5 * JUDGE_EVERY
        assert await is_on_loop(fresh)  # it is judged anew meanwhile
        await until(lambda: len(judged.asked) == begun + 1)
        judged.now += JUDGE_EVERY
        for _ in range(3):
            assert not await is_on_loop(fresh)
        assert len(judged.asked) == begun + 1  # one at a time
    finally:
        judged.may_end.set()
    await until_on_loop(fresh)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell what is in memory")
async def test_a_system_that_does_not_tell_gets_threads(
    fresh: FreshLibrary, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged.verdict = None
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace(mincore=lambda *_: -1))
    await until_judged(fresh, judged)
    assert not any(judged.told)
    for _ in range(3):
        assert not await is_on_loop(fresh)


async def test_many_datasets_without_a_gate_get_a_thread(
    fresh: FreshLibrary, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    await until_on_loop(fresh)
    monkeypatch.setattr(Library, "is_quick", False)
    assert not await is_on_loop(fresh)
