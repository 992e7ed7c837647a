"""Has the disk full at each step of the commands that change something, for one step or from there on.

Where limits of bytes (`full_disk`) reach whatever is largest first, this reaches every file, the library's gate too.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from soak.figures import Budget, Figures
from soak.loss.attacked import GATE, Attacked, all_attacked, command, steps_of
from soak.loss.full_disk import judge
from soak.loss.home import copy_home


def full_steps(budget: Budget, folder: Path, *, only: Collection[str] = (), at: str | None = None) -> Figures:
    """Have the disk full at each step of each command, as long as there is time; each command at least once.

    Args:
        only: of all commands, those of these names.
        at: a regular expression: only at steps of such names, and at all of these, even without time.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        for attacked in commands:
            if only and attacked.name not in only:
                continue
            for number, step in enumerate(steps_of(attacked, folder, figures)):
                if at is not None and not re.search(at, step):
                    continue
                _fill(attacked, folder, figures, number, step, steps=-1)
                # Nothing but the gate may fail without an end of the command.
                if GATE in step:
                    _fill(attacked, folder, figures, number, step, steps=1)
                if at is None and not budget.is_left:
                    break
    return figures


def _fill(attacked: Attacked, folder: Path, figures: Figures, number: int, step: str, *, steps: int) -> None:
    home = copy_home(attacked.home, folder / "filled" / "home")
    process = command(home, {"full_from": number, "full_steps": steps}, attacked.words)
    said, _ = process.communicate(timeout=120)
    how = "and from then on" if steps < 0 else "and not afterwards"
    if GATE in step:
        figures.add(f"of all these, at {re.sub('[0-9]+', 'N', step)} {how}")
        if steps == 1:
            figures.hold(process.returncode == 0, f"{attacked.name} does not go on without a gate: {said}")
    where = f"{attacked.name}, full at step {number}, {step}, {how}"
    judge(attacked, home, process.returncode, said, figures, where)
