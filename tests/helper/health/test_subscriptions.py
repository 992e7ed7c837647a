"""What `inset doctor` says of publishers that are followed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inset.health.check import PortUse, Subject
from inset.health.subscriptions import check_subscriptions
from inset.pack.subscriptions import Subscription, Trouble, id_of, write_subscription, written
from inset.paths import find_paths
from inset.settings import Settings

ADDRESS = "https://example.org/packs/"
TROUBLE = Trouble("download_failed", "Try again later: nobody answers.", "", "2026-01-01T00:00:00Z")


def subject(home: Path) -> Subject:
    paths = find_paths({"INSET_HOME": str(home)})
    return Subject(paths, Settings(), PortUse("free", 46738), lambda: 0)


@pytest.mark.parametrize(
    ("days", "trouble", "state", "said", "remedy"),
    [
        (20, None, "good", "up to date", None),
        (3, None, "good", "counts until", None),
        (20, TROUBLE, "warning", "Nobody answers.", "Try again later."),
        (-1, None, "warning", "counts no more", "inset subscriptions --update"),
    ],
)
def test_each_state_is_told_with_its_remedy(
    tmp_path: Path, days: int, trouble: Trouble | None, state: str, said: str, remedy: str | None
) -> None:
    now = datetime.now(UTC)
    about = subject(tmp_path)
    one = Subscription(
        id=id_of(ADDRESS),
        address=ADDRESS,
        root="0" * 64,
        added_at=written(now),
        checked_at=written(now),
        good_until=written(now + timedelta(days=days)),
        trouble=trouble,
    )
    write_subscription(about.paths.subscriptions, one)
    (check,) = check_subscriptions(about)
    assert check.state == state
    assert said in check.message
    assert remedy is None if check.remedy is None else remedy is not None and remedy in check.remedy


def test_where_nobody_is_followed_nothing_is_said_and_damage_is(tmp_path: Path) -> None:
    about = subject(tmp_path)
    assert list(check_subscriptions(about)) == []
    broken = about.paths.subscriptions / ("0" * 16)
    broken.mkdir(parents=True)
    (broken / "subscription.json").write_bytes(b"{")
    (check,) = check_subscriptions(about)
    assert check.state == "bad"
    assert check.remedy == f"Run `inset unsubscribe {'0' * 16}`, and subscribe again."
