"""Kills commands that change something, with SIGKILL: before each of their steps, and at random moments.

Afterwards the old version answers or the new one, as a whole; doctor names what is left and removes it; and the next
build is published.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command
from soak.loss.home import copy_home, hold_whole


def kills(budget: Budget, folder: Path, *, every: int = 1) -> Figures:
    """Kill each command at each step once, then at random moments for as long as there is time.

    Args:
        every: only at every so many steps, each command beginning with another one.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        lasts: dict[str, float] = {}
        for number, attacked in enumerate(commands):
            steps, lasts[attacked.name] = _measure(attacked, folder, figures)
            for at in range(number % every, len(steps), every):
                _kill_at(attacked, at, steps[at], folder, figures)
        while budget.is_left:
            attacked = random.choice(commands)
            _kill_after(attacked, random.uniform(0, lasts[attacked.name]), folder, figures)
    return figures


def _measure(attacked: Attacked, folder: Path, figures: Figures) -> tuple[list[str], float]:
    """Let a command end, and return its steps by name, and its seconds."""
    home = copy_home(attacked.home, folder / "ended" / "home")
    names = folder / "steps"
    names.write_text("")
    began = time.monotonic()
    process = command(home, {"steps": str(names)}, attacked.words)
    said, _ = process.communicate(timeout=120)
    figures.hold(process.returncode == 0, f"{attacked.name} ends with {process.returncode}: {said}")
    lasted = time.monotonic() - began
    hold_whole(home, [attacked.after], figures, f"{attacked.name}, ended", browsers=[attacked.browsers_after])
    return names.read_text().splitlines(), lasted


def _kill_at(attacked: Attacked, at: int, step: str, folder: Path, figures: Figures) -> None:
    home = copy_home(attacked.home, folder / "killed" / "home")
    process = command(home, {"kill_at": at}, attacked.words)
    said, _ = process.communicate(timeout=120)
    where = f"{attacked.name}, killed before step {at}, {step}"
    figures.hold(process.returncode == -signal.SIGKILL, f"{where}: it ended with {process.returncode}: {said}")
    figures.add(f"kills of `inset {attacked.words[0]}` ({attacked.name}) at a named step")
    hold_whole(home, attacked.versions, figures, where, browsers=attacked.browsers)


def _kill_after(attacked: Attacked, seconds: float, folder: Path, figures: Figures) -> None:
    home = copy_home(attacked.home, folder / "killed" / "home")
    process = command(home, {}, attacked.words)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=120)
    where = f"{attacked.name}, killed after {seconds:.3f} s"
    figures.add("kills at a random moment")
    hold_whole(home, attacked.versions, figures, where, browsers=attacked.browsers)
