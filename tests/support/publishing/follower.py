"""Somebody who follows a publisher, with folders of their own; packs are kept as they come instead of unpacked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inset.errors import UsageInvalid
from inset.pack.subscriptions import Subscription, read_subscriptions
from inset_build.pack.fetch import Limits
from inset_build.pack.follow import subscribe
from inset_build.pack.update import Following, update, update_due

QUICK = Limits(connect=20.0, stall=20.0, metadata=20.0, least=20.0, tries=3, pause=0.0)


@dataclass
class Follower:
    """Follows from `home`; `days`: how many their clock is ahead."""

    home: Path
    days: float = 0.0
    limits: Limits = QUICK
    unpacked: list[tuple[str, bytes]] = field(default_factory=list)
    told: list[dict[str, str | None]] = field(default_factory=list)

    @property
    def following(self) -> Following:
        return Following(
            self.home / "subscriptions",
            self.home / "datasets",
            self.unpack,
            self.limits,
            lambda: datetime.now(UTC) + timedelta(days=self.days),
        )

    @property
    def state(self) -> Subscription:
        (subscription,) = read_subscriptions(self.home / "subscriptions").followed
        return subscription

    @property
    def datasets(self) -> dict[str, bytes]:
        """What is here now, by the datasets' names."""
        return dict(self.unpacked)

    def subscribe(self, url: str, root: bytes, *only: str) -> Subscription:
        return subscribe(self.following, url, root, only)

    def update(self) -> Subscription:
        return update(self.following, self.state.id)

    def update_due(self) -> list[Subscription]:
        return update_due(self.following)

    def unpack(
        self, pack: Path, datasets: Path, *, sha256: str, signed_by: str, publisher: str | None, address: str
    ) -> str:
        content = pack.read_bytes()
        name = content.split(b" ", 1)[0].decode()
        if (datasets / name / "own").exists():
            raise UsageInvalid("Give it another name with --as.")
        (datasets / name).mkdir(parents=True, exist_ok=True)
        self.unpacked.append((name, content))
        self.told.append({"sha256": sha256, "signed_by": signed_by, "publisher": publisher, "address": address})
        return name
