"""Begins to follow a publisher: the address is asked, and all that is offered there is fetched and unpacked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from tuf.api.exceptions import DownloadHTTPError, RepositoryError
from tuf.api.metadata import Metadata, Root
from yarl import URL

from inset.errors import InsetError, PublisherRefused, UsageInvalid
from inset.index.descriptor import check_dataset_name
from inset.own_files import make_own_folder, remove_own_folder
from inset.pack.subscriptions import (
    ROOT_FILE,
    Subscription,
    find_subscription,
    id_of,
    read_subscriptions,
    write_subscription,
    written,
)
from inset.private_files import write_private
from inset.words.sentences import sentence
from inset_build.download.login import refuse_login
from inset_build.pack.fetch import Fetcher
from inset_build.pack.layout import METADATA_FOLDER
from inset_build.pack.update import Following, update

_LARGEST_ROOT: Final = 200_000
_LONGEST_ADDRESS: Final = 2000
_MOST_ROOTS: Final = 64
"""As many as are followed on the way to the newest one: `inset_build.pack.update`."""
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}", re.ASCII | re.IGNORECASE)


def is_fingerprint(given: str) -> bool:
    """Whether this is the SHA-256 of a root, as `inset publish` shows it and a publisher can print it."""
    return _FINGERPRINT.fullmatch(given) is not None


def fetch_root(following: Following, address: str, fingerprint: str) -> bytes:
    """Fetch the root of this SHA-256: of the newest one, or of one before it. It is as good as one got by hand.

    Args:
        address: of the repository; fingerprint: 64 hexadecimal digits, got in a way that the person trusts.

    Raises:
        UsageInvalid: the address is none.
        PublisherRefused: no root there has it.
        DownloadFailed: the server does not answer.
    """
    where = _address(address)
    names = (ROOT_FILE, *(f"{METADATA_FOLDER}/{version}.{ROOT_FILE}" for version in range(1, _MOST_ROOTS + 1)))
    with Fetcher(following.limits) as fetcher:
        for name in names:
            try:
                root = fetcher.download_bytes(f"{where}{name}", _LARGEST_ROOT)
            except DownloadHTTPError:
                if name != ROOT_FILE:
                    break
                continue
            if hashlib.sha256(root).hexdigest() == fingerprint.lower():
                return root
    raise PublisherRefused(sentence("error_follow_root", where, fingerprint))


def subscribe(following: Following, address: str, root: bytes, only: Sequence[str] = ()) -> Subscription:
    """Begin to follow a publisher, and fetch what they offer.

    Args:
        address: of the repository; root: the publisher's root, got in a way that the person trusts.
        only: the datasets that are wanted; all where there are none.

    Raises:
        UsageInvalid: the address or the root is none, or it is followed already.
        DatasetUnknown: one that is wanted is not offered.
        PublisherRefused: what the address gives is not signed by that root's keys; then nothing is followed.
        DownloadFailed: where a pack broke off, it is followed all the same, and the next update goes on.
        InsetError: a pack cannot be unpacked.
    """
    address = _address(address)
    subscription = Subscription(
        id=id_of(address),
        address=address,
        root=_check_root(root),
        added_at=written(following.now()),
        only=tuple(check_dataset_name(name) for name in dict.fromkeys(only)),
    )
    home = following.folder / subscription.id
    if subscription.id in {each.id for each in read_subscriptions(following.folder).followed}:
        raise UsageInvalid(sentence("error_follow_already", address))
    remove_own_folder(home)
    make_own_folder(home)
    write_private(home / ROOT_FILE, root)
    write_subscription(following.folder, subscription)
    try:
        updated = update(following, subscription.id)
    except BaseException:
        with suppress(InsetError):
            if find_subscription(following.folder, subscription.id).checked_at is None:
                remove_own_folder(home)
        raise
    if updated.error is not None:
        raise updated.error
    return updated


def _address(given: str) -> str:
    """An address as it is kept: with a slash at its end, and nothing that leads elsewhere."""
    try:
        given.encode()  # a byte that is no text would be left out
        url = URL(given.strip())
    except ValueError:
        url = URL("")
    refuse_login(url)
    if (
        url.scheme not in ("http", "https")
        or not url.host
        or url.query_string
        or url.fragment
        or len(given) > _LONGEST_ADDRESS
    ):
        raise UsageInvalid(sentence("error_follow_address", given))
    return str(url).rstrip("/") + "/"


def _check_root(root: bytes) -> str:
    """The root's SHA-256, once it is a root that its own keys have signed."""
    try:
        read = Metadata[Root].from_bytes(root[:_LARGEST_ROOT])
        # Metadata of another role has no keys to ask.
        read.signed.verify_delegate(Root.type, read.signed_bytes, read.signatures)
    except (RepositoryError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageInvalid(sentence("error_follow_no_root", error)) from error
    return hashlib.sha256(root).hexdigest()
