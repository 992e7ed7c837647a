"""Where a dataset came from, in words: from whom, how old, who vouches; a publisher's words stand as theirs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from inset.account.origin_words import LONGEST, came, quoted
from inset.visible import visible_line
from inset.words.messages import languages, messages_in
from support.datasets.origins import SIGNED, UNSIGNED

BUILT = "2026-11-20T08:00:00Z"
ENGLISH = messages_in("en")
QUOTED = json.loads((Path(__file__).parents[2] / "vectors" / "quoted_words.json").read_text(encoding="utf-8"))["cases"]


def test_a_signed_pack() -> None:
    assert came("faces", SIGNED, BUILT, ENGLISH) == (
        "faces was not made on this computer: it came as a pack from “The List Keepers”, "
        "https://packs.example/faces.insetpack, made on 2026-11-20, added on 2026-11-27, signed with the key "
        "RWQ0123456789ABC."
    )


def test_an_unsigned_pack_from_nobody() -> None:
    assert came("faces", UNSIGNED, BUILT, ENGLISH) == (
        "faces was not made on this computer: it came as a pack from somebody unnamed, made on 2026-11-20, added on "
        "2026-11-27, without a signature that was checked: nobody vouches for it."
    )


def test_a_key_whose_signature_was_not_verified_vouches_for_nothing() -> None:
    said = came("faces", structs.replace(SIGNED, how=None), BUILT, ENGLISH)
    assert "nobody vouches for it" in said
    assert "RWQ" not in said


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("origin", [SIGNED, UNSIGNED])
def test_every_language_names_all(language: str, origin: object) -> None:
    assert isinstance(origin, type(SIGNED))
    said = came("faces", origin, BUILT, messages_in(language))
    for told in ("faces", "2026-11-20", "2026-11-27", *filter(None, (origin.publisher, origin.signed_by))):
        assert told in said


@pytest.mark.parametrize(("theirs", "within"), QUOTED)
def test_no_mark_of_theirs_ends_the_quotation(theirs: str, within: str) -> None:
    assert quoted(theirs, ENGLISH) == f"\u201c{within}\u201d"


@given(st.text(max_size=3 * LONGEST), st.sampled_from(languages()))
def test_others_words_are_one_short_visible_line_between_marks(theirs: str, language: str) -> None:
    words = messages_in(language)
    said = quoted(theirs, words)
    assert said == visible_line(said)
    before, after = words.text("quoted", "\0").split("\0")
    assert said.startswith(before)
    assert said.endswith(after)
    # An escape is at most ten letters long.
    assert len(said) <= 10 * LONGEST + len(before) + len(after)
