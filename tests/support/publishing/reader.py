"""Somebody who follows a publisher with all that belongs to it: packs are unpacked, and deltas applied."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from inset.errors import InsetError
from inset.index.descriptor import Descriptor, read_descriptor
from inset.index.shelf.current import read_current
from inset.pack.subscriptions import Subscription, read_subscriptions
from inset_build.pack.fetch import Limits
from inset_build.pack.follow import subscribe
from inset_build.pack.following import following
from inset_build.pack.update import Following, update
from support.publishing.follower import QUICK


@dataclass
class Reader:
    """Follows from `home`; `whole`: packs that were fetched whole although there was a delta, and why."""

    home: Path
    limits: Limits = QUICK
    whole: list[tuple[str, InsetError]] = field(default_factory=list)

    @property
    def datasets(self) -> Path:
        return self.home / "datasets"

    @property
    def following(self) -> Following:
        made = following(
            self.home / "subscriptions",
            self.datasets,
            on_bytes=lambda *_: None,
            on_progress=lambda _: None,
            on_whole=lambda name, error: self.whole.append((name, error)),
        )
        return replace(made, limits=self.limits)

    def subscribe(self, url: str, root: bytes, *only: str) -> Subscription:
        return subscribe(self.following, url, root, only)

    def update(self) -> Subscription:
        (subscription,) = read_subscriptions(self.home / "subscriptions").followed
        return update(self.following, subscription.id)

    def run(self, name: str) -> Path:
        return self.datasets / name / read_current(self.datasets / name)

    def descriptor(self, name: str) -> Descriptor:
        return read_descriptor(self.run(name))
