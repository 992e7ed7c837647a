"""However a person names an account, it is read, and what names none is refused with examples."""

from __future__ import annotations

import pytest

from inset.account.named import NamedAccount, read_account
from inset.errors import UsageInvalid

NSID = "12345678@N00"
PHOTO = 990_000_000_001


@pytest.mark.parametrize(
    ("text", "account", "name", "photo_id"),
    [
        ("12345678@N00", NSID, None, None),
        (" 12345678@n00 ", NSID, None, None),
        ("anna-b", "anna-b", "anna-b", None),
        ("@Anna-B", "anna-b", "Anna-B", None),
        ("Jürgen  M", None, "Jürgen M", None),
        ("A.B.", None, "A.B.", None),
        ("https://www.flickr.com/photos/anna\udcff-b/", "anna-b", "anna-b", None),
        ("https://example.com/anna/", None, "https://example.com/anna/", None),
        ("flickr.com fan", None, "flickr.com fan", None),
        ("990000000001", "990000000001", "990000000001", None),
        ("https://www.flickr.com/photos/12345678@N00/", NSID, None, None),
        ("https://www.flickr.com/people/12345678%40N00", NSID, None, None),
        ("<https://www.flickr.com/people/Anna-B/?x=1#y>", "anna-b", "anna-b", None),
        ("flickr.com/photos/anna-b", "anna-b", "anna-b", None),
        ("http://m.flickr.com/photos/anna-b/albums/72157600000000001", "anna-b", "anna-b", None),
        ("https://www.flickr.com/photos/anna-b/sets/72157600000000001/", "anna-b", "anna-b", None),
        (f"https://www.flickr.com/photos/anna-b/{PHOTO}/in/photostream/", "anna-b", "anna-b", PHOTO),
        (f"https://live.staticflickr.com/65535/{PHOTO}_5a3c7e9b10_b.jpg", None, None, PHOTO),
        (f"https://www.flickr.com/photo.gne?id={PHOTO}", None, None, PHOTO),
        ("https://farm9.staticflickr.com/8000/buddyicons/12345678@N00_r.jpg", NSID, None, None),
    ],
)
def test_accounts(text: str, account: str | None, name: str | None, photo_id: int | None) -> None:
    certain = any(mark in text for mark in ("flickr.com/", "@N0", "@n0"))
    assert read_account(text) == NamedAccount(account, name, photo_id, certain)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "@", "www.flickr.com", "https://flic.kr/s/aHskF"),
        "x" * 2001,
        *("https://www.flickr.com/groups/12345678@N00/", "https://www.flickr.com/photos/tags/dog"),
    ],
)
def test_what_names_no_account_is_refused(text: str) -> None:
    with pytest.raises(UsageInvalid) as caught:
        read_account(text)
    assert "12345678@N00" in caught.value.hint
