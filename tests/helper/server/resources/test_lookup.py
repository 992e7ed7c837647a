"""`POST /v1/lookup`."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import BadRequest
from inset.paths import Paths
from inset.photo_ref import base58_encode, parse_photo_id, photo_id_from_url
from inset.server.asked import MAX_PHOTOS
from inset.server.resources.lookup import parse_photos
from support.api.served import Served, code_of
from support.datasets.origins import SIGNED, UNSIGNED, came_as_pack
from support.datasets.runs import PublishIds


async def test_listed_not_listed_and_invalid(served: Served, publish: PublishIds) -> None:
    publish("faces", {53208249252, 7})
    publish("captions", {7, 990000000001})
    publish("papers", {8, 7}, exact=False, error_rate=1e-6)
    answer = await served.lookup("53208249252", "7", "990000000001", "12345", "abc", "007", "7", "8")
    assert answer["datasets"] == ["captions", "faces", "papers"]
    assert answer["unavailable"] == []
    assert answer["invalid"] == ["abc", "007"]
    assert isinstance(answer["revision"], str)
    assert answer["revision"]
    listed = answer["listed"]
    assert listed["53208249252"] == [{"dataset": "faces", "answer": "listed"}]
    assert listed["990000000001"] == [{"dataset": "captions", "answer": "listed"}]
    assert [entry["dataset"] for entry in listed["7"]] == ["captions", "faces", "papers"]
    (probably,) = listed["8"]
    assert (probably["dataset"], probably["answer"]) == ("papers", "probably_listed")
    assert 0 <= probably["chance"] < 1
    assert set(listed) == {"53208249252", "990000000001", "7", "8"}


async def test_each_answer_says_that_nobody_vouches_for_it(served: Served, paths: Paths, publish: PublishIds) -> None:
    for name in ("given", "here", "kept"):
        publish(name, {7})
    publish("papers", {7}, exact=False)
    came_as_pack(paths.datasets, "given", SIGNED)
    for name in ("kept", "papers"):
        came_as_pack(paths.datasets, name, UNSIGNED)
    answer = await served.lookup("7")
    given, here, kept, papers = answer["listed"]["7"]
    assert (given, here) == ({"dataset": "given", "answer": "listed"}, {"dataset": "here", "answer": "listed"})
    assert kept == {"dataset": "kept", "answer": "listed", "unvouched": True}
    assert set(papers) == {"dataset", "answer", "chance", "unvouched"}


async def test_nothing_is_kept_of_what_was_looked_up(served: Served, publish: PublishIds) -> None:
    """No file of Inset's has a photo that was asked about, neither as digits nor as a number."""
    publish("faces", {990000000001})
    asked = 990000000077
    assert (await served.lookup(str(asked)))["listed"] == {}
    assert (await served.get(f"/v1/photos/{asked}", **served.owner)).status == 200
    files = [path for path in served.paths.data.parent.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert str(asked).encode() not in content, path
        assert asked.to_bytes(8, "little") not in content, path


async def test_photos_by_their_addresses(served: Served, publish: PublishIds) -> None:
    publish("faces", {990000000001, 990000000002})
    page = "https://www.flickr.com/photos/sample-user/990000000001/in/dateposted"
    short = f"https://flic.kr/p/{base58_encode(990000000002)}"
    image = "https://live.staticflickr.com/65535/990000000003_0123456789_b.jpg"
    album = "https://www.flickr.com/photos/sample-user/albums/72157600000000001"
    answer = await served.lookup(page, short, image, album, "990000000001")
    assert set(answer["listed"]) == {"990000000001", "990000000002"}
    assert answer["named"] == {page: "990000000001", short: "990000000002", image: "990000000003"}
    assert answer["invalid"] == [album]


async def test_a_dataset_that_cannot_be_opened_is_named(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    (publish("broken", {8}) / "dataset.json").write_text("{}")
    answer = await served.lookup("7", "8")
    assert (answer["datasets"], answer["unavailable"]) == (["faces"], ["broken"])
    assert set(answer["listed"]) == {"7"}


async def test_a_dataset_that_turns_out_damaged_is_named_in_that_very_answer(
    served: Served, publish: PublishIds
) -> None:
    publish("faces", {7})
    run = publish("damaged", range(990_000_000_000, 990_000_200_000))
    answer = await served.lookup("7")
    assert (sorted(answer["datasets"]), answer["unavailable"]) == (["damaged", "faces"], [])
    content = bytearray((run / "photos.ids").read_bytes())
    content[64:400_064] = bytes(400_000)  # every photo is lost
    (run / "photos.ids").write_bytes(content)
    for photos in (["7", "990000000005"], ["7", *(str(990_000_000_000 + n) for n in range(300))]):
        answer = await served.lookup(*photos)
        assert (answer["datasets"], answer["unavailable"]) == (["faces"], ["damaged"])
        assert set(answer["listed"]) == {"7"}
    status = await (await served.get("/v1/status", **served.owner)).json()
    assert status["unavailable"] == 1
    photo = await (await served.get("/v1/photos/990000000005", **served.owner)).json()
    assert (photo["answer"], photo["unavailable"]) == ("unknown", ["damaged"])


async def test_nothing_published_claims_nothing(served: Served) -> None:
    answer = await served.post("/v1/lookup", {"photos": ["7"]}, **served.owner)
    assert (answer.status, await code_of(answer)) == (503, "index_missing")


async def test_no_photos_is_an_empty_answer(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    answer = await served.lookup()
    assert (answer["listed"], answer["invalid"]) == ({}, [])


@pytest.mark.parametrize("count", [1, 200, MAX_PHOTOS])
async def test_many_photos(served: Served, publish: PublishIds, count: int) -> None:
    photos = [990000000000 + index for index in range(1, count + 1)]
    publish("faces", photos[::2])
    answer = await served.lookup(*map(str, photos))
    assert set(answer["listed"]) == set(map(str, photos[::2]))


async def test_one_photo_too_many(served: Served, publish: PublishIds) -> None:
    publish("faces", {7})
    answer = await served.post("/v1/lookup", {"photos": ["990000000001"] * (MAX_PHOTOS + 1)}, **served.owner)
    assert (answer.status, await code_of(answer)) == (413, "too_large")


async def test_many_at_once(served: Served, publish: PublishIds) -> None:
    publish("faces", range(1, 2000, 2))
    batches = [[str(start + offset) for offset in range(100)] for start in range(1, 1001, 50)]
    answers = await asyncio.gather(*(served.lookup(*batch) for batch in batches))
    for batch, answer in zip(batches, answers, strict=True):
        assert set(answer["listed"]) == {text for text in batch if int(text) % 2}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"photos": None},
        {"photos": "7"},
        {"photos": {"7": 1}},
        {"photos": [7]},
        {"photos": ["7", 7]},
        {"photos": [None]},
        {"photos": [["7"]]},
        {"photos": [True]},
        {"photos": ["7"], "dataset": "faces"},
        {"Photos": ["7"]},
    ],
)
async def test_another_body_is_refused(served: Served, publish: PublishIds, body: object) -> None:
    publish("faces", {7})
    answer = await served.post("/v1/lookup", body, **served.owner)
    assert (answer.status, await code_of(answer)) == (400, "bad_request")


