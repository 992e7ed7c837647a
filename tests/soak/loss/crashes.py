"""What a power cut leaves. A disk may forget whatever was not flushed, and keep what it likes of it.

Flushing a file (`fsync`) keeps its content, not its name; flushing a folder keeps the names in it. A file system keeps
the order of the changes of one folder, but promises none between folders, nor between names and contents. So a power
cut leaves of each folder one of its states since it was flushed last, and of each file what was flushed or the newest.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

Node = tuple[int, int]
"""Device and inode."""
Names = dict[str, Node]

SHUFFLES: Final = 2
"""Of the ways in which a disk may keep some and forget some, so many are tried at random for each step."""


class Recorder:
    """Records what would be left of a folder at each step.

    Args:
        home: the folder; what is in it now was flushed long ago.
        crashes: an empty folder, which gets one folder for each step and way: `0007-forgotten` and so on.
        seed: for what is forgotten by chance.
    """

    def __init__(self, home: Path, crashes: Path, seed: int = 0) -> None:
        self._home = home
        self._crashes = crashes
        self._count = 0
        self._held: dict[Node, int] = {}
        self._flushed: dict[Node, bytes] = {}
        self._names: dict[Node, list[Names]] = {}
        """Of each folder its names when it was flushed last, and each change since."""
        self._random = random.Random(seed)
        self._look()
        for node, states in self._names.items():
            self._names[node] = states[-1:]
            self._flushed.update({child: self._newest(child) for child in states[-1].values() if self._is_file(child)})

    def synced(self, number: int) -> None:
        """Note that this file or folder was flushed."""
        status = os.fstat(number)
        node = (status.st_dev, status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            self._look()
            self._names[node] = self._names[node][-1:] if node in self._names else [{}]
        else:
            self._hold(node, Path(f"/proc/self/fd/{number}"))
            self._flushed[node] = self._newest(node)

    def record(self, step: str) -> None:
        """Write what a power cut now would leave."""
        self._look()
        root = self._node(self._home)
        ways: dict[str, tuple[Callable[[list[Names]], Names], Callable[[Node], bytes]]] = {
            "forgotten": (lambda states: states[0], lambda node: self._flushed.get(node, b"")),
            "names": (lambda states: states[-1], lambda node: self._flushed.get(node, b"")),
        }
        for n in range(SHUFFLES):
            ways[f"shuffled{n}"] = (
                self._random.choice,
                lambda node: self._flushed.get(node, b"") if self._random.random() < 0.5 else self._newest(node),
            )
        for way, (names, content) in ways.items():
            folder = self._crashes / f"{self._count:04}-{way}"
            self._write(root, folder, names, content)
            (self._crashes / f"{folder.name}.step").write_text(step)
        self._count += 1

    def _write(
        self, node: Node, folder: Path, names: Callable[[list[Names]], Names], content: Callable[[Node], bytes]
    ) -> None:
        folder.mkdir(mode=0o700)
        for name, child in names(self._names.get(node, [{}])).items():
            if self._is_file(child):
                (folder / name).write_bytes(content(child))
                (folder / name).chmod(0o600)
            else:
                self._write(child, folder / name, names, content)

    def _look(self) -> None:
        """Note the names that are in each folder now."""
        for parent, folders, files in os.walk(self._home):
            now = {}
            for name in (*folders, *files):
                path = Path(parent, name)
                node = self._node(path)
                self._hold(node, path)
                now[name] = node
            states = self._names.setdefault(self._node(Path(parent)), [{}])  # a new folder is flushed empty
            if states[-1] != now:
                states.append(now)

    def _hold(self, node: Node, path: Path) -> None:
        """Keep it open: its number is then given to no other file."""
        if node not in self._held:
            self._held[node] = os.open(path, os.O_RDONLY)

    def _is_file(self, node: Node) -> bool:
        return stat.S_ISREG(os.fstat(self._held[node]).st_mode)

    def _newest(self, node: Node) -> bytes:
        size = os.fstat(self._held[node]).st_size
        return os.pread(self._held[node], size, 0)

    @staticmethod
    def _node(path: Path) -> Node:
        status = path.lstat()
        return status.st_dev, status.st_ino
