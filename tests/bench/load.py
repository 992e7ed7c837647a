"""A load generator: some connections that each send the next request as soon as they have the answer to the last.

Run as `python -m bench.load PORT CONNECTIONS SECONDS REQUESTS_FILE`, where the file is a JSON list of whole requests as
text; prints one JSON object `{"requests", "seconds"}`. Sockets and `select` alone, so that the one core that it has is
enough to keep an aiohttp server busy.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Final

_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "
MAX_REQUESTS: Final = 1_000_000
TIMEOUT: Final = 10.0


@dataclass(slots=True)
class Connection:
    """One connection, and what has come of the answer under way."""

    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)

    def answered(self) -> bool:
        """Read what is there; whether it completes the answer.

        Raises:
            RuntimeError: the server refused, or closed the connection.
        """
        content = self.socket.recv(1 << 16)
        if not content:
            raise RuntimeError("the server closed the connection")
        self.received += content
        head = self.received.find(_END)
        if head < 0:
            return False
        if not self.received.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"the server refused: {bytes(self.received[:300])!r}")
        lowered = self.received[:head].lower() + b"\r"
        start = lowered.index(_LENGTH) + len(_LENGTH)
        if len(self.received) < head + len(_END) + int(lowered[start : lowered.index(b"\r", start)]):
            return False
        self.received.clear()
        return True


def generate(port: int, connections: int, seconds: float, requests: Sequence[bytes]) -> tuple[int, float]:
    """How many requests were answered, within how many seconds."""
    opened = [Connection(socket.create_connection(("127.0.0.1", port), TIMEOUT)) for _ in range(connections)]
    following = cycle(requests)
    done = 0
    with selectors.DefaultSelector() as selector:
        for connection in opened:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        began = time.perf_counter()
        for connection, request in zip(opened, islice(following, connections), strict=True):
            connection.socket.sendall(request)
        while time.perf_counter() - began < seconds and done < MAX_REQUESTS:
            ready = selector.select(TIMEOUT)
            if not ready:
                raise RuntimeError("the server does not answer")
            for key, _ in ready:
                if key.data.answered():
                    done += 1
                    key.data.socket.sendall(next(following))
        took = time.perf_counter() - began
    for connection in opened:
        connection.socket.close()
    return done, took


def main() -> None:
    port, connections, seconds, file = sys.argv[1:]
    requests = [request.encode("ascii") for request in json.loads(Path(file).read_text(encoding="ascii"))]
    done, took = generate(int(port), int(connections), float(seconds), requests)
    print(json.dumps({"requests": done, "seconds": took}))


if __name__ == "__main__":
    main()
