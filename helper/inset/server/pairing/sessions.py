"""The local page's way to be the owner: a one-time ticket, and the session that it opens. In memory only.

`inset open`, which can read the owner's token, gets a ticket and opens the page with it behind the `#`, the part of an
address that a browser sends to nobody. The page hands it in once and gets a cookie. Both are 256 random bits, kept as
their SHA-256: what leaks from this process' memory opens nothing.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Final

from inset.tokens import digest

TICKET_SECONDS: Final = 60.0
"""A ticket is used by the browser that it opens, at once."""
IDLE_SECONDS: Final = 12 * 3600.0
"""A session that nobody has used for so long ends; the browser forgets its cookie when it closes, too."""
MAX_TICKETS: Final = 20
MAX_SESSIONS: Final = 20
"""The oldest goes first. One person has a handful of tabs, which share a session."""


class Sessions:
    """The tickets and sessions of this helper's life.

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
        """Take a ticket and return the secret of a new session; None: never given out, used already, or expired."""
        # What is compared is the hash, by a dictionary: whoever guesses learns nothing about a ticket from the delay.
        made_at = self._tickets.pop(digest(ticket), None)
        if made_at is None or self._clock() - made_at >= TICKET_SECONDS:
            return None
        self._forget(self._sessions, IDLE_SECONDS, MAX_SESSIONS - 1)
        secret = secrets.token_urlsafe(32)
        self._sessions[digest(secret)] = self._clock()
        return secret

    def is_open(self, secret: str) -> bool:
        """Tell whether this is the secret of an open session, which thereby stays open."""
        key = digest(secret)
        used_at = self._sessions.get(key)
        if used_at is None:
            return False
        # Removed and put back, so that the one used longest ago stands first.
        del self._sessions[key]
        if self._clock() - used_at >= IDLE_SECONDS:
            return False
        self._sessions[key] = self._clock()
        return True

    def close(self, secret: str) -> None:
        """End a session; one that is not open stays so."""
        self._sessions.pop(digest(secret), None)

    def _forget(self, kept: dict[str, float], seconds: float, most: int) -> None:
        now = self._clock()
        for position, (key, at) in enumerate(list(kept.items())):
            if now - at >= seconds or position < len(kept) - most:
                del kept[key]
