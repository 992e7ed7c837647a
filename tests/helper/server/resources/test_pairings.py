"""`/v1/pairings`: from Connect in the extension to a token that works, over HTTP."""

from __future__ import annotations

import asyncio

import pytest

from inset import tokens
from inset.tokens import TokenStore
from support.api.served import CHROME, FIREFOX, OTHER_CHROME, Serve, Served, code_of
from support.computer.calendar import DAY, AlwaysNoon
from support.datasets.runs import PublishIds


async def ask(served: Served, origin: str | None = CHROME, name: str = "Chrome on Linux") -> dict[str, str]:
    answer = await served.post("/v1/pairings", {"name": name}, **({"Origin": origin} if origin else {}))
    assert answer.status == 201, await answer.text()
    asked: dict[str, str] = await answer.json()
    assert set(asked) == {"id", "secret", "code", "expires_in"}
    return asked


def secret_of(asked: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {asked['secret']}"}


async def collect(served: Served, asked: dict[str, str], **headers: str) -> dict[str, str]:
    answer = await served.get(f"/v1/pairings/{asked['id']}", **secret_of(asked), **headers)
    assert answer.status == 200, await answer.text()
    body: dict[str, str] = await answer.json()
    return body


async def approve(served: Served, code: str, request_id: str = "by-code") -> dict[str, str]:
    answer = await served.post(f"/v1/pairings/{request_id}/approval", {"code": code}, **served.owner)
    assert answer.status == 200, await answer.text()
    body: dict[str, str] = await answer.json()
    return body


async def test_the_whole_way(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    asked = await ask(served)
    assert (await collect(served, asked))["state"] == "waiting"
    waiting = await (await served.get("/v1/pairings", **served.owner)).json()
    assert waiting == {
        "waiting": [
            {"id": asked["id"], "name": "Chrome on Linux", "origin": CHROME, "code": asked["code"], "expires_in": 300}
        ],
        "paired": [],
    }
    approved = await approve(served, asked["code"])
    (known,) = (await (await served.get("/v1/pairings", **served.owner)).json())["paired"]
    assert approved == {"state": "approved", "id": known["id"], "name": "Chrome on Linux", "origin": CHROME}
    first, second = await collect(served, asked), await collect(served, asked)
    assert first == second
    token = {"Authorization": f"Bearer {first['token']}"}
    assert (await served.post("/v1/lookup", {"photos": ["7"]}, Origin=CHROME, **token)).status == 200
    assert await collect(served, asked) == {"state": "approved"}
    assert (await served.post("/v1/lookup", {"photos": ["7"]}, Origin=FIREFOX, **token)).status == 403
    assert (await served.get("/v1/status", **token)).status == 403
    (pairing,) = TokenStore(served.paths.pairings).list()
    assert (pairing.name, pairing.origin, pairing.scopes) == ("Chrome on Linux", CHROME, frozenset({"lookup"}))


async def test_a_refused_use_proves_that_nothing_arrived(served: Served) -> None:
    asked = await ask(served)
    await approve(served, asked["code"])
    token = (await collect(served, asked))["token"]
    assert (await served.get("/v1/datasets", Origin=FIREFOX, Authorization=f"Bearer {token}")).status == 403
    assert (await collect(served, asked))["token"] == token


async def test_by_its_id(served: Served) -> None:
    asked = await ask(served)
    assert (await approve(served, asked["code"], asked["id"]))["state"] == "approved"


async def test_a_program_without_origin_may_ask(served: Served) -> None:
    asked = await ask(served, None, "My script")
    assert (await approve(served, asked["code"]))["origin"] is None
    assert "token" in await collect(served, asked)


async def test_only_the_owner_approves_and_lists(served: Served) -> None:
    asked = await ask(served)
    for headers, status in (({}, 401), (secret_of(asked), 401), (served.paired(), 403)):
        body = {"code": asked["code"]}
        assert (await served.post("/v1/pairings/by-code/approval", body, **headers)).status == status
        assert (await served.get("/v1/pairings", **headers)).status == status
    assert (await collect(served, asked))["state"] == "waiting"


async def test_another_asker_learns_nothing(served: Served) -> None:
    asked, other = await ask(served), await ask(served, FIREFOX)
    await approve(served, asked["code"])
    unknown = []
    for path, headers in (
        (asked["id"], secret_of(other)),
        (asked["id"], {}),
        (asked["id"], served.owner),
        ("nobody", secret_of(asked)),
    ):
        answer = await served.get(f"/v1/pairings/{path}", **headers)
        assert (answer.status, await code_of(answer)) == (404, "pairing_unknown")
        unknown.append(await answer.read())
    assert len(set(unknown)) == 1
    answer = await served.get(f"/v1/pairings/{asked['id']}", Origin=FIREFOX, **secret_of(asked))
    assert (answer.status, await code_of(answer)) == (403, "forbidden_origin")


async def test_it_expires(served: Served) -> None:
    asked = await ask(served)
    served.clock.now += 300
    assert await collect(served, asked) == {"state": "expired"}
    answer = await served.post("/v1/pairings/by-code/approval", {"code": asked["code"]}, **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "pairing_unknown")


async def test_too_many(served: Served) -> None:
    asked = [await ask(served, None) for _ in range(5)]
    answer = await served.post("/v1/pairings", {"name": "one more"})
    assert (answer.status, await code_of(answer)) == (429, "too_many")
    wrong = next(code for code in map("{:06d}".format, range(9)) if code not in {one["code"] for one in asked})
    for status in (404, 404, 404, 404, 404, 429):
        answer = await served.post("/v1/pairings/by-code/approval", {"code": wrong}, **served.owner)
        assert answer.status == status


async def test_after_a_flood_of_programs_a_browser_is_paired_all_the_same(served: Served) -> None:
    flood = [(await served.post("/v1/pairings", {"name": "flood"})).status for _ in range(30)]
    assert set(flood) == {201, 429}
    asked = await ask(served)
    await approve(served, asked["code"])
    assert "token" in await collect(served, asked, Origin=CHROME)


async def test_after_a_flood_of_an_extension_another_is_paired_all_the_same(served: Served) -> None:
    asked = await ask(served)
    for _ in range(100):
        await ask(served, OTHER_CHROME, "flood")
    await approve(served, asked["code"])
    assert "token" in await collect(served, asked, Origin=CHROME)


async def test_the_right_code_twenty_times_at_once_is_one_pairing(served: Served) -> None:
    asked, other = await ask(served), await ask(served, FIREFOX)
    answers = await asyncio.gather(*(approve(served, asked["code"]) for _ in range(20)))
    (only,) = TokenStore(served.paths.pairings).list()
    assert answers == [{"state": "approved", "id": only.id, "name": "Chrome on Linux", "origin": CHROME}] * 20
    assert (await approve(served, other["code"]))["origin"] == FIREFOX


async def test_the_code_of_a_pairing_that_was_taken_back_approves_nothing(served: Served) -> None:
    asked = await ask(served)
    await approve(served, asked["code"])
    (pairing,) = TokenStore(served.paths.pairings).list()
    assert (await served.delete(f"/v1/pairings/{pairing.id}", **served.owner)).status == 200
    for _ in range(6):
        again = await served.post("/v1/pairings/by-code/approval", {"code": asked["code"]}, **served.owner)
        assert (again.status, await code_of(again)) == (404, "pairing_unknown")
    assert TokenStore(served.paths.pairings).list() == []


async def test_other_bodies_are_refused(served: Served) -> None:
    for body in ({}, {"name": 7}, {"name": "x", "origin": CHROME}, {"name": "\x1b[2J"}):
        answer = await served.post("/v1/pairings", body)
        assert (answer.status, await code_of(answer)) == (400, "bad_request")
    for approval in ({}, {"code": 123456}, {"code": "123"}, {"code": "123456", "name": "x"}):
        answer = await served.post("/v1/pairings/by-code/approval", approval, **served.owner)
        assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_an_approval_that_cannot_be_kept_leaves_the_request_waiting(served: Served) -> None:
    asked = await ask(served)
    served.paired()
    served.paths.pairings.write_text("damaged")
    answer = await served.post("/v1/pairings/by-code/approval", {"code": asked["code"]}, **served.owner)
    assert (answer.status, await code_of(answer)) == (500, "pairings_corrupt")
    assert (await collect(served, asked))["state"] == "waiting"
    served.paths.pairings.unlink()
    assert (await approve(served, asked["code"]))["state"] == "approved"


async def test_pairings_outlive_a_restart_and_requests_do_not(serve: Serve) -> None:
    served = await serve()
    asked, left_open = await ask(served), await ask(served)
    await approve(served, asked["code"])
    token = (await collect(served, asked))["token"]
    await served.client.close()
    again = await serve()
    assert (await again.get("/v1/datasets", Origin=CHROME, Authorization=f"Bearer {token}")).status == 200
    assert (await again.get(f"/v1/pairings/{left_open['id']}", **secret_of(left_open))).status == 404
    assert (await again.get("/v1/status", **served.owner)).status == 401  # the owner's token is new with every start


async def test_the_owner_sees_who_waits_and_who_is_paired(served: Served) -> None:
    asked, other = await ask(served), await ask(served, FIREFOX, "Firefox on Linux")
    served.clock.now += 60
    await approve(served, asked["code"])
    listed = await (await served.get("/v1/pairings", **served.owner)).json()
    assert listed["waiting"] == [
        {"id": other["id"], "name": "Firefox on Linux", "origin": FIREFOX, "code": other["code"], "expires_in": 240},
    ]
    (paired,) = listed["paired"]
    (kept,) = TokenStore(served.paths.pairings).list()
    assert paired == {
        "id": kept.id,
        "name": "Chrome on Linux",
        "origin": CHROME,
        "scopes": ["lookup"],
        "created_at": kept.created_at,
        "used_on": None,
    }
    for secret in (asked["secret"], other["secret"], asked["code"], kept.sha256):
        assert secret not in str(listed)


async def test_the_owner_takes_a_pairing_back(served: Served) -> None:
    token, stays = served.paired(CHROME), served.paired(FIREFOX)
    first, _ = TokenStore(served.paths.pairings).list()
    answer = await served.delete(f"/v1/pairings/{first.id}", **served.owner)
    assert (answer.status, await answer.json()) == (200, {"id": first.id, "state": "revoked"})
    assert (await served.get("/v1/datasets", **token)).status == 401
    assert (await served.get("/v1/datasets", **stays)).status == 200
    again = await served.delete(f"/v1/pairings/{first.id}", **served.owner)
    assert (again.status, await code_of(again)) == (404, "pairing_unknown")


async def test_a_name_is_no_id(served: Served) -> None:
    """The asker chooses its name, so a name must not end another pairing, nor all that have it."""
    first = served.paired()
    answer = await served.delete("/v1/pairings/Test%20browser", **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "pairing_unknown")
    assert (await served.get("/v1/datasets", **first)).status == 200


async def test_the_owner_refuses_one_that_waits(served: Served) -> None:
    asked, other = await ask(served), await ask(served, FIREFOX)
    answer = await served.delete(f"/v1/pairings/{asked['id']}", **served.owner)
    assert (answer.status, await answer.json()) == (200, {"id": asked["id"], "state": "refused"})
    gone = await served.get(f"/v1/pairings/{asked['id']}", **secret_of(asked))
    assert (gone.status, await code_of(gone)) == (404, "pairing_unknown")
    approval = await served.post("/v1/pairings/by-code/approval", {"code": asked["code"]}, **served.owner)
    assert approval.status == 404
    assert (await collect(served, other))["state"] == "waiting"


async def test_the_asker_gives_up_what_waits(served: Served) -> None:
    asked = await ask(served)
    there = f"/v1/pairings/{asked['id']}/withdrawal"
    assert (await served.post(there, {}, Authorization="Bearer x", Origin=CHROME)).status == 404
    assert (await served.post(there, {}, Origin=OTHER_CHROME, **secret_of(asked))).status == 403
    answer = await served.post(there, {}, Origin=CHROME, **secret_of(asked))
    assert await answer.json() == {"id": asked["id"], "state": "withdrawn"}
    assert (await (await served.get("/v1/pairings", **served.owner)).json())["waiting"] == []
    late = await served.post(f"/v1/pairings/{asked['id']}/approval", {"code": asked["code"]}, **served.owner)
    assert late.status == 404


async def test_the_asker_gives_up_what_was_approved_meanwhile(served: Served) -> None:
    asked = await ask(served)
    await approve(served, asked["code"])
    answer = await served.post(f"/v1/pairings/{asked['id']}/withdrawal", {}, Origin=CHROME, **secret_of(asked))
    assert answer.status == 200
    assert (await (await served.get("/v1/pairings", **served.owner)).json())["paired"] == []


async def test_an_approved_request_is_no_longer_refused(served: Served) -> None:
    """The owner ends its pairing; the asker still gets its answer."""
    asked = await ask(served)
    await approve(served, asked["code"])
    answer = await served.delete(f"/v1/pairings/{asked['id']}", **served.owner)
    assert (answer.status, await code_of(answer)) == (404, "pairing_unknown")
    assert (await collect(served, asked))["state"] == "approved"


async def test_ten_a_minute_over_http(served: Served) -> None:
    for _ in range(10):
        asked = await ask(served, None)
        assert (await served.delete(f"/v1/pairings/{asked['id']}", **served.owner)).status == 200
    answer = await served.post("/v1/pairings", {"name": "one more"})
    assert (answer.status, await code_of(answer)) == (429, "too_many")
    served.clock.now += 60
    await ask(served, None)


@pytest.mark.parametrize("path", ["/v1/tickets", "/v1/pairings/by-code/approval", "/v1/session"])
@pytest.mark.parametrize("origin", [CHROME, None])
async def test_a_token_for_look_ups_never_becomes_the_owner(served: Served, path: str, origin: str | None) -> None:
    """Stolen or not: it gets no ticket, opens no session and approves nobody, itself included."""
    asked = await ask(served)
    await approve(served, asked["code"])
    token = (await collect(served, asked))["token"]
    other = await ask(served, FIREFOX, "Firefox on Linux")
    body = {"/v1/tickets": {}, "/v1/session": {"ticket": token}}.get(path, {"code": other["code"]})
    headers = {"Authorization": f"Bearer {token}", **({"Origin": origin} if origin else {})}
    answer = await served.post(path, body, **headers)
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers
    assert (await collect(served, other))["state"] == "waiting"


async def test_two_of_one_kind_get_names_of_their_own(served: Served) -> None:
    for _ in range(2):
        await approve(served, (await ask(served))["code"])
    first, second = TokenStore(served.paths.pairings).list()
    answer = await served.post(f"/v1/pairings/{first.id}/name", {"name": "Laptop"}, **served.owner)
    assert (answer.status, (await answer.json())["name"]) == (200, "Laptop")
    paired = (await (await served.get("/v1/pairings", **served.owner)).json())["paired"]
    assert [(each["id"], each["name"]) for each in paired] == [(first.id, "Laptop"), (second.id, "Chrome on Linux")]
    assert (await served.post("/v1/pairings/none/name", {"name": "x"}, **served.owner)).status == 404
    for name in ("", " ", "x" * 61, "a\nb"):
        answer = await served.post(f"/v1/pairings/{first.id}/name", {"name": name}, **served.owner)
        assert (answer.status, await code_of(answer)) == (400, "bad_request")
    assert (await served.post(f"/v1/pairings/{first.id}/name", {"name": "x"}, **served.paired())).status == 403


async def test_the_day_of_the_last_use_is_told(
    served: Served, publish: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "datetime", AlwaysNoon)
    publish("faces", {7})
    token = served.paired()
    store = TokenStore(served.paths.pairings)
    assert [each.used_on for each in store.list()] == [None]
    for _ in range(3):
        assert (await served.post("/v1/lookup", {"photos": ["7"]}, **token)).status == 200
    while store.list()[0].used_on is None:  # noqa: ASYNC110 - it is written beside the answer, and nobody is told when
        await asyncio.sleep(0.01)
    (paired,) = (await (await served.get("/v1/pairings", **served.owner)).json())["paired"]
    assert paired["used_on"] == DAY


async def test_a_use_that_cannot_be_kept_still_gets_its_answer(
    served: Served, publish: PublishIds, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish("faces", {7})
    token = served.paired()

    def full(_store: TokenStore, _pairing_id: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(TokenStore, "note_use", full)
    with caplog.at_level("WARNING", "inset.server"):
        assert (await served.post("/v1/lookup", {"photos": ["7"]}, **token)).status == 200
        while "pairing_use_not_kept" not in caplog.text:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.01)
