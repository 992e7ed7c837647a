"""`GET /v1/lookup`: a line, on which questions are answered as `POST /v1/lookup` answers them."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import orjson
import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from hypothesis import given
from hypothesis import strategies as st

from inset.server import lines
from inset.server.guards.limits import MAX_BODY
from inset.server.keys import LINES
from inset.server.resources import lookup_line
from inset.server.resources.lookup_line import _question
from inset.tokens import TokenStore
from support.api.served import CHROME, OTHER_CHROME, Served
from support.datasets.runs import PublishIds

LISTED = 990000000001
PROTOCOL = "inset.lookup.1"


def token_of(headers: dict[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ")


async def opened(served: Served, token: str, **headers: str) -> ClientWebSocketResponse:
    """A line as a browser opens it: the token among the subprotocols."""
    return await served.client.ws_connect("/v1/lookup", protocols=(PROTOCOL, token), headers=headers)


async def ask(line: ClientWebSocketResponse, question: object) -> Any:
    await line.send_str(orjson.dumps(question).decode())
    return orjson.loads(await line.receive_str())


async def test_questions_are_answered_as_requests_are(served: Served, publish: PublishIds) -> None:
    publish("faces", {LISTED})
    line = await opened(served, token_of(served.paired(CHROME)), Origin=CHROME)
    assert line.protocol == PROTOCOL
    for number, photos in enumerate([[str(LISTED), "5"], [], [f"https://www.flickr.com/photos/a/{LISTED}/"], ["no"]]):
        assert await ask(line, {"number": number, "photos": photos}) == {
            "number": number,
            "status": 200,
            "body": await served.lookup(*photos),
        }


async def test_each_question_is_logged_without_its_photos(
    served: Served, publish: PublishIds, caplog: pytest.LogCaptureFixture
) -> None:
    publish("faces", {LISTED})
    with caplog.at_level(logging.INFO):
        line = await opened(served, token_of(served.paired()))
        await ask(line, {"number": 1, "photos": [str(LISTED)]})
        await ask(line, {"number": 2, "photos": 5})
    logged = [text for text in caplog.messages if text.startswith("question")]
    assert [re.sub(r"\d+\.\d\d$", "…", text) for text in logged] == [
        "question route=/v1/lookup status=200 ms=…",
        "question route=/v1/lookup status=400 ms=…",
    ]
    assert str(LISTED) not in caplog.text


async def test_a_publish_is_seen_on_an_open_line(served: Served, publish: PublishIds) -> None:
    line = await opened(served, token_of(served.paired()))
    empty = await ask(line, {"number": 1, "photos": [str(LISTED)]})
    assert (empty["status"], empty["body"]["code"]) == (503, "index_missing")
    publish("faces", {LISTED})
    async with asyncio.timeout(20):
        while (await ask(line, {"number": 2, "photos": [str(LISTED)]}))["status"] != 200:  # noqa: ASYNC110 - asking is what finds it
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(
    ("photos", "refusal"),
    [([5], (400, "bad_request")), ("5", (400, "bad_request")), (["1"] * 1001, (413, "too_large"))],
)
async def test_a_refusal_is_an_answer(served: Served, publish: PublishIds, photos: object, refusal: object) -> None:
    publish("faces", {LISTED})
    line = await opened(served, token_of(served.paired()))
    answer = await ask(line, {"number": 3, "photos": photos})
    assert (answer["number"], answer["status"], answer["body"]["code"]) == (3, *refusal)  # type: ignore[misc]
    assert (await ask(line, {"number": 4, "photos": ["1"]}))["status"] == 200


@pytest.mark.parametrize(
    "message",
    ["", "{", "[]", "5", "{}", '{"photos":["1"]}', '{"number":-1,"photos":[]}', '{"number":true,"photos":[]}'],
)
async def test_what_is_no_question_ends_the_line(served: Served, message: str) -> None:
    line = await opened(served, token_of(served.paired()))
    await line.send_str(message)
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1008


async def test_bytes_and_what_is_too_large_end_the_line(served: Served) -> None:
    line = await opened(served, token_of(served.paired()))
    await line.send_bytes(b'{"number":1,"photos":[]}')
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1008
    line = await opened(served, token_of(served.paired()))
    await line.send_str(" " * (MAX_BODY + 1))
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1009


async def test_a_pairing_that_was_ended_asks_nothing_more(served: Served, publish: PublishIds) -> None:
    publish("faces", {LISTED})
    line = await opened(served, token_of(served.paired()))
    assert (await ask(line, {"number": 1, "photos": ["1"]}))["status"] == 200
    store = TokenStore(served.paths.pairings)
    for pairing in store.list():
        store.revoke(pairing.id)
    await line.send_str('{"number":2,"photos":["1"]}')
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1008


async def refused(served: Served, **headers: str) -> int:
    protocols = headers.pop("protocols", "").split()
    with pytest.raises(WSServerHandshakeError) as refusal:
        await served.client.ws_connect("/v1/lookup", protocols=protocols, headers=headers)
    return refusal.value.status


async def test_the_guards_judge_a_line_as_they_judge_a_request(served: Served) -> None:
    bound = token_of(served.paired(CHROME))
    good = f"{PROTOCOL} {bound}"
    owner = token_of(served.owner)
    assert await refused(served, protocols=good, Origin=OTHER_CHROME) == 403
    assert await refused(served, protocols=good, Origin="https://www.flickr.com") == 403
    assert await refused(served, protocols=good, Origin="null") == 403
    assert await refused(served, protocols=good, Origin=f"http://127.0.0.1:{served.port + 1}") == 403
    assert await refused(served, protocols=good, Host="evil.example") == 403
    assert await refused(served, protocols=good, Origin=CHROME, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert await refused(served, protocols=f"{PROTOCOL} {owner}", Origin=CHROME) == 403
    assert await refused(served) == 401
    assert await refused(served, protocols=PROTOCOL) == 401
    assert await refused(served, protocols=bound) == 401
    assert await refused(served, protocols=f"{bound} {PROTOCOL}") == 401
    assert await refused(served, protocols=f"{good} more") == 401
    assert await refused(served, protocols=f"{PROTOCOL} inset_{'A' * 43}") == 401
    # A right token does not make up for a wrong one.
    assert await refused(served, protocols=good, Origin=CHROME, Authorization="Bearer nothing") == 401


async def test_the_page_s_cookie_opens_no_line(served: Served) -> None:
    assert await refused(served, **served.page) == 401


async def test_a_subprotocol_proves_nothing_to_any_other_call(served: Served) -> None:
    headers = {"Sec-WebSocket-Protocol": f"{PROTOCOL}, {token_of(served.paired())}"}
    answer = await served.client.get("/v1/datasets", headers=headers)
    assert answer.status == 401


async def test_a_program_may_send_the_token_as_ever(served: Served) -> None:
    line = await served.client.ws_connect("/v1/lookup", headers=served.paired())
    assert (await ask(line, {"number": 1, "photos": []}))["number"] == 1


async def test_a_request_that_opens_no_line_is_told_so(served: Served) -> None:
    answer = await served.get("/v1/lookup", **served.paired())
    assert answer.status == 400


async def test_so_many_lines_at_most_and_the_one_unused_for_longest_goes(
    served: Served, publish: PublishIds, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("faces", {LISTED})
    monkeypatch.setattr(lines, "MOST_LINES", 2)
    token = token_of(served.paired())
    used, unused = await opened(served, token), await opened(served, token)
    await ask(used, {"number": 1, "photos": []})
    newest = await opened(served, token)
    assert (await unused.receive()).type is WSMsgType.CLOSE
    assert unused.close_code == 1013
    for line in (used, newest):
        assert (await ask(line, {"number": 2, "photos": []}))["status"] == 200
    assert len(served.app[LINES]) == 2


async def test_a_line_on_which_nobody_asks_is_closed(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup_line, "IDLE_SECONDS", 0.01)
    line = await opened(served, token_of(served.paired()))
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1000


async def test_a_helper_that_stops_ends_its_lines(served: Served) -> None:
    line = await opened(served, token_of(served.paired()))
    stopping = asyncio.create_task(served.app.shutdown())
    assert (await line.receive()).type is WSMsgType.CLOSE
    assert line.close_code == 1001
    await stopping


@given(
    st.text()
    | st.dictionaries(st.text(), st.integers() | st.text()).map(
        lambda made: (
            orjson.dumps(made, default=str).decode()
            if all(abs(each) < 2**63 for each in made.values() if isinstance(each, int))
            else "{}"
        )
    )
)
def test_any_text_is_a_question_with_a_number_or_none(text: str) -> None:
    question = _question(text)
    assert question is None or (type(question["number"]) is int and 0 <= question["number"] < 2**53)
