"""How the local page gets the owner's rights: a one-time ticket opens a session. In memory only.

`inset open`, which can read the owner's token, gets a ticket and opens the page with it behind the `#`, the part of an
address that a browser sends to nobody. The page hands it in once and gets a cookie. Both are 256 random bits, kept as
their SHA-256: so a leak of this process' memory gives nobody access.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Final

from inset.tokens import digest

TICKET_SECONDS: Final = 60.0
"""Short, because `inset open` starts the browser that uses it at once."""
IDLE_SECONDS: Final = 12 * 3600.0
"""Seconds without use after which a session ends. The browser also forgets its cookie when it closes."""
MAX_TICKETS: Final = 20
MAX_SESSIONS: Final = 20
"""Beyond this the oldest is dropped. One person needs few: all tabs of a browser share a session."""


class Sessions:
    """The tickets and sessions of this helper, while it runs.

    Args:
        clock: seconds that only grow; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tickets: dict[str, float] = {}
        self._sessions: dict[str, float] = {}

    def new_ticket(self) -> str:
        """Return a ticket that `open` takes once, within a minute."""
        self._forget(self._tickets, TICKET_SECONDS, MAX_TICKETS - 1)
        ticket = secrets.token_urlsafe(32)
        self._tickets[digest(ticket)] = self._clock()
        return ticket

    def open(self, ticket: str) -> str | None:
        """Take a ticket and return the secret of a new session; None if it is unknown, used already or expired."""
        # Hashes are looked up, not the tickets themselves, so the time that this takes tells nothing about a ticket.
        made_at = self._tickets.pop(digest(ticket), None)
        if made_at is None or self._clock() - made_at >= TICKET_SECONDS:
            return None
        self._forget(self._sessions, IDLE_SECONDS, MAX_SESSIONS - 1)
        secret = secrets.token_urlsafe(32)
        self._sessions[digest(secret)] = self._clock()
        return secret

    def is_open(self, secret: str) -> bool:
        """Tell whether this is the secret of an open session; asking keeps the session open."""
        key = digest(secret)
        used_at = self._sessions.get(key)
        if used_at is None:
            return False
        # Remove it and put it back, so that the sessions are in order of their last use.
        del self._sessions[key]
        if self._clock() - used_at >= IDLE_SECONDS:
            return False
        self._sessions[key] = self._clock()
        return True

    def close(self, secret: str) -> None:
        """End a session; do nothing if it is not open."""
        self._sessions.pop(digest(secret), None)

    def _forget(self, kept: dict[str, float], seconds: float, most: int) -> None:
        now = self._clock()
        for position, (key, at) in enumerate(list(kept.items())):
            if now - at >= seconds or position < len(kept) - most:
                del kept[key]
