"""Are the publishers that are followed still heard of?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from inset.health.check import Check, Subject, bad_because
from inset.pack.subscriptions import ENDS_SOON, Subscription, read_subscriptions, time_of
from inset.words.sentences import sentence

_NAME = "subscriptions"


def check_subscriptions(subject: Subject) -> Iterator[Check]:
    """One line for each publisher that is followed; none where nobody is."""
    found, now = read_subscriptions(subject.paths.subscriptions), datetime.now(UTC)
    for error in found.damaged.values():
        yield bad_because(_NAME, error)
    for each in found.followed:
        yield _check(each, now)


def _check(each: Subscription, now: datetime) -> Check:
    when = (
        sentence("doctor_verified_at", each.checked_at)
        if each.checked_at is not None
        else sentence("doctor_verified_never")
    )
    state, error = each.state(now), each.error
    if state == "stale":
        return Check(
            _NAME,
            "warning",
            sentence("doctor_stale", each.address, when),
            sentence("doctor_stale_remedy"),
        )
    if error is not None:
        told = bad_because(_NAME, error)
        return Check(_NAME, "warning", sentence("doctor_trouble", each.address, told.message, when), told.remedy, error)
    if each.good_until is not None and now + ENDS_SOON >= time_of(each.good_until):
        return Check(_NAME, "good", sentence("doctor_up_to_date_until", each.address, when, each.good_until))
    return Check(_NAME, "good", sentence("doctor_up_to_date", each.address, when))
