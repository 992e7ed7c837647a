"""`GET /v1/accounts?name=…`: the accounts that a name may mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from support.api.served import Served, code_of
from support.datasets.runs import PublishIds

FIRST = 4_100_000_000
ANNA, OTHER = "12345678@N00", "87654321@N07"


async def ask(served: Served, name: str) -> Any:
    answer = await served.get(f"/v1/accounts?name={quote(name)}", **served.paired())
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_a_name_that_two_accounts_share(served: Served, publish: PublishIds) -> None:
    publish("faces", [1], details={FIRST + n: (ANNA, 4, ("Anna Bé",)) for n in range(5)})
    publish("papers", [1], details={FIRST + 9: (OTHER, 4, ("anna be",)), FIRST + 10: (None, 4, ("ANNA BÉ",))})
    publish("bare", [1, 2])
    answer = await ask(served, "Anna be")
    assert [each["account"] for each in answer["candidates"]] == [ANNA, OTHER, None]
    assert answer["candidates"][0] == {
        "account": ANNA,
        "known_by": "nsid",
        "because": "name",
        "names": ["Anna Bé"],
        "datasets": [{"dataset": "faces", "photos": 5}],
        "censuses": [],
        "years": {"first": 2009, "last": 2010},
        "photos": [
            {"photo_id": str(FIRST + n), "url": f"https://www.flickr.com/photos/{ANNA}/{FIRST + n}/"} for n in range(3)
        ],
    }
    assert answer["candidates"][2]["photos"][0]["url"] == f"https://www.flickr.com/photo.gne?id={FIRST + 10}"
    assert "not unique" in answer["note"]
    assert (answer["without_accounts"], answer["without_names"], answer["left_out"]) == (["bare"], ["bare"], 0)


async def test_nobody_is_an_answer(served: Served, publish: PublishIds) -> None:
    publish("faces", [1], details={FIRST: (ANNA, 4, ("Anna",))})
    answer = await ask(served, "Nobody")
    assert (answer["candidates"], answer["note"]) == ([], None)


@pytest.mark.parametrize(
    "query", ["", "?name=", "?name=%40", "?name=https%3A%2F%2Fwww.flickr.com%2Fgroups%2Fa", "?x=1"]
)
async def test_what_names_no_account_is_refused(served: Served, publish: PublishIds, query: str) -> None:
    publish("faces", [1])
    answer = await served.get(f"/v1/accounts{query}", **served.paired())
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


async def test_without_datasets_there_is_no_answer(served: Served) -> None:
    answer = await served.get("/v1/accounts?name=anna", **served.paired())
    assert answer.status == 503
    assert (await served.get("/v1/accounts?name=anna")).status == 401
