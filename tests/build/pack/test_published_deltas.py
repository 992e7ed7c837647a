"""Deltas from who publishes to who follows: what is offered, what is fetched, and all that ends in the whole pack."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tuf.api.metadata import Metadata, TargetFile, Targets

from inset.errors import DiskFull
from inset.pack.opened import Pack
from inset_build.pack import by_delta, repository
from inset_build.pack.delta_format import HEADER, MAGIC, VERSION, DeltaHeader, Piece, read_delta
from inset_build.pack.fetch import Limits
from inset_build.pack.make import compressed
from inset_build.pack.publish import packs
from support.builds.killed import Killed, dying_at
from support.datasets.runs import publish_ids
from support.publishing.publisher import Publisher
from support.publishing.reader import Reader
from support.publishing.stolen_keys import metadata, resign
from support.publishing.tuf_client import followed
from support.servers.static_host import Behaviour, StaticHost, breaks_off, gives, stalls, without_end

FIRST = 900_000_000_001
HASTY = Limits(connect=20.0, stall=0.3, metadata=20.0, slowest=1_000_000_000, least=2.0, tries=2, pause=0.0)


def photos(version: int) -> list[int]:
    """Of each version some are gone, and some new."""
    chance = random.Random(17)
    return [*sorted(chance.sample(range(1, FIRST), 3_000))[10 * version :], *range(FIRST, FIRST + 11 * version)]


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "publisher", make=packs)


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


@pytest.fixture
def reader(tmp_path: Path, publisher: Publisher, host: StaticHost) -> Reader:
    """One who follows, and of whose publisher there is news with a delta."""
    publish(publisher, 0)
    made = Reader(tmp_path / "reader")
    made.subscribe(host.url, publisher.root.read_bytes())
    publish(publisher, 1)
    host.requests.clear()
    return made


def build(publisher: Publisher, version: int) -> None:
    ids = photos(version)
    publish_ids(publisher.datasets, "ebb", ids, details={ids[100]: ("12345678@N00", 4)})


def publish(publisher: Publisher, version: int, **wishes: Any) -> list[dict[str, Any]]:
    """Publish a version; return the deltas that are offered now."""
    build(publisher, version)
    return list(publisher.publish("ebb", **wishes)["deltas"])


def offered(publisher: Publisher, ending: str = ".insetpack") -> dict[str, TargetFile]:
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets"))).signed.targets
    return {path: each for path, each in targets.items() if path.endswith(ending)}


def pack_of(publisher: Publisher) -> str:
    (pack,) = offered(publisher).values()
    return pack.hashes["sha256"]


def fetched(host: StaticHost) -> list[str]:
    return [each.rpartition(".")[2] for each in host.asked if each.startswith("/targets/")]


@pytest.mark.parametrize("filter_only", [False, True])
def test_who_has_the_pack_before_fetches_what_changed(
    tmp_path: Path, publisher: Publisher, host: StaticHost, filter_only: bool
) -> None:
    publish(publisher, 0, filter_only=filter_only)
    reader = Reader(tmp_path / "reader")
    reader.subscribe(host.url, publisher.root.read_bytes())
    (delta,) = publish(publisher, 1, filter_only=filter_only)
    host.requests.clear()
    assert reader.update().error is None
    assert (fetched(host), reader.whole) == (["insetdelta"], [])
    assert len(host.asked) == 5  # two when nothing changed, snapshot and targets, and the delta
    origin = reader.descriptor("ebb").origin
    assert origin is not None
    assert origin.pack == pack_of(publisher) == delta["to"]
    assert reader.descriptor("ebb").counts.photos == len(photos(1))
    assert delta["bytes"] < sum(each.length for each in offered(publisher).values()) / 3
    assert list((reader.home / "subscriptions").rglob("downloads/*")) == []
    host.requests.clear()
    reader.update()
    assert len(host.asked) == 2


def test_a_later_one_leads_from_older_packs_too_and_all_of_them_end(
    publisher: Publisher, host: StaticHost, tmp_path: Path
) -> None:
    publish(publisher, 0)
    reader = Reader(tmp_path / "reader")
    reader.subscribe(host.url, publisher.root.read_bytes())
    publish(publisher, 1)
    old = pack_of(publisher)
    assert len(publish(publisher, 2)) == 2  # from 1, and from 0, whose run is still kept
    reader.update()
    assert (fetched(host)[-1], reader.whole) == ("insetdelta", [])
    for version in (3, 4):
        deltas = publish(publisher, version)
        assert len(deltas) == 2
        assert {each["to"] for each in deltas} == {pack_of(publisher)}
    assert old not in {each["from"] for each in deltas}
    files = [path.suffix for path in (publisher.folder / "targets" / "ebb").iterdir()]
    assert sorted(files) == [".insetdelta"] * 4 + [".insetpack"] * 2  # what is offered, and what was until now
    assert publisher.publish("ebb")["changed"] == []
    assert len(offered(publisher, ".insetdelta")) == 2
    files = [path.suffix for path in (publisher.folder / "targets" / "ebb").iterdir()]
    assert sorted(files) == [".insetdelta"] * 2 + [".insetpack"]
    publisher.publish(withdrawn=("ebb",))
    assert list((publisher.folder / "targets").iterdir()) == []


def test_there_is_none_from_a_list_to_a_filter(publisher: Publisher) -> None:
    publish(publisher, 0)
    assert len(publish(publisher, 1)) == 1
    assert publish(publisher, 2, filter_only=True) == []
    assert len(publish(publisher, 3, filter_only=True)) == 1


def test_none_tells_what_the_new_pack_does_not(publisher: Publisher, tmp_path: Path) -> None:
    """Whoever takes photos out of a list does not go on handing them out by a delta."""
    for version in range(3):
        publish(publisher, version)
    hashes = {each.hashes["sha256"] for each in offered(publisher, ".insetdelta").values()}
    deltas = [each for each in publisher.folder.rglob("*.insetdelta") if each.name.partition(".")[0] in hashes]
    assert len(deltas) == len(hashes) > 0
    for delta in deltas:
        header, _ = read_delta(delta)
        assert header.to == pack_of(publisher)


def tampered(publisher: Publisher) -> Behaviour:
    (delta,) = offered(publisher, ".insetdelta").values()
    (path,) = publisher.folder.rglob(f"{delta.hashes['sha256']}.*")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    return gives(bytes(content))


def swapped(publisher: Publisher) -> Behaviour:
    """A delta of another dataset of the same publisher, which they have signed."""
    for version in (0, 1):
        publisher.build("flow", range(FIRST, FIRST + 500 + version))
        publisher.publish("flow")
    (path,) = (publisher.folder / "targets" / "flow").glob("*.insetdelta")
    return gives(path.read_bytes())


ATTACKS: dict[str, tuple[Callable[[Publisher], Behaviour], str]] = {
    "tampered": (tampered, "publisher_refused"),
    "swapped": (swapped, "download_failed"),
    "truncated": (lambda _: gives(b"\x89INSETDP"), "download_failed"),
    "endless": (lambda _: without_end, "publisher_refused"),
    "slow": (lambda _: stalls, "download_failed"),
    "gone": (lambda _: gives(b"", 404), "download_failed"),
    "elsewhere": (lambda _: gives(b"", 302, Location="file:///etc/passwd"), "download_failed"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_host_that_gives_another_delta_gets_asked_for_the_whole_pack(
    publisher: Publisher, host: StaticHost, reader: Reader, attack: str
) -> None:
    behaviour, code = ATTACKS[attack]
    host.instead[".insetdelta"] = behaviour(publisher)
    reader.limits = HASTY if attack == "slow" else reader.limits
    held_whole(publisher, host, reader, code)


def held_whole(publisher: Publisher, host: StaticHost, reader: Reader, code: str, *, asked: bool = True) -> None:
    """Update, and hold that the new pack came whole, and why."""
    pack = next(each.hashes["sha256"] for path, each in offered(publisher).items() if path.startswith("ebb/"))
    before = host.folder / "targets" / "ebb"
    assert before.is_dir()
    assert reader.update().error is None
    assert [(name, error.code) for name, error in reader.whole] == [("ebb", code)] * bool(code)
    ours = [each for each in host.asked if each.startswith("/targets/ebb/")]
    assert ours[-1].endswith(".insetpack")
    assert any(each.endswith(".insetdelta") for each in ours) == asked
    origin = reader.descriptor("ebb").origin
    assert origin is not None
    assert origin.pack == pack
    assert list((reader.home / "subscriptions").rglob("downloads/*")) == []


def sign_another(publisher: Publisher, forge: Callable[[bytes], bytes], **custom: str) -> None:
    """Sign another delta in place of the right one."""
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    (path,) = offered(publisher, ".insetdelta")
    right = targets.signed.targets[path]
    folder, _, name = path.rpartition("/")
    at = publisher.folder / "targets" / folder
    content = forge((at / f"{right.hashes['sha256']}.{name}").read_bytes())
    forged = TargetFile.from_data(path, content, ["sha256"])
    forged.unrecognized_fields["custom"] = {**right.custom, **custom}
    (at / f"{forged.hashes['sha256']}.{name}").write_bytes(content)
    targets.signed.targets[path] = forged
    resign(publisher, targets)


def rewritten(
    content: bytes, tmp_path: Path, pieces: dict[str, tuple[str, bytes]] | None = None, **changes: Any
) -> bytes:
    """A delta with other pieces and another header."""
    (tmp_path / "right").write_bytes(content)
    header, given = read_delta(tmp_path / "right")
    told, all_of = [], []
    for piece in header.pieces:
        how, packed = (pieces or {}).get(piece.name, (piece.how, given[piece.name]))
        told.append(msgspec.structs.replace(piece, how=how, bytes=len(packed)))
        all_of.append(packed)
    new = msgspec.json.encode(msgspec.structs.replace(header, pieces=tuple(told), **changes))
    return HEADER.pack(MAGIC, VERSION, len(new)) + new + b"".join(all_of)


BOMB = b"".join(compressed(bytes(1 << 20) for _ in range(64)))
"""64 MB of zeros in some kilobytes."""


@pytest.mark.parametrize("what", ["header", "dataset.json", "photos.ids", "photos.sqlite"])
def test_a_bomb_that_the_publisher_has_signed_grows_no_further_than_the_pack(
    publisher: Publisher, host: StaticHost, reader: Reader, tmp_path: Path, what: str
) -> None:
    how = "whole" if what == "header" else "patch"
    sign_another(publisher, lambda content: rewritten(content, tmp_path, {what: (how, BOMB)}))
    held_whole(publisher, host, reader, "delta_unusable")


def test_a_bomb_that_claims_a_larger_pack_is_not_opened(
    publisher: Publisher, host: StaticHost, reader: Reader, tmp_path: Path
) -> None:
    sign_another(publisher, lambda content: rewritten(content, tmp_path, bytes=1 << 40))
    held_whole(publisher, host, reader, "delta_unusable")


def test_a_rollback_by_a_delta_leads_to_nothing(
    publisher: Publisher, host: StaticHost, reader: Reader, tmp_path: Path
) -> None:
    """It is said to lead to the new pack, and gives the one that is here."""
    origin = reader.descriptor("ebb").origin
    assert origin is not None
    (old,) = (publisher.folder / "targets" / "ebb").glob(f"{origin.pack}.*")
    with Pack(old) as opened:
        pieces = [Piece("header", "whole", 0), *(Piece(part.name, "same", 0) for part in opened.header.parts)]
        start, size = opened.start, opened.size
    packed = b"".join(compressed([start]))
    pieces[0] = msgspec.structs.replace(pieces[0], bytes=len(packed))

    def back(_: bytes) -> bytes:
        header = msgspec.json.encode(DeltaHeader(str(origin.pack), pack_of(publisher), size, len(start), tuple(pieces)))
        return HEADER.pack(MAGIC, VERSION, len(header)) + header + packed

    sign_another(publisher, back)
    held_whole(publisher, host, reader, "delta_unusable")


def test_a_delta_of_another_dataset_that_is_signed_as_this_ones(
    publisher: Publisher, host: StaticHost, reader: Reader
) -> None:
    for version in (0, 1):
        publisher.build("flow", range(FIRST, FIRST + 500 + version))
        publisher.publish("flow")
    (path,) = (publisher.folder / "targets" / "flow").glob("*.insetdelta")
    targets = Metadata[Targets].from_file(str(metadata(publisher, "targets")))
    for name in [each for each in targets.signed.targets if each.startswith("flow/")]:
        del targets.signed.targets[name]
    resign(publisher, targets)
    sign_another(publisher, lambda _: path.read_bytes())
    held_whole(publisher, host, reader, "delta_unusable")


def test_one_that_is_no_smaller_than_the_pack_is_not_fetched(
    publisher: Publisher, host: StaticHost, reader: Reader
) -> None:
    sign_another(publisher, lambda content: content + bytes(1 << 20))
    held_whole(publisher, host, reader, "", asked=False)


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_where_the_run_before_is_not_what_it_was(
    publisher: Publisher, host: StaticHost, reader: Reader, damage: str
) -> None:
    run = reader.run("ebb")
    if damage == "gone":
        shutil.rmtree(run)
    else:
        (run / "photos.sqlite").write_bytes(b"x" + (run / "photos.sqlite").read_bytes()[1:])
    held_whole(publisher, host, reader, "delta_unusable", asked=damage != "gone")


def test_one_that_is_of_no_use_is_fetched_once_and_not_kept(
    publisher: Publisher, host: StaticHost, reader: Reader
) -> None:
    sign_another(publisher, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
    host.instead[".insetpack"] = gives(b"", 404)
    for _ in range(2):  # the whole pack does not arrive either
        assert reader.update().error is not None
    assert fetched(host).count("insetdelta") == 1
    assert [error.code for _, error in reader.whole] == ["delta_unusable"]
    (downloads,) = (reader.home / "subscriptions").glob("*/downloads")
    assert [path.stat().st_size for path in downloads.iterdir() if path.suffix != ".part"] == [0]
    del host.instead[".insetpack"]
    assert reader.update().error is None
    assert list(downloads.iterdir()) == []


def test_where_there_is_no_room_for_what_is_made_meanwhile(
    publisher: Publisher, host: StaticHost, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("Make room.")

    monkeypatch.setattr(by_delta, "require_space", full)
    held_whole(publisher, host, reader, "disk_full")


def test_a_delta_that_broke_off_goes_on(publisher: Publisher, host: StaticHost, reader: Reader) -> None:
    host.instead[".insetdelta"] = breaks_off(100, times=2)
    assert reader.update().error is None
    assert [each["Range"] for each in host.requests if "Range" in each] == ["bytes=100-", "bytes=200-"]
    assert (set(fetched(host)), reader.whole) == ({"insetdelta"}, [])


def test_a_part_of_the_whole_pack_goes_once_a_delta_has_led_there(
    publisher: Publisher, host: StaticHost, reader: Reader
) -> None:
    (pack,) = offered(publisher).values()
    (downloads,) = (reader.home / "subscriptions").glob("*/downloads")
    (downloads / f"{pack.hashes['sha256']}.part").write_bytes(b"")  # of one that was killed
    assert reader.update().error is None
    assert (fetched(host), list(downloads.iterdir())) == (["insetdelta"], [])


def test_a_pack_that_is_nearly_here_is_gone_on_with(publisher: Publisher, host: StaticHost, reader: Reader) -> None:
    (pack,) = offered(publisher).values()
    (downloads,) = (reader.home / "subscriptions").glob("*/downloads")
    (at,) = publisher.folder.rglob(f"{pack.hashes['sha256']}.*")
    (downloads / f"{pack.hashes['sha256']}.part").write_bytes(at.read_bytes()[:-50])
    assert reader.update().error is None
    assert (fetched(host), reader.whole) == (["insetpack"], [])


def test_killed_at_any_step_of_publishing_a_delta_it_leaves_what_a_follower_can_use(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in (0, 1):
        publish(publisher, version)
    first, old = publisher.root.read_bytes(), pack_of(publisher)
    build(publisher, 2)
    kept = tmp_path / "kept"
    shutil.copytree(publisher.home, kept)
    at, killed = 0, True
    while killed:
        shutil.rmtree(publisher.home)
        shutil.copytree(kept, publisher.home)
        with monkeypatch.context() as patched:
            dying_at(at, patched, repository, "replace_file", "sync_folder")
            try:
                publisher.publish("ebb")
                killed = False
            except Killed:
                at += 1
        held_valid(followed(publisher.folder, first, tmp_path / f"follower-{at}-{killed}"), deltas=1 if killed else 2)
        if killed:
            publisher.publish("ebb")  # whoever does it again succeeds, and nothing that was half made stays
            held_valid(followed(publisher.folder, first, tmp_path / f"follower-{at}-{killed}"), deltas=2)
        assert not list(publisher.folder.rglob("targets/*/.*"))
    assert at > 4
    assert old != pack_of(publisher)


def held_valid(got: dict[str, bytes], *, deltas: int) -> None:
    """Hold that what a follower gets is one pack, and so many deltas at least that lead to it."""
    (pack,) = [content for path, content in got.items() if path.endswith(".insetpack")]
    leading = [content for path, content in got.items() if path.endswith(".insetdelta")]
    assert len(leading) >= deltas
    to = f'"to":"{hashlib.sha256(pack).hexdigest()}"'.encode()
    assert all(to in each for each in leading)
