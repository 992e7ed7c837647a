"""`/v1/watches`: what a check asked about is remembered, asked again after each build, and forgotten."""

from __future__ import annotations

import json
from typing import Any

import pytest

from inset.account.kept import KeptChecks
from inset.index import library
from inset.server.checks.book import Checks
from inset.server.keys import CHECKS
from support.api.served import Served, code_of
from support.datasets.runs import PublishIds

A, B, C, D = range(990_000_000_001, 990_000_000_005)
NSID = "12345678@N00"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper looks for new builds at every request."""
    monkeypatch.setattr(library, "LOOK_EVERY", 0.0)


async def check(served: Served, *values: object) -> str:
    body = b"".join(json.dumps(value).encode() + b"\n" for value in values)
    answer = await served.client.post(
        "/v1/checks", data=body, headers={"Content-Type": "application/x-ndjson", **served.owner}
    )
    assert answer.status == 201, await answer.text()
    return str((await answer.json())["id"])


async def remember(served: Served, *values: object, **wish: str) -> Any:
    answer = await served.post("/v1/watches", {"check": await check(served, *values), **wish}, **served.owner)
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def watches(served: Served) -> Any:
    answer = await served.get("/v1/watches", **served.owner)
    return (await answer.json())["watches"]


async def changes(served: Served, **headers: str) -> Any:
    answer = await served.get("/v1/changes", **headers)
    return await answer.json()


async def test_what_was_checked_is_remembered_with_the_photos_that_no_list_held(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {A, D})
    watch = await remember(served, str(A), str(B), name="mine")
    assert (watch["name"], watch["kind"], watch["photos"], watch["listed"]) == ("mine", "list", 2, 1)
    publish("faces", {B, D})
    (now,) = await watches(served)
    assert [(each["dataset"], each["new"], each["gone"]) for each in now["news"]] == [("faces", [str(B)], [str(A)])]
    assert (now["photos"], now["listed"]) == (2, 1)


async def test_a_paired_browser_gets_the_numbers_and_nothing_else(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    await remember(served, str(A), str(B))
    paired = served.paired("browser")
    assert await changes(served, **paired) == {"new": 0, "probably_new": 0, "unlikely_new": 0, "gone": 0}
    publish("faces", {B})
    assert await changes(served, **paired) == {"new": 1, "probably_new": 0, "unlikely_new": 0, "gone": 1}
    publish("scenes", {C, A}, exact=False, error_rate=1e-6)
    assert await changes(served, **paired) == {"new": 1, "probably_new": 1, "unlikely_new": 1, "gone": 1}
    for path in ("/v1/watches", "/v1/letters"):
        assert await code_of(await served.get(path, **paired)) == "owner_only"
    assert (await served.get("/v1/changes")).status == 401


async def test_a_damaged_watch_is_named_to_the_owner_alone(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    await remember(served, str(A))
    (served.paths.watches / "ffff0000.json").write_text("{")
    paired = await (await served.get("/v1/changes", **served.paired("browser"))).text()
    assert "inset watch list" in paired
    assert "ffff0000" not in paired
    assert str(served.paths.state) not in paired
    assert "ffff0000" in await (await served.get("/v1/watches", **served.owner)).text()


async def test_what_was_seen_is_told_no_more_and_what_came_later_still_is(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    watch = await remember(served, str(A), str(B))
    publish("faces", {A, B})
    (shown,) = await watches(served)
    before = await served.post(
        f"/v1/watches/{watch['id']}/seen", {"checked_at": "2000-01-01T00:00:00Z"}, **served.owner
    )
    assert len((await before.json())["news"]) == 1
    seen = await served.post(f"/v1/watches/{watch['id']}/seen", {"checked_at": shown["checked_at"]}, **served.owner)
    assert (await seen.json())["news"] == []
    assert await changes(served, **served.owner) == {"new": 0, "probably_new": 0, "unlikely_new": 0, "gone": 0}


async def test_forgetting_removes_the_photos_from_the_disk(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    watch = await remember(served, str(A), str(B))
    folder = served.paths.watches
    assert str(B) in (folder / f"{watch['id']}.json").read_text()
    await served.delete(f"/v1/watches/{watch['id']}", **served.owner)
    assert await watches(served) == []
    assert list(folder.glob("*.json")) == []
    again = await served.delete(f"/v1/watches/{watch['id']}", **served.owner)
    assert await code_of(again) == "watch_unknown"


async def test_an_account_is_found_anew(served: Served, publish: PublishIds) -> None:
    publish("faces", {A}, details={A: (NSID, None)})
    watch = await remember(served, {"account": NSID})
    assert (watch["account"], watch["photos"]) == (NSID, 1)
    publish("faces", {A, B}, details={A: (NSID, None), B: (NSID, None)})
    (now,) = await watches(served)
    assert now["news"][0]["new"] == [str(B)]


async def test_a_watch_can_be_checked_like_a_list(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    watch = await remember(served, str(A), str(B), name="mine")
    check_id = await check(served, {"watch": watch["id"]})
    report = (await (await served.get(f"/v1/checks/{check_id}", **served.owner)).json())["report"]
    assert (report["checked"], report["listed"]) == (2, 1)
    assert [(each["kind"], each["name"], each["photos"]) for each in report["asked"]] == [("list", "mine", 2)]
    answer = await served.client.post(
        "/v1/checks", data=b'{"watch": "none"}\n', headers={"Content-Type": "application/x-ndjson", **served.owner}
    )
    assert await code_of(answer) == "watch_unknown"


async def test_two_lists_of_one_name_are_two_and_the_same_photos_are_watched_once(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {A})
    first, second = await remember(served, str(A), str(B)), await remember(served, str(A), str(C))
    assert [first["name"], second["name"]] == ["photos given one by one", "photos given one by one 2"]
    again = await served.post("/v1/watches", {"check": await check(served, str(B), str(A))}, **served.owner)
    assert (again.status, await code_of(again)) == (400, "usage")
    taken = await served.post(
        "/v1/watches", {"check": await check(served, str(D)), "name": second["name"]}, **served.owner
    )
    assert await code_of(taken) == "usage"


async def test_a_kept_report_is_watched_after_the_helper_started_anew(served: Served, publish: PublishIds) -> None:
    """All photos that were asked about are kept with it: those that no list held may be listed one day."""
    publish("faces", {A})
    check_id = await kept_check(served, str(A), str(B))
    answer = await served.post("/v1/watches", {"check": check_id}, **served.owner)
    assert (answer.status, (await answer.json())["photos"]) == (201, 2)
    publish("faces", {A, B})
    (watch,) = await watches(served)
    assert [each["new"] for each in watch["news"]] == [[str(B)]]


@pytest.mark.parametrize("content", [None, b"", b"[0]", b'["a"]', b"[1000000000000]", b"{}"])
async def test_a_kept_report_whose_photos_are_damaged_says_so(
    served: Served, publish: PublishIds, content: bytes | None
) -> None:
    """The found photos alone could never tell of a new one."""
    publish("faces", {A})
    check_id = await kept_check(served, str(A), str(B))
    file = served.paths.checks / f"{check_id}.asked"
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert (await served.get(f"/v1/checks/{check_id}", **served.owner)).status == 200
    answer = await served.post("/v1/watches", {"check": check_id}, **served.owner)
    assert (answer.status, await code_of(answer)) == (409, "check_incomplete")


async def kept_check(served: Served, *values: object) -> str:
    """The ID of a check that is only on the disk, as after a new start."""
    check_id = await check(served, *values)
    await served.post(f"/v1/checks/{check_id}/keeping", {}, **served.owner)
    served.app._state[CHECKS] = Checks(KeptChecks(served.paths.checks))
    return check_id


async def test_what_cannot_be_seen_in_a_name_becomes_a_blank(served: Served, publish: PublishIds) -> None:
    publish("faces", {A})
    watch = await remember(served, str(A), name="two\nlines\x82\u202e of Ana\u0308")
    assert watch["name"] == "two lines of Ana\u0308"


@pytest.mark.parametrize("wish", [{}, {"check": 1}, {"name": ""}, {"name": "x" * 201}, {"x": "y"}])
async def test_a_wish_that_is_none_is_refused(served: Served, publish: PublishIds, wish: dict[str, Any]) -> None:
    publish("faces", {A})
    given = wish if wish in ({}, {"check": 1}) else {"check": await check(served, str(A)), **wish}
    answer = await served.post("/v1/watches", given, **served.owner)
    assert await code_of(answer) == "bad_request"


async def test_an_account_with_other_things_is_refused(served: Served, publish: PublishIds) -> None:
    publish("faces", {A}, details={A: (NSID, None)})
    check_id = await check(served, {"account": NSID}, str(B))
    answer = await served.post("/v1/watches", {"check": check_id}, **served.owner)
    assert await code_of(answer) == "usage"
