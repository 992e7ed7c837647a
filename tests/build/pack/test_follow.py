"""Following a publisher over a real local server: what is asked, what is kept, and what happens when it breaks off."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.errors import DatasetUnknown, DownloadFailed, InsetError, SubscriptionUnknown, UsageInvalid
from inset.own_files import loose_in
from inset.pack.subscriptions import read_subscriptions, remove_subscription
from support.publishing.follower import Follower
from support.publishing.publisher import Publisher
from support.servers.static_host import StaticHost, breaks_off, gives

POLITE = {"Host", "User-Agent", "Accept", "Accept-Encoding", "path"}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "publisher", packs={"ebb": b"ebb one", "flow": b"flow one"})
    made.publish("ebb", "flow", title="Tides")
    return made


@pytest.fixture
def follower(tmp_path: Path) -> Follower:
    return Follower(tmp_path / "follower")


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


def next_run(publisher: Publisher, content: bytes, name: str = "ebb") -> None:
    publisher.packs[name] = content
    publisher.build(name, range(900_000_000_001, 900_000_000_201))
    publisher.publish(name)


def test_what_is_offered_comes_and_says_from_whom(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    state = follower.subscribe(host.url, publisher.root.read_bytes())
    assert follower.datasets == {"ebb": b"ebb one", "flow": b"flow one"}
    assert state.title == "Tides"
    assert state.state(follower.following.now()) == "fresh"
    assert {name: each.photos for name, each in state.datasets.items()} == {"ebb": 100, "flow": 100}
    root = hashlib.sha256(publisher.root.read_bytes()).hexdigest()
    assert [(each["signed_by"], each["publisher"], each["address"]) for each in follower.told] == [
        (root, "Tides", host.url)
    ] * 2
    assert follower.state == state


def test_when_nothing_changed_two_requests_go_out(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    host.requests.clear()
    follower.update()
    assert host.asked == ["/metadata/2.root.json", "/metadata/timestamp.json"]
    publisher.refresh()
    host.requests.clear()
    follower.update()
    assert len(host.asked) <= 3


def test_requests_tell_nothing_of_who_asks(
    publisher: Publisher, follower: Follower, host: StaticHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    host.instead["timestamp.json"] = gives(b"", 302, Location="/elsewhere/t", Set_Cookie="subscriber=43")
    host.instead["/elsewhere/t"] = gives((publisher.folder / "metadata" / "timestamp.json").read_bytes(), ETag='"43"')
    follower.subscribe(host.url, publisher.root.read_bytes())
    host.instead[".insetpack"] = breaks_off(3, times=1)
    next_run(publisher, b"ebb two")
    host.instead["/elsewhere/t"] = gives((publisher.folder / "metadata" / "timestamp.json").read_bytes(), ETag='"44"')
    follower.update()
    assert follower.datasets["ebb"] == b"ebb two"
    for asked in host.requests:
        assert set(asked) - {"Range"} == POLITE, asked
        assert (asked["User-Agent"], asked["Accept-Encoding"]) == ("inset", "identity")
        assert "Range" not in asked or asked["path"].endswith(".insetpack")


def test_a_new_run_is_fetched_alone_and_the_old_one_answers_meanwhile(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    next_run(publisher, b"ebb two")
    host.requests.clear()
    state = follower.update()
    assert [each for each in host.asked if each.endswith(".insetpack")] == [
        f"/targets/ebb/{state.datasets['ebb'].pack}.{state.datasets['ebb'].run}.insetpack"
    ]
    assert follower.datasets == {"ebb": b"ebb two", "flow": b"flow one"}


def test_only_what_is_wanted_comes(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    with pytest.raises(DatasetUnknown, match=r"\(ebb, flow\): there is no surge"):
        follower.subscribe(host.url, publisher.root.read_bytes(), "ebb", "surge")
    assert read_subscriptions(follower.home / "subscriptions").followed == ()
    follower.subscribe(host.url, publisher.root.read_bytes(), "flow")
    assert set(follower.datasets) == {"flow"}
    follower.update()
    assert set(follower.datasets) == {"flow"}


def test_what_is_withdrawn_stays_here_and_is_told(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    publisher.publish(withdrawn=("ebb",))
    state = follower.update()
    assert {name: each.offered for name, each in state.datasets.items()} == {"ebb": False, "flow": True}
    assert set(follower.datasets) == {"ebb", "flow"}


def test_what_the_person_removed_does_not_come_back(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    shutil.rmtree(follower.following.datasets / "ebb")
    next_run(publisher, b"ebb two")
    host.requests.clear()
    follower.update()
    assert not any(each.endswith(".insetpack") for each in host.asked)


def test_a_dataset_of_ones_own_is_never_replaced(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    own = follower.following.datasets / "ebb" / "own"
    own.parent.mkdir(parents=True)
    own.touch()
    with pytest.raises(UsageInvalid, match=r"Remove ebb first \(`inset remove ebb`\), or leave it out with --only"):
        follower.subscribe(host.url, publisher.root.read_bytes())
    assert set(follower.datasets) == {"flow"}
    assert follower.state.error is not None


def test_a_download_that_broke_off_goes_on(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    publisher.packs["ebb"] = b"ebb " + bytes(200_000)
    publisher.publish("ebb", owners=False)
    host.instead[".insetpack"] = breaks_off(60_000, times=2)
    follower.subscribe(host.url, publisher.root.read_bytes(), "ebb")
    starts = [int(each["Range"][6:-1]) for each in host.requests if "Range" in each]
    assert len(starts) == 2
    assert 0 < starts[0] <= starts[1] <= 120_000
    assert follower.datasets == {"ebb": publisher.packs["ebb"]}


def test_and_in_the_next_update_too(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    publisher.packs["ebb"] = b"ebb " + bytes(200_000)
    publisher.publish("ebb", owners=False)
    host.instead[".insetpack"] = breaks_off(30_000, times=3)
    with pytest.raises(DownloadFailed, match="Try again later"):
        follower.subscribe(host.url, publisher.root.read_bytes(), "ebb")
    assert follower.state.error is not None
    (part,) = follower.home.rglob("*.part")
    arrived = part.stat().st_size
    assert arrived > 0
    host.requests.clear()
    assert follower.update().error is None
    assert [each["Range"] for each in host.requests if "Range" in each] == [f"bytes={arrived}-"]
    assert follower.datasets == {"ebb": publisher.packs["ebb"]}
    assert list(follower.home.rglob("downloads/*")) == []


def test_a_damaged_part_is_fetched_again_from_its_beginning(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    publisher.packs["ebb"] = b"ebb " + bytes(200_000)
    publisher.publish("ebb", owners=False)
    host.instead[".insetpack"] = breaks_off(30_000, times=3)
    with pytest.raises(DownloadFailed):
        follower.subscribe(host.url, publisher.root.read_bytes(), "ebb")
    (part,) = follower.home.rglob("*.part")
    part.write_bytes(b"x" * part.stat().st_size)
    assert follower.update().error is None
    assert follower.datasets == {"ebb": publisher.packs["ebb"]}


def test_a_host_that_knows_no_ranges_sends_all_of_it_again(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    host.instead[".insetpack"] = breaks_off(3, times=1)
    follower.subscribe(host.url, publisher.root.read_bytes(), "ebb")
    next_run(publisher, b"ebb two" * 1000)
    host.instead[".insetpack"] = breaks_off(100, times=1, then=gives(publisher.packs["ebb"]))
    follower.update()
    assert follower.datasets["ebb"] == publisher.packs["ebb"]


def test_nobody_is_asked_more_than_daily(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    host.requests.clear()
    for follower.days in (0.0, 0.5, 0.99):
        assert follower.update_due() == []
    assert host.requests == []
    follower.days = 1.01
    assert [each.error for each in follower.update_due()] == [None]
    assert len(host.requests) == 2
    follower.days = 0.0  # a clock that was ahead and is right again
    assert len(follower.update_due()) == 1


def test_after_a_failure_it_is_tried_again_some_hours_later(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    host.instead["timestamp.json"] = gives(b"", 500)
    follower.days = 2.0
    (state,) = follower.update_due()
    assert isinstance(state.error, DownloadFailed)
    assert state.state(follower.following.now()) == "failed"
    assert follower.update_due() == []
    follower.days += 0.2
    del host.instead["timestamp.json"]
    (state,) = follower.update_due()
    assert state.error is None


def test_what_cannot_be_followed_is_told_and_not_kept(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    root = publisher.root.read_bytes()
    for address in (
        "ftp://example.org/",
        "file:///etc/",
        "example.org",
        "http:///x?a=b",
    ):
        with pytest.raises(UsageInvalid, match="address of a repository"):
            follower.subscribe(address, root)
    for login in ("me:secret@", "me@", ":secret@"):
        with pytest.raises(
            UsageInvalid, match=r"^Leave user name and password out of the address http://127\.0\.0\.1/x\.$"
        ):
            follower.subscribe(f"http://{login}127.0.0.1/x", root)
    for damaged in (b"", b"{}", root[:-3], (publisher.folder / "metadata" / "timestamp.json").read_bytes()):
        with pytest.raises(UsageInvalid, match=r"root\.json again"):
            follower.subscribe(host.url, damaged)
    assert host.requests == []
    assert not (follower.home / "subscriptions").exists()
    host.instead["timestamp.json"] = gives(b"", 404)
    with pytest.raises(InsetError):
        follower.subscribe(host.url, root)
    assert read_subscriptions(follower.home / "subscriptions").followed == ()
    del host.instead["timestamp.json"]
    follower.subscribe(host.url.rstrip("/"), root)
    with pytest.raises(UsageInvalid, match="followed already"):
        follower.subscribe(host.url, root)


def test_who_unsubscribes_keeps_the_datasets(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    folder = follower.home / "subscriptions"
    state = follower.subscribe(host.url, publisher.root.read_bytes())
    with pytest.raises(SubscriptionUnknown):
        remove_subscription(folder, "https://example.org/")
    assert remove_subscription(folder, host.url) == state.id
    assert list(folder.iterdir()) == []
    assert (follower.following.datasets / "ebb").is_dir()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 9}', b'{"format": 1}', b"\xff"])
def test_a_damaged_state_is_told_and_keeps_no_other_from_being_followed(
    publisher: Publisher, follower: Follower, host: StaticHost, damage: bytes
) -> None:
    folder = follower.home / "subscriptions"
    kept = follower.subscribe(host.url, publisher.root.read_bytes(), "ebb")
    broken = folder / ("0" * 16)
    shutil.copytree(folder / kept.id, broken)
    (broken / "subscription.json").write_bytes(damage)
    found = read_subscriptions(folder)
    assert [each.id for each in found.followed] == [kept.id]
    assert list(found.damaged) == [broken.name]
    follower.days = 2.0
    assert [each.error for each in follower.update_due()] == [None]
    assert remove_subscription(folder, broken.name) == broken.name
    assert not broken.exists()


def test_everything_that_is_kept_is_for_this_person_alone(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    publisher.rotate()
    follower.update()
    assert list(loose_in(follower.home / "subscriptions")) == []


def test_the_keys_are_replaced_and_it_is_followed_on(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    follower.subscribe(host.url, publisher.root.read_bytes())
    for content in (b"ebb two", b"ebb three"):
        publisher.rotate()
        publisher.rotate(only_root=False)
        next_run(publisher, content)
        assert follower.update().error is None
        assert follower.datasets["ebb"] == content
