"""Censuses, which list what was public, are told apart from training sets in every answer of the API."""

from __future__ import annotations

from support.api.served import Served
from support.datasets.runs import PublishIds

NSID = "12345678@N00"
LISTED, PUBLIC, ABSENT = 990_000_000_001, 990_000_000_002, 990_000_000_003


def publish_both(publish: PublishIds) -> None:
    publish("chosen", {LISTED}, details={LISTED: (NSID, 4)})
    publish("everything", {LISTED, PUBLIC}, kind="census", details={LISTED: (NSID, 4), PUBLIC: (NSID, 4)})


async def test_a_lookup_never_lists_what_only_a_census_has(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    answer = await served.lookup(str(LISTED), str(PUBLIC), str(ABSENT))
    assert (answer["datasets"], answer["censuses"]) == (["chosen"], ["everything"])
    assert answer["listed"] == {str(LISTED): [{"dataset": "chosen", "answer": "listed"}]}
    assert answer["public"] == {str(i): [{"dataset": "everything", "answer": "listed"}] for i in (LISTED, PUBLIC)}


async def test_a_photos_answer_is_that_of_the_training_sets(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    for photo, said in ((LISTED, "listed"), (PUBLIC, "not_listed")):
        answer = await (await served.get(f"/v1/photos/{photo}", **served.owner)).json()
        assert answer["answer"] == said
        assert [each["dataset"] for each in answer["censuses"]] == ["everything"]
        assert "everything" not in {each["dataset"] for each in answer["datasets"]}


async def test_a_census_alone_answers_nothing_about_training(served: Served, publish: PublishIds) -> None:
    publish("everything", {PUBLIC}, kind="census")
    assert (await served.lookup(str(ABSENT)))["datasets"] == []
    for photo in (PUBLIC, ABSENT):
        assert (await (await served.get(f"/v1/photos/{photo}", **served.owner)).json())["answer"] == "unknown"


async def readiness_and_counts(served: Served) -> list[object]:
    status = await (await served.get("/v1/status", **served.owner)).json()
    hello = await (await served.get("/v1/hello")).json()
    return [hello["ready"], status["ready"], status["datasets"], status["censuses"]]


async def test_it_is_not_ready_with_a_census_alone(served: Served, publish: PublishIds) -> None:
    publish("everything", {PUBLIC}, kind="census")
    assert await readiness_and_counts(served) == [False, False, 0, 1]


async def test_it_is_ready_with_a_training_set_beside_a_census(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    assert await readiness_and_counts(served) == [True, True, 1, 1]


async def test_an_accounts_photos_are_counted_apart(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    answer = await (await served.get(f"/v1/owners/{NSID}", **served.owner)).json()
    assert answer["datasets"] == [{"dataset": "chosen", "photos": 1}]
    assert answer["censuses"] == [{"dataset": "everything", "photos": 2}]
    assert answer["photos"] == [{"photo_id": str(LISTED), "datasets": ["chosen"]}]


async def test_who_names_no_accounts_is_told_apart_too(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    publish("bare", {LISTED})
    publish("everything-bare", {LISTED}, kind="census")
    answer = await (await served.get(f"/v1/accounts/{NSID}", **served.owner)).json()
    assert (answer["without_owners"], answer["censuses_without_owners"]) == (["bare"], ["everything-bare"])


async def test_a_dataset_says_its_kind(served: Served, publish: PublishIds) -> None:
    publish_both(publish)
    datasets = (await (await served.get("/v1/datasets", **served.owner)).json())["datasets"]
    assert {each["name"]: each["kind"] for each in datasets} == {"chosen": "training", "everything": "census"}
