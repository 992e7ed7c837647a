"""Ports of 127.0.0.1 for tests: each process that runs tests has a block of its own."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Final

_LOWEST: Final = 10_000
_BLOCK: Final = 200
_BLOCKS: Final = 50
"""The browsers' tests take ports from 20,000 on (`harness/helper.ts`)."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on and that no other test gets, in this process or in another.

    A helper may be started long after its port was chosen, and some never are. So it is below those that systems give
    out by themselves, where anybody's connection could take it meanwhile, and of a block that is this process's own.
    """
    return next(_ports)


def _ports_in_turn() -> Iterator[int]:
    guard, first = _own_block()
    with guard:
        while True:
            yield from (port for port in range(first + 1, first + _BLOCK) if _is_free(port))


def _own_block() -> tuple[socket.socket, int]:
    """Take a block by its first port, which stays bound as long as this process lives, and is never handed out."""
    for turn in range(_BLOCKS):
        first = _LOWEST + (os.getpid() + turn) % _BLOCKS * _BLOCK
        guard = socket.socket()
        try:
            guard.bind(("127.0.0.1", first))
        except OSError:
            guard.close()
        else:
            return guard, first
    raise RuntimeError(f"{_BLOCKS} processes run tests already")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if os.name != "nt":  # what was served there a moment ago keeps nobody out
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


_ports: Final = _ports_in_turn()
