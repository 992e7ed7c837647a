"""Photo references: the shared cases, and properties that no list of cases can cover."""

from __future__ import annotations

import json
from pathlib import Path
from time import thread_time
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.references import CORPUS, answer
from inset.errors import PhotoRefInvalid
from inset.flickr import MAX_PHOTO_ID
from inset.photo_ref import (
    MAX_URL_LENGTH,
    base58_decode,
    base58_encode,
    parse_photo_id,
    parse_photo_ref,
    photo_id_from_file_name,
    photo_id_from_url,
)


class Case(TypedDict):
    url: str
    photo_id: str | None
    why: str


VECTORS = Path(__file__).parents[1] / "vectors" / "photo_refs.json"
CASES: list[Case] = json.loads(VECTORS.read_text(encoding="utf-8"))

SIZES = ("s", "q", "t", "m", "n", "w", "z", "c", "b", "h", "k", "3k", "4k", "f", "5k", "6k", "o", "o_d", "z_d")

photo_ids = st.integers(min_value=1, max_value=MAX_PHOTO_ID)
secrets = st.text("0123456789abcdef", min_size=10, max_size=10)
sizes = st.sampled_from(["", *(f"_{size}" for size in SIZES)])
servers = st.integers(min_value=1, max_value=65535)
users = st.sampled_from(["sample-user", "12345678@N00", "12345678%40n02", "a_b", "2015", "990000000002"])

URL_SHAPES = (
    "https://www.flickr.com/photos/{user}/{id}/",
    "//flickr.com/photos/{user}/{id}",
    "www.flickr.com/photo/{user}/{id}/in/photolist-{short}-2p4QbKN",
    "/photos/{user}//{id}/sizes/{size}/in/album-72157600000000001",
    "https://m.flickr.com/photo.gne?id={id}",
    "http://www.flickr.com/photo_exif.gne?x=1&id={id}#top",
    "https://www.flickr.com/photo.gne?short={short}",
    "https://flic.kr/p/{short}",
    "https://live.staticflickr.com/{server}/{id}_{secret}{size}.jpg",
    "https://live.staticflickr.com/video/{id}/{secret}/1080p.mp4?s=1",
    "http://farm{farm}.static.flickr.com/{server}/{id}_{secret}{size}.jpg?v=0",
    "farm{farm}.staticflickr.com/{server}/{id}_{secret}{size}.png",
    "https://c{farm}.staticflickr.com/{farm}/{server}/{id}_{secret}{size}.jpg",
    "https://photos{farm}.flickr.com/{id}_{secret}{size}.jpg",
    "https://i0.wp.com/live.staticflickr.com/{server}/{id}_{secret}{size}.jpg?ssl=1",
    "https://web.archive.org/web/20150101000000/https://www.flickr.com/photos/{user}/{id}/",
    "https://web.archive.org/web/2015im_/http://farm{farm}.static.flickr.com/{server}/{id}_{secret}{size}.jpg",
    "https://flimg.flickr.com/?url=https%3A%2F%2Flive.staticflickr.com%2F{server}%2F{id}_{secret}{size}.jpg",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_shared_cases(case: Case) -> None:
    found = photo_id_from_url(case["url"])
    assert (None if found is None else str(found)) == case["photo_id"]


def test_the_shared_cases_are_many_distinct_and_mostly_traps() -> None:
    assert len({case["url"] for case in CASES}) == len(CASES) >= 160
    assert sum(case["photo_id"] is None for case in CASES) >= len(CASES) / 2
    assert all(case["why"] for case in CASES)


@given(photo_ids, users, secrets.filter(lambda secret: secret != "face"), sizes, servers, st.integers(1, 999))
def test_every_url_shape_gives_its_photo_back(
    photo_id: int, user: str, secret: str, size: str, server: int, farm: int
) -> None:
    for shape in URL_SHAPES:
        url = shape.format(
            user=user, id=photo_id, secret=secret, size=size, server=server, farm=farm, short=base58_encode(photo_id)
        )
        assert photo_id_from_url(url) == photo_id, url


PIECES = (
    *("https://", "http://", "//", "/", "@", ":", "443", "?", "#", "&", "\\", "%", "\0", " ", "..", "①", ""),
    *("www.flickr.com", "flic.kr", "live.staticflickr.com", "farm1.static.flickr.com", "i0.wp.com", "evil.example"),
    *("p", "photos", "photo", "tags", "with", "albums", "video", "photo.gne", "?id=", "?src=", "?url=", "2p4QbKN"),
    *("sample-user", "990000000001", "990000000001_5a3c7e9b10_b.jpg", "65535"),
)
pieces = st.sampled_from(PIECES)


@given(st.one_of(st.text(), st.lists(pieces, max_size=12).map("".join), st.lists(pieces, max_size=12).map("/".join)))
def test_no_text_raises_and_what_comes_out_is_an_id(text: str) -> None:
    for found in (photo_id_from_url(text), photo_id_from_file_name(text), parse_photo_id(text), base58_decode(text)):
        assert found is None or 1 <= found <= MAX_PHOTO_ID


@given(st.one_of(st.text(), st.lists(pieces, max_size=12).map("/".join), photo_ids.map(str)))
def test_parsing_a_reference_is_idempotent(text: str) -> None:
    try:
        photo_id = parse_photo_ref(text)
    except PhotoRefInvalid:
        return
    assert parse_photo_ref(str(photo_id)) == photo_id
    assert parse_photo_ref(f"https://www.flickr.com/photos/sample-user/{photo_id}/") == photo_id


@given(photo_ids)
def test_short_codes_go_round(photo_id: int) -> None:
    assert base58_decode(base58_encode(photo_id)) == photo_id


def test_short_code_of_a_published_example() -> None:
    assert base58_encode(53208249252) == "2p4QbKN"


def test_short_code_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        base58_encode(0)


@pytest.mark.parametrize("text", ["1", "105", "990000000001", "999999999999"])
def test_a_bare_id(text: str) -> None:
    assert parse_photo_id(text) == int(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "007",
        "1234567890123",
        "72157600000000001",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "1_0",
        " 1",
        "1\n",
        "\u2460",
        "\uff11",
        "\u0663",
        "x",
    ],
)
def test_no_bare_id(text: str) -> None:
    assert parse_photo_id(text) is None


