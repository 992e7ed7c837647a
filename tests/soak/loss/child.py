"""Runs a command of Inset in a process that is told where to end, or that records what would be left after a power cut.

    python -m soak.loss.child {"kill_at": 17} build made-up list.csv

The product knows nothing of this: Python tells of every file that is opened, renamed or removed (`sys.addaudithook`),
and only `os.fsync`, of which it does not tell, is wrapped. Each of these is a step; steps are counted from 0, and
stopping before one is stopping after the one before.
"""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from inset import disk_space
from soak.loss.clock import jump
from soak.loss.crashes import Recorder

_CHANGES: Final = {
    "os.rename": "rename",
    "os.remove": "remove",
    "os.mkdir": "mkdir",
    "os.rmdir": "rmdir",
    "os.truncate": "truncate",
}
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Plan(msgspec.Struct, forbid_unknown_fields=True):
    """What to do to the command.

    Attributes:
        kill_at: the step before which the process is killed; -1: it is not.
        steps: a file that gets the name of every step, one a line.
        crashes: a folder that gets what a power cut before each step would leave; `home` must be on its disk.
        seed: for what the disk forgets by chance.
        most: bytes beyond which no file may grow; -1: as many as the disk takes.
        full_from: the step at which the disk has no room for anything new; -1: it has. full_steps: for how many; -1:
            from then on.
        is_taken: another program takes what Inset leaves free on the disk, after it has looked whether there is room.
        clock: a file of eight bytes: by how many seconds the clock is wrong, read whenever it is asked.
    """

    kill_at: int = -1
    steps: str = ""
    crashes: str = ""
    seed: int = 0
    most: int = -1
    full_from: int = -1
    full_steps: int = -1
    is_taken: bool = False
    clock: str = ""


class Steps:
    """Calls somebody before each change of a file below `home`, with the step's name and the file."""

    def __init__(self, home: Path, before: Callable[[str, Path], None]) -> None:
        self._home = str(home)
        self._before = before
        self._is_busy = False
        self._synced: Callable[[int], None] = lambda _: None

    def watch(self, synced: Callable[[int], None]) -> None:
        """Begin; `synced` is called after each fsync with its file descriptor."""
        sys.addaudithook(self._event)
        real = os.fsync

        def fsync(fd: Any) -> None:
            number = fd if isinstance(fd, int) else fd.fileno()
            self._step("fsync", _path_of(number))
            real(fd)
            self._quietly(lambda: synced(number))

        os.fsync = fsync

    def _event(self, event: str, args: tuple[Any, ...]) -> None:
        if self._is_busy:
            return
        if event in _CHANGES:
            path = os.fsdecode(args[0]) if isinstance(args[0], (str, bytes, os.PathLike)) else ""
            within = args[-1] if event in ("os.remove", "os.mkdir", "os.rmdir") else -1
            if within not in (-1, None) and not path.startswith("/"):  # as `shutil.rmtree` names them
                path = f"{_path_of(within)}/{path}"
            self._step(_CHANGES[event], path)
        elif event == "open" and isinstance(args[0], (str, bytes)) and (args[2] or 0) & _WRITES:
            self._step("open", os.fsdecode(args[0]))

    def _step(self, what: str, path: str) -> None:
        if path.startswith(self._home):
            name = re.sub(r"\d{8}-\d+", "RUN", os.path.relpath(path, self._home))
            self._quietly(lambda: self._before(f"{what} {name}", Path(path)))

    def _quietly(self, call: Callable[[], None]) -> None:
        self._is_busy = True
        try:
            call()
        finally:
            self._is_busy = False


def _in_turn(_: ThreadPoolExecutor, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
    """Do at once what a thread would do beside: steps have the same order each time, and one is recorded at a time.

    `soak.loss.random_kills` ends commands whose threads run.
    """
    done: Future[Any] = Future()
    try:
        done.set_result(work(*args, **named))
    except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
        done.set_exception(error)
    return done


def _needs_room(step: str, path: Path) -> bool:
    """Whether a full disk refuses a step: a new file, folder or name, and what is to last of a file."""
    what = step.split(" ", 1)[0]
    if what in ("mkdir", "open"):
        return not path.exists()
    return what == "rename" or (what == "fsync" and not path.is_dir())


def _path_of(number: int) -> str:
    return str(Path(f"/proc/self/fd/{number}").readlink())


def forked(home: str, plan: str, words: tuple[str, ...], said: str) -> None:
    """As this file does as a program, in a process that was forked from one with everything imported.

    Args:
        home: of Inset; plan: JSON; words: of the command; said: the file that gets what it prints.
    """
    os.setsid()
    for number, path in enumerate((os.devnull, said, said)):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.environ |= {"INSET_HOME": home, "TMPDIR": str(Path(home).parent)}
    tempfile.tempdir = None
    sys.argv = ["inset", plan, *words]
    raise SystemExit(main())


def main() -> int:
    plan = msgspec.json.decode(sys.argv[1], type=Plan)
    home = Path(os.environ["INSET_HOME"])
    setattr(ThreadPoolExecutor, "submit", _in_turn)  # noqa: B010 - a type checker refuses the plain assignment
    if plan.most >= 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan.most, plan.most))
    if plan.clock:
        jump(Path(plan.clock))
    if plan.is_taken:
        vars(disk_space)["RESERVE"] = 0
    recorder = Recorder(home, Path(plan.crashes), plan.seed) if plan.crashes else None
    count = 0

    def before(step: str, path: Path) -> None:
        nonlocal count
        if count == plan.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        is_full = 0 <= plan.full_from <= count and (plan.full_steps < 0 or count < plan.full_from + plan.full_steps)
        count += 1
        if is_full and _needs_room(step, path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if plan.steps:
            with Path(plan.steps).open("a") as file:
                file.write(f"{step}\n")
        if recorder is not None:
            recorder.record(step)

    Steps(home, before).watch(recorder.synced if recorder is not None else lambda _: None)
    from inset.cli.main import main as inset

    status = inset(sys.argv[2:])
    if recorder is not None:
        recorder.record("done")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
