"""What a descriptor keeps of the catalog, and how it refuses what is not in the right form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from msgspec import convert, to_builtins
from msgspec.structs import replace

from inset.errors import IndexCorrupt
from inset.index.about import About, Contact, OptOut
from inset.index.dataset_index import DatasetIndex
from inset.index.descriptor import FILE_NAME, read_descriptor
from inset.wire import dataset_facts
from support.datasets.runs import PublishIds, rewrite_descriptor

ABOUT = About(
    title="Made Up",
    publisher="Nobody",
    purpose="tests",
    year=2020,
    page="https://example.org/",
    paper="http://example.org/paper.pdf",
    opt_out=OptOut(how="Write to them.", url="https://example.org/out", mail="out@example.org"),
    withdrawn=False,
    withdrawn_when="2021",
    note="Copies are about.",
    checked="2026-11-22",
)
FULL = replace(
    ABOUT,
    opt_out=OptOut(
        how="Write to them.",
        url=None,
        mail="out@example.org",
        way="mail",
        tag="no_cv",
        asks_for=("links", "account"),
        accepts=("author",),
    ),
    contact=Contact(mail="us@example.org", url="https://example.org/us"),
    model_provider=True,
)
LEAST = replace(ABOUT, year=None, page=None, paper=None, opt_out=None, withdrawn=None, withdrawn_when=None, note=None)


def rewrite(run: Path, about: object) -> None:
    data = orjson.loads((run / FILE_NAME).read_bytes())
    rewrite_descriptor(run, orjson.dumps({**data, "about": about}))


@pytest.mark.parametrize("about", [ABOUT, FULL, LEAST])
def test_it_reads_back_as_it_was_written(publish_ids: PublishIds, about: About) -> None:
    run = publish_ids("made-up", [990000000001])
    assert read_descriptor(run).about is None
    written = replace(read_descriptor(run), about=about)
    rewrite_descriptor(run, written.to_bytes())
    assert read_descriptor(run) == written
    assert dataset_facts(DatasetIndex(run))["about"] == to_builtins(about)


def test_a_run_of_before_says_nothing(publish_ids: PublishIds) -> None:
    run = publish_ids("made-up", [990000000001])
    data = orjson.loads((run / FILE_NAME).read_bytes())
    del data["about"]
    rewrite_descriptor(run, orjson.dumps(data))
    assert dataset_facts(DatasetIndex(run))["about"] is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "//example.org", "HTTP:x", "file:///etc"])
def test_a_link_that_leads_elsewhere_than_to_the_web_is_none(link: str) -> None:
    data: dict[str, Any] = to_builtins(ABOUT) | {"page": link, "paper": link}
    data["opt_out"] = data["opt_out"] | {"url": link}
    about = convert(data, About)
    assert about.opt_out is not None
    assert (about.page, about.paper, about.opt_out.url) == (None, None, None)


def test_what_a_run_of_before_does_not_say_is_not_known() -> None:
    """Runs from before letters lack these keys; they are read as "nobody has said so"."""
    data: dict[str, Any] = to_builtins(FULL)
    del data["contact"], data["model_provider"]
    data["opt_out"] = {key: data["opt_out"][key] for key in ("how", "url", "mail")}
    about = convert(data, About)
    assert (about.contact, about.model_provider) == (None, False)
    assert about.opt_out == OptOut(how="Write to them.", url=None, mail="out@example.org")


def test_values_of_a_later_version_are_not_known_either() -> None:
    data: dict[str, Any] = to_builtins(FULL)
    data["opt_out"] |= {"way": "pigeon", "asks_for": ["links", "horoscope"], "accepts": ["heir"]}
    data["contact"] |= {"url": "javascript:alert(1)"}
    about = convert(data, About)
    assert about.opt_out is not None
    assert (about.opt_out.way, about.opt_out.asks_for, about.opt_out.accepts) == (None, ("links",), ())
    assert about.contact == Contact(mail="us@example.org", url=None)


def test_keys_of_a_later_version_are_ignored() -> None:
    assert convert(to_builtins(ABOUT) | {"colour": "red"}, About) == ABOUT


@pytest.mark.parametrize(
    "about",
    [
        {},
        [],
        "words",
        7,
        to_builtins(ABOUT) | {"title": None},
        to_builtins(ABOUT) | {"title": ["x"]},
        to_builtins(ABOUT) | {"year": "long ago"},
        to_builtins(ABOUT) | {"year": [2020]},
        to_builtins(ABOUT) | {"page": 7},
        to_builtins(ABOUT) | {"opt_out": {"how": "x"}},
        to_builtins(ABOUT) | {"opt_out": "write"},
    ],
)
def test_what_is_none_makes_the_run_corrupt(publish_ids: PublishIds, about: object) -> None:
    run = publish_ids("made-up", [990000000001])
    rewrite(run, about)
    with pytest.raises(IndexCorrupt):
        read_descriptor(run)
