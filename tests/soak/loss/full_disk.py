"""Fills the disk at every write of the commands that change something.

In steps: no file may grow beyond so many bytes; and, where a small disk can be mounted, there is room for so many pages
of 4 KiB and no more. A command either does what it should, or says so in Inset's words and changes nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command
from soak.loss.home import copy_home, hold_whole
from support.small_disk import can_mount, small_disk

PAGE: Final = 4096
_REMEDIES: Final = ("Make room", "Choose a disk that takes larger files")
_ENDS: Final = 8
"""After so many steps in which it had enough, a command is taken to have enough from there on."""


def full_disk(
    budget: Budget, folder: Path, *, step: int = 512, pages: int = 1, only: str | None = None, least: int = 16
) -> Figures:
    """Step through the limits for as long as there is time, the commands in turn.

    Args:
        least: so many limits are tried in any case.
        step: bytes between two limits of a file; pages: between two sizes of a disk.
        only: of all commands, that of this name.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        chosen = [attacked for attacked in commands if only in (None, attacked.name)]
        waiting = [(attacked, is_disk) for attacked in chosen for is_disk in (False, *([True] if can_mount() else []))]
        at: dict[tuple[str, bool], int] = {}
        enough: dict[tuple[str, bool], int] = {}
        tried = 0
        while waiting and (budget.is_left or tried < least):
            attacked, is_disk = waiting.pop(0)
            key = attacked.name, is_disk
            number = at.get(key, 0)
            if is_disk:
                status = _on_small_disk(attacked, number * pages * PAGE, folder, figures)
            else:
                status = _limited(attacked, number * step, folder, figures)
            tried += 1
            at[key] = number + 1
            enough[key] = enough.get(key, 0) + 1 if status == 0 else 0
            if enough[key] < _ENDS:
                waiting.append((attacked, is_disk))
    return figures


def _limited(attacked: Attacked, most: int, folder: Path, figures: Figures) -> int:
    home = copy_home(attacked.home, folder / "limited" / "home")
    process = command(home, {"most": most}, attacked.words)
    said, _ = process.communicate(timeout=120)
    _judge(attacked, home, process.returncode, said, figures, f"{attacked.name}, files of at most {most:,} bytes")
    return process.returncode


def _on_small_disk(attacked: Attacked, room: int, folder: Path, figures: Figures) -> int:
    used = sum(PAGE * -(-max(path.lstat().st_size, 1) // PAGE) for path in attacked.home.rglob("*"))
    with small_disk(folder / "disk", str(used + room)) as disk:
        home = copy_home(attacked.home, disk / "home")
        process = command(home, {}, attacked.words)
        said, _ = process.communicate(timeout=120)
        kept = copy_home(home, folder / "kept" / "home")
    shutil.rmtree(folder / "disk")
    _judge(attacked, kept, process.returncode, said, figures, f"{attacked.name}, room for {room:,} bytes")
    return process.returncode


def _judge(attacked: Attacked, home: Path, status: int, said: str, figures: Figures, where: str) -> None:
    is_done = status == 0
    end = "was done" if is_done else "failed"
    figures.add(f"limits under which `inset {attacked.words[0]}` ({attacked.name}) {end}")
    figures.hold("Traceback" not in said, f"{where}: {said}")
    figures.hold(is_done or status == 1, f"{where}: it ended with {status}: {said}")
    figures.hold(is_done or any(remedy in said for remedy in _REMEDIES), f"{where}: it says {said}")
    version = attacked.after if is_done else attacked.before
    browsers = attacked.browsers_after if is_done else attacked.browsers_before
    hold_whole(home, [version], figures, where, browsers=[browsers])
