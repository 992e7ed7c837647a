"""What The Update Framework is for: each attack on who follows a publisher, by a real local server, is refused.

In each the follower is led to what an attacker prepared, nothing of it is unpacked, what was there goes on being there,
the reason is kept, and once the server is honest again, following goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root, TargetFile, Targets, Timestamp

from inset.errors import DownloadFailed, InsetError, PublisherRefused, PublisherStale
from inset_build.pack.fetch import Limits
from inset_build.pack.keys import Keys
from support.publishing.follower import Follower
from support.publishing.publisher import Publisher
from support.publishing.stolen_keys import metadata, resign
from support.servers.static_host import Behaviour, StaticHost, gives, stalls, trickles, without_end

NEW = b"ebb two" + bytes(50_000)
HASTY = Limits(connect=20.0, stall=0.3, metadata=1.0, slowest=1_000_000_000, least=1.0, tries=2, pause=0.0)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "publisher", packs={"ebb": b"ebb one", "flow": b"flow one"})
    made.publish("ebb", "flow")
    return made


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


@pytest.fixture
def follower(tmp_path: Path, publisher: Publisher, host: StaticHost) -> Follower:
    """One who follows already, and of whose publisher there is news."""
    made = Follower(tmp_path / "follower")
    made.subscribe(host.url, publisher.root.read_bytes())
    keep(publisher, "old")
    publisher.packs["ebb"] = NEW
    publisher.build("ebb", range(900_000_000_001, 900_000_000_201))
    publisher.publish("ebb")
    keep(publisher, "new")
    return made


def keep(publisher: Publisher, name: str) -> None:
    """Keep a copy of what is served now, as an attacker on the way can."""
    shutil.copytree(publisher.folder, publisher.home / name)


@contextmanager
def attacked(follower: Follower, host: StaticHost, refused: type[InsetError], why: str) -> Iterator[None]:
    """The block prepares the attack; then the follower updates, and afterwards the server is honest again."""
    before = dict(follower.datasets)
    honest, instead = host.folder, dict(host.instead)
    yield
    try:
        told = follower.update().error
    except InsetError as error:
        told = error
    assert type(told) is refused, told
    assert why in told.message
    assert follower.datasets == before
    assert follower.state.error is not None
    assert follower.state.error.code == refused.code
    host.folder, host.instead = honest, instead
    follower.limits = Limits(connect=20.0, stall=20.0)
    assert follower.update().error is None
    assert follower.datasets["ebb"] == NEW


def test_rollback_an_old_timestamp(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    follower.update()
    with attacked(follower, host, PublisherRefused, "older than what was there before"):
        host.folder = publisher.home / "old"


def test_rollback_of_the_targets_alone(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    """By who has the keys of timestamp and snapshot, but not that of the targets."""
    follower.update()
    old = Metadata[Targets].from_file(str(min((publisher.home / "old" / "metadata").glob("*.targets.json"))))
    old.signed.version -= 1
    resign(publisher, old)
    with pytest.raises(PublisherRefused, match="older than what was there before"):
        follower.update()
    assert follower.datasets["ebb"] == NEW


def test_freeze_what_was_said_counts_no_more(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    """What was served forty days ago, all of it signed, and newer than what the follower has seen."""
    publisher.days = -40
    publisher.refresh()
    keep(publisher, "frozen")
    publisher.days = 0
    publisher.refresh()
    with attacked(follower, host, PublisherStale, "counts no more"):
        host.folder = publisher.home / "frozen"


def test_a_frozen_follower_is_told_that_nothing_counts_any_more(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    assert follower.state.state(follower.following.now()) == "fresh"
    follower.days = 31.0
    assert follower.state.state(follower.following.now()) == "stale"


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_mix_and_match_of_files_that_were_each_signed(
    publisher: Publisher, follower: Follower, host: StaticHost, role: str
) -> None:
    """An old file under the new one's name: signed by the right key, but never at that time."""
    with attacked(follower, host, PublisherRefused, "belong together"):
        old = min((publisher.home / "old" / "metadata").glob(f"*.{role}.json"))
        host.instead[f".{role}.json"] = gives(old.read_bytes())


