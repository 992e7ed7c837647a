"""Tickets and sessions: their life, and what bounds it."""

from __future__ import annotations

import pytest

from inset.server.pairing.sessions import IDLE_SECONDS, MAX_SESSIONS, MAX_TICKETS, TICKET_SECONDS, Sessions
from support.api.served import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(clock)


def opened(sessions: Sessions) -> str:
    secret = sessions.open(sessions.new_ticket())
    assert secret is not None
    return secret


def test_a_ticket_opens_one_session(sessions: Sessions) -> None:
    ticket = sessions.new_ticket()
    secret = sessions.open(ticket)
    assert secret is not None
    assert sessions.is_open(secret)
    assert sessions.open(ticket) is None
    assert sessions.is_open(secret)


def test_a_ticket_lives_a_minute(sessions: Sessions, clock: Clock) -> None:
    in_time, too_late = sessions.new_ticket(), sessions.new_ticket()
    clock.now += TICKET_SECONDS - 1
    assert sessions.open(in_time) is not None
    clock.now += 1
    assert sessions.open(too_late) is None


@pytest.mark.parametrize("text", ["", "x", "ä", "\udcff", "A" * 43])
def test_anything_else_opens_nothing(sessions: Sessions, text: str) -> None:
    sessions.new_ticket()
    opened(sessions)
    assert sessions.open(text) is None
    assert not sessions.is_open(text)


def test_a_ticket_is_no_session_and_a_session_no_ticket(sessions: Sessions) -> None:
    assert not sessions.is_open(sessions.new_ticket())
    assert sessions.open(opened(sessions)) is None


def test_a_session_ends_when_nobody_uses_it(sessions: Sessions, clock: Clock) -> None:
    used, left = opened(sessions), opened(sessions)
    clock.now += IDLE_SECONDS - 1
    assert sessions.is_open(used)
    clock.now += 1
    assert not sessions.is_open(left)
    assert sessions.is_open(used)
    clock.now += IDLE_SECONDS
    assert not sessions.is_open(used)


def test_closed_it_is_over(sessions: Sessions) -> None:
    one, other = opened(sessions), opened(sessions)
    sessions.close(one)
    sessions.close(one)
    assert not sessions.is_open(one)
    assert sessions.is_open(other)


def test_of_too_many_the_one_used_longest_ago_goes(sessions: Sessions) -> None:
    first, second, *others = [opened(sessions) for _ in range(MAX_SESSIONS)]
    assert sessions.is_open(first)
    newest = opened(sessions)
    assert not sessions.is_open(second)
    assert all(sessions.is_open(secret) for secret in (first, *others, newest))


def test_of_too_many_tickets_the_oldest_goes(sessions: Sessions) -> None:
    first, *others = [sessions.new_ticket() for _ in range(MAX_TICKETS + 1)]
    assert sessions.open(first) is None
    assert all(sessions.open(ticket) for ticket in others)


def test_nothing_that_opens_is_kept(sessions: Sessions) -> None:
    ticket, secret = sessions.new_ticket(), opened(sessions)
    kept = f"{vars(sessions)}"
    assert ticket not in kept
    assert secret not in kept
