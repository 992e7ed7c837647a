"""The walk over a document's outer brackets gives every container's path, and passes over further members."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.formats.json.outline import outline
from inset_build.readers.formats.json.walk import Walk
from inset_build.readers.sources.source import Source
from support.lists.manifests import write

TEXTS = st.text(st.sampled_from('"\\{}[],: ab'), max_size=6)
DOCUMENTS = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
).filter(lambda document: isinstance(document, (dict, list)))


def containers(value: Any, path: tuple[str, ...], deepest: int, members: int | None) -> Iterator[tuple[str, ...]]:
    """The paths of a document's lists and objects, in order; of those inside each one only the first few."""
    if not isinstance(value, (dict, list)) or deepest == 0:
        return
    yield path
    inner = [(key, each) for key, each in value.items()] if isinstance(value, dict) else [("", each) for each in value]
    for key, each in [(key, each) for key, each in inner if isinstance(each, (dict, list))][:members]:
        yield from containers(each, (*path, key), deepest - 1, members)


@given(
    document=DOCUMENTS,
    deepest=st.integers(1, 4),
    members=st.none() | st.integers(1, 3),
    size=st.integers(1, 200),
)
def test_the_first_members_of_each_container_are_told(
    document: Any, deepest: int, members: int | None, size: int
) -> None:
    text = json.dumps(document).encode()
    walk = Walk(Source(Path("manifest.json"), "manifest", plain=True), deepest, members)
    told = [opened.path for at in range(0, len(text), size) for opened in walk.over(text[at : at + size])]
    walk.finish()
    assert told == list(containers(document, (), deepest, members))


def test_what_stands_behind_a_long_list_is_in_the_outline(tmp_path: Path) -> None:
    many = [{"id": n, "box": [1, 2, 3, 4], "of": {"id": n}} for n in range(20_000)]
    document = {
        "annotations": many,
        "by": {str(n): {"id": n} for n in range(5_000)},
        "images": [{"u": "x"}, {"u": "y"}],
    }
    found = outline(Source(write(tmp_path, json.dumps(document).encode()), "manifest", plain=True))
    assert isinstance(found, dict)
    assert list(found) == ["annotations", "by", "images"]
    assert found["images"] == document["images"]
    whole = found["annotations"][:-1]  # the last one may be cut
    assert whole == many[: len(whole)]


def test_a_document_that_is_cut_off_behind_its_first_members_is_told(tmp_path: Path) -> None:
    text = json.dumps({"annotations": [{"id": n} for n in range(20_000)], "images": []}).encode()
    with pytest.raises(ManifestInvalid, match="ends in the middle"):
        outline(Source(write(tmp_path, text[:-20]), "manifest", plain=True))
