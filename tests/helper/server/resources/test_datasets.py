"""`/v1/hello`, `/v1/datasets` and `/v1/datasets/{name}`, and following what is published."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from msgspec import structs

import inset
from inset.index.library import LOOK_EVERY
from inset.index.publish import stage_run
from inset.paths import Paths
from support.api.served import Serve, Served, code_of
from support.builds.building import PATIENCE
from support.datasets.origins import SIGNED, UNSIGNED, came_as_pack
from support.datasets.runs import PublishIds


async def hello(served: Served) -> object:
    return await (await served.get("/v1/hello")).json()


async def test_hello_tells_who_and_whether_ready_and_nothing_else(serve: Serve, publish: PublishIds) -> None:
    served = await serve()
    assert await hello(served) == {"name": "inset", "api": 1, "version": inset.__version__, "ready": False}
    publish("faces", {7})
    await asyncio.sleep(LOOK_EVERY)
    assert await hello(served) == {"name": "inset", "api": 1, "version": inset.__version__, "ready": True}


async def test_a_helper_that_starts_with_datasets_is_ready(serve: Serve, publish: PublishIds) -> None:
    publish("faces", {7})
    served = await serve()
    assert (await (await served.get("/v1/hello")).json())["ready"] is True


async def test_list_and_one(served: Served, publish: PublishIds) -> None:
    publish("faces", {7, 8})
    publish("papers", {9}, exact=False, error_rate=1e-6)
    answer = await served.get("/v1/datasets", **served.paired())
    listing = await answer.json()
    assert [entry["name"] for entry in listing["datasets"]] == ["faces", "papers"]
    assert listing["unavailable"] == []
    faces, papers = listing["datasets"]
    assert (faces["photos"], faces["exact"], papers["exact"]) == (2, True, False)
    assert {"run", "built_at", "rows", "rejected", "duplicates", "false_positive_rate", "bytes"} <= set(faces)
    one = await served.get("/v1/datasets/faces", **served.paired())
    assert await one.json() == faces


async def test_where_a_dataset_came_from(served: Served, paths: Paths, publish: PublishIds) -> None:
    for name in ("given", "here", "kept", "odd"):
        publish(name, {7})
    came_as_pack(paths.datasets, "given", SIGNED)
    came_as_pack(paths.datasets, "kept", UNSIGNED)
    came_as_pack(paths.datasets, "odd", structs.replace(SIGNED, how="by a way that only a later version knows"))
    listing = (await (await served.get("/v1/datasets", **served.paired())).json())["datasets"]
    given, here, kept, odd = (entry["origin"] for entry in listing)
    assert here is None
    assert given == msgspec.to_builtins(SIGNED)
    assert kept == {**given, "signed_by": None, "how": None, "publisher": None, "address": None}
    assert odd == {**given, "signed_by": None, "how": None}


async def test_nothing_published_is_an_empty_list(served: Served) -> None:
    answer = await served.get("/v1/datasets", **served.paired())
    assert answer.status == 200
    assert (await answer.json())["datasets"] == []


async def test_unknown_and_unavailable(served: Served, publish: PublishIds) -> None:
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    listing = await (await served.get("/v1/datasets", **served.owner)).json()
    ((broken),) = listing["unavailable"]
    assert set(broken) == {"name", "code", "message", "hint"}
    assert broken["name"] == "broken"
    for _ in range(2):
        answer = await served.get("/v1/datasets/broken", **served.owner)
        assert (answer.status, await code_of(answer)) == (503, broken["code"])
    for name in ("nothing", "..", "%2e%2e%2f", "faces%00"):
        answer = await served.get(f"/v1/datasets/{name}", **served.owner)
        assert answer.status == 404


async def test_who_has_the_revision_gets_no_list(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    token = served.paired()
    answer = await served.get("/v1/datasets", **token)
    etag = answer.headers["ETag"]
    assert etag == f'"{(await answer.json())["revision"]}"'
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await served.get("/v1/datasets", If_None_Match=known, **token)
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["X-Content-Type-Options"] == "nosniff"
    assert (await served.get("/v1/datasets", If_None_Match='"other"', **token)).status == 200
    publish("faces", {8})
    await asyncio.sleep(LOOK_EVERY)
    assert (await served.get("/v1/datasets", If_None_Match=etag, **token)).status == 200


async def test_a_removed_dataset_is_gone_at_once(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    publish("papers", {8})
    assert set((await served.lookup("7", "8"))["listed"]) == {"7", "8"}
    answer = await served.delete("/v1/datasets/faces", **served.owner)
    assert (answer.status, await answer.json()) == (200, {"removed": "faces"})
    listing = await (await served.get("/v1/datasets", **served.owner)).json()
    assert [entry["name"] for entry in listing["datasets"]] == ["papers"]
    assert set((await served.lookup("7", "8"))["listed"]) == {"8"}
    assert not (served.paths.datasets / "faces").exists()
    again = await served.delete("/v1/datasets/faces", **served.owner)
    assert (again.status, await code_of(again)) == (404, "dataset_unknown")


async def test_one_that_cannot_be_opened_is_removed_too(served: Served, publish: PublishIds) -> None:
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    assert (await served.delete("/v1/datasets/broken", **served.owner)).status == 200
    assert (await (await served.get("/v1/datasets", **served.owner)).json())["unavailable"] == []


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e", "..%2f..%2fstate", "faces%00", "FACES", "con", "faces%2f"])
async def test_nothing_else_is_removed(served: Served, publish: PublishIds, name: str) -> None:
    publish("faces", {7})
    served.paired()
    answer = await served.delete(f"/v1/datasets/{name}", **served.owner)
    assert answer.status in (404, 405)
    assert (served.paths.datasets / "faces" / "CURRENT").exists()
    assert served.paths.pairings.exists()


async def test_one_that_is_being_built_stays(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    with stage_run(served.paths.datasets, "faces"):
        answer = await served.delete("/v1/datasets/faces", **served.owner)
    assert (answer.status, await code_of(answer)) == (409, "build_busy")
    assert set((await served.lookup("7"))["listed"]) == {"7"}


async def test_the_first_question_after_a_publish_is_answered_by_the_new_run(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {7})
    before = await served.lookup("7", "8")
    publish("faces", {8})
    await asyncio.sleep(LOOK_EVERY)
    after = await served.lookup("7", "8")
    assert (set(before["listed"]), set(after["listed"])) == ({"7"}, {"8"})
    assert before["revision"] != after["revision"]


async def test_all_who_ask_at_once_after_a_publish_are_answered_by_the_new_run(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {7})
    await served.lookup("7")
    publish("faces", {8})
    await asyncio.sleep(LOOK_EVERY)
    answers = await asyncio.gather(*(served.lookup("7", "8") for _ in range(8)))
    assert [set(answer["listed"]) for answer in answers] == [{"8"}] * 8


@pytest.mark.slow
async def test_every_answer_under_load_comes_from_one_run(served: Served, publish: PublishIds) -> None:
    """Runs swap while questions are asked: each answer is wholly one run's, and none fails."""
    photos = [str(number) for number in range(1, 101)]
    runs = [set(photos[start::3]) for start in range(3)]
    publish("faces", map(int, runs[0]))
    seen = [asyncio.Event() for _ in runs]
    done = asyncio.Event()

    async def ask() -> None:
        while not done.is_set():
            listed = set((await served.lookup(*photos))["listed"])
            assert listed in runs
            seen[runs.index(listed)].set()

    async def swap() -> None:
        for turn in (1, 2, 0) * 3:
            seen[turn].clear()
            await asyncio.to_thread(publish, "faces", [int(photo) for photo in runs[turn]])
            await asyncio.wait_for(seen[turn].wait(), PATIENCE)
        done.set()

    async with asyncio.TaskGroup() as tasks:
        for work in (swap(), *(ask() for _ in range(4))):
            tasks.create_task(work)
