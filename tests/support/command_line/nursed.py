"""Runs `inset` in a process that a nursery has forked; what it would load is loaded once for all of them."""

from __future__ import annotations

import atexit
import functools
import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

NURSERY: Final = Path(__file__).with_name("nursery.py")
_PIECE: Final = 1 << 16

Start = frozenset[tuple[str, str]]
"""What a Python reads of the environment at its start."""


def start_of(environ: Mapping[str, str]) -> Start | None:
    """What Python, or something that is loaded, reads of the environment but once: forked processes are alike in it.

    None where none may be forked: on other systems, and where coverage counts what each process does.
    """
    if sys.platform != "linux" or any(name.startswith("COVERAGE_") for name in environ):
        return None
    once = ("PYTHON", "LC_", "LANG", "LD_", "POLARS_")
    return frozenset((name, value) for name, value in environ.items() if name.startswith(once))


def run(
    words: Sequence[str], *, start: Start, stdin: str, environ: Mapping[str, str], folder: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    """What `subprocess.run` does, with text of all three streams."""
    umask = os.umask(0o077)
    os.umask(umask)
    command = {"words": list(words), "environ": dict(environ), "folder": str(folder), "umask": umask}
    given, to_give = os.pipe()
    (out, out_end), (err, err_end), (news, news_end) = os.pipe(), os.pipe(), os.pipe()
    try:
        _nursery(start).ask(json.dumps(command).encode(), [given, out_end, err_end, news_end])
    finally:
        for end in (given, out_end, err_end, news_end):
            os.close(end)
    read: dict[int, bytearray] = {out: bytearray(), err: bytearray(), news: bytearray()}
    try:
        _exchange(to_give, stdin.encode(), read, time.monotonic() + timeout)
    except TimeoutError:
        os.kill(int(read[news].split()[0]), 9)
        raise subprocess.TimeoutExpired(list(words), timeout, bytes(read[out]), bytes(read[err])) from None
    finally:
        for end in read:
            os.close(end)
    said = read[news].split()
    if len(said) < 2:
        raise RuntimeError(f"The nursery ended before `inset {' '.join(words)}` did.")
    status = said[1]
    return subprocess.CompletedProcess(list(words), int(status), _text(bytes(read[out])), _text(bytes(read[err])))


def _exchange(to_give: int, content: bytes, read: Mapping[int, bytearray], end: float) -> None:
    """Write the content, and read until nobody can write any more."""
    os.set_blocking(to_give, False)
    rest = memoryview(content)
    with selectors.DefaultSelector() as waiting:
        for file in read:
            waiting.register(file, selectors.EVENT_READ)
        waiting.register(to_give, selectors.EVENT_WRITE)
        while waiting.get_map():
            ready = waiting.select(end - time.monotonic())
            if not ready and time.monotonic() > end:
                if to_give in waiting.get_map():
                    os.close(to_give)
                raise TimeoutError
            for key, _ in ready:
                if key.fd == to_give:
                    try:
                        rest = rest[os.write(to_give, rest[:_PIECE]) :]
                    except BrokenPipeError:
                        rest = rest[:0]
                    if not rest:
                        waiting.unregister(to_give)
                        os.close(to_give)
                elif piece := os.read(key.fd, _PIECE):
                    read[key.fd] += piece
                else:
                    waiting.unregister(key.fd)


def _text(content: bytes) -> str:
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")


class _Nursery:
    """A running one; ends with this process."""

    def __init__(self, start: Start) -> None:
        rest = {name: value for name, value in os.environ.items() if not start_of({name: value})}
        self._lock = Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # Its own streams are pipes as those of its children, who keep what Python made of them.
        ends = [os.pipe(), os.pipe(), os.pipe()]
        self._process = subprocess.Popen(
            [sys.executable, NURSERY, str(theirs.fileno())],
            stdin=ends[0][0],
            stdout=ends[1][1],
            stderr=ends[2][1],
            pass_fds=[theirs.fileno()],
            # Numpy's threads would not be there in a child.
            env={**rest, **dict(start), "OPENBLAS_NUM_THREADS": "1"},
        )
        theirs.close()
        for end in (end for both in ends for end in both):
            os.close(end)
        atexit.register(self._end)

    def ask(self, message: bytes, files: Sequence[int]) -> None:
        with self._lock:
            socket.send_fds(self._control, [message], files)

    def _end(self) -> None:
        self._control.close()
        self._process.terminate()
        self._process.wait()


@functools.cache
def _nursery(start: Start) -> _Nursery:
    return _Nursery(start)
