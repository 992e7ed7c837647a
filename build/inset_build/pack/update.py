"""Updates what is followed: asks a publisher by The Update Framework, fetches what is new, and has it unpacked.

Trust begins with the root that the person was given. From there python-tuf's client checks everything: that keys count,
that nothing is older than what was seen before, nothing is out of date, nothing mixed up, and no byte another. Whatever
fails, what is here goes on answering.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

from msgspec import structs
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from inset.disk_errors import disk_error
from inset.errors import DatasetUnknown, DeltaUnusable, InsetError, PublisherRefused, PublisherStale, UsageInvalid
from inset.own_files import make_own_folder, read_own
from inset.pack.subscriptions import (
    LOCK_FILE,
    ROOT_FILE,
    Followed,
    Subscription,
    Trouble,
    find_subscription,
    read_subscriptions,
    write_subscription,
    written,
)
from inset.private_files import locked
from inset.words.sentences import sentence
from inset_build.pack.arriving import Arrivals
from inset_build.pack.by_delta import made_by_delta, run_of
from inset_build.pack.fetch import Fetcher, Limits, OnBytes
from inset_build.pack.layout import FIELD, FORMAT, METADATA_FOLDER
from inset_build.pack.offers import Offered, format_in, offered_delta, offered_packs, title_in

_CONFIG: Final = UpdaterConfig(
    max_root_rotations=64,
    max_delegations=0,
    root_max_length=200_000,
    timestamp_max_length=16_384,
    snapshot_max_length=200_000,
    targets_max_length=2_000_000,
)
_DOWNLOADS: Final = "downloads"


class Unpack(Protocol):
    """What a pack is given to once it has arrived."""

    def __call__(
        self, pack: Path, datasets: Path, *, sha256: str, signed_by: str, publisher: str | None, address: str
    ) -> str:
        """Verify a pack and publish it; return the dataset's name here."""
        ...


@dataclass(frozen=True)
class Following:
    """Where all that is followed is kept, and how.

    Attributes:
        folder: `<data>/subscriptions`; datasets: `<data>/datasets`.
        unpack: what a pack is given to once it has arrived.
        limits: how long is waited; now: the time, UTC.
        on_bytes: told of a pack on its way.
        on_whole: told by its dataset's name of a pack that is fetched whole although there is a delta, and why.
    """

    folder: Path
    datasets: Path
    unpack: Unpack
    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    on_bytes: OnBytes = lambda *_: None
    on_whole: Callable[[str, InsetError], None] = lambda *_: None


def update(following: Following, which: str) -> Subscription:
    """Ask one publisher what is new, and fetch and unpack it; the outcome is kept, a failure too.

    Raises:
        SubscriptionUnknown: it is not followed.
        InsetError: it is being updated; nothing of the publisher can be believed; a pack did not arrive. See also
            `Subscription.error`: a dataset that cannot be unpacked keeps no other from it.
    """
    subscription = find_subscription(following.folder, which)
    home = following.folder / subscription.id
    with locked(home / LOCK_FILE):
        now = following.now()
        subscription = structs.replace(find_subscription(following.folder, subscription.id), tried_at=written(now))
        with Fetcher(following.limits) as fetcher:
            one = _Update(following, subscription, fetcher)
            try:
                return one.run()
            except InsetError as error:
                told = error
            except OSError as error:
                told = disk_error(error, home) or InsetError(sentence("publisher_again", error))
        write_subscription(following.folder, structs.replace(one.state, trouble=trouble_of(told, now)))
        raise told


def update_due(following: Following, *, every: bool = False) -> list[Subscription]:
    """Update those that are due, or every one. What fails is told by its subscription, and keeps no other from it."""
    ids = [each.id for each in read_subscriptions(following.folder).followed if every or each.is_due(following.now())]
    for each in ids:
        with suppress(InsetError):
            update(following, each)
    return [each for each in read_subscriptions(following.folder).followed if each.id in ids]