@given(
    st.lists(
        st.integers(0, 10**13).map(str)
        | st.text(max_size=4)
        | st.sampled_from(
            [
                "",
                "0",
                "07",
                "7\n",
                "\n7",
                "7\n8",
                "7,8",
                ",7",
                "7,",
                "7\r",
                " 7",
                "+7",
                "7_0",
                "\u0667",
                "\u2460",
                "\u00b2",
                "7\u2028",
                "https://www.flickr.com/photos/sample-user/990000000001/",
                "//flic.kr/p/2p4QbKN",
                "/photos/sample-user/990000000002",
                "https://www.flickr.com/photos/sample-user/albums/990000000001",
            ]
        )
    )
)
def test_all_at_once_parses_as_one_by_one(texts: list[str]) -> None:
    one_by_one = [parse_photo_id(text) or photo_id_from_url(text) for text in texts]
    assert parse_photos(texts) == (
        [photo_id for photo_id in one_by_one if photo_id is not None],
        {
            text: str(photo_id)
            for text, photo_id in zip(texts, one_by_one, strict=True)
            if photo_id is not None and parse_photo_id(text) is None
        },
        [text for text, photo_id in zip(texts, one_by_one, strict=True) if photo_id is None],
    )


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(BadRequest):
        parse_photos(["7", 7])  # type: ignore[list-item]
