"""Flickr's own facts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.flickr import MAX_PHOTO_ID, PHOTOS_GIVEN_OUT, parse_nsid, upload_years
from inset.photo_ref import parse_photo_id

WEB = Path(__file__).parents[2] / "helper" / "inset" / "server" / "web"
NSIDS = json.loads((Path(__file__).parents[1] / "vectors" / "nsids.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(("text", "nsid"), NSIDS)
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


def test_pages_draw_photos_over_the_ids_that_there_are() -> None:
    plots = (WEB / "page" / "datasets" / "plots.js").read_text(encoding="utf-8")
    (given_out,) = re.findall(r"GIVEN_OUT = ([0-9e.]+);", plots)
    assert int(float(given_out)) == PHOTOS_GIVEN_OUT
    times = [(int(float(photo)), int(year)) for photo, year in re.findall(r"photo: ([0-9e.]+), year: (\d+)", plots)]
    assert len(times) > 1
    for photo, year in times:
        first, last = upload_years(photo, photo) or (0, 0)
        assert first <= year <= last
