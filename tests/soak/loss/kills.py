"""Kills commands that change something, with SIGKILL, before each of their steps.

Afterwards the old version answers or the new one, as a whole; doctor names what is left and removes it; and the next
build is published.
"""

from __future__ import annotations

import signal
from pathlib import Path

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command
from soak.loss.home import copy_home, hold_whole


def kills(budget: Budget, folder: Path, *, every: int = 1) -> Figures:
    """Kill each command at each step once, as long as there is time; each command at least once.

    Args:
        every: only at every so many steps, each command beginning with another one.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        for number, attacked in enumerate(commands):
            steps = _steps_of(attacked, folder, figures)
            for at in range(number % every, len(steps), every):
                _kill_at(attacked, at, steps[at], folder, figures)
                if not budget.is_left:
                    break
    return figures


def _steps_of(attacked: Attacked, folder: Path, figures: Figures) -> list[str]:
    """Let a command end, and return its steps by name."""
    home = copy_home(attacked.home, folder / "ended" / "home")
    names = folder / "steps"
    names.write_text("")
    process = command(home, {"steps": str(names)}, attacked.words)
    said, _ = process.communicate(timeout=120)
    figures.hold(process.returncode == 0, f"{attacked.name} ends with {process.returncode}: {said}")
    hold_whole(home, [attacked.after], figures, f"{attacked.name}, ended", kept=[attacked.kept_after])
    return names.read_text().splitlines()


def _kill_at(attacked: Attacked, at: int, step: str, folder: Path, figures: Figures) -> None:
    home = copy_home(attacked.home, folder / "killed" / "home")
    process = command(home, {"kill_at": at}, attacked.words)
    said, _ = process.communicate(timeout=120)
    where = f"{attacked.name}, killed before step {at}, {step}"
    figures.hold(process.returncode == -signal.SIGKILL, f"{where}: it ended with {process.returncode}: {said}")
    figures.add(f"kills of `inset {attacked.words[0]}` ({attacked.name}) at a named step")
    hold_whole(home, attacked.versions, figures, where, kept=attacked.kept)
