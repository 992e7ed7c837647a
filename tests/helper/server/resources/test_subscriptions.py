"""`/v1/subscriptions`: what is followed, asked of a running helper; the publisher is a real local server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from inset.server.keys import FOLLOWED, HELPER
from inset_build.pack.follow import subscribe
from inset_build.pack.following import following
from inset_build.pack.publish import packs
from support.api.served import Served, code_of
from support.publishing.publisher import Publisher
from support.servers.static_host import StaticHost, gives


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path / "publisher", make=packs)
    made.publish("ebb", title="Tides")
    return made


@pytest.fixture
def host(publisher: Publisher) -> Iterator[StaticHost]:
    with StaticHost(publisher.folder).running() as running:
        yield running


async def listed(served: Served) -> dict[str, object]:
    answer = await (await served.get("/v1/subscriptions", **served.owner)).json()
    (one,) = answer["subscriptions"]
    return dict(one)


async def updated(served: Served, subscription_id: object) -> dict[str, object]:
    answer = await served.client.post(f"/v1/subscriptions/{subscription_id}/update", json={}, headers=served.owner)
    assert answer.status == 202
    while served.app[FOLLOWED].updating:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.02)
    return await listed(served)


async def test_it_is_listed_updated_and_ended(served: Served, publisher: Publisher, host: StaticHost) -> None:
    paths = served.app[HELPER].paths
    assert await (await served.get("/v1/subscriptions", **served.owner)).json() == {"subscriptions": [], "damaged": []}
    where = following(paths.subscriptions, paths.datasets, on_bytes=lambda *_: None, on_progress=lambda _: None)
    await asyncio.to_thread(subscribe, where, host.url, publisher.root.read_bytes())
    one = await listed(served)
    assert (one["address"], one["title"], one["state"], one["updating"]) == (host.url, "Tides", "fresh", False)

    publisher.build("ebb", range(900_000_000_001, 900_000_000_201))
    publisher.publish("ebb")
    one = await updated(served, one["id"])
    assert [each["photos"] for each in one["datasets"]] == [200]  # type: ignore[attr-defined]
    answer = await served.client.post("/v1/lookup", json={"photos": ["900000000200"]}, headers=served.paired())
    assert list((await answer.json())["listed"]) == ["900000000200"]

    host.instead["timestamp.json"] = gives(b"{}")
    one = await updated(served, one["id"])
    assert one["state"] == "failed"
    assert one["error"]["code"] == "publisher_refused"  # type: ignore[index]

    answer = await served.client.delete(f"/v1/subscriptions/{one['id']}", headers=served.owner)
    assert await answer.json() == {"unsubscribed": one["id"]}
    assert await (await served.get("/v1/subscriptions", **served.owner)).json() == {"subscriptions": [], "damaged": []}


async def test_one_that_is_none_is_told(served: Served) -> None:
    answer = await served.client.post("/v1/subscriptions/x/update", json={}, headers=served.owner)
    assert (answer.status, await code_of(answer)) == (404, "subscription_unknown")
    answer = await served.client.delete("/v1/subscriptions/x", headers=served.owner)
    assert (answer.status, await code_of(answer)) == (404, "subscription_unknown")
    answer = await served.client.post("/v1/subscriptions/x/update", json={"a": 1}, headers=served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