def test_packs_that_are_mixed_up(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    with attacked(follower, host, PublisherRefused, "not the pack that they have signed"):
        host.instead[".insetpack"] = gives(b"flow on" + bytes(50_000))


def test_a_tampered_pack_of_the_same_size(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    with attacked(follower, host, PublisherRefused, "not the pack that they have signed"):
        host.instead[".insetpack"] = gives(NEW.upper())


@pytest.mark.parametrize("name", ["timestamp.json", ".snapshot.json", ".targets.json"])
def test_tampered_metadata(publisher: Publisher, follower: Follower, host: StaticHost, name: str) -> None:
    with attacked(follower, host, PublisherRefused, "was refused"):
        (path,) = (
            each
            for each in (publisher.home / "new" / "metadata").iterdir()
            if each.name.endswith(name) and not each.name.startswith("1.")
        )
        content = orjson.loads(path.read_bytes())
        content["signed"]["version"] += 5
        host.instead[name] = gives(orjson.dumps(content))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"<html>", b'{"signed": {}, "signatures": []}', b"[" * 9000])
def test_metadata_that_is_none(publisher: Publisher, follower: Follower, host: StaticHost, content: bytes) -> None:
    with attacked(follower, host, PublisherRefused, "was refused"):
        host.instead["timestamp.json"] = gives(content)


def test_wrong_keys_an_attackers_own_repository(
    publisher: Publisher, follower: Follower, host: StaticHost, tmp_path: Path
) -> None:
    attacker = Publisher(tmp_path / "attacker", packs={"ebb": b"ebb of an attacker"})
    attacker.publish("ebb")
    for title in ("newer", "than", "all", "of", "it"):
        attacker.publish(title=title)
    with attacked(follower, host, PublisherRefused, "not signed by the publisher's keys"):
        host.folder = attacker.folder


def test_wrong_keys_at_the_beginning(publisher: Publisher, host: StaticHost, tmp_path: Path) -> None:
    attacker = Publisher(tmp_path / "attacker")
    attacker.publish("ebb")
    new = Follower(tmp_path / "new")
    host.folder = attacker.folder
    with pytest.raises(PublisherRefused, match="not signed by the publisher's keys"):
        new.subscribe(host.url, publisher.root.read_bytes())
    assert new.datasets == {}


def test_a_root_that_the_old_one_has_not_signed(
    publisher: Publisher, follower: Follower, host: StaticHost, tmp_path: Path
) -> None:
    attacker = Publisher(tmp_path / "attacker")
    attacker.publish("ebb")
    attacker.rotate()
    with attacked(follower, host, PublisherRefused, "not signed by the publisher's keys"):
        host.instead["2.root.json"] = gives((attacker.folder / "metadata" / "2.root.json").read_bytes())


def test_a_key_that_was_replaced_signs_no_more(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    """Whoever stole the old timestamp key can serve nothing newer with it."""
    stolen = publisher.home / "stolen"
    shutil.copytree(publisher.keys, stolen)
    old_root = Metadata[Root].from_file(str(publisher.root)).signed
    publisher.rotate(only_root=False)
    follower.update()
    timestamp = Metadata[Timestamp].from_file(str(publisher.folder / "metadata" / "timestamp.json"))
    timestamp.signed.version += 1
    timestamp.sign(Keys(stolen).signer(old_root, "timestamp"))
    with attacked(follower, host, PublisherRefused, "not signed by the publisher's keys"):
        host.instead["timestamp.json"] = gives(timestamp.to_bytes())


@pytest.mark.parametrize("name", ["timestamp.json", ".snapshot.json", ".targets.json", ".root.json", ".insetpack"])
def test_endless_data(publisher: Publisher, follower: Follower, host: StaticHost, name: str) -> None:
    with attacked(follower, host, PublisherRefused, "larger than"):
        host.instead[name] = without_end


@pytest.mark.parametrize("name", ["timestamp.json", ".targets.json", ".insetpack"])
@pytest.mark.parametrize("slow", [stalls, trickles(0.05)], ids=["stalls", "trickles"])
def test_slow_hosts(publisher: Publisher, follower: Follower, host: StaticHost, name: str, slow: Behaviour) -> None:
    with attacked(follower, host, DownloadFailed, "Try again later"):
        host.instead[name] = slow
        follower.limits = HASTY


@pytest.mark.parametrize("name", ["timestamp.json", ".targets.json"])
def test_truncated_metadata(publisher: Publisher, follower: Follower, host: StaticHost, name: str) -> None:
    with attacked(follower, host, PublisherRefused, "was refused"):
        path = (
            metadata(publisher, "targets")
            if name == ".targets.json"
            else publisher.folder / "metadata" / "timestamp.json"
        )
        host.instead[name] = gives(path.read_bytes()[:-20])


def test_a_truncated_pack(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    with attacked(follower, host, DownloadFailed, "3 of 50,007 bytes came"):
        host.instead[".insetpack"] = gives(b"ebb")


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "leads to"),
        ("ftp://127.0.0.1/x", "leads to"),
        ("data:,x", "leads to"),
        ("http://me:secret@127.0.0.1/", "leads to"),
        ("", "leads to"),
        ("?again", "redirects again and again"),
    ],
)
@pytest.mark.parametrize("name", ["timestamp.json", ".insetpack"])
def test_redirects_that_lead_elsewhere(
    publisher: Publisher, follower: Follower, host: StaticHost, name: str, location: str, why: str
) -> None:
    with attacked(follower, host, DownloadFailed, why):
        host.instead[name] = gives(b"", 302, Location=location)


