"""`GET /v1/owners/{nsid}`: which photos of one account are listed, in pages."""

from __future__ import annotations

from typing import Any

import pytest

from support.runs import PublishIds
from support.served import Served, code_of

OWNER, OTHER = "12345678@N00", "87654321@N07"


async def owner(served: Served, account: str = OWNER, query: str = "") -> Any:
    answer = await served.get(f"/v1/owners/{account}{query}", **served.paired())
    assert answer.status == 200, await answer.text()
    return await answer.json()


def publish_some(publish: PublishIds) -> None:
    publish("faces", range(1, 11), details={photo: (OWNER if photo % 2 else OTHER, None) for photo in range(1, 11)})
    publish("papers", {5, 6, 20}, details={5: (OWNER, None), 6: (OTHER, 4), 20: (OWNER, 4)})
    publish("bare", {1, 2})


async def test_counts_and_photos_of_all_datasets(served: Served, publish: PublishIds) -> None:
    publish_some(publish)
    answer = await owner(served)
    assert answer["owner"] == OWNER
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


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7])
async def test_the_pages_together_are_the_whole(served: Served, publish: PublishIds, limit: int) -> None:
    publish_some(publish)
    whole = (await owner(served))["photos"]
    pages: list[Any] = []
    query = f"?limit={limit}"
    while True:
        page = await owner(served, query=query)
        assert len(page["photos"]) == min(limit, len(whole) - sum(map(len, pages)))
        pages.append(page["photos"])
        if page["next"] is None:
            break
        query = f"?limit={limit}&cursor={page['next']}"
    assert [photo for page in pages for photo in page] == whole


async def test_an_account_that_nobody_lists_was_asked_for(served: Served, publish: PublishIds) -> None:
    publish_some(publish)
    answer = await owner(served, "11111111@N11")
    assert answer["datasets"] == [{"dataset": "faces", "photos": 0}, {"dataset": "papers", "photos": 0}]
    assert (answer["photos"], answer["next"]) == ([], None)


async def test_spellings(served: Served, publish: PublishIds) -> None:
    publish("faces", {1, 2}, details={1: (OWNER, None), 2: ("maren", None)})
    for account in ("12345678@n00", "12345678%40N00"):
        assert [photo["photo_id"] for photo in (await owner(served, account))["photos"]] == ["1"]
    assert [photo["photo_id"] for photo in (await owner(served, "Maren"))["photos"]] == ["2"]


async def test_who_knows_licences_alone_is_not_asked(served: Served, publish: PublishIds) -> None:
    """Nothing is known of the account there: 0 photos would be a claim."""
    publish("licences", {1, 2}, details={1: (None, 4), 2: (None, 0)})
    publish("faces", {1, 2}, details={1: (OWNER, None), 2: (None, 4)})
    answer = await owner(served)
    assert (answer["datasets"], answer["without_owners"]) == ([{"dataset": "faces", "photos": 1}], ["licences"])


async def test_what_cannot_be_opened_is_named(served: Served, publish: PublishIds) -> None:
    publish("faces", {1}, details={1: (OWNER, None)})
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    assert (await owner(served))["unavailable"] == ["broken"]


async def test_nothing_published_claims_nothing(served: Served) -> None:
    answer = await served.get(f"/v1/owners/{OWNER}", **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "index_missing")


@pytest.mark.parametrize(
    "address",
    [
        "a%20b",
        "x" * 65,
        "%00",
        "a;b",
        "%D9%A1",
        f"{OWNER}?limit=0",
        f"{OWNER}?limit=1001",
        f"{OWNER}?limit=",
        f"{OWNER}?limit=-1",
        f"{OWNER}?limit=1e2",
        f"{OWNER}?limit=%D9%A1",
        f"{OWNER}?limit=1&limit=2",
        f"{OWNER}?cursor=",
        f"{OWNER}?cursor=x",
        f"{OWNER}?cursor=01",
        f"{OWNER}?cursors=1",
    ],
)
async def test_what_makes_no_sense_is_refused(served: Served, publish: PublishIds, address: str) -> None:
    publish_some(publish)
    answer = await served.get(f"/v1/owners/{address}", **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")
