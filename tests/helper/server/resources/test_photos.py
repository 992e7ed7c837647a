"""`GET /v1/photos/{id}`: what every dataset says of one photo."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from inset.index.library import LOOK_EVERY
from support.api.served import Served, code_of
from support.datasets.runs import PublishIds

OWNER = "12345678@N00"


async def photo(served: Served, photo_id: str) -> Any:
    answer = await served.get(f"/v1/photos/{photo_id}", **served.paired())
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_listed_with_owner_and_licence(served: Served, publish: PublishIds) -> None:
    publish("faces", {7, 8, 9}, details={7: (OWNER, 4), 8: (None, "Ask me first"), 9: (OWNER, None)})
    publish("papers", {7, 10})
    answer = await photo(served, "7")
    assert (answer["photo_id"], answer["answer"], answer["unavailable"]) == ("7", "listed", [])
    faces, papers = answer["datasets"]
    assert (faces["dataset"], faces["answer"], faces["owner"]) == ("faces", "listed", OWNER)
    assert faces["licence"] == {
        "id": 4,
        "name": "CC BY 2.0",
        "url": "https://creativecommons.org/licenses/by/2.0/",
        "commercial": True,
        "derivatives": True,
        "attribution": True,
    }
    assert papers == {"dataset": "papers", "answer": "listed", "owner": None, "licence": None}
    assert (await photo(served, "8"))["datasets"][0]["licence"] == {"id": None, "name": "Ask me first"}
    assert (await photo(served, "9"))["datasets"][0]["licence"] is None
    lookup = await served.lookup("7")
    assert answer["revision"] == lookup["revision"]


async def test_names_of_the_account_are_told_where_the_list_gives_any(served: Served, publish: PublishIds) -> None:
    publish("faces", {7, 8}, details={7: (OWNER, None, ("Anna B", "anna")), 8: (OWNER, None)})
    (named,) = (await photo(served, "7"))["datasets"]
    assert (named["owner"], named["owner_names"]) == (OWNER, ["Anna B", "anna"])
    assert "owner_names" not in (await photo(served, "8"))["datasets"][0]


async def test_a_filter_alone_says_how_likely_it_is(served: Served, publish: PublishIds) -> None:
    publish("papers", range(1, 1000), exact=False, error_rate=1e-6)
    answer = await photo(served, "7")
    assert answer["answer"] == "probably_listed"
    (papers,) = answer["datasets"]
    listing = await (await served.get("/v1/datasets/papers", **served.owner)).json()
    assert (papers["chance"], papers["false_positive_rate"]) == (listing["chance"], listing["false_positive_rate"])
    assert 0 < papers["chance"] < 1


async def test_one_certain_dataset_makes_the_photo_listed(served: Served, publish: PublishIds) -> None:
    publish("aaa", {7}, exact=False, error_rate=1e-6)
    publish("zzz", {7})
    answer = await photo(served, "7")
    assert answer["answer"] == "listed"
    assert {each["dataset"]: each["answer"] for each in answer["datasets"]} == {
        "aaa": "probably_listed",
        "zzz": "listed",
    }


async def test_not_listed_and_unknown(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    assert (await photo(served, "8"))["answer"] == "not_listed"
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    await asyncio.sleep(LOOK_EVERY)
    answer = await (await served.get("/v1/photos/8", **served.owner)).json()
    assert (answer["answer"], answer["datasets"], answer["unavailable"]) == ("unknown", [], ["broken"])
    answer = await (await served.get("/v1/photos/7", **served.owner)).json()
    assert (answer["answer"], answer["unavailable"]) == ("listed", ["broken"])


async def test_nothing_published_claims_nothing(served: Served) -> None:
    answer = await served.get("/v1/photos/7", **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "index_missing")


@pytest.mark.parametrize("text", ["x", "0", "007", "-7", "7.0", "1234567890123", "7%20", "%D9%A7", "7,8", "%00"])
async def test_what_is_no_id(served: Served, publish: PublishIds, text: str) -> None:
    publish("faces", {7})
    answer = await served.get(f"/v1/photos/{text}", **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "photo_ref_invalid")


async def test_damaged_details_are_said(served: Served, publish: PublishIds) -> None:
    folder = publish("faces", {7}, details={7: (OWNER, 4)})
    details = folder / "photos.sqlite"
    details.write_bytes(b"x" * details.stat().st_size)
    answer = await served.get("/v1/photos/7", **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "run_damaged")
