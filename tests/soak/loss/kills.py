"""Kills commands that change something, with SIGKILL, before each of their steps.

Afterwards the old version answers or the new one, as a whole; doctor names what is left and removes it; and the next
build is published.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Collection
from pathlib import Path

from soak.figures import Budget, Figures
from soak.loss.attacked import GATE, Attacked, all_attacked, command, hold_again, steps_of
from soak.loss.home import copy_home, hold_whole


def kills(
    budget: Budget, folder: Path, *, every: int = 1, only: Collection[str] = (), at: str | None = None
) -> Figures:
    """Kill each command at each step once, as long as there is time; each command at least once.

    Args:
        every: only at every so many steps, each command beginning with another one.
        only: of all commands, those of these names.
        at: a regular expression: only at steps of such names, and at all of these, even without time.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        for number, attacked in enumerate(commands):
            if only and attacked.name not in only:
                continue
            steps = steps_of(attacked, folder, figures)
            chosen = [n for n, step in enumerate(steps) if at is None or re.search(at, step)]
            for n in chosen[number % every :: every]:
                _kill_at(attacked, n, steps[n], folder, figures)
                if at is None and not budget.is_left:
                    break
    return figures


def _kill_at(attacked: Attacked, at: int, step: str, folder: Path, figures: Figures) -> None:
    home = copy_home(attacked.home, folder / "killed" / "home")
    process = command(home, {"kill_at": at}, attacked.words)
    said, _ = process.communicate(timeout=120)
    where = f"{attacked.name}, killed before step {at}, {step}"
    figures.hold(process.returncode == -signal.SIGKILL, f"{where}: it ended with {process.returncode}: {said}")
    figures.add(f"kills of `inset {attacked.words[0]}` ({attacked.name}) at a named step")
    if GATE in step:
        figures.add(f"of all these, before {re.sub('[0-9]+', 'N', step)}")
    if attacked.goes_on:
        hold_again(attacked, home, figures, where)
    hold_whole(home, attacked.versions, figures, where, kept=attacked.kept)
