"""`GET /v1/accounts/{nsid}`: which photos of a Flickr account are listed, in pages."""

from __future__ import annotations

from typing import Any

import pytest

from support.api.served import Served, code_of
from support.datasets.runs import PublishIds

ACCOUNT, OTHER = "12345678@N00", "87654321@N07"


async def ask(served: Served, account: str = ACCOUNT, query: str = "") -> Any:
    answer = await served.get(f"/v1/accounts/{account}{query}", **served.paired())
    assert answer.status == 200, await answer.text()
    return await answer.json()


def publish_some(publish: PublishIds) -> None:
    publish("faces", range(1, 11), details={photo: (ACCOUNT if photo % 2 else OTHER, None) for photo in range(1, 11)})
    publish("papers", {5, 6, 20}, details={5: (ACCOUNT, None), 6: (OTHER, 4), 20: (ACCOUNT, 4)})
    publish("bare", {1, 2})


async def test_counts_and_photos_of_all_datasets(served: Served, publish: PublishIds) -> None:
    publish_some(publish)
    answer = await ask(served)
    assert answer["owner"] == ACCOUNT
    assert answer["datasets"] == [{"dataset": "faces", "photos": 5}, {"dataset": "papers", "photos": 2}]
    assert (answer["without_owners"], answer["unavailable"], answer["next"]) == (["bare"], [], None)
    assert answer["photos"] == [
        {"photo_id": "1", "datasets": ["faces"]},
        {"photo_id": "3", "datasets": ["faces"]},
        {"photo_id": "5", "datasets": ["faces", "papers"]},
        {"photo_id": "7", "datasets": ["faces"]},
        {"photo_id": "9", "datasets": ["faces"]},
        {"photo_id": "20", "datasets": ["papers"]},
    ]


async def test_its_older_name_answers_the_same(served: Served, publish: PublishIds) -> None:
    publish_some(publish)
    for query in ("", "?limit=2", "?limit=2&cursor=3"):
        older = await served.get(f"/v1/owners/{ACCOUNT}{query}", **served.paired())
        assert (older.status, await older.json()) == (200, await ask(served, query=query))
    for wrong in ("a.b", f"{ACCOUNT}?limit=0"):
        older = await served.get(f"/v1/owners/{wrong}", **served.paired())
        assert (older.status, await code_of(older)) == (400, "bad_request")


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7])
async def test_the_pages_together_are_the_whole(served: Served, publish: PublishIds, limit: int) -> None:
    publish_some(publish)
    whole = (await ask(served))["photos"]
    pages: list[Any] = []
    query = f"?limit={limit}"
    while True:
        page = await ask(served, query=query)
        assert len(page["photos"]) == min(limit, len(whole) - sum(map(len, pages)))
        pages.append(page["photos"])
        if page["next"] is None:
            break
        query = f"?limit={limit}&cursor={page['next']}"
    assert [photo for page in pages for photo in page] == whole


async def test_an_account_that_nobody_lists_was_asked_for(served: Served, publish: PublishIds) -> None:
    publish_some(publish)
    answer = await ask(served, "11111111@N11")
    assert answer["datasets"] == [{"dataset": "faces", "photos": 0}, {"dataset": "papers", "photos": 0}]
    assert (answer["photos"], answer["next"]) == ([], None)


async def test_spellings(served: Served, publish: PublishIds) -> None:
    publish("faces", {1, 2}, details={1: (ACCOUNT, None), 2: ("maren", None)})
    for account in ("12345678@n00", "12345678%40N00"):
        assert [photo["photo_id"] for photo in (await ask(served, account))["photos"]] == ["1"]
    assert [photo["photo_id"] for photo in (await ask(served, "Maren"))["photos"]] == ["2"]


async def test_who_knows_licences_alone_is_not_asked(served: Served, publish: PublishIds) -> None:
    """Such a dataset knows no accounts, so it must not be said to list 0 photos of one."""
    publish("licences", {1, 2}, details={1: (None, 4), 2: (None, 0)})
    publish("faces", {1, 2}, details={1: (ACCOUNT, None), 2: (None, 4)})
    answer = await ask(served)
    assert (answer["datasets"], answer["without_owners"]) == ([{"dataset": "faces", "photos": 1}], ["licences"])


async def test_what_cannot_be_opened_is_named(served: Served, publish: PublishIds) -> None:
    publish("faces", {1}, details={1: (ACCOUNT, None)})
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    assert (await ask(served))["unavailable"] == ["broken"]


async def test_nothing_published_claims_nothing(served: Served) -> None:
    answer = await served.get(f"/v1/accounts/{ACCOUNT}", **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "index_missing")


@pytest.mark.parametrize(
    "address",
    [
        "a%20b",
        "x" * 65,
        "%00",
        "a;b",
        "%D9%A1",
        f"{ACCOUNT}?limit=0",
        f"{ACCOUNT}?limit=1001",
        f"{ACCOUNT}?limit=",
        f"{ACCOUNT}?limit=-1",
        f"{ACCOUNT}?limit=1e2",
        f"{ACCOUNT}?limit=%D9%A1",
        f"{ACCOUNT}?limit=1&limit=2",
        f"{ACCOUNT}?cursor=",
        f"{ACCOUNT}?cursor=x",
        f"{ACCOUNT}?cursor=01",
        f"{ACCOUNT}?cursors=1",
    ],
)
async def test_what_makes_no_sense_is_refused(served: Served, publish: PublishIds, address: str) -> None:
    publish_some(publish)
    answer = await served.get(f"/v1/accounts/{address}", **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
