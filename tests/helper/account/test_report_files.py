"""Reports as files: the page needs nothing from outside and runs nothing, and no text from outside becomes markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.account.check import PhotoFacts, check_photos
from inset.account.report import listed_photos, make_report
from inset.account.report_files import harmless, report_file
from inset.account.report_shape import Asked, Gap, NotInLibrary
from inset.index.library import Library
from support.datasets.runs import publish_ids

FIRST = 900_000_000_001
EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)"> \' & ﷽'
LOADS = {
    "script",
    "img",
    "link",
    "iframe",
    "object",
    "embed",
    "video",
    "audio",
    "source",
    "base",
    "form",
    "svg",
    "frame",
}
"""Elements that load or send something."""
CELLS = json.loads((Path(__file__).parents[2] / "vectors" / "csv_cells.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("datasets")
    ids = [FIRST + n for n in range(30)]
    publish_ids(folder, "faces", ids[:10], details=dict.fromkeys(ids[:10], (None, EVIL)))
    publish_ids(folder, "filtered", ids[8:12], exact=False, error_rate=1e-6)
    publish_ids(folder, "all-public", ids, kind="census")
    facts = {
        photo_id: PhotoFacts(year=2004 + photo_id % 7, albums=(EVIL, f"b{photo_id % 3}"), licence=EVIL, title=EVIL)
        for photo_id in ids
    }
    check = check_photos(Library(folder), np.array(ids, dtype=np.uint64), facts)
    asked = [Asked("export", EVIL, 30, photos_said=40, gaps=(Gap("x", EVIL, 3, (EVIL,)),))]
    report = make_report(check, asked, not_in_library=[NotInLibrary("other", EVIL, 5)])
    return b"".join(report_file("html", report, listed_photos(check), lambda i: f"https://www.flickr.com/{i}")).decode()


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def elements(page: str) -> Elements:
    parsed = Elements()
    parsed.feed(page)
    return parsed


def test_the_page_loads_and_runs_nothing(page: str) -> None:
    parsed = elements(page)
    assert not LOADS & set(parsed.names)
    assert not [
        name for _, name, _ in parsed.attributes if name.startswith("on") or name in ("src", "srcset", "action")
    ]
    assert {tag for tag, name, _ in parsed.attributes if name == "href"} == {"a"}
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_no_text_from_outside_becomes_markup(page: str) -> None:
    assert "<script" not in page
    assert 'onerror="' not in page
    assert page.count("&lt;script&gt;") > 10


def test_everything_that_was_counted_is_there(page: str) -> None:
    text = re.sub(r"<[^>]+>", " ", page)
    # Of so few photos a filter of that rate is more often wrong than right, and nothing says "probably".
    assert "30 photos checked: 10 listed for certain, 2 more possibly listed." in text
    assert "probably" not in text
    for photo_id in range(FIRST, FIRST + 12):
        assert str(photo_id) in text
    assert str(FIRST + 12) not in text
    assert "the profile says 40" in text
    assert "Each may be wrong" in text
    assert "the filter would name &lt;0.1 by mistake" in text
    assert "made for" not in text  # of no dataset the purpose is known


def test_a_long_report_is_written_piece_by_piece(tmp_path: Path) -> None:
    publish_ids(tmp_path, "faces", [FIRST])
    check = check_photos(Library(tmp_path), np.array([FIRST], dtype=np.uint64))
    report = make_report(check, [])
    (photo,) = listed_photos(check)
    taken = 0

    def many() -> Iterator[object]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield photo

    for to in ("csv", "json", "ndjson", "html"):
        taken = 0
        pieces = report_file(to, report, many(), str)  # type: ignore[arg-type]
        while taken == 0:
            next(pieces)
        assert taken == 1, to


@pytest.mark.parametrize(("text", "is_formula"), CELLS)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str, is_formula: bool) -> None:
    assert harmless(text) == (f"'{text}" if is_formula else text)


@given(st.text(max_size=20))
def test_no_text_becomes_a_formula_and_none_is_lost(text: str) -> None:
    shown = harmless(text)
    assert not shown.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown in (text, f"'{text}")
