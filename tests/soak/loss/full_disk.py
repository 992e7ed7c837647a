"""Fills the disk at every write of the commands that change something.

In steps: no file may grow beyond so many bytes; and, where a small disk can be mounted, there is room for so many pages
of 4 KiB and no more (a build that sees less room than it leaves for others would not begin, so others take that only
after it has looked). A command either does what it should, or says so in Inset's words and changes nothing.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from soak.figures import Budget, Figures
from soak.loss.attacked import Attacked, all_attacked, command, hold_again
from soak.loss.home import copy_home, hold_whole
from support.computer.small_disk import can_mount, small_disk

PAGE: Final = 4096
_MOST: Final = 1 << 24
"""Bytes that are enough for any of these commands."""
_REMEDIES: Final = ("Make room", "Choose a disk that takes larger files")


def full_disk(
    budget: Budget, folder: Path, *, step: int = 512, pages: int = 1, only: str | None = None, least: int = 0
) -> Figures:
    """Double each command's limit until it has enough, and then try the limits between as long as there is time.

    So each series ends with a limit under which the command is done; in full, every write has been the failing one.

    Args:
        least: so many limits between are tried in any case.
        step: bytes between two limits of a file; pages: between two sizes of a disk.
        only: of all commands, that of this name.
    """
    figures = Figures()
    with all_attacked(folder) as commands:
        between: list[Callable[[], int]] = []
        for attacked in commands:
            if only not in (None, attacked.name):
                continue
            for series in (_limited, *([_on_small_disk] if can_mount() else [])):
                unit = step if series is _limited else pages * PAGE
                tried = list(_until_enough(partial(series, attacked, folder, figures), unit))
                numbers = set(range(tried[-1])) - {*tried}
                between += [partial(series, attacked, folder, figures, number * unit) for number in numbers]
        random.shuffle(between)
        for number, attempt in enumerate(between):
            if number >= least and not budget.is_left:
                figures.add("limits between that there was no time for", len(between) - number)
                break
            attempt()
    return figures


def _until_enough(attempt: Callable[[int], int], unit: int) -> Iterator[int]:
    """Try 0, 1, 2, 4, … units until the command is done, and give each number that was tried."""
    number = 0
    while attempt(number * unit) != 0:
        yield number
        if number * unit > _MOST:
            raise AssertionError(f"{number * unit:,} bytes are not enough")
        number = max(1, 2 * number)
    yield number


def _limited(attacked: Attacked, folder: Path, figures: Figures, most: int) -> int:
    home = copy_home(attacked.home, folder / "limited" / "home")
    process = command(home, {"most": most}, attacked.words)
    said, _ = process.communicate(timeout=120)
    judge(attacked, home, process.returncode, said, figures, f"{attacked.name}, files of at most {most:,} bytes")
    return process.returncode


def _on_small_disk(attacked: Attacked, folder: Path, figures: Figures, room: int) -> int:
    used = sum(PAGE * -(-max(path.lstat().st_size, 1) // PAGE) for path in attacked.home.rglob("*"))
    with small_disk(folder / "disk", str(used + room)) as disk:
        home = copy_home(attacked.home, disk / "home")
        process = command(home, {"is_taken": True}, attacked.words)
        said, _ = process.communicate(timeout=120)
        kept = copy_home(home, folder / "kept" / "home")
    shutil.rmtree(folder / "disk")
    judge(attacked, kept, process.returncode, said, figures, f"{attacked.name}, room for {room:,} bytes")
    return process.returncode


def judge(attacked: Attacked, home: Path, status: int, said: str, figures: Figures, where: str) -> None:
    """Hold that a command did what it should, or said so in Inset's words and changed nothing.

    Args:
        status, said: with which it ended; home: is used up.
    """
    is_done = status == 0
    end = "was done" if is_done else "failed"
    figures.add(f"limits under which `inset {attacked.words[0]}` ({attacked.name}) {end}")
    figures.hold("Traceback" not in said, f"{where}: {said}")
    figures.hold(is_done or status == 1, f"{where}: it ended with {status}: {said}")
    figures.hold(is_done or any(remedy in said for remedy in _REMEDIES), f"{where}: it says {said}")
    if attacked.goes_on and not is_done:
        hold_again(attacked, home, figures, where)
        is_done = True
    version = attacked.after if is_done else attacked.before
    kept = attacked.kept_after if is_done else attacked.kept_before
    hold_whole(home, [version], figures, where, kept=[kept])