class _Update:
    """One update of one publisher; its lock is held.

    Args:
        following: where to; subscription: which; fetcher: what fetches.
    """

    def __init__(self, following: Following, subscription: Subscription, fetcher: Fetcher) -> None:
        self._following = following
        self._fetcher = fetcher
        self._home = following.folder / subscription.id
        self._downloads = self._home / _DOWNLOADS
        self._arrivals = Arrivals(self._downloads, subscription.address, fetcher, following.on_bytes)
        self._offers: list[TargetFile] = []
        self.state = subscription

    def run(self) -> Subscription:
        """Do it; raises as `update` does."""
        updater, targets, good_until = self._verified()
        offered = self._wanted(targets, updater)
        datasets = {name: structs.replace(each, offered=name in offered) for name, each in self.state.datasets.items()}
        self._keep(
            checked_at=written(self._following.now()),
            good_until=written(good_until),
            title=title_in(targets.unrecognized_fields.get(FIELD)),
            datasets=datasets,
            trouble=None,
        )
        make_own_folder(self._downloads)
        first: InsetError | None = None
        for name, (facts, target) in offered.items():
            try:
                self._take(name, facts, target)
            except InsetError as error:
                first = first or error
        self._arrivals.sweep(self._wanted_files(offered))
        if first is not None:
            self._keep(trouble=trouble_of(first, self._following.now()))
        return self.state

    def _verified(self) -> tuple[Updater, Targets, datetime]:
        """What the publisher says now, checked by python-tuf."""
        metadata = make_own_folder(self._home / "metadata")
        make_own_folder(metadata / "root_history")  # else python-tuf makes it, for others to read
        for left in metadata.glob("tmp*"):  # by python-tuf, which was killed while it wrote
            left.unlink(missing_ok=True)
        root = read_own(self._home / ROOT_FILE)
        if hashlib.sha256(root).hexdigest() != self.state.root:
            raise InsetError(sentence("publisher_changed", self.state.id, ROOT_FILE))
        try:
            updater = Updater(
                str(metadata),
                self.state.address + METADATA_FOLDER,
                fetcher=self._fetcher,
                config=_CONFIG,
                bootstrap=root,
            )
            updater.refresh()
            # Of what it has verified, the client tells by name alone; the names are in the file that it has kept.
            targets = Metadata[Targets].from_file(str(metadata / "targets.json")).signed
            timestamp = Metadata[Timestamp].from_file(str(metadata / "timestamp.json")).signed
        except (RepositoryError, DownloadError, ValueError) as error:
            raise _refused(self.state.address, error) from error
        return updater, targets, timestamp.expires

    def _wanted(self, targets: Targets, updater: Updater) -> dict[str, tuple[Offered, TargetFile]]:
        form = format_in(targets.unrecognized_fields.get(FIELD))
        if form is None:
            raise PublisherRefused(sentence("publisher_no_packs", self.state.address))
        if form > FORMAT:
            raise PublisherRefused(sentence("publisher_later", self.state.address))
        self._offers = [info for path in targets.targets if (info := updater.get_targetinfo(path)) is not None]
        offered = offered_packs(self._offers)
        missing = [name for name in self.state.only if name not in offered]
        if missing and self.state.checked_at is None:
            raise DatasetUnknown(
                sentence(
                    "publisher_not_offered", ", ".join(offered) or sentence("publisher_nothing"), ", ".join(missing)
                )
            )
        return {name: each for name, each in offered.items() if not self.state.only or name in self.state.only}

    def _take(self, name: str, facts: Offered, target: TargetFile) -> None:
        """Fetch and unpack a pack that is not here yet. A dataset that the person has removed does not come back."""
        sha256 = target.hashes["sha256"]
        here = self.state.datasets.get(name)
        if here is not None and (here.pack == sha256 or not (self._following.datasets / here.dataset).is_dir()):
            return
        pack = self._by_delta(name, target) or self._arrivals.fetch(target)
        try:
            dataset = self._following.unpack(
                pack,
                self._following.datasets,
                sha256=sha256,
                signed_by=self.state.root,
                publisher=self.state.title,
                address=self.state.address,
            )
        except UsageInvalid as error:
            raise UsageInvalid(sentence("publisher_from_elsewhere", name)) from error
        pack.unlink(missing_ok=True)
        now = written(self._following.now())
        followed = Followed(dataset, facts.run, sha256, facts.photos, now)
        self._keep(datasets={**self.state.datasets, name: followed})

    def _by_delta(self, name: str, target: TargetFile) -> Path | None:
        """The pack, made of the run that is here and a delta; None where the whole one must be fetched."""
        here, delta = self.state.datasets.get(name), self._delta(name, target)
        if here is None or delta is None or self._arrivals.is_given_up(delta):
            return None
        if self._arrivals.left(target) <= self._arrivals.left(delta):
            return None
        whole = self._arrivals.place(target)
        try:
            run = run_of(self._following.datasets, here.dataset, here.pack)
            if run is None:
                raise DeltaUnusable(f"Fetch the whole pack: the last one of {here.dataset} is here no more.")
            arrived = self._arrivals.fetch(delta)
            try:
                made_by_delta(run, arrived, whole, sha256=target.hashes["sha256"], size=target.length)
            except DeltaUnusable:  # as it will be each time, where the whole pack does not arrive either
                self._arrivals.give_up(delta)
                raise
        except InsetError as error:
            self._following.on_whole(name, error)
        except OSError as error:
            self._following.on_whole(
                name, disk_error(error, self._home) or InsetError(sentence("publisher_again", error))
            )
        else:
            arrived.unlink(missing_ok=True)
            return whole
        return None

    def _delta(self, name: str, target: TargetFile) -> TargetFile | None:
        here = self.state.datasets.get(name)
        return None if here is None else offered_delta(self._offers, target, name, here.pack)

    def _wanted_files(self, offered: Mapping[str, tuple[Offered, TargetFile]]) -> set[str]:
        """The hashes of what is still to arrive. Of a pack that is here, a part from before may be left: no more."""
        here = {each.pack for each in self.state.datasets.values()}
        packs = {name: target for name, (_, target) in offered.items() if target.hashes["sha256"] not in here}
        deltas = [self._delta(name, target) for name, target in packs.items()]
        return {each.hashes["sha256"] for each in (*packs.values(), *deltas) if each is not None}

    def _keep(self, **changes: object) -> None:
        self.state = structs.replace(self.state, **changes)
        write_subscription(self._following.folder, self.state)


def trouble_of(error: InsetError, now: datetime) -> Trouble:
    """An error as it is kept."""
    return Trouble(**error.as_dict(), at=written(now))


def _refused(address: str, error: Exception) -> InsetError:
    """What python-tuf says of what it refuses, led by what a person can do."""
    if isinstance(error, ExpiredMetadataError):
        return PublisherStale(sentence("publisher_stale", address))
    if isinstance(error, BadVersionNumberError):
        why: str = sentence("publisher_why_older")
    elif isinstance(error, UnsignedMetadataError):
        why = sentence("publisher_why_keys")
    elif isinstance(error, LengthOrHashMismatchError):
        why = sentence("publisher_why_apart")
    else:
        why = str(error) or type(error).__name__
    return PublisherRefused(sentence("publisher_refused", address, why))
