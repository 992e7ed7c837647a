"""Subscriptions: publishers whose packs are followed, and how each fared the last time; a folder for each, mode 0700.

    <data>/subscriptions/<id>/subscription.json    what is followed, and what came of it; see `Subscription`
                              root.json            the publisher's keys as the person got them; all trust begins there
                              metadata/            what was verified last, as python-tuf keeps it
                              downloads/           packs that are on their way
                              .lock                held by whoever updates it

They are read here, by the helper and the command line, and updated by `inset_build.pack`, in another process.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, Self

import msgspec

from inset.errors import InsetError, SubscriptionUnknown
from inset.own_files import is_own_folder, read_own, remove_own_folder
from inset.private_files import locked, write_private
from inset.words.sentences import sentence
from inset.words.told_errors import error_from
from inset.written_files import format_of, read_as

FORMAT: Final = 1
STATE_FILE: Final = "subscription.json"
ROOT_FILE: Final = "root.json"
LOCK_FILE: Final = ".lock"

EVERY: Final = timedelta(days=1)
"""How often a publisher is asked, at most."""
AFTER_FAILURE: Final = timedelta(hours=3)
"""How long to wait after a try that failed."""
ENDS_SOON: Final = timedelta(days=7)

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)

State = Literal["fresh", "failed", "stale", "new"]


class Followed(msgspec.Struct, frozen=True):
    """One of a publisher's datasets, as it is here.

    Attributes:
        dataset: its name here; run: the publisher's name of the run that is here, and pack the SHA-256 of its pack.
        photos: how many it lists; updated_at: when it was unpacked here.
        offered: whether the publisher still offers it.
    """

    dataset: str
    run: str
    pack: str
    photos: int
    updated_at: str
    offered: bool = True


class Trouble(msgspec.Struct, frozen=True):
    """Why the last try failed; as the API tells any error, and when that was."""

    code: str
    message: str
    hint: str
    at: str
    message_told: Any = None
    hint_told: Any = None


class Subscription(msgspec.Struct, frozen=True):
    """One publisher that is followed.

    Attributes:
        id: made of the address; address: of the repository, http or https, ending in a slash.
        root: the SHA-256 of the root that the person began with: who the publisher is.
        only: the datasets that are wanted; empty: all.
        title: as the publisher calls it, which nobody has verified.
        checked_at: when what the publisher says was last verified; tried_at: when it was last tried.
        good_until: until when what they said counts.
        datasets: by the publisher's names.
    """

    id: str
    address: str
    root: str
    added_at: str
    only: tuple[str, ...] = ()
    title: str | None = None
    checked_at: str | None = None
    tried_at: str | None = None
    good_until: str | None = None
    datasets: dict[str, Followed] = {}
    trouble: Trouble | None = None
    format: int = FORMAT

    def checked(self, name: str) -> Self:
        """Return this, once its ID is that of its address and of its folder, and its times are times.

        Raises:
            ValueError: they are not.
        """
        if self.id != name or id_of(self.address) != name:
            raise ValueError("it is of another subscription")
        for time in (self.added_at, self.checked_at, self.tried_at, self.good_until):
            if time is not None and time_of(time).tzinfo is None:
                raise ValueError("a time in it is none")
        return self

    @property
    def error(self) -> InsetError | None:
        """Why the last try failed."""
        if self.trouble is None:
            return None
        return error_from(msgspec.to_builtins(self.trouble))

    def state(self, now: datetime) -> State:
        """How fresh it is: `fresh`; `failed`: the last try; `stale`: nothing that was said counts any more; `new`."""
        if self.good_until is not None and now >= time_of(self.good_until):
            return "stale"
        if self.trouble is not None:
            return "failed"
        return "new" if self.checked_at is None else "fresh"

    def is_due(self, now: datetime) -> bool:
        """Whether the publisher may be asked again. A time that is still to come was told by a clock that was wrong."""
        if self.tried_at is None:
            return True
        since = now - time_of(self.tried_at)
        return since < timedelta(0) or since >= (EVERY if self.trouble is None else AFTER_FAILURE)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """All that are followed.

    Attributes:
        followed: in the order in which they were added; damaged: the IDs of those whose state cannot be read, and why.
    """

    followed: tuple[Subscription, ...]
    damaged: Mapping[str, InsetError]


def id_of(address: str) -> str:
    """The ID of the subscription to an address."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def read_subscriptions(folder: Path) -> Subscriptions:
    """Read all subscriptions of a folder, which may be missing. One that is damaged keeps no other from being read."""
    followed, damaged = [], {}
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _ID.fullmatch(each.name) and is_own_folder(each):
            try:
                followed.append(_read(each))
            except FileNotFoundError:
                continue  # it is just being made, or removed
            except InsetError as error:
                damaged[each.name] = error
    return Subscriptions(tuple(sorted(followed, key=lambda each: (each.added_at, each.id))), damaged)


def find_subscription(folder: Path, which: str) -> Subscription:
    """Return the subscription of that ID or address.

    Raises:
        SubscriptionUnknown: there is none; InsetError: its file cannot be read.
    """
    found = read_subscriptions(folder)
    for each in found.followed:
        if which.rstrip("/") in (each.id, each.address.rstrip("/")):
            return each
    if which in found.damaged:
        raise found.damaged[which]
    raise SubscriptionUnknown(sentence("publisher_unknown", which))


def write_subscription(folder: Path, subscription: Subscription) -> None:
    """Replace the state of a subscription in one step; hold its lock."""
    write_private(folder / subscription.id / STATE_FILE, msgspec.json.encode(subscription))


def remove_subscription(folder: Path, which: str) -> str:
    """Follow a publisher no more; what was unpacked stays, as any dataset. Return the ID.

    Args:
        which: an ID, or an address.

    Raises:
        SubscriptionUnknown: there is none.
        InsetError: it is being updated.
    """
    if which not in read_subscriptions(folder).damaged:
        which = find_subscription(folder, which).id
    with locked(folder / which / LOCK_FILE):
        (folder / which / STATE_FILE).unlink(missing_ok=True)  # first: without it there is no subscription
        remove_own_folder(folder / which)
    remove_own_folder(folder / which)  # Windows removes no file that is locked
    return which


def facts_of(subscription: Subscription, now: datetime) -> dict[str, Any]:
    """The wire form, the same in the API and in `--json`."""
    facts: dict[str, Any] = msgspec.to_builtins(subscription)
    datasets = [{"name": name, **each} for name, each in facts.pop("datasets").items()]
    del facts["format"], facts["trouble"]
    error = subscription.error
    failed_at = None if subscription.trouble is None else subscription.trouble.at
    return {
        **facts,
        "state": subscription.state(now),
        "datasets": datasets,
        "error": None if error is None else error.as_dict(),
        "failed_at": failed_at,
    }


def time_of(said: str) -> datetime:
    """The time that was written down, in UTC."""
    return datetime.fromisoformat(said)


def written(time: datetime) -> str:
    """A time as it is written down."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(folder: Path) -> Subscription:
    path = folder / STATE_FILE
    try:
        content = read_own(path)
        if format_of(content) != FORMAT:
            raise InsetError(sentence("error_later", path))
        return read_as(content, Subscription).checked(folder.name)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise InsetError(sentence("publisher_kept_unread", folder.name, path, error)) from error
