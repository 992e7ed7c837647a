"""Following by the SHA-256 of a root that a publisher has printed, over a real local server."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.errors import PublisherRefused, UsageInvalid
from inset_build.pack.follow import fetch_root, is_fingerprint
from support.publishing.follower import Follower
from support.publishing.publisher import Publisher
from support.servers.static_host import StaticHost, gives, without_end


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "publisher", packs={"ebb": b"ebb one"})
    made.publish("ebb")
    return made


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    return Follower(tmp_path / "follower")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_any_root_that_was_ever_printed_leads_to_the_newest(
    publisher: Publisher, host: StaticHost, follower: Follower
) -> None:
    printed = [publisher.root.read_bytes()]
    for _ in range(2):
        publisher.rotate()
        printed.append(publisher.root.read_bytes())
    for root in printed:
        assert fetch_root(follower.following, host.url, sha256(root)) == root
    assert follower.subscribe(host.url, printed[0]).error is None


def test_one_request_is_enough_for_the_newest(publisher: Publisher, host: StaticHost, follower: Follower) -> None:
    fetch_root(follower.following, host.url.rstrip("/"), sha256(publisher.root.read_bytes()).upper())
    assert host.asked == ["/root.json"]


def test_a_root_of_another_sha256_begins_nothing(
    publisher: Publisher, host: StaticHost, follower: Follower, tmp_path: Path
) -> None:
    printed = sha256(publisher.root.read_bytes())
    attacker = Publisher(tmp_path / "attacker")
    attacker.publish("ebb")
    host.folder = attacker.folder
    with pytest.raises(PublisherRefused, match="it may be somebody else's"):
        fetch_root(follower.following, host.url, printed)
    assert host.asked == ["/root.json", "/metadata/1.root.json", "/metadata/2.root.json"]


def test_roots_without_end_are_not_all_asked_for(publisher: Publisher, host: StaticHost, follower: Follower) -> None:
    host.instead["root.json"] = gives(b"{}")
    with pytest.raises(PublisherRefused, match="no root there has"):
        fetch_root(follower.following, host.url, "0" * 64)
    assert len(host.asked) == 65
    host.instead["root.json"] = without_end
    with pytest.raises(PublisherRefused, match="larger than"):
        fetch_root(follower.following, host.url, "0" * 64)


def test_what_is_no_fingerprint_is_none(follower: Follower) -> None:
    assert is_fingerprint("0123456789abcdefABCDEF" + "0" * 42)
    for given in ("", "0" * 63, "0" * 65, "g" * 64, "0" * 64 + "\n", "\u0664" * 64):
        assert not is_fingerprint(given)
    with pytest.raises(UsageInvalid, match="address of a repository"):
        fetch_root(follower.following, "ftp://127.0.0.1/", "0" * 64)
