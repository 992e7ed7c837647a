"""`/v1/tickets` and `/v1/session`: from `inset open` to a page that is the owner's, over HTTP."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest

from inset.server.pairing.sessions import TICKET_SECONDS
from support.api.served import CHROME, Served, code_of


def own(served: Served) -> dict[str, str]:
    return {"Origin": f"http://{served.host}", "Sec-Fetch-Site": "same-origin"}


async def ticket(served: Served) -> str:
    answer = await served.post("/v1/tickets", {}, **served.owner)
    assert answer.status == 201
    body = await answer.json()
    assert set(body) == {"ticket", "expires_in"}
    assert body["expires_in"] == 60
    return str(body["ticket"])


async def test_the_whole_way(served: Served) -> None:
    page = own(served)
    assert await (await served.get("/v1/session", **page)).json() == {"owner": False}
    answer = await served.post("/v1/session", {"ticket": await ticket(served)}, **page)
    assert (answer.status, await answer.json()) == (200, {"owner": True})
    (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert cookie.key == f"inset_session_{served.port}"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/v1")
    assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")
    page["Cookie"] = f"{cookie.key}={cookie.value}"
    assert await (await served.get("/v1/session", **page)).json() == {"owner": True}
    assert (await served.get("/v1/status", **page)).status == 200
    ended = await served.delete("/v1/session", **page)
    assert (ended.status, await ended.json()) == (200, {"owner": False})
    (cookie,) = SimpleCookie(ended.headers["Set-Cookie"]).values()
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", "0", "/v1")
    assert await (await served.get("/v1/session", **page)).json() == {"owner": False}
    assert (await served.get("/v1/status", **page)).status == 401


async def test_a_ticket_works_once_and_for_a_minute(served: Served) -> None:
    body = {"ticket": await ticket(served)}
    assert (await served.post("/v1/session", body, **own(served))).status == 200
    late = {"ticket": await ticket(served)}
    served.clock.now += TICKET_SECONDS
    for used in (body, late, {"ticket": ""}, {"ticket": "x" * 9999}):
        answer = await served.post("/v1/session", used, **own(served))
        assert (answer.status, await code_of(answer)) == (403, "ticket_unknown")
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Origin": ""}, "forbidden_origin"),
        ({"Origin": None}, "forbidden_origin"),
        ({"Origin": CHROME}, "forbidden_origin"),
        ({"Origin": "http://127.0.0.1:8000"}, "forbidden_origin"),
        ({"Origin": "null"}, "forbidden_origin"),
        ({"Sec-Fetch-Site": "none"}, "forbidden_site"),
        ({"Sec-Fetch-Site": "same-site"}, "forbidden_site"),
        ({"Sec-Fetch-Site": "cross-site"}, "forbidden_site"),
    ],
)
async def test_only_our_own_page_hands_a_ticket_in(served: Served, changed: dict[str, str | None], code: str) -> None:
    """A refused attempt has not used the ticket up."""
    body = {"ticket": await ticket(served)}
    headers = {name: value for name, value in {**own(served), **changed}.items() if value is not None}
    answer = await served.post("/v1/session", body, **headers)
    assert (answer.status, await code_of(answer)) == (403, code)
    assert (await served.post("/v1/session", body, **own(served))).status == 200


async def test_other_bodies_are_refused(served: Served) -> None:
    for body in ({}, {"ticket": 7}, {"ticket": "x", "name": "y"}, {"name": "x"}):
        answer = await served.post("/v1/session", body, **own(served))
        assert (answer.status, await code_of(answer)) == (400, "bad_request")
    answer = await served.post("/v1/tickets", {"for": "me"}, **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_a_paired_browser_gets_no_ticket(served: Served) -> None:
    answer = await served.post("/v1/tickets", {}, **served.paired(CHROME))
    assert (answer.status, await code_of(answer)) == (403, "owner_only")
