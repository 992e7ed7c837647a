"""`/v1/tickets` and `/v1/session`: how the local page becomes the owner's."""

from __future__ import annotations

from typing import TypedDict


class Ticket(TypedDict):
    """A ticket that opens one session, within so many seconds."""

    ticket: str
    expires_in: int


class Session(TypedDict):
    """Whether the asker's cookie is the owner's."""

    owner: bool
