"""Flickr's own facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT, parse_nsid
from inset.photo_ref import parse_photo_id


@pytest.mark.parametrize(
    ("text", "nsid"),
    [
        ("12345678@N00", "12345678@N00"),
        ("12345678@n02", "12345678@N02"),
        ("12345@N08", "12345@N08"),
        ("35034351734@N01", "35034351734@N01"),
        ("1234@N00", None),
        ("123456789012@N00", None),
        ("12345678@N0", None),
        ("12345678@N000", None),
        ("12345678@M00", None),
        ("12345678@N0①", None),
        ("1234567①@N00", None),
        ("12345678@N00@N00", None),
        ("12345678N00", None),
        (" 12345678@N00", None),
        ("sample-user", None),
        ("", None),
    ],
)
def test_nsids(text: str, nsid: str | None) -> None:
    assert parse_nsid(text) == nsid


@given(st.text())
def test_a_normal_nsid_is_its_own_normal_form(text: str) -> None:
    nsid = parse_nsid(text)
    assert nsid is None or parse_nsid(nsid) == nsid


def test_the_largest_id_is_one_and_lies_beyond_what_flickr_gave_out() -> None:
    assert parse_photo_id(str(MAX_PHOTO_ID)) == MAX_PHOTO_ID
    assert parse_photo_id(str(MAX_PHOTO_ID + 1)) is None
    assert PHOTOS_GIVEN_OUT < MAX_PHOTO_ID
