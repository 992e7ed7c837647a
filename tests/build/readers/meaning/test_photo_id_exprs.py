"""The functions for whole columns give the same as those for one text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inset.flickr import parse_nsid
from inset.photo_ref import MAX_URL_LENGTH, NOT_A_USER, parse_photo_id, photo_id_from_file_name, photo_id_from_url
from inset_build.readers.meaning.addresses import MAYBE_DRESSED, photos_in_text, without_punctuation
from inset_build.readers.meaning.name_shapes import NAME_SHAPES, NameShape
from inset_build.readers.meaning.photo_id_exprs import (
    BETWEEN_SEPARATORS,
    photo_ids_from_file_names,
    photo_ids_from_image_urls,
    photo_ids_from_lines,
    photo_ids_from_numbers,
    photo_ids_from_page_urls,
    photo_ids_from_plain_numbers,
    photo_ids_from_urls,
)

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "photo_refs.json").read_text(encoding="utf-8"))

# Pieces of URLs and file names: joined at random they give texts that nearly or just match the patterns.
PIECES = (
    *(
        "https://",
        "http://",
        "HTTP://",
        "//",
        "/",
        "@",
        "?",
        "#",
        "\\",
        "!",
        ":",
        " ",
        "\t",
        "\n",
        "\r\n",
        "..",
        ".",
        "_",
        "-",
        "",
    ),
    *("www.flickr.com", "flickr.com", "m.flickr.com", "Flickr.com", "flic.kr", "live.staticflickr.com", "FLICKR.COM"),
    *("farm1.static.flickr.com", "farm66.staticflickr.com", "c1.staticflickr.com", "static.flickr.com", "evil.example"),
    *("web.archive.org", "web", "web/2015", "web/20150101im_/", "http:/"),
    *("photos", "photo", "tags", "with", "p", "video", "in", "sets", "sample-user", "12345678@N00", "photo.gne?id="),
    *(
        "990000000001",
        "1",
        "0",
        "0990",
        "1234567890123",
        "65535",
        "5",
        "_5a3c7e9b10",
        "_face",
        "_b",
        "_o_d",
        "_3k",
        "_long",
    ),
    *(
        ".jpg",
        ".JPG",
        ".png",
        ".html",
        ".jpg#0",
        ".jpg#x",
        "#1",
        "2p4QbKN",
        "/in/album-72157600000000001",
        "é",
        "①",
        "flic",
    ),
)
joined = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
pages = st.builds(
    "{}{}/photos/{}/{}{}".format,
    st.sampled_from(["https://", "http://", "//", ""]),
    st.sampled_from(["www.flickr.com", "flickr.com", "www.flickr.com.evil.example"]),
    st.sampled_from(["sample-user", "12345678@N00", "a b", "%40", "u" * 101, "\u0663", *NOT_A_USER]),
    st.sampled_from(["990000000001", "1", "0", "01", "1234567890123", "x", ""]),
    st.sampled_from(["", "/", "//", "/in/photolist-2p4QbKN", "/..", "/%2e%2e/", "?x=1", "#c", "\n", "/" + "a" * 4096]),
)
images = st.builds(
    "{}{}/{}_{}{}".format,
    st.sampled_from(["https://", "http://", "//", " https://"]),
    st.sampled_from(
        [
            *(
                "live.staticflickr.com/65535",
                "live.staticflickr.com",
                "live.staticflickr.com/1234567",
                "staticflickr.com/1",
            ),
            *(
                "farm6.static.flickr.com/1",
                "farm6.staticflickr.com/1",
                "farm.staticflickr.com/1",
                "farm1234.staticflickr.com/1",
            ),
            *("c1.staticflickr.com/1/2", "c1.staticflickr.com/1", "c1.static.flickr.com/1/2", "static.flickr.com/1"),
            *("photos12.flickr.com", "i0.wp.com/live.staticflickr.com/1", "liveXstaticflickr.com/1"),
        ]
    ),
    st.sampled_from(["990000000001", "1", "0", "01", "1234567890123", "x"]),
    st.sampled_from(["5a3c7e9b10", "5A3c7e9b10", "face", "ab", "", "5a3c7e9b1", "5a3c7e9b10f"]),
    st.sampled_from(
        ["", ".jpg", "_b.jpg", "_o_d.png", "_o_d_x.jpg", "_long.jpg", ".jpeg", ".svg", ".jpg?x=1", ".jpg\n", "/"]
    ),
)
texts = st.one_of(st.text(max_size=40), joined, pages, images)
columns = st.lists(st.one_of(st.none(), texts), min_size=1, max_size=40)
endings = st.sampled_from(["", ".", "..", "...", "...!", "\u2026", "\u200b", "\x01x"])


def series(cells: list[str | None]) -> pl.Series:
    return pl.Series("cell", cells, dtype=pl.String)


def test_every_shared_case() -> None:
    found = photo_ids_from_urls(series([case["url"] for case in VECTORS]), base_is_flickr=True)
    assert [None if photo_id is None else str(photo_id) for photo_id in found] == [case["photo_id"] for case in VECTORS]


@given(columns)
@settings(max_examples=400)
def test_urls(cells: list[str | None]) -> None:
    for base_is_flickr in (False, True):
        expected = [None if c is None else photo_id_from_url(c, base_is_flickr=base_is_flickr) for c in cells]
        assert photo_ids_from_urls(series(cells), base_is_flickr=base_is_flickr).to_list() == expected


@given(columns)
@settings(max_examples=400)
def test_file_names(cells: list[str | None]) -> None:
    found = series(cells).to_frame().select(photo_ids_from_file_names(pl.col("cell"))).to_series()
    assert found.to_list() == [None if cell is None else photo_id_from_file_name(cell) for cell in cells]


@given(st.lists(st.one_of(st.none(), joined, st.integers().map(str)), min_size=1, max_size=40))
def test_numbers(cells: list[str | None]) -> None:
    found = series(cells).to_frame().select(photo_ids_from_numbers(pl.col("cell"))).to_series()
    assert found.to_list() == [None if cell is None else parse_photo_id(cell.strip(" \t\n\r\f\v")) for cell in cells]


@given(
    st.lists(
        st.lists(st.builds("{}{}".format, texts, endings), max_size=4)
        .map(" ".join)
        .filter(lambda text: "\n" not in text),
        min_size=1,
        max_size=20,
    )
)
def test_lines(lines: list[str]) -> None:
    found = photo_ids_from_lines(series(list(lines)))
    expected: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        alone = photo_id_from_url(line, base_is_flickr=False)
        tokens = pl.Series([line]).str.extract_all(BETWEEN_SEPARATORS).explode().drop_nulls().to_list()
        addresses = map(without_punctuation, tokens)
        each = [photo_id_from_url(each, base_is_flickr=False) for each in addresses] if alone is None else [alone]
        hidden = (
            token for token, photo_id in zip(tokens, each, strict=False) if photo_id is None and "flic" in token.lower()
        )
        if alone is None and any(re.search(MAYBE_DRESSED, token) for token in hidden):
            each = list(photos_in_text(line))
        expected += [(index, photo_id) for photo_id in dict.fromkeys(each) if photo_id is not None]
    assert found.rows() == expected


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff\u200d", "<wbr>"])
def test_a_mark_that_nobody_sees_ends_no_address_within_its_number(mark: str) -> None:
    user = "https://www.flickr.com/photos/sample-user"
    lines = [
        f"{user}/990{mark}4217731/",
        f"see {user}/990{mark}4217731",
        f"{user}/31702288417{mark} 4",
        f"{user}/31702288417/{mark}https://flic.kr/p/2p4QbKN",
        f"https://flic.kr/p/2p4{mark}QbKN",
    ]
    assert photo_ids_from_lines(series([*lines])).rows() == [(2, 31702288417), (3, 31702288417), (3, 53208249252)]


def test_an_address_goes_on_in_the_next_line() -> None:
    user = "https://www.flickr.com/photos/sample-user"
    lines = [
        f"see {user}/990",
        "4217731/",
        f"{user}/990",
        '4217731/",x',
        f"{user}/31702288417",
        "4217731",
        f"{user}/8417702288",
    ]
    assert photo_ids_from_lines(series([*lines])).rows() == [(4, 31702288417), (6, 8417702288)]


def test_length_is_bounded_as_in_the_scalar_parser() -> None:
    url = "https://www.flickr.com/photos/sample-user/990000000001/"
    name = "/990000000001.jpg"
    fits, long = url.ljust(MAX_URL_LENGTH, "x"), url.ljust(MAX_URL_LENGTH + 1, "x")
    assert photo_ids_from_urls(series([fits, long])).to_list() == [990000000001, None]
    names = series([name.rjust(MAX_URL_LENGTH, "é"), name.rjust(MAX_URL_LENGTH + 1, "é")])
    found = names.to_frame().select(photo_ids_from_file_names(pl.col("cell"))).to_series()
    assert found.to_list() == [990000000001, None]


@given(columns)
@settings(max_examples=200)
def test_the_pattern_of_most_urls_finds_nothing_else(cells: list[str | None]) -> None:
    every = photo_ids_from_urls(series(cells)).to_list()
    for pattern in (photo_ids_from_image_urls, photo_ids_from_page_urls):
        found = series(cells).to_frame().select(pattern(pl.col("cell"))).to_series().to_list()
        assert all(some is None or some == photo_id for some, photo_id in zip(found, every, strict=True))


numbers = st.one_of(
    st.none(),
    st.integers(-9, 10**14).map(str),
    st.text("0123456789+-_. \t\n\r\0e\u0667\u2460", max_size=14),
    joined,
)


@given(st.lists(numbers, min_size=1, max_size=40))
@settings(max_examples=400)
def test_plain_numbers(cells: list[str | None]) -> None:
    found = series(cells).to_frame().select(photo_ids_from_plain_numbers(pl.col("cell"))).to_series()
    assert found.to_list() == [None if cell is None else parse_photo_id(cell) for cell in cells]


NAME_PIECES = (
    *("12345678@N00", "12345678@n00", "1@N00", "123456789012@N00", "_identity_1", "_identity_", "identity", "label_1"),
    *("990000000001", "1", "0", "0990", "1234567890123", "_5a3c7e9b10", "_face", "_5A3c7e9b10", "farm1", "farm", "286"),
    *(
        "65535",
        "classes",
        "jpg",
        "masks",
        "adidas",
        "_",
        "__",
        "/",
        "\\",
        ".",
        " ",
        "\n",
        "\u0667",
        "\u017f",
        "New+York",
    ),
    *(".jpg", ".JPEG", ".tiff", ".t\u0131ff", ".txt", "_0", "_12", "_b", "_o_d", "_12345", "375", "#0"),
)
shaped = st.sampled_from(
    [
        "375/12345678@N00/990000000001_0.jpg",
        "12345678@N00_identity_1/990000000001_7.jpg",
        "12345678@N00_990000000001_01",
        "label_1_990000000001_5a3c7e9b10_1208_12345678@N00.jpg",
        "farm1_286_990000000001_5a3c7e9b10_b.jpg",
        "classes/jpg/adidas/990000000001.jpg",
        "12345678@N00/landmark_aligned_face.2282.990000000001_5a3c7e9b10_o.jpg",
        "images/42368_990000000001_5a3c7e9b10_m.jpg",
    ]
)


@st.composite
def names(draw: st.DrawFn) -> str:
    """A name of a known shape, whole or with a part replaced or inserted; or pieces of names."""
    if draw(st.booleans()):
        return "".join(draw(st.lists(st.sampled_from(NAME_PIECES), max_size=8)))
    name, piece = draw(shaped), draw(st.sampled_from(NAME_PIECES))
    at = draw(st.integers(0, len(name)))
    return name[:at] + draw(st.sampled_from(["", piece])) + name[at + draw(st.integers(0, 2)) :]


@pytest.mark.parametrize("shape", NAME_SHAPES.values(), ids=NAME_SHAPES)
@given(cells=st.lists(st.one_of(st.none(), names()), min_size=1, max_size=40))
@settings(max_examples=150)
def test_names_that_say_more(shape: NameShape, cells: list[str | None]) -> None:
    cell = pl.col("cell")
    frame = series(cells).to_frame().select(photo_id=shape.photo_ids(cell), account=shape.accounts(cell))
    assert frame["photo_id"].to_list() == [None if cell is None else shape.photo_id_of(cell) for cell in cells]
    if shape.account:
        assert frame["account"].is_null().to_list() == frame["photo_id"].is_null().to_list()
        assert all(parse_nsid(account) for account in frame["account"].drop_nulls())


@given(name=names())
@settings(max_examples=300)
def test_a_name_has_one_meaning(name: str) -> None:
    """All shapes that match a name give the same photo, so the order in which they are tried does not matter."""
    found = {shape.photo_id_of(name) for shape in NAME_SHAPES.values()} | {photo_id_from_file_name(name)}
    assert len(found - {None}) <= 1
