"""The helper that is attacked, and how it is asked byte for byte, as no ordinary client would."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

from soak.intrusion.hostile_requests import PORT

PATIENCE: Final = 30.0
_HEAD_ENDS: Final = b"\r\n\r\n"

Body = tuple[str, bytes] | None
"""Its Content-Type, empty for none, and the bytes."""


class Target:
    """A helper on 127.0.0.1.

    Args:
        port: where it listens.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self._kept: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def send(self, request: bytes, patience: float = PATIENCE) -> bytes:
        """Send bytes on a new connection and return what comes back before it is closed or silent for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as sock:
            received = bytearray()
            with contextlib.suppress(ConnectionError, TimeoutError):
                sock.sendall(request)
                while piece := sock.recv(65536):
                    received += piece
        return bytes(received)

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: Body) -> tuple[int, str]:
        """Ask, on the connection of the question before if it is still open, and return status and error code.

        Status 0 where the helper closed without a word; an empty code where the answer has none.
        """
        given = {"Host": f"127.0.0.1:{self.port}", **headers}
        content = b""
        if body is not None:
            kind, content = body
            given |= {"Content-Type": kind} if kind else {}
            given["Content-Length"] = str(len(content))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items()), "", ""]
        request = "\r\n".join(lines).replace(PORT, str(self.port)).encode() + content
        was_kept = self._kept is not None
        answer = self._exchange(method, request)
        if not answer and was_kept:  # it had been closed meanwhile
            answer = self._exchange(method, request)
        return status_of(answer), code_of(answer)

    def _exchange(self, method: str, request: bytes) -> bytes:
        if self._kept is None:
            self._kept = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        received = bytearray()
        with contextlib.suppress(ConnectionError):
            self._kept.sendall(request)
        with contextlib.suppress(ConnectionError):
            while not _is_whole(method, received):
                piece = self._kept.recv(65536)
                if not piece:
                    break
                received += piece
        if not _is_whole(method, received) or b"connection: close" in received.partition(_HEAD_ENDS)[0].lower():
            self._close()
        return bytes(received)

    def _close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _is_whole(method: str, received: bytes | bytearray) -> bool:
    head, end, content = received.partition(_HEAD_ENDS)
    if not end:
        return False
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    # Without a length it goes on until the connection is closed.
    return method == "HEAD" or (bool(lengths) and len(content) >= int(lengths[0].split(b":")[1]))


def status_of(answer: bytes) -> int:
    """The status of an answer; 0 for none, -1 for what is no answer."""
    if not answer:
        return 0
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else -1


def code_of(answer: bytes) -> str:
    """The code of an error; empty where there is none."""
    with contextlib.suppress(ValueError, AttributeError):
        return str(json.loads(answer.partition(_HEAD_ENDS)[2]).get("code", ""))
    return ""
