"""Requests to be paired, from the moment a browser asks until its token works. In memory only.

A browser asks and gets an ID, a secret and a six-digit code. It shows the code; the owner, who sees it, approves that
code. The browser then collects its token with ID and secret.

**Why the token is not gone after the first collection.** Collecting is a GET, and a GET must not change anything: an
answer that is lost on its way (a worker that the browser stops, a dropped connection) would otherwise leave a paired
browser without its token. So the asker, and only the asker, reads the same token again until either the token has been
used once, which proves that it arrived, or the request expires. Nothing of it is ever written to disk.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from inset.errors import BadRequest, OriginForbidden, PairingUnknown, TooMany
from inset.tokens import clean_name

LIFETIME: Final = 300.0
"""Seconds from asking to expiry."""
MAX_WAITING: Final = 5
MAX_NEW_PER_MINUTE: Final = 10
MAX_WRONG_CODES_PER_MINUTE: Final = 5
"""Against guessing: 25 tries while five codes are valid, out of a million, succeed with 0.013 %."""
BY_CODE: Final = "by-code"
"""In place of a request's ID, when the owner knows only the code."""
_REMEMBERED: Final = 2 * LIFETIME
_CODE_DIGITS: Final = 6
_MINUTE: Final = 60.0

State = Literal["waiting", "approved", "expired"]


@dataclass(slots=True)
class PairingRequest:
    """One request. `asked_at` is on the book's clock, in seconds."""

    id: str
    name: str
    origin: str | None
    secret: str
    code: str
    asked_at: float
    chosen: bool = False
    token: str | None = None
    token_used: bool = False


class PairingBook:
    """The pairing requests of this helper, while it runs.

    Args:
        clock: seconds that only grow; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._requests: dict[str, PairingRequest] = {}
        self._new: deque[float] = deque()
        self._wrong_codes: deque[float] = deque()
        self._unused: dict[str, PairingRequest] = {}

    def ask(self, name: str, origin: str | None) -> PairingRequest:
        """Open a request.

        Args:
            name: what the asker calls itself; origin: the Origin header it came with, None when it had none.

        Raises:
            BadRequest: the name is invalid.
            TooMany: five wait already, or ten were opened within a minute.
        """
        name = clean_name(name)
        now = self._sweep()
        if len(self._new) >= MAX_NEW_PER_MINUTE:
            raise TooMany(f"Wait a minute: {MAX_NEW_PER_MINUTE} pairings were asked for within the last one.")
        waiting = [request for request in self._requests.values() if self.state(request) == "waiting"]
        if len(waiting) >= MAX_WAITING:
            raise TooMany(
                f"Approve one of the {MAX_WAITING} pairings that wait, or let them expire, before asking for another.",
                hint="`inset pair` lists who waits.",
            )
        taken = {request.code for request in waiting}
        code = _new_code()
        while code in taken:
            code = _new_code()
        request = PairingRequest(
            id=secrets.token_urlsafe(16),
            name=name,
            origin=origin,
            secret=secrets.token_urlsafe(32),
            code=code,
            asked_at=now,
        )
        self._requests[request.id] = request
        self._new.append(now)
        return request

    def waiting(self) -> list[PairingRequest]:
        """Return who waits for approval, oldest first."""
        self._sweep()
        return [request for request in self._requests.values() if self._may_be_chosen(request)]

    def choose(self, request_id: str, code: str) -> PairingRequest:
        """Return the waiting request with this code, and reserve it: it cannot be chosen again.

        Call `approve` next, once its token works, or `release` if that failed.

        Args:
            request_id: its ID, or `by-code`; code: the six digits that the browser shows.

        Raises:
            BadRequest: the code is not six digits.
            PairingUnknown: no request with that code waits.
            TooMany: five wrong codes within a minute.
        """
        if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
            raise BadRequest(f"Give the {_CODE_DIGITS} digits that the browser shows.")
        now = self._sweep()
        if len(self._wrong_codes) >= MAX_WRONG_CODES_PER_MINUTE:
            raise TooMany("Wait a minute: too many wrong codes.")
        found = None
        for request in self._requests.values():
            meant = request_id in (BY_CODE, request.id) and self._may_be_chosen(request)
            if hmac.compare_digest(request.code, code) and meant:
                found = request
        if found is None:
            self._wrong_codes.append(now)
            raise PairingUnknown(
                "Check the code in the browser: no pairing with that code waits.",
                hint="A code lives five minutes; the browser shows a new one after Connect.",
            )
        found.chosen = True
        return found

    def approve(self, request: PairingRequest, token: str) -> None:
        """Hold `token` for the asker to collect. Its request counts as approved only now that the token works."""
        request.token = token
        self._unused[token] = request

    def release(self, request: PairingRequest) -> None:
        """Let a chosen request wait again, because its token could not be stored."""
        request.chosen = False

    def refuse(self, request_id: str) -> bool:
        """Forget a waiting request that the owner refuses; return False if none with that ID waits."""
        self._sweep()
        request = self._requests.get(request_id)
        if request is None or not self._may_be_chosen(request):
            return False
        del self._requests[request_id]
        return True

    def seconds_left(self, request: PairingRequest) -> float:
        """Return for how many seconds a request may still wait."""
        return max(0.0, request.asked_at + LIFETIME - self._clock())

    def collect(self, request_id: str, secret: str, origin: str | None) -> tuple[State, str | None, float]:
        """Tell the asker how its request stands: its state, the token while it may be read, and the seconds left.

        Args:
            request_id, secret: what `ask` returned; origin: the Origin header of this call, None when it has none.

        Raises:
            PairingUnknown: no such request, or not this secret.
            OriginForbidden: another Origin than the one that asked.
        """
        self._sweep()
        request = self._requests.get(request_id)
        if not hmac.compare_digest((request.secret if request else "").encode(), secret.encode()) or request is None:
            raise PairingUnknown("Ask for a new pairing: this one is not known.")
        if origin is not None and origin != request.origin:
            raise OriginForbidden("Ask from the browser that began this pairing.")
        return self.state(request), request.token, self.seconds_left(request)

    def token_used(self, token: str) -> None:
        """Note that a token was used: it has arrived, and is not given out again. Cheap for all other tokens."""
        if self._unused:
            request = self._unused.pop(token, None)
            if request is not None:
                request.token, request.token_used = None, True

    def state(self, request: PairingRequest) -> State:
        """Return how a request stands now; approved but never used within its time counts as expired."""
        if request.token_used:
            return "approved"
        if self._clock() - request.asked_at >= LIFETIME:
            return "expired"
        return "waiting" if request.token is None else "approved"

    def _may_be_chosen(self, request: PairingRequest) -> bool:
        return not request.chosen and self.state(request) == "waiting"

    def _sweep(self) -> float:
        """Forget what has expired, and return the time."""
        now = self._clock()
        for times in (self._new, self._wrong_codes):
            while times and now - times[0] >= _MINUTE:
                times.popleft()
        for request in list(self._requests.values()):
            age = now - request.asked_at
            if age >= LIFETIME and request.token is not None:
                self._unused.pop(request.token, None)
                request.token = None
            if age >= _REMEMBERED:
                del self._requests[request.id]
        return now


def _new_code() -> str:
    return f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"
