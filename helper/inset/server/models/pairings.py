"""`/v1/pairings`: who waits, who is paired, and the way from one to the other."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from inset.server.pairing.requests import PairingRequest
from inset.tokens import Scope


class PairingAsked(TypedDict):
    """What the asker alone gets: the ID and the secret to collect with, the code to show, and the seconds left."""

    id: str
    secret: str
    code: str
    expires_in: int


class PairingState(TypedDict):
    """How a request stands. `expires_in` (seconds) while it waits; `token` once approved, until it was used."""

    state: Literal["waiting", "approved", "expired"]
    expires_in: NotRequired[int]
    token: NotRequired[str]


class PairingApproved(TypedDict):
    """Whom the owner has just let in."""

    state: Literal["approved"]
    name: str
    origin: str | None


class PairingWaiting(TypedDict):
    """A request that waits, without its code: the owner types the one that they see in their own browser."""

    id: str
    name: str
    origin: str | None
    expires_in: int


class Paired(TypedDict):
    """A paired browser (with the Origin that its token is bound to) or script (None)."""

    id: str
    name: str
    origin: str | None
    scopes: list[Scope]
    created_at: str


class PairingList(TypedDict):
    """Who waits, and who is paired; each oldest first."""

    waiting: list[PairingWaiting]
    paired: list[Paired]


class PairingEnded(TypedDict):
    """What became of a pairing that the owner ended: a paired one is revoked, a waiting one refused."""

    id: str
    state: Literal["revoked", "refused"]


def waiting(asked: PairingRequest, seconds_left: float) -> PairingWaiting:
    """Describe a request that waits, for the owner."""
    return PairingWaiting(id=asked.id, name=asked.name, origin=asked.origin, expires_in=int(seconds_left))
