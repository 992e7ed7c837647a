"""How many connections there may be at once, and which one makes room for another.

Every connection takes one of the files that a process may have open. Any program on this computer can open connections
and send nothing, or send a request without its end, or not read the answer; aiohttp closes such a one after its
keep-alive time of 75 seconds, or never, and has no limit of its own. So:

- A connection's first header, and one that begins while it is idle, must be complete within `HEADER_SECONDS` and
  `HEADER_BYTES`, and an answer must be read within `UNREAD_SECONDS`.
- There are fewer connections than files. Where all are taken, a newcomer takes the place of the oldest connection whose
  client owes us something: a request, the rest of one, or reading. One that has shown a valid token or the page's
  session makes room last. A request that is being answered is never cut off.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final, Protocol

HEADER_SECONDS: Final = 10.0
"""From connecting, or from the first byte of a further request, to the end of the request's header."""
HEADER_BYTES: Final = 64 * 1024
"""That a client may send without completing a header: aiohttp alone would keep a megabyte of each connection. Browsers
send one or two thousand, and at most some ten thousand where other programs on this computer have set cookies."""
UNREAD_SECONDS: Final = 60.0
"""For which a client may leave an answer unread that no longer fits into the system's buffers."""
ENOUGH_FILES: Final = 8192
"""The limit of open files is raised to this, and no further: programs that we start inherit it, and some of them try
to close every number below it."""
MOST_CONNECTIONS: Final = 512
"""A browser has six at once to one address, and our own programs one each."""
MOST_ACCEPTED: Final = 128
"""Connections that asyncio may accept before it tells of the first."""
QUEUED: Final = 4096
"""Connections that the system may keep until we accept them, if it keeps so many: they take no file of ours. A further
one is not refused but told nothing, and tries again only after a second."""


class Connection(Protocol):
    """What is known of one connection."""

    def owes(self) -> bool:
        """Tell whether its client owes us something: a request, the rest of one, or reading."""

    def drop(self) -> None:
        """Close it now."""


class Connections:
    """All connections of this helper.

    Args:
        most: how many there may be.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._open: dict[Connection, bool] = {}
        """In the order in which they came; whether each has shown that it may ask."""

    def __iter__(self) -> Iterator[Connection]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: Connection) -> bool:
        """Count a new connection; return False, and do not count it, where none can make room for it."""
        if len(self._open) >= self.most and not self._make_room():
            return False
        self._open[connection] = False
        return True

    def remove(self, connection: Connection) -> None:
        """Count a connection no longer; one that is not counted is no error."""
        self._open.pop(connection, None)

    def trust(self, connection: object) -> None:
        """Note that a request with a valid token or session came by this connection."""
        if connection in self._open:
            self._open[connection] = True

    def _make_room(self) -> bool:
        for wanted in (False, True):
            for connection, trusted in self._open.items():
                if trusted is wanted and connection.owes():
                    self.remove(connection)
                    connection.drop()
                    return True
        return False


def raise_file_limit() -> int | None:
    """Let this process open as many files as it is allowed to, up to `ENOUGH_FILES`.

    Returns:
        How many it may open now; None on Windows, where sockets are no files.
    """
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH_FILES if hard == resource.RLIM_INFINITY else min(hard, ENOUGH_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (OSError, ValueError):  # macOS allows less than the hard limit that it names
            return soft
        return most
    return most if soft == resource.RLIM_INFINITY else soft


def room_for(files: int | None) -> tuple[int, int]:
    """Divide the files that a process may open.

    Args:
        files: what `raise_file_limit` returned.

    Returns:
        How many connections there may be, and how many more may be accepted at once. Together they are at most half of
        the files; the other half is for datasets, builds and logs.
    """
    if files is None:
        return MOST_CONNECTIONS, MOST_ACCEPTED
    accepted = max(1, min(MOST_ACCEPTED, files // 8))
    return max(1, min(MOST_CONNECTIONS, files // 2 - accepted)), accepted
