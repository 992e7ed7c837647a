"""What a word seems to be that names no photo: as Inset's page says it, by one table for both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inset.cli.showing.ref_advice import advice_for
from support.commands import Inset

CASES = json.loads((Path(__file__).parents[3] / "vectors/ref_advice.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(("text", "name"), CASES)
def test_each_is_told_as_on_the_page(text: str, name: str) -> None:
    assert advice_for(text) == name


def test_a_look_up_tells_it(inset: Inset) -> None:
    inset("build", "--sample")
    album = "https://www.flickr.com/photos/sample-user/albums/72157600000000001"
    asked = inset("lookup", album, "what on earth is this about?", "@harbour light")
    assert asked.out.splitlines()[0].startswith(f"This is an album\u2019s address: {album}. Open the album at Flickr")
    assert "what on earth is this about?: names no photo" in asked.out
    assert inset("lookup", album, "--json").json["results"][0]["answer"] == "invalid"
