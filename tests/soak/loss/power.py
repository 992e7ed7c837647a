"""Cuts the power before each step of the commands that change something, as `soak.loss.crashes` describes.

Whatever the disk forgets, the old version answers or the new one, as a whole; and what a command has said is done stays
done.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command, hold_again
from soak.loss.home import copy_home, hold_whole


def power(budget: Budget, folder: Path, *, only: str | None = None) -> Figures:
    """Cut the power of every command; where there is time, again with another manner of forgetting.

    Args:
        only: of all commands, that of this name.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        rounds = 0
        while budget.is_left or not rounds:
            for attacked in commands:
                if only in (None, attacked.name):
                    _cut(attacked, folder, figures, seed=rounds)
            rounds += 1
    return figures


def _cut(attacked: Attacked, folder: Path, figures: Figures, seed: int) -> None:
    home = copy_home(attacked.home, folder / "recorded" / "home")
    crashes = folder / "crashes"
    crashes.mkdir()
    process = command(home, {"crashes": str(crashes), "seed": seed}, attacked.words)
    said, _ = process.communicate(timeout=300)
    figures.hold(process.returncode == 0, f"{attacked.name} ends with {process.returncode}: {said}")
    seen = set()
    for note in sorted(crashes.glob("*.step")):
        left, step = note.with_suffix(""), note.read_text()
        is_done = step == "done"
        figures.add(f"power cuts of `inset {attacked.words[0]}` ({attacked.name})")
        what = (_content(left), is_done)
        if what in seen:
            continue  # the same was left after a step before
        seen.add(what)
        figures.add("of all these, different disks")
        where = f"{attacked.name}, power cut before {step} ({left.name})"
        versions = [attacked.after] if is_done else attacked.versions
        kept = [attacked.kept_after] if is_done else attacked.kept
        if attacked.goes_on:
            hold_again(attacked, left, figures, where)
        hold_whole(left, versions, figures, where, kept=kept)
    shutil.rmtree(crashes)


def _content(folder: Path) -> bytes:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b"/"
        digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return digest.digest()
