"""Kills commands that change something, with SIGKILL from outside, at random moments while they change files.

Then Inset is used as a person would go on: `inset serve` starts and answers a look-up, `inset doctor` and the verb that
shows what was being changed work; and all that `soak.loss.home.hold_whole` holds is held.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, hold_again
from soak.loss.child import forked
from soak.loss.helper import PATIENCE, running_helper, version_told_by
from soak.loss.home import Version, copy_home, hold_whole

_FORKED: Final = multiprocessing.get_context("forkserver")
_IMPORTED: Final = [
    "inset.account.check",
    "inset.account.letter",
    "inset.account.watch",
    "inset.cli.main",
    "inset.health.checks",
    "inset_build.add",
    "inset_build.pipeline",
    "soak.loss.child",
]
_POLL: Final = 0.001
_LATER: Final = 1.1
"""Kills come until a little after the time that the command took when it was left alone."""


def random_kills(budget: Budget, folder: Path, *, least: int = 1) -> Figures:
    """Kill each command in turn for as long as there is time.

    Args:
        least: so many kills in any case.
    """
    figures = Figures()
    _FORKED.set_forkserver_preload(_IMPORTED)
    with all_attacked(folder) as commands:
        lasts = [_seconds_of(attacked, folder, figures) for attacked in commands]
        killed = 0
        while budget.is_left or killed < least:
            number = killed % len(commands)
            _kill(commands[number], random.uniform(0, lasts[number] * _LATER), folder, figures)
            killed += 1
    return figures


def _run(home: Path, plan: dict[str, object], words: tuple[str, ...], said: Path) -> ForkServerProcess:
    """Start a command. It is forked from a process that has imported everything, which would take most of the time."""
    process = _FORKED.Process(target=forked, args=(str(home), json.dumps(plan), words, str(said)))
    process.start()
    return process


def _start(attacked: Attacked, folder: Path) -> tuple[Path, ForkServerProcess]:
    """Start a command in a home of its own, and return when it is about to change the first file."""
    home = copy_home(attacked.home, folder / "killed" / "home")
    steps, said = folder / "steps", folder / "said"
    steps.write_text("")
    said.write_text("")
    process = _run(home, {"steps": str(steps)}, attacked.words, said)
    end = time.monotonic() + PATIENCE
    while not steps.stat().st_size and process.is_alive() and time.monotonic() < end:
        time.sleep(_POLL)
    return home, process


def _seconds_of(attacked: Attacked, folder: Path, figures: Figures) -> float:
    """Let a command end, and return how long it took from its first change on."""
    _, process = _start(attacked, folder)
    began = time.monotonic()
    process.join(PATIENCE)
    said = (folder / "said").read_text()
    figures.hold(process.exitcode == 0, f"{attacked.name} ends with {process.exitcode}: {said}")
    return time.monotonic() - began


def _kill(attacked: Attacked, seconds: float, folder: Path, figures: Figures) -> None:
    home, process = _start(attacked, folder)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid or 0, signal.SIGKILL)
    process.join(PATIENCE)
    is_done = process.exitcode == 0
    figures.hold(process.exitcode in (0, -signal.SIGKILL), f"{attacked.name} ends with {process.exitcode}")
    where = f"{attacked.name}, killed {seconds:.3f} s after its first change"
    when = "just after it was done" if is_done else "at a random moment"
    figures.add(f"kills of `inset {attacked.words[0]}` ({attacked.name}) {when}")
    versions = [attacked.after] if is_done else attacked.versions
    _go_on(home, versions, attacked.reads, figures, where)
    if attacked.goes_on:
        hold_again(attacked, home, figures, where)
    hold_whole(home, versions, figures, where, kept=[attacked.kept_after] if is_done else attacked.kept)


def _go_on(home: Path, versions: list[Version], reads: tuple[str, ...], figures: Figures, where: str) -> None:
    """Use what was killed as a person would: with the helper, with doctor, with the verb that shows it."""
    with running_helper(home) as helper:
        if helper is None:
            figures.faults.append(f"{where}: the helper does not start")
            return
        found = version_told_by(helper)
        figures.hold(found in versions, f"{where}: a helper answers {found}, none of {versions}")
        figures.add("helpers that were started afterwards, and asked about all photos")
    for words in (("doctor",), reads):
        said = home.parent / "said"
        process = _run(home, {}, words, said)
        process.join(PATIENCE)
        # Doctor warns of what is left over, and where no dataset is published there is nothing to list.
        is_well = process.exitcode in (0, 1, 3) and "Traceback" not in said.read_text()
        figures.hold(is_well, f"{where}: {words} ends with {process.exitcode}: {said.read_text()}")
        said.unlink()
