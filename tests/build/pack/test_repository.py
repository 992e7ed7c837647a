"""A repository as its publisher makes it: read back with python-tuf's own client, and killed at every write."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, Root

from inset.errors import DatasetUnknown, KeyMissing, RepositoryDamaged, UsageInvalid
from inset_build.pack import repository
from inset_build.pack.publish import Wish, keys_of, publish
from support.builds.killed import Killed, dying_at
from support.publishing.publisher import Publisher
from support.publishing.tuf_client import followed


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "publisher")


def test_what_is_published_is_what_a_follower_gets(publisher: Publisher, tmp_path: Path) -> None:
    publisher.packs = {"ebb": b"the ebb", "flow": b"the flow"}
    told = publisher.publish("ebb", "flow", title="Tides\n of  the Elbe")
    assert told["title"] == "Tides of the Elbe"
    assert [each["dataset"] for each in told["packs"]] == told["changed"] == ["ebb", "flow"]
    got = followed(publisher.folder, publisher.root.read_bytes(), tmp_path / "follower")
    assert {path.partition("/")[0]: content for path, content in got.items()} == publisher.packs
    (ebb, _) = told["packs"]
    assert ebb["photos"] == 100
    assert (ebb["kind"], ebb["filter_only"], ebb["owners"]) == ("training", False, True)


def test_a_run_is_packed_once_and_again_where_more_or_less_is_wished(publisher: Publisher) -> None:
    assert publisher.publish("ebb")["changed"] == ["ebb"]
    assert publisher.publish("ebb")["changed"] == []
    assert publisher.publish("ebb", owners=False)["changed"] == ["ebb"]
    assert publisher.publish("ebb", filter_only=True)["changed"] == ["ebb"]
    assert publisher.publish("ebb", filter_only=True, error_rate=1e-3)["packs"][0]["error_rate"] == 1e-3
    assert publisher.publish("ebb", filter_only=True, error_rate=1e-3)["changed"] == []
    assert publisher.publish("ebb", filter_only=True, error_rate=1e-2)["changed"] == ["ebb"]
    publisher.build("ebb", range(900_000_000_001, 900_000_000_201))
    told = publisher.publish("ebb")
    assert [(each["dataset"], each["photos"]) for each in told["packs"]] == [("ebb", 200)]


def test_a_withdrawn_dataset_and_its_file_are_gone(publisher: Publisher, tmp_path: Path) -> None:
    publisher.publish("ebb", "flow")
    told = publisher.publish(withdrawn=("ebb",))
    assert [each["dataset"] for each in told["packs"]] == ["flow"]
    assert sorted(path.name for path in (publisher.folder / "targets").iterdir()) == ["flow"]
    assert set(followed(publisher.folder, publisher.root.read_bytes(), tmp_path / "new")) != set()
    with pytest.raises(DatasetUnknown, match="not offered"):
        publisher.publish(withdrawn=("ebb",))


def test_who_fetches_the_pack_before_gets_it_until_the_next_is_published(publisher: Publisher) -> None:
    def packs() -> int:
        return len(list((publisher.folder / "targets" / "ebb").iterdir()))

    publisher.publish("ebb")
    for photos in (200, 300, 400):
        publisher.build("ebb", range(900_000_000_001, 900_000_000_001 + photos))
        publisher.publish("ebb")
        assert packs() == 2
    publisher.publish()
    assert packs() == 1


def test_files_of_a_persons_own_stay(publisher: Publisher) -> None:
    publisher.publish("ebb")
    own = [publisher.folder / name for name in ("index.html", "metadata/notes.txt", "targets/ebb/readme.insetpack")]
    for path in own:
        path.write_text("mine")
    publisher.publish("ebb", owners=False)
    publisher.publish(withdrawn=("ebb",))
    assert all(path.exists() for path in own)


def test_old_metadata_goes_and_every_root_stays(publisher: Publisher) -> None:
    publisher.publish("ebb")
    for title in ("one", "two", "three"):
        publisher.publish(title=title)
        publisher.rotate()
    names = sorted(path.name for path in (publisher.folder / "metadata").iterdir())
    assert names == [
        "1.root.json",
        "2.root.json",
        "3.root.json",
        "3.snapshot.json",
        "3.targets.json",
        "4.root.json",
        "4.snapshot.json",
        "4.targets.json",
        "timestamp.json",
    ]
    assert publisher.root.read_bytes() == (publisher.folder / "metadata" / "4.root.json").read_bytes()


@pytest.mark.parametrize("only_root", [True, False])
def test_who_followed_before_keys_were_replaced_follows_on(
    publisher: Publisher, tmp_path: Path, only_root: bool
) -> None:
    publisher.packs = {"ebb": b"the ebb"}
    publisher.publish("ebb")
    first = publisher.root.read_bytes()
    followed(publisher.folder, first, tmp_path / "follower")
    for _ in range(3):
        publisher.rotate(only_root=only_root)
        assert list(followed(publisher.folder, first, tmp_path / "follower").values()) == [b"the ebb"]
    publisher.publish(title="after it")
    assert followed(publisher.folder, first, tmp_path / "follower")
    assert followed(publisher.folder, publisher.root.read_bytes(), tmp_path / "new")
    before, after = Metadata[Root].from_bytes(first).signed, Metadata[Root].from_file(str(publisher.root)).signed
    same = {role for role in before.roles if before.roles[role].keyids == after.roles[role].keyids}
    assert same == ({"targets", "snapshot", "timestamp"} if only_root else set())


CHANGES: dict[str, Callable[[Publisher], object]] = {
    "publish": lambda publisher: publisher.publish("ebb", title="after"),
    "withdraw": lambda publisher: publisher.publish(withdrawn=("flow",)),
    "rotate": lambda publisher: publisher.rotate(only_root=False),
    "refresh": lambda publisher: publisher.refresh(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_killed_at_any_write_it_leaves_what_a_follower_can_use(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    publisher.packs = {"ebb": b"the ebb", "flow": b"the flow"}
    publisher.publish("ebb", "flow")
    first = publisher.root.read_bytes()
    publisher.build("ebb", range(900_000_000_001, 900_000_000_011))
    publisher.packs["ebb"], publisher.days = b"another ebb", 1
    kept = tmp_path / "kept"
    shutil.copytree(publisher.home, kept)
    at, killed = 0, True
    while killed:
        shutil.rmtree(publisher.home)
        shutil.copytree(kept, publisher.home)
        with monkeypatch.context() as patched:
            dying_at(at, patched, repository, "replace_file", "sync_folder")
            try:
                CHANGES[what](publisher)
                killed = False
            except Killed:
                at += 1
        got = followed(publisher.folder, first, tmp_path / f"follower-{at}-{killed}").values()
        assert {b"the ebb", b"another ebb"} & set(got)
        if killed:
            CHANGES[what](publisher)  # whoever does it again succeeds
            assert followed(publisher.folder, first, tmp_path / f"follower-{at}-{killed}")
    assert at > 0


def test_keys_are_for_this_person_alone_and_packs_for_everybody(publisher: Publisher) -> None:
    before = os.umask(0o022)
    try:
        publisher.publish("ebb")
    finally:
        os.umask(before)
    assert stat.S_IMODE(publisher.keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in publisher.keys.iterdir()} == {0o600}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in publisher.folder.rglob("*") if path.is_file()}
    assert modes == {0o644}


def test_nothing_in_it_names_the_computer_or_the_person(publisher: Publisher) -> None:
    publisher.publish("ebb")
    content = b"".join(path.read_bytes() for path in publisher.folder.rglob("*.json"))
    for secret in (str(publisher.home), publisher.home.parent.name, socket.gethostname(), platform.release()):
        assert secret.encode() not in content
    assert {each[-10:] for each in re.findall(rb'"expires": ?"([^"]*)"', content)} == {b"T00:00:00Z"}
    assert b"PRIVATE" not in content


def test_publishing_needs_no_root_key_and_says_when_one_is_needed(publisher: Publisher) -> None:
    publisher.publish("ebb")
    (root_key,) = publisher.keys.glob("root-*.pem")
    elsewhere = publisher.home / "stick.pem"
    root_key.rename(elsewhere)
    publisher.publish("ebb", owners=False)
    publisher.refresh()
    with pytest.raises(KeyMissing, match=rf"Put {root_key.name} into"):
        publisher.rotate()
    publisher.days = 2 * 365 - 30
    assert publisher.refresh()["ends_soon"] == ["root"]
    elsewhere.rename(root_key)
    told = publisher.refresh()
    assert (told["ends_soon"], told["root_version"]) == ([], 2)


def test_refreshing_needs_two_keys_and_signs_what_ends_soon(publisher: Publisher, tmp_path: Path) -> None:
    first = publisher.publish("ebb")["ends"]
    for key in (*publisher.keys.glob("root-*"), *publisher.keys.glob("targets-*")):
        key.rename(publisher.home / key.name)
    publisher.days = 20
    told = publisher.refresh()
    assert {role for role in first if told["ends"][role] != first[role]} == {"timestamp"}
    publisher.days = 300
    told = publisher.refresh()
    assert told["ends_soon"] == ["targets"]
    assert told["ends"]["snapshot"] > first["snapshot"]
    (publisher.home / next(publisher.home.glob("targets-*")).name).rename(
        publisher.keys / next(publisher.home.glob("targets-*")).name
    )
    assert publisher.refresh()["ends_soon"] == []


def test_a_damaged_repository_is_not_published_over(publisher: Publisher) -> None:
    publisher.publish("ebb")
    (targets,) = (publisher.folder / "metadata").glob("*.targets.json")
    content = targets.read_bytes()
    for damaged in (content[:-5], content.replace(b"training", b"censuses"), b"{}"):
        targets.write_bytes(damaged)
        with pytest.raises(RepositoryDamaged, match="back from a copy"):
            publisher.publish()
    targets.unlink()
    with pytest.raises(RepositoryDamaged, match="back from a copy"):
        publisher.publish()
    targets.write_bytes(content)
    publisher.publish()


def test_keys_are_found_by_the_repository_that_they_sign(publisher: Publisher, tmp_path: Path) -> None:
    everybody = tmp_path / "data" / "keys"
    new = keys_of(publisher.folder, everybody)
    assert new.parent == everybody
    assert new.name.startswith("site-")
    publisher.publish("ebb")
    with pytest.raises(KeyMissing, match="--keys"):
        keys_of(publisher.folder, everybody)
    shutil.copytree(publisher.keys, everybody / "mine")
    (everybody / "other").mkdir()
    assert keys_of(publisher.folder, everybody) == everybody / "mine"


def test_what_is_not_published_here_cannot_be_offered(publisher: Publisher) -> None:
    with pytest.raises(UsageInvalid, match="Publish a dataset first"):
        publisher.refresh()
    with pytest.raises(UsageInvalid, match="title"):
        publisher.publish("ebb", title="x" * 201)
    publisher.datasets.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(publisher.datasets / "ebb")
    with pytest.raises(DatasetUnknown, match="no ebb"):
        publish(publisher.folder, publisher.keys, publisher.datasets, Wish(("ebb",)), make=lambda _: lambda *_: None)
