"""Addresses of pictures are found in any text, made small where Flickr has a small one, and never led elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inset.account.pictures import HOST, LONGEST, Picture, find_pictures, note_pictures, picture_of
from inset.photo_ref import photo_id_from_url

PHOTO = 900_000_000_001
SMALL = Picture(f"https://{HOST}/65535/{PHOTO}_0123456789_m.jpg", small=True)


@pytest.mark.parametrize(
    "address",
    [
        f"https://live.staticflickr.com/65535/{PHOTO}_0123456789_b.jpg",
        f"http://farm6.staticflickr.com/65535/{PHOTO}_0123456789.jpg",
        f"//farm66.static.flickr.com/65535/{PHOTO}_0123456789_q.jpg?x=1",
        f"https://c2.staticflickr.com/6/65535/{PHOTO}_0123456789_z.png",
        f"<img src='https://LIVE.staticflickr.com/65535/{PHOTO}_0123456789_w.jpg'>",
    ],
)
def test_a_size_that_shares_the_secret_gives_a_small_picture(address: str) -> None:
    assert list(find_pictures(f"x {address} y")) == [(PHOTO, SMALL)]


@pytest.mark.parametrize("file", ["0123456789_o.jpg", "abcdef0123_k.jpg", "abcdef0123_3k.jpg", "0123456789_o.png"])
def test_a_size_with_a_secret_of_its_own_is_taken_as_it_is(file: str) -> None:
    found = list(find_pictures(f"http://farm6.staticflickr.com/5505/{PHOTO}_{file}"))
    assert found == [(PHOTO, Picture(f"https://{HOST}/5505/{PHOTO}_{file}", small=False))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"https://www.flickr.com/photos/somebody/{PHOTO}/",
        f"https://live.staticflickr.com.example/65535/{PHOTO}_0123456789_b.jpg",
        f"https://example.org/live.staticflickr.com/65535/{PHOTO}_0123456789_b.jpg",
        f"https://live.staticflickr.com/65535/{PHOTO}_0123456789_face.jpg",
        f"https://live.staticflickr.com/65535/{PHOTO}_0123456789_b.jpgx",
        f"https://live.staticflickr.com/65535/0{PHOTO}_0123456789_b.jpg",
        f"https://live.staticflickr.com/video/{PHOTO}/0123456789/1080p.mp4",
        f"https://live.staticflickr.com/../{PHOTO}_0123456789_b.jpg",
    ],
)
def test_what_is_no_picture_of_flickr_s_gives_none(text: str) -> None:
    assert not list(find_pictures(text))


@given(
    st.sampled_from(
        ["live.staticflickr.com", "farm1.staticflickr.com", "farm9.static.flickr.com", "static.flickr.com"]
    ),
    st.integers(1, 999_999),
    st.integers(1, 999_999_999_999),
    st.text("0123456789abcdef", min_size=6, max_size=32),
    st.sampled_from(["", "_s", "_m", "_b", "_o", "_k", "_4k"]),
)
@example("live.staticflickr.com", 65535, PHOTO, "0123456789", "")
def test_what_is_made_is_an_address_of_the_same_photo(
    host: str, server: int, photo: int, secret: str, size: str
) -> None:
    text = f"https://{host}/{server}/{photo}_{secret}{size}.jpg"
    ((found, picture),) = find_pictures(text)
    assert found == photo == photo_id_from_url(picture.url)
    assert picture.url.startswith(f"https://{HOST}/{server}/")
    assert len(picture.url) < LONGEST


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for photo_id, picture in find_pictures(text):
        assert photo_id_from_url(picture.url) == photo_id


def test_a_small_picture_is_kept_rather_than_a_large_one_and_no_more_than_asked_for() -> None:
    large = Picture(f"https://{HOST}/1/{PHOTO}_abcdef0123_o.jpg", small=False)
    known: dict[int, Picture] = {}
    note_pictures(known, [(PHOTO, large), (PHOTO + 1, large), (PHOTO, SMALL), (PHOTO, large)], most=1)
    assert known == {PHOTO: SMALL}


def test_an_export_s_address_counts_for_its_own_photo_alone() -> None:
    address = f"https://live.staticflickr.com/1/{PHOTO}_abcdef0123_o.jpg"
    own = Picture(address, small=False)
    assert picture_of(PHOTO, [], address) == own
    assert picture_of(PHOTO, [{PHOTO: SMALL}], address) == SMALL
    assert picture_of(PHOTO, [{PHOTO: own}, {PHOTO: SMALL}], None) == SMALL
    assert picture_of(PHOTO + 1, [{PHOTO: SMALL}], address) is None