TRICKS = [
    "../../../evil.insetpack",
    "/etc/evil.insetpack",
    "ebb/../../20990101-1.insetpack",
    "ebb/20990101-1.insetpack/../../x",
    "ebb\\20990101-1.insetpack",
    "ebb/20990101-1.insetpack\n",
    "EBB/20990101-1.insetpack",
    "con/20990101-1.insetpack",
    "ebb/20990101-0.insetpack",
    "ebb//20990101-1.insetpack",
    "flow/20990101-1.insetpack",
]


@pytest.mark.parametrize("path", TRICKS)
def test_a_path_with_tricks_that_the_publisher_has_signed(
    publisher: Publisher, follower: Follower, host: StaticHost, path: str
) -> None:
    before = sorted(each for each in follower.home.parent.rglob("*") if "evil" in each.name)
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    trick = TargetFile.from_data(path, b"ebb of tricks", ["sha256"])
    trick.unrecognized_fields["custom"] = {"dataset": "ebb", "run": "20990101-1", "photos": 1}
    if path.startswith("con"):
        trick.unrecognized_fields["custom"]["dataset"] = "con"
    targets.signed.targets[path] = trick
    resign(publisher, targets)
    assert follower.update().error is None
    assert follower.datasets == {"ebb": NEW, "flow": b"flow one"}
    assert not any("20990101" in asked or "evil" in asked for asked in host.asked)
    assert sorted(each for each in follower.home.parent.rglob("*") if "evil" in each.name) == before


@pytest.mark.parametrize(
    "custom", [None, [], "ebb", {"dataset": "ebb"}, {"dataset": "ebb", "run": "20990101-1", "photos": "many"}]
)
def test_what_says_nothing_sensible_of_itself_is_passed_over(
    publisher: Publisher, follower: Follower, host: StaticHost, custom: object
) -> None:
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    odd = TargetFile.from_data("ebb/20990101-1.insetpack", b"ebb", ["sha256"])
    odd.unrecognized_fields["custom"] = custom
    targets.signed.targets[odd.path] = odd
    resign(publisher, targets)
    assert follower.update().error is None
    assert follower.datasets["ebb"] == NEW


def test_another_kind_of_repository_is_told_as_such(publisher: Publisher, follower: Follower, host: StaticHost) -> None:
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    targets.signed.unrecognized_fields["inset"] = {"format": 2}
    resign(publisher, targets)
    with pytest.raises(PublisherRefused, match="Update Inset"):
        follower.update()
    targets.signed.unrecognized_fields.clear()
    resign(publisher, targets)
    with pytest.raises(PublisherRefused, match="no packs of Inset"):
        follower.update()


def test_a_title_puts_no_words_of_its_own_into_a_terminal(
    publisher: Publisher, follower: Follower, host: StaticHost
) -> None:
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    targets.signed.unrecognized_fields["inset"]["title"] = "\x1b[2J\u202eevil\n" + "x" * 5000
    resign(publisher, targets)
    title = follower.update().title
    assert title is not None
    assert title.isprintable()
    assert len(title) <= 200


def test_the_signer_of_these_tests_is_a_real_one() -> None:
    """Else nothing that is refused here would be refused for its signature."""
    signer = CryptoSigner.generate_ed25519()
    signer.public_key.verify_signature(signer.sign(b"x"), b"x")
