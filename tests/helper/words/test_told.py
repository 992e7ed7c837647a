"""The wire form of sentences: what the API sends beside English words, and what is made of it again."""

from __future__ import annotations

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import DiskFull, ManifestInvalid, PublisherStale
from inset.pack.subscriptions import Subscription, Trouble, id_of
from inset.words.sentences import DEEPEST, Sentence, listed, retold, sentence, spoken, told_of, with_commas
from inset.words.told_errors import error_from

PLAIN = st.text(st.characters(codec="utf-8"), max_size=20)
PARTS = st.recursive(
    PLAIN | st.integers(-(2**53), 2**53),
    lambda part: (
        st.builds(sentence, st.just("list_called_column"), part)
        | st.builds(sentence, st.just("list_and"), part, part)
        | st.builds(sentence, st.just("list_where_none"), part)
    ),
    max_leaves=8,
)


@given(PARTS, PARTS)
def test_a_sentence_is_made_again_from_its_wire_form(first: object, second: object) -> None:
    made = sentence("list_and", first, second)
    again = retold(str(made), orjson.loads(orjson.dumps(made.told)))
    assert isinstance(again, Sentence)
    assert (again, again.told, spoken(again, "ja")) == (made, made.told, spoken(made, "ja"))


def test_it_is_name_and_values() -> None:
    assert sentence("list_hint_columns", listed(["a", "b"])).told == {
        "name": "list_hint_columns",
        "values": [{"name": "list_and", "values": ["a", "b"]}],
    }
    assert told_of("Brand new.") is None


@pytest.mark.parametrize(
    "told",
    [
        None,
        "list_rows",
        {"name": "brand_new", "values": []},
        {"name": "list_called_column", "values": []},
        {"name": "list_rows"},
        {"name": ["list_rows"], "values": []},
        {"name": "list_records", "values": []},
    ],
)
def test_what_another_version_wrote_stays_as_its_words(told: object) -> None:
    words = retold("rows", told)
    assert (words, type(words)) == ("rows", str)


def test_a_sentence_that_is_very_deep_can_be_sent_and_read() -> None:
    """As many columns as a hostile list has."""
    made = with_commas(f"column {number}" for number in range(900))
    assert isinstance(made, Sentence)
    text = orjson.dumps(made.told)
    assert text.count(b'"name"') == DEEPEST
    assert retold(str(made), orjson.loads(text)) == made


def test_an_error_keeps_its_sentences_on_its_way() -> None:
    error = ManifestInvalid(
        sentence("list_refused", "a.csv", "It is a web page."), hint=sentence("list_hint_columns", "<b>$1</b>")
    )
    document = orjson.loads(orjson.dumps(error.as_dict()))
    again = error_from(document)
    assert (type(again), again.as_dict()) == (ManifestInvalid, document)
    assert spoken(again.hint, "de") == "Die Spalten sind: <b>$1</b>."


def test_an_error_in_plain_words_is_told_as_before() -> None:
    plain = {"code": "disk_full", "message": "Make room.", "hint": ""}
    assert DiskFull("Make room.").as_dict() == plain
    assert error_from(plain).as_dict() == plain


def test_why_a_publisher_was_refused_is_kept_with_its_message() -> None:
    error = PublisherStale(sentence("publisher_stale", "https://packs.example/"))
    kept = msgspec.json.encode(Trouble(**error.as_dict(), at="2026-01-01T00:00:00Z"))
    trouble = msgspec.json.decode(kept, type=Trouble)
    address = "https://packs.example/"
    told = Subscription(id=id_of(address), address=address, root="", added_at="", trouble=trouble).error
    assert told is not None
    assert told.as_dict() == error.as_dict()
    assert spoken(told.message, "de").startswith("Bitten Sie den Herausgeber, `inset publish --refresh` auszuführen")
