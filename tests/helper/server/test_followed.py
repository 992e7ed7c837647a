"""The helper asks the publishers that are due, by a child, and answers from the new run."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.index.library import Library
from inset.pack.subscriptions import read_subscriptions, write_subscription
from inset.paths import find_paths
from inset.server.followed import FollowedPublishers
from inset_build.pack.follow import subscribe
from inset_build.pack.following import following
from inset_build.pack.publish import packs
from support.datasets.runs import publish_ids
from support.publishing.publisher import Publisher
from support.servers.static_host import StaticHost, gives


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "publisher", make=packs)
    made.publish("ebb")
    return made


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


async def test_what_is_due_is_asked_for_and_answers(publisher: Publisher, host: StaticHost, tmp_path: Path) -> None:
    from msgspec import structs

    paths = find_paths({"INSET_HOME": str(tmp_path / "home")})
    where = following(paths.subscriptions, paths.datasets, on_bytes=lambda *_: None, on_progress=lambda _: None)
    state = await asyncio.to_thread(subscribe, where, host.url, publisher.root.read_bytes())
    publisher.build("ebb", range(900_000_000_001, 900_000_000_201))
    publisher.publish("ebb")
    host.requests.clear()
    helper = FollowedPublishers(paths, first=0.0, every=0.01)
    keeping = asyncio.create_task(helper.keep_updated())
    try:
        await asyncio.sleep(0.1)
        assert host.requests == []  # asked less than a day ago
        write_subscription(paths.subscriptions, structs.replace(state, tried_at="2026-01-01T00:00:00Z"))
        while Library(paths.datasets).datasets["ebb"].descriptor.counts.photos != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_a_failure_is_kept_and_the_next_look_comes(
    publisher: Publisher, host: StaticHost, tmp_path: Path
) -> None:
    from msgspec import structs

    paths = find_paths({"INSET_HOME": str(tmp_path / "home")})
    where = following(paths.subscriptions, paths.datasets, on_bytes=lambda *_: None, on_progress=lambda _: None)
    state = await asyncio.to_thread(subscribe, where, host.url, publisher.root.read_bytes())
    write_subscription(paths.subscriptions, structs.replace(state, tried_at=None))
    host.instead["timestamp.json"] = gives(b"{}")
    await FollowedPublishers(paths).update()
    (state,) = read_subscriptions(paths.subscriptions).followed
    assert state.error is not None
    assert state.error.code == "publisher_refused"
    assert Library(paths.datasets).datasets["ebb"].descriptor.counts.photos == 100


async def test_why_a_pack_was_fetched_whole_is_logged(
    publisher: Publisher, host: StaticHost, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    paths = find_paths({"INSET_HOME": str(tmp_path / "home")})
    where = following(paths.subscriptions, paths.datasets, on_bytes=lambda *_: None, on_progress=lambda _: None)
    listed = random.Random(17).sample(range(1, 900_000_000_000), 3_000)
    publish_ids(publisher.datasets, "ebb", listed)
    publisher.publish("ebb")
    state = await asyncio.to_thread(subscribe, where, host.url, publisher.root.read_bytes())
    publish_ids(publisher.datasets, "ebb", listed[30:])
    publisher.publish("ebb")
    host.instead[".insetdelta"] = gives(b"", 404)
    with caplog.at_level("INFO", "inset.server.followed"):
        await FollowedPublishers(paths).update([state.id])
    assert "pack fetched whole dataset=ebb code=download_failed" in caplog.text
    assert Library(paths.datasets).datasets["ebb"].descriptor.counts.photos == 2_970
