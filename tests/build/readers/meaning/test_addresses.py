"""Addresses within other text name their photos, and nothing else does."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.photo_ref import photo_id_from_url
from inset_build.readers.meaning.addresses import photos_in_text
from inset_build.readers.meaning.photo_id_exprs import photo_ids_from_lines
from support.lists.manifests import FIRST_ID, image, page

A, B = FIRST_ID, FIRST_ID + 1
VECTORS = Path(__file__).parents[3] / "vectors"
CASES = json.loads((VECTORS / "photo_refs.json").read_text(encoding="utf-8"))
BROKEN = json.loads((VECTORS / "broken_addresses.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(
    "text",
    [
        page(A),
        f"see {page(A)}.",
        f"({page(A)})",
        f"[title]({page(A)})",
        f'<a href="{page(A)}"><img src="{image(A)}"/></a>',
        f"<a href={page(A)}>x</a>",
        escape(f'<a href="{page(A)}">x</a>'),
        page(A).replace("/", "&#x2F;"),
        page(A).replace("/", "&#47;"),
        json.dumps(page(A)).replace("/", "\\/"),
        page(A).replace("/", "\\u002F"),
        quote(page(A), safe=""),
        quote(quote(page(A), safe=""), safe=""),
        f"https://web.example.org/r?u={quote(page(A), safe='')}&x=1",
        f"https://web.example.org/r?u={page(A)}&x=1",
        f"https://www.example.com/url?q={page(A)}&sa=D",
        f"background-image:url({image(A)})",
        f"URL={page(A)}",
        f"flickr.com/photos/sample-user/{A}",
        f"see {page(A)}...",
        f"see {image(A)}... and so on",
        f"https://www.flickr.com/photos/sample-user/{A}/in/photostream...",
        f"\u200b{page(A)}\u200b",
        f"\u202a{image(A)}\u202c",
        f"7\x01{image(A)}\x011234567890",
        f"https://www.flickr.com/photos/sample-user/{A}[a title]",
        f"https://www.flickr.com/photos/sample-user/{A} 12/05/2019",
        f"https://www.flickr.com/photos/sample-user/{A}\n4217731",
        f"\\href{{https://www.flickr.com/photos/sample-user/{A}}}{{x}}",
    ],
)
def test_one_photo(text: str) -> None:
    assert photos_in_text(text) == (A,)


@pytest.mark.parametrize("between", [" ", ",", ";", "|", "', '", '","', "\n", ")(", "<br>", "\u200b", " \u200b"])
def test_several_photos(between: str) -> None:
    assert photos_in_text(f"{page(A)}{between}{image(B)}") == (A, B)
    assert photos_in_text(f"['{page(A)}{between}{page(B)}']") == (A, B)


INSIDE = (
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u202c\u202a",
    "\u00ad",
    "<wbr>",
    '</span><span class="invisible">',
    "&#8203;",
)
"""What nobody sees, and what programs put into a long word so that it may be broken there."""


BEHIND = ("[…]", "[...]/", "[0-9]+/", "{id}/", '" + "4217731/"', "\\\n4217731/", "\\", "\n4217731/", " 4217731/ x")
"""What shows that an address goes on."""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://www.flickr.com/photos/sample-user/albums/72157600000000001",
        "https://www.flickr.com/people/sample-user/",
        f"https://evil.example/{A}.jpg flickr",
        f"https://flickr.com.evil.example/photos/sample-user/{A}/",
        f"flickr {A}",
        f"https://www.flickr.com/photos/sample-user/{A}/..",
        f"see https://www.flickr.com/photos/sample-user/{A}/..!",
        "see http://www.flickr.com/photos/sample-user/9900... today",
        "(flickr.com/photos/sample-user/9900..)",
        "flickr.com/photos/sample-user/9900\u2026",
        "look: https://flic.kr/p/2p4..., she said",
        *(f"https://www.flickr.com/photos/sample-user/99000{mark}4217731/" for mark in INSIDE),
        *(f"look: https://flic.kr/p/2p4{mark}QbKN" for mark in INSIDE),
        *(f"https://www.flickr.com/photos/sample-user/990{more}" for more in BEHIND),
    ],
)
def test_no_photo(text: str) -> None:
    assert photos_in_text(text) == ()


@pytest.mark.parametrize("case", [case for case in CASES if case["photo_id"]], ids=lambda case: case["why"])
def test_whole_addresses_name_what_the_grammar_says(case: dict[str, str]) -> None:
    if photo_id_from_url(case["url"], base_is_flickr=False) is not None:
        assert photos_in_text(case["url"].strip())[:1] == (int(case["photo_id"]),)


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    photos_in_text(text)
    photos_in_text(f"flickr.com/{text}")


@pytest.mark.parametrize("case", BROKEN, ids=[case["text"] for case in BROKEN])
def test_an_address_that_is_broken_within_its_number_names_no_photo(case: dict[str, Any]) -> None:
    """The cases that Inset's page passes, too."""
    wanted = [int(photo) for photo in case["photos"]]
    assert list(photos_in_text(case["text"])) == wanted
    assert photo_ids_from_lines(pl.Series(case["text"].split("\n")))["photo_id"].to_list() == wanted


@pytest.mark.parametrize("row", ["\u200b", "<b>", "<wbr>", "1\u200b", "1 ", '1" ', " ", "1{", "&#"])
def test_a_long_row_of_what_breaks_words_takes_no_longer_than_a_long_text(row: str) -> None:
    """Where each mark of the row would be a new beginning, this would take days."""
    text = f"{page(A)} flickr 1{row * (500_000 // len(row))}"
    assert photos_in_text(text) == (A,)
