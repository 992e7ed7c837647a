"""Licences and accounts, as manifests write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.flickr import LICENCES, find_account, find_licence, licence_from_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("https://creativecommons.org/licenses/by/2.0/", 4),
        ("http://creativecommons.org/licenses/by/2.0/", 4),
        ("http://www.creativecommons.org/licenses/by/2.0", 4),
        ("https://creativecommons.org/licenses/BY-NC-SA/2.0/deed.de", 1),
        ("http://creativecommons.org/licenses/by-nc-nd/4.0/legalcode", 16),
        ("https://creativecommons.org/publicdomain/zero/1.0/", 9),
        ("https://creativecommons.org/publicdomain/mark/1.0/", 10),
        ("http://flickr.com/commons/usage/", 7),
        ("https://www.flickr.com/commons/usage/", 7),
        ("http://www.usa.gov/copyright.shtml", 8),
        ("4", 4),
        ("0", 0),
        (" 16 ", 16),
        ("17", None),
        ("-1", None),
        ("①", None),
        ("004", None),
        ("Attribution License", None),
        ("https://creativecommons.org/licenses/by/3.0/", None),
        ("https://creativecommons.org/licenses/by/", None),
        ("https://example.org/licenses/by/2.0/", None),
        ("All Rights Reserved", None),
        ("", None),
    ],
)
def test_licences_are_known_by_url_or_number(text: str, number: int | None) -> None:
    found = find_licence(text)
    assert (None if found is None else found.id) == number


def test_every_licence_with_a_url_is_found_by_it() -> None:
    assert [licence.id for licence in LICENCES] == list(range(17))
    for licence in LICENCES[1:]:
        assert find_licence(licence.url) == licence
        assert find_licence(str(licence.id)) == licence == licence_from_number(licence.id)


def test_what_the_licences_allow() -> None:
    assert {licence.id for licence in LICENCES if licence.commercial} == {4, 5, 6, 9, 10, 11, 12, 13}
    assert {licence.id for licence in LICENCES if licence.commercial is False} == {0, 1, 2, 3, 14, 15, 16}
    assert {licence.id for licence in LICENCES if licence.derivatives is False} == {0, 3, 6, 13, 16}


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("12345678@N00", "12345678@N00"),
        ("12345678@n00", "12345678@N00"),
        ("https://www.flickr.com/people/Made-Up/", "made-up"),
        ("https://www.flickr.com/people/12345678@N04/", "12345678@N04"),
        ("http://www.flickr.com/photos/12345678%40N04/990000000001", "12345678@N04"),
        ("http://flickr.com/photos/made-up/990000000001?x=1", "made-up"),
        ("https://www.flickr.com/photos/tags/cats", None),
        ("https://www.flickr.com/photos/", None),
        ("https://example.org/photos/made-up/1", None),
        ("https://live.staticflickr.com/65535/990000000001_0123abcdef.jpg", None),
        ("Made Up", None),
        ("", None),
    ],
)
def test_accounts(text: str, account: str | None) -> None:
    assert find_account(text) == account


@given(st.text())
def test_no_text_raises(text: str) -> None:
    find_licence(text)
    find_account(text)
