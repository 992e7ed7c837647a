"""Requests to be paired, from the moment a browser asks until its token works. In memory only.

A browser asks and gets an ID, a secret and a six-digit code. It shows the code; the owner, who sees it, approves that
code. The browser then collects its token with ID and secret.

**Why the token is not gone after the first collection.** Collecting is a GET, and a GET must not change anything: an
answer that is lost on its way (a worker that the browser stops, a dropped connection) would otherwise leave a paired
browser without its token. So the asker, and only the asker, reads the same token again until either the token has been
used once, which proves that it arrived, or the request expires. Nothing of it is ever written to disk.

**Why extensions are never refused.** Anybody on this computer may ask, so anybody may ask too often. Programs (which
send no Origin) have a few places and are refused when those are taken. Extensions have places of their own; when they
are all taken, a newcomer takes the place of the oldest request of the Origin that has the most. An extension cannot
choose its Origin, so one that floods the helper only drops its own. Who waits has no rights yet: approval decides.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from inset.errors import BadRequest, OriginForbidden, PairingUnknown, TooMany
from inset.tokens import clean_name
from inset.words.sentences import sentence

LIFETIME: Final = 300.0
"""Seconds from asking to expiry."""
MAX_PROGRAMS: Final = 5
"""Requests without an Origin that may wait at once."""
MAX_PROGRAMS_PER_MINUTE: Final = 10
"""Requests without an Origin that may be opened within a minute."""
MAX_EXTENSIONS: Final = 15
"""Requests of extensions that wait at once; a further one takes the place of an older one."""
MAX_WRONG_CODES_PER_MINUTE: Final = 5
"""Against guessing: 25 tries within five minutes, while 20 codes of a million are valid, succeed with 0.05 %."""
BY_CODE: Final = "by-code"
"""In place of a request's ID, when the owner knows only the code."""
_WITHOUT_ASKING: Final = "`inset pair --new-token NAME` makes a script's token without asking."
_REMEMBERED: Final = 2 * LIFETIME
_CODE_DIGITS: Final = 6
_MINUTE: Final = 60.0

State = Literal["waiting", "approved", "expired"]


@dataclass(slots=True)
class PairingRequest:
    """One request. `asked_at` is on the book's clock, in seconds; `pairing_id` is set once it is approved."""

    id: str
    name: str
    origin: str | None
    secret: str
    code: str
    asked_at: float
    chosen: bool = False
    token: str | None = None
    token_used: bool = False
    pairing_id: str | None = None


class PairingBook:
    """The pairing requests of this helper, while it runs.

    Args:
        clock: seconds that only grow; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._requests: dict[str, PairingRequest] = {}
        self._new_programs: deque[float] = deque()
        self._wrong_codes: deque[float] = deque()
        self._unused: dict[str, PairingRequest] = {}
        self.approving = asyncio.Lock()
        """Held from `choose` to `approve` or `release`: a code sent twice at once finds what came of the first."""

    def ask(self, name: str, origin: str | None) -> PairingRequest:
        """Open a request.

        Args:
            name: what the asker calls itself; origin: the Origin header it came with, None when it had none.

        Raises:
            BadRequest: the name is invalid.
            TooMany: five programs wait already, or programs have asked ten times within a minute. Never for an
                extension, whose request takes the place of an older one.
        """
        name = clean_name(name)
        now = self._sweep()
        if origin is None:
            self._count_program(now)
        else:
            self._make_room()
        taken = {request.code for request in self._requests.values()}
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
        return request

    def _count_program(self, now: float) -> None:
        if len(self._new_programs) >= MAX_PROGRAMS_PER_MINUTE:
            raise TooMany(
                sentence("pair_often", str(MAX_PROGRAMS_PER_MINUTE)),
                hint=_WITHOUT_ASKING,
            )
        if sum(request.origin is None for request in self.waiting()) >= MAX_PROGRAMS:
            raise TooMany(
                sentence("pair_waiting", str(MAX_PROGRAMS)),
                hint=_WITHOUT_ASKING,
            )
        self._new_programs.append(now)

    def _make_room(self) -> None:
        waiting = [request for request in self.waiting() if request.origin is not None]
        if len(waiting) >= MAX_EXTENSIONS:
            of_origin = Counter(request.origin for request in waiting)
            most = max(of_origin.values())
            oldest = next(request for request in waiting if of_origin[request.origin] == most)
            del self._requests[oldest.id]

    def waiting(self) -> list[PairingRequest]:
        """Return who waits for approval, oldest first."""
        self._sweep()
        return [request for request in self._requests.values() if self._may_be_chosen(request)]

    def choose(self, request_id: str, code: str) -> PairingRequest:
        """Return the request with this code: one that waits is now reserved, one that was approved has a `pairing_id`.

        For a reserved one, call `approve` next, once its token works, or `release` if that failed. The code of an
        approved one may be repeated until it expires: that is somebody who pressed twice, not somebody who guesses.

        Args:
            request_id: its ID, or `by-code`; code: the six digits that the browser shows.

        Raises:
            BadRequest: the code is not six digits.
            PairingUnknown: no request with that code waits.
            TooMany: five wrong codes within a minute.
        """
        if len(code) != _CODE_DIGITS or not (code.isascii() and code.isdigit()):
            raise BadRequest(sentence("pair_digits", _CODE_DIGITS))
        now = self._sweep()
        if len(self._wrong_codes) >= MAX_WRONG_CODES_PER_MINUTE:
            raise TooMany(sentence("pair_wrong"))
        found = None
        for request in self._requests.values():
            meant = request_id in (BY_CODE, request.id) and (
                self._may_be_chosen(request) or self._was_approved(request, now)
            )
            if hmac.compare_digest(request.code, code) and meant:
                found = request
        if found is None:
            self._wrong_codes.append(now)
            raise PairingUnknown(
                sentence("pair_no_code"),
                hint="A code lives five minutes; the browser shows a new one after Connect.",
            )
        found.chosen = True
        return found

    def approve(self, request: PairingRequest, token: str, pairing_id: str) -> None:
        """Hold `token` for the asker to collect. Its request counts as approved only now that the token works."""
        request.token, request.pairing_id = token, pairing_id
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
            PairingUnknown, OriginForbidden: see `of_asker`.
        """
        request = self.of_asker(request_id, secret, origin)
        return self.state(request), request.token, self.seconds_left(request)

    def of_asker(self, request_id: str, secret: str, origin: str | None) -> PairingRequest:
        """Return the asker's own request, waiting or not.

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
        return request

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

    def _was_approved(self, request: PairingRequest, now: float) -> bool:
        return request.pairing_id is not None and now - request.asked_at < LIFETIME

    def _sweep(self) -> float:
        """Forget what has expired, and return the time."""
        now = self._clock()
        for times in (self._new_programs, self._wrong_codes):
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
