"""Work that kills the process that does it, once, in the midst of writing; or that kills another one."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from inset_build.engine import place
from inset_build.engine.looking import Looked, look_at_some
from inset_build.engine.reduce_task import Part
from inset_build.engine.sent import Asked
from inset_build.engine.work import TaskDone, map_number, reduce_number


def _die(self: place.Place, aside: Path, file: BinaryIO, path: Path, *, is_first: bool = False) -> None:
    file.write(b"half of")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(marker: Path) -> None:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return
    place.Place.put = _die  # type: ignore[method-assign]


def dying_look(marker: Path, reader: str | None, column: str | None, asked: bytes) -> list[Looked | None]:
    """Die at once, the first time."""
    with suppress(FileExistsError):
        marker.touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
    return look_at_some(reader, column, asked)


def dying_map(marker: Path, folder: Path, sources: tuple[Path, ...], digest: str, asked: Asked) -> TaskDone:
    if asked.task == 1:
        _die_once(marker)
    return map_number(folder, sources, digest, asked)


def dying_reduce(marker: Path, folder: Path, made_from: str, number: int) -> Part:
    if number == 1:
        _die_once(marker)
    return reduce_number(folder, made_from, number)


def killing_map(pid: int, *work: Any) -> TaskDone:
    """Kill another process before the second task."""
    if work[-1].task == 1:
        os.kill(pid, signal.SIGKILL)
    return map_number(*work)
