"""What a word seems to be that names no photo: as Inset's page says it, by one table for both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inset.cli.showing.ref_advice import advice_for
from support.command_line.commands import Inset

CASES = json.loads((Path(__file__).parents[3] / "vectors/ref_advice.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize(("text", "name"), CASES)
def test_each_is_told_as_on_the_page(text: str, name: str) -> None:
    assert advice_for(text) == name


def test_a_look_up_tells_it_and_names_the_verb_that_can_answer(inset: Inset) -> None:
    inset("build", "--sample")
    album = "https://www.flickr.com/photos/sample-user/albums/72157600000000001"
    asked = inset("lookup", album, "what on earth is this about?", "jane doe")
    lines = asked.out.splitlines()
    assert lines[0].startswith(f"This is an album\u2019s address: {album}. ")
    assert lines[0].endswith(f"`inset check {album}`.")
    assert lines[2] == (
        "This looks like a user name: jane doe. `inset check 'jane doe'` finds the accounts that may have that name."
    )
    assert "what on earth is this about?: names no photo" in asked.out
    assert inset("lookup", album, "--json").json["results"][0]["answer"] == "invalid"
