"""Builds that the helper runs as child processes: asked for, waited for, published, looked up."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from inset.account.watch import add_watch, look_again
from inset.index import library
from inset.index.library import Library
from inset.index.publish import stage_run
from inset.server.builds import queue
from inset.server.keys import BUILDS
from support.api.served import CHROME, Served, code_of
from support.builds.building import FIRST, endless, events, files_below, listing, look, start, until, upload
from support.datasets.runs import PublishIds

KEYS = {
    "id",
    "dataset",
    "source",
    "state",
    "phase",
    "rows",
    "bytes_read",
    "bytes_total",
    "bytes_per_second",
    "seconds_left",
    "queued_at",
    "started_at",
    "ended_at",
    "report",
    "error",
}


async def order(served: Served, dataset: str, **body: object) -> Any:
    return await served.post(f"/v1/datasets/{dataset}/builds", body, **served.owner)


async def cancel(served: Served, build: dict[str, Any]) -> Any:
    return await served.client.delete(f"/v1/builds/{build['id']}", headers=served.owner)


async def test_watched_photos_are_asked_about_before_a_build_is_told_as_published(
    served: Served, publish: PublishIds
) -> None:
    publish("before", [FIRST])
    watches = served.paths.watches
    known = Library(served.paths.datasets)
    add_watch(watches, known, name="mine", kind="list", photo_ids=np.array([FIRST, FIRST + 1], dtype=np.uint64))
    await until(served, await start(served, "mine", listing([FIRST + 1])), state="published")
    (watch,) = await asyncio.to_thread(look_again, watches, lambda: known)
    assert [(each.dataset, each.new, each.gone) for each in watch.news] == [("mine", (FIRST + 1,), ())]


async def test_an_upload_becomes_a_dataset_that_answers(served: Served) -> None:
    facts = await upload(served, listing(range(FIRST, FIRST + 100)) + b"no photo\n", "mine.txt")
    answer = await order(served, "made-up", upload=facts["id"])
    assert answer.status == 202
    build = await answer.json()
    assert set(build) == KEYS
    assert (build["dataset"], build["source"]) == ("made-up", {"kind": "upload", "name": "mine.txt"})
    done = await until(served, build, state="published")
    assert set(done) == KEYS
    report = done["report"]
    assert (report["photos"], report["rejected"], report["exact"]) == (100, 1, True)
    assert report["rejected_examples"] == [
        {"manifest": "mine.txt", "line": 101, "text": "no photo", "reason": "no Flickr photo in it", "code": "no_photo"}
    ]
    assert (done["phase"], done["error"], done["seconds_left"]) == (None, None, None)
    assert done["queued_at"] <= done["started_at"] <= done["ended_at"]
    assert done["ended_at"].endswith("Z")
    # Look-ups are answered from the new run at once, and the upload is removed.
    answers = await served.lookup(str(FIRST), str(FIRST + 100))
    assert set(answers["listed"]) == {str(FIRST)}
    assert files_below(served.paths.uploads) == set()


async def test_who_hears_that_it_is_published_finds_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "LOOK_EVERY", 1e9)  # as for whoever asks a moment after somebody else did
    assert (await (await served.get("/v1/datasets", **served.owner)).json())["datasets"] == []
    await until(served, await start(served, "made-up", listing([FIRST])), state="published")
    listed = await (await served.get("/v1/datasets", **served.owner)).json()
    assert [dataset["name"] for dataset in listed["datasets"]] == ["made-up"]


async def test_the_file_may_come_with_the_build_itself(served: Served) -> None:
    build = await start(served, "made-up", listing([FIRST]), "direct.txt", filter_only="true", error_rate="0.001")
    report = (await until(served, build, state="published"))["report"]
    assert (report["exact"], report["error_rate"]) == (False, 0.001)
    assert files_below(served.paths.uploads) == set()


async def test_how_to_read_it_is_passed_on(served: Served) -> None:
    table = b"a,b\n990000000001,990000000501\n990000000002,990000000502\n"
    facts = await upload(served, table, "t.csv")
    build = await (await order(served, "made-up", upload=facts["id"], column="b", filter_only=True)).json()
    assert (await until(served, build, state="published"))["report"]["exact"] is False
    listed = (await served.lookup("990000000001", "990000000501"))["listed"]
    assert set(listed) == {"990000000501"}


async def test_a_manifest_without_photos_fails_and_can_be_tried_again(served: Served) -> None:
    facts = await upload(served, b"\0\1\2" * 100, "photo.jpg")
    build = await (await order(served, "made-up", upload=facts["id"])).json()
    failed = await until(served, build, state="failed")
    assert failed["error"]["code"] == "manifest_invalid"
    assert "photo.jpg" in failed["error"]["message"]
    assert str(served.paths.data) not in str(failed)
    assert failed["report"] is None
    assert files_below(served.paths.uploads) == {facts["id"], f"{facts['id']}/photo.jpg"}
    assert files_below(served.paths.datasets) == set()


async def test_what_came_with_its_build_goes_when_that_fails(served: Served) -> None:
    build = await start(served, "made-up", b"\0\1\2" * 100)
    await until(served, build, state="failed")
    assert files_below(served.paths.uploads) == set()


async def test_a_build_of_the_command_line_is_not_disturbed(served: Served) -> None:
    with stage_run(served.paths.datasets, "made-up") as run:
        build = await start(served, "made-up", listing([FIRST]))
        failed = await until(served, build, state="failed")
        assert failed["error"]["code"] == "build_busy"
        assert run.folder.is_dir()


async def test_the_sample_is_built_by_a_word_and_under_its_own_name_alone(served: Served) -> None:
    answer = await order(served, "inset-sample", sample=True)
    assert answer.status == 202
    build = await answer.json()
    assert build["source"] == {"kind": "sample", "name": "inset-sample"}
    done = await until(served, build, state="published")
    assert done["report"]["sources"][0]["name"] == "inset-sample.csv"
    answer = await order(served, "made-up", sample=True)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
    answer = await served.post("/v1/datasets/inset-sample/builds", {"sample": True}, **served.paired(CHROME))
    assert (answer.status, await code_of(answer)) == (403, "owner_only")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"sample": False},
        {"sample": 1},
        {"sample": True, "reader": "csv"},
        {"upload": 1},
        {"upload": ""},
        {"upload": "x", "catalog": "coco"},
        {"catalog": "other"},
        {"catalog": "coco", "reader": "csv"},
        {"upload": "x", "colour": "red"},
        {"upload": "x", "reader": "a\nb"},
        {"upload": "x", "column": 2},
        {"upload": "x", "column": "c" * 201},
        {"upload": "x", "error_rate": "0.1"},
        {"upload": "x", "error_rate": True},
        {"upload": "x", "error_rate": 0},
        {"upload": "x", "error_rate": 1},
        {"upload": "x", "filter_only": "yes"},
        {"upload": "x", "filter_only": None},
    ],
)
async def test_a_body_that_is_none_is_refused(served: Served, body: dict[str, object]) -> None:
    answer = await order(served, "coco", **body)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


@pytest.mark.parametrize("query", ["error_rate=nan", "error_rate=x", "filter_only=1", "reader=", "limit=3", "x=y"])
async def test_an_address_that_is_none_is_refused_before_the_file_comes(served: Served, query: str) -> None:
    answer = await served.raw(
        f"POST /v1/datasets/made-up/builds?file=a&{query} HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Authorization: {served.owner['Authorization']}\r\nContent-Type: text/csv\r\nContent-Length: 99999\r\n\r\n"
    )
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize("name", ["Coco", "con", "x..", "a%2Fb", "-x", "a" * 65])
async def test_a_name_that_no_dataset_can_have_is_refused(served: Served, name: str) -> None:
    facts = await upload(served, listing([FIRST]))
    answer = await order(served, name, upload=facts["id"])
    assert answer.status in (400, 404)
    assert files_below(served.paths.datasets) == set()


async def test_only_the_owner_may(served: Served) -> None:
    build = await start(served, "made-up", listing([FIRST]))
    paired = served.paired(CHROME)
    for answer in (
        await served.post("/v1/datasets/x/builds", {"catalog": "x"}, **paired),
        await served.get("/v1/builds", **paired),
        await served.get(f"/v1/builds/{build['id']}", **paired),
        await served.get(f"/v1/builds/{build['id']}/events", **paired),
        await served.client.delete(f"/v1/builds/{build['id']}", headers=paired),
    ):
        assert (answer.status, await code_of(answer)) == (403, "owner_only")
    await until(served, build, state="published")


@pytest.mark.parametrize("known", ["0" * 20, "x", "..%2Fhelper"])
async def test_a_build_that_is_none_is_unknown(served: Served, known: str) -> None:
    for answer in (
        await served.get(f"/v1/builds/{known}", **served.owner),
        await served.get(f"/v1/builds/{known}/events", **served.owner),
        await served.client.delete(f"/v1/builds/{known}", headers=served.owner),
    ):
        assert (answer.status, await code_of(answer)) == (404, "build_unknown")


async def test_builds_wait_for_their_turn_in_the_order_they_came(served: Served) -> None:
    first = await start(served, "endless", endless(), "endless.txt.gz")
    others = [await start(served, name, listing([FIRST])) for name in ("a", "b", "a")]
    await until(served, first, phase="reading")
    assert [(await look(served, other))["state"] for other in others] == ["queued"] * 3
    assert (await cancel(served, others[1])).status == 202
    assert (await look(served, others[1]))["state"] == "cancelled"
    await cancel(served, first)
    await until(served, first, state="cancelled")
    done = [await until(served, other, state="published") for other in (others[0], others[2])]
    assert [each["report"]["run"][-2:] for each in done] == ["-1", "-2"]
    assert done[0]["ended_at"] <= done[1]["started_at"]


async def test_only_so_many_wait(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_WAITING", 2)
    first = await start(served, "endless", endless(), "endless.txt.gz")
    second = await start(served, "made-up", listing([FIRST]))
    facts = await upload(served, listing([FIRST]))
    answer = await order(served, "made-up", upload=facts["id"])
    assert (answer.status, await code_of(answer)) == (429, "too_many")
    answer = await served.raw(  # before the file comes
        f"POST /v1/datasets/made-up/builds?file=a HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Authorization: {served.owner['Authorization']}\r\nContent-Type: text/csv\r\nContent-Length: 99999\r\n\r\n"
    )
    assert (answer.status, answer.code) == (429, "too_many")
    assert (await served.client.delete(f"/v1/uploads/{facts['id']}", headers=served.owner)).status == 200
    for build in (second, first):
        await cancel(served, build)
    await until(served, first, state="cancelled")


async def test_events_tell_every_state_and_end(served: Served) -> None:
    first = await start(served, "endless", endless(), "endless.txt.gz")
    second = await start(served, "made-up", listing(range(FIRST, FIRST + 50_000)))
    async with served.client.get(f"/v1/builds/{second['id']}/events", headers=served.owner) as answer:
        seen: list[dict[str, Any]] = []
        async for build in events(answer):
            if not seen:
                assert build["state"] == "queued"
                await cancel(served, first)
            seen.append(build)
    assert [build["state"] for build in seen] == sorted(
        (build["state"] for build in seen), key=["queued", "running", "published"].index
    )
    assert seen[-1]["state"] == "published"
    assert seen[-1]["report"]["photos"] == 50_000
    assert seen[-1] == await look(served, second)


async def test_events_of_a_build_that_has_ended_tell_that_and_end(served: Served) -> None:
    build = await start(served, "made-up", listing([FIRST]))
    done = await until(served, build, state="published")
    async with served.client.get(f"/v1/builds/{build['id']}/events", headers=served.owner) as answer:
        assert [each async for each in events(answer)] == [done]


async def test_progress_comes_at_most_four_times_a_second_and_knows_the_speed(served: Served) -> None:
    build = await start(served, "made-up", endless(), "endless.txt.gz")
    loop = asyncio.get_running_loop()
    times: list[float] = []
    async with served.client.get(f"/v1/builds/{build['id']}/events", headers=served.owner) as answer:
        async for now in events(answer):
            times.append(loop.time())
            if now["bytes_per_second"] is not None and now["seconds_left"] is not None:
                break
    assert (now["state"], now["phase"]) == ("running", "reading")
    assert now["bytes_total"] == len(endless())
    assert 0 < now["bytes_read"] < now["bytes_total"]
    assert now["rows"] > 0
    left = (now["bytes_total"] - now["bytes_read"]) / now["bytes_per_second"]
    assert now["seconds_left"] == pytest.approx(left, rel=0.01)
    assert len(times) <= (times[-1] - times[0]) * 4 + 2
    await cancel(served, build)
    await until(served, build, state="cancelled")


async def test_a_quiet_stream_shows_that_it_lives(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "HEARTBEAT_SECONDS", 0.1)
    first = await start(served, "endless", endless(), "endless.txt.gz")
    second = await start(served, "made-up", listing([FIRST]))
    async with served.client.get(f"/v1/builds/{second['id']}/events", headers=served.owner) as answer:
        lines = [await answer.content.readline() for _ in range(12)]
    assert lines[0].startswith(b"retry: ")
    assert sum(line.startswith(b":") for line in lines) >= 2
    assert sum(line.startswith(b"data:") for line in lines) == 1
    for build in (second, first):
        await cancel(served, build)
    await until(served, first, state="cancelled")


async def test_cancelling_leaves_the_old_run_and_no_rubbish(served: Served, publish: PublishIds) -> None:
    publish("made-up", [FIRST])
    before = files_below(served.paths.datasets)
    build = await start(served, "made-up", endless(), "endless.txt.gz")
    await until(served, build, phase="reading")
    assert files_below(served.paths.datasets) > before
    answer = await cancel(served, build)
    assert answer.status == 202
    cancelled = await until(served, build, state="cancelled")
    assert (cancelled["error"], cancelled["report"], cancelled["phase"]) == (None, None, None)
    assert files_below(served.paths.datasets) == before
    assert files_below(served.paths.uploads) == set()
    assert set((await served.lookup(str(FIRST)))["listed"]) == {str(FIRST)}
    again = await cancel(served, build)
    assert (again.status, await code_of(again)) == (409, "build_ended")


async def test_a_cancelled_first_build_leaves_no_dataset(served: Served) -> None:
    build = await start(served, "made-up", endless(), "endless.txt.gz")
    await until(served, build, phase="reading")
    await cancel(served, build)
    await until(served, build, state="cancelled")
    assert files_below(served.paths.datasets) == set()


async def test_one_cancelled_as_it_begins_is_cancelled_too(served: Served) -> None:
    build = await start(served, "made-up", endless(), "endless.txt.gz")
    await until(served, build, state="running")
    await cancel(served, build)
    await cancel(served, build)
    await until(served, build, state="cancelled")


async def test_one_that_waits_may_be_cancelled_from_many_places_at_once(served: Served) -> None:
    first = await start(served, "endless", endless(), "endless.txt.gz")
    second = await start(served, "made-up", listing([FIRST]))
    builds = served.app[BUILDS]
    await asyncio.gather(*(builds.cancel(second["id"]) for _ in range(5)))
    await until(served, second, state="cancelled")
    await cancel(served, first)
    await until(served, first, state="cancelled")


async def test_builds_are_listed_newest_first_in_pages(served: Served) -> None:
    builds = [await start(served, "made-up", listing([FIRST + n])) for n in range(5)]
    for build in builds:
        await until(served, build, state="published")
    expected = [build["id"] for build in reversed(builds)]
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = await (await served.get(f"/v1/builds?limit=2{cursor}", **served.owner)).json()
        seen += [build["id"] for build in page["builds"]]
        cursor = f"&cursor={page['next']}"
    assert page["next"] is None
    assert seen == expected
    everything = await (await served.get("/v1/builds", **served.owner)).json()
    assert [build["id"] for build in everything["builds"]] == expected
    for query in ("limit=0", "limit=x", "cursor=x", "page=2", "cursor="):
        answer = await served.get(f"/v1/builds?{query}", **served.owner)
        assert (answer.status, await code_of(answer)) == (400, "bad_request")
