"""How likely a filter's hit is true, and that it is never written as certainty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.index.filter.chance import MOST_CERTAIN, chance_listed
from inset.number_words import is_unlikely, percent, percent_of_chance
from inset.words.messages import languages

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "chances.json").read_text(encoding="utf-8"))

between = st.floats(0, 1, exclude_min=True, exclude_max=True)


@pytest.mark.parametrize(("chance", "words"), VECTORS["cases"])
def test_a_chance_is_written_as_everywhere(chance: float, words: str) -> None:
    assert percent_of_chance(chance) == f"{words}%"


def test_each_language_sets_the_percent_sign_as_browsers_do() -> None:
    assert {each: percent_of_chance(0.95, each) for each in languages()} == VECTORS["signs"]
    assert percent(0.018, "de") == "1,8\u00a0%"
    assert percent(1e-9, "fr") == "<0,0001\u00a0%"


@pytest.mark.parametrize(("chance", "unlikely"), VECTORS["unlikely"])
def test_what_is_more_likely_false_is_known(chance: float | None, unlikely: bool) -> None:
    assert is_unlikely(chance) is unlikely


@given(between)
def test_what_may_be_false_never_reads_as_certain(chance: float) -> None:
    for words in (percent_of_chance(chance), percent(chance)):
        assert words not in {"0%", "100%"}
        number = words.removesuffix("%").removeprefix("<").removeprefix("under ")
        assert 0 < float(number) < 100
        assert "e" not in number


@given(st.lists(between, min_size=2, max_size=2))
def test_what_is_likelier_never_reads_as_less_likely(chances: list[float]) -> None:
    less, more = sorted(chances)
    if not percent_of_chance(more).startswith("<"):
        assert percent_of_chance(less).startswith("<") or int(percent_of_chance(less)[:-1]) <= int(
            percent_of_chance(more)[:-1]
        )


@given(photos=st.integers(1, 10**10), rate=st.floats(1e-12, 0.5))
def test_a_filter_alone_proves_nothing_and_rules_nothing_out(photos: int, rate: float) -> None:
    assert 0 < chance_listed(photos, rate) <= MOST_CERTAIN
