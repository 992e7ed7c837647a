"""What servers of made-up stores have in common: files, who may read them, and what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Asked:
    """A request: its method, its path, the range (start, end) if one was asked for, and the bytes of files it got."""

    method: str
    path: str
    range: tuple[int, int] | None
    sent: int


class StoreHandler(BaseHTTPRequestHandler):
    """Answers requests to a store; a store has its own."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as BaseHTTPRequestHandler calls it
        """Tell nobody of it."""


@dataclass
class StoreServer:
    """A server on 127.0.0.1 with the files of one store.

    Attributes:
        files: by path in the store.
        token: who does not send it may not read them.
        asked: all requests.
        on_read: called with a file's path when some of its bytes were sent.
    """

    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    token: str | None = None
    asked: list[Asked] = field(default_factory=list)
    on_read: Callable[[str], None] | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The environment by which the store's own library finds it, as one who does not log in."""
        raise NotImplementedError

    def handler(self) -> type[StoreHandler]:
        """What answers a request to it."""
        raise NotImplementedError

    def bytes_sent(self) -> int:
        """How many bytes of files were sent."""
        return sum(each.sent for each in self.asked)

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Serve."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=60)