@pytest.mark.parametrize(
    ("name", "photo_id"),
    [
        ("990000000001.jpg", 990000000001),
        ("990000000001.JPG", 990000000001),
        ("images/train/990000000001.png", 990000000001),
        ("images\\train\\990000000001.jpg", 990000000001),
        ("990000000001_5a3c7e9b10.jpg", 990000000001),
        ("990000000001_5a3c7e9b10_b.jpg", 990000000001),
        ("990000000001_5a3c7e9b10_o_d.jpg", 990000000001),
        ("990000000001_5a3c7e9b10.jpg#0", 990000000001),
        ("Flicker8k_Dataset/990000000001_5a3c7e9b10.jpg#4", 990000000001),
        ("990000000001", None),
        ("990000000001.txt", None),
        ("000000000001.jpg", None),
        ("72157600000000001.jpg", None),
        ("IMG_990000000001.jpg", None),
        ("n00004475_6590.jpg", None),
        ("20130502_123456.jpg", None),
        ("990000000001_7.jpg", None),
        ("990000000001_face_b.jpg", None),
        ("990000000001_5a3c7e9b10_large.jpg", None),
        ("990000000001_5a3c7e9b10", None),
        ("990000000001.jpg#", None),
        ("990000000001.jpg#x", None),
        ("990000000001.jpg/", None),
        ("①②③.jpg", None),
        ("", None),
        ("x" * (MAX_URL_LENGTH + 1) + "/990000000001.jpg", None),
    ],
)
def test_file_names(name: str, photo_id: int | None) -> None:
    assert photo_id_from_file_name(name) == photo_id


def test_a_path_counts_only_on_flickrs_own_pages() -> None:
    path = "/photos/sample-user/990000000001/"
    assert photo_id_from_url(path, base_is_flickr=True) == 990000000001
    assert photo_id_from_url(path, base_is_flickr=False) is None
    assert photo_id_from_url("https://www.flickr.com" + path, base_is_flickr=False) == 990000000001


def test_the_longest_url() -> None:
    url = "https://www.flickr.com/photos/sample-user/990000000001/?x="
    assert photo_id_from_url(url.ljust(MAX_URL_LENGTH, "x")) == 990000000001
    assert photo_id_from_url(url.ljust(MAX_URL_LENGTH + 1, "x")) is None
    # JavaScript counts a character outside the basic plane as two.
    wide = (MAX_URL_LENGTH - len(url)) // 2
    assert photo_id_from_url(url + "\U0001f4f7" * wide) == 990000000001
    assert photo_id_from_url(url + "\U0001f4f7" * (wide + 1)) is None


@pytest.mark.parametrize("run", ["/", "@", "_", "%2F", "?src=", "&id=", "..", ":", "#", " "])
def test_hostile_repetition_costs_little(run: str) -> None:
    texts = [
        prefix + run * (4000 // len(run)) for prefix in ("https://www.flickr.com/photos/", "//a/?src=", "", "http://")
    ]
    start = thread_time()  # of this thread: others of this process may be at work
    for text in texts:
        photo_id_from_url(text)
        photo_id_from_file_name(text)
    assert thread_time() - start < 0.25


def test_a_reference_of_a_person() -> None:
    assert parse_photo_ref(" 990000000001\n") == 990000000001
    assert parse_photo_ref("flic.kr/p/2p4QbKN") == 53208249252


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("sample", "For example"),
        ("72157600000000001", "Seventeen digits"),
        ("https://www.flickr.com/photos/sample-user/albums/72157600000000001", "album"),
        ("9" * 200, "For example"),
    ],
)
def test_a_wrong_reference_says_what_to_give(ref: str, hint: str) -> None:
    with pytest.raises(PhotoRefInvalid, match=r"^Give a photo's ID or address") as caught:
        parse_photo_ref(ref)
    assert hint in caught.value.hint
    assert len(caught.value.message) < 160


def test_what_the_fuzzer_found_is_read_as_it_was() -> None:
    """`make fuzz-references` keeps these; tests/extension/shared/photo-ref.test.ts reads the same."""
    cases = json.loads(CORPUS.read_text())
    assert len(cases) > 50
    assert {case["url"]: answer(case["url"]) for case in cases} == {case["url"]: case["photo_id"] for case in cases}
