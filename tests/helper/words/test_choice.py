"""Which language a person gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.words.choice import accepted_languages, best_language, system_languages
from inset.words.messages import languages


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        ([], "en"),
        (["de-AT"], "de"),
        (["pt_BR.UTF-8"], "pt"),
        (["sv", "fr"], "fr"),
        (["", "ja"], "ja"),
        (["xx", "yy"], "en"),
        (["deu"], "en"),
        (["../en"], "en"),
    ],
)
def test_the_first_that_there_is(wanted: list[str], best: str) -> None:
    assert best_language(wanted) == best


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("", []),
        ("de", ["de"]),
        ("en;q=0.5, de;q=0.9, fr", ["fr", "de", "en"]),
        ("de;q=0, en", ["en"]),
        ("de;q=x, en", ["en"]),
        ("*, de;q=0.1", ["*", "de"]),
    ],
)
def test_a_browsers_list_is_read_best_first(header: str, tags: list[str]) -> None:
    assert accepted_languages(header) == tags


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert best_language(accepted_languages(header)) in languages()


@pytest.mark.parametrize(
    ("environ", "best"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "es_ES"}, "es"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "sv:ja"}, "ja"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "INSET_LANGUAGE": "pt"}, "pt"),
    ],
)
def test_the_systems_language(environ: dict[str, str], best: str) -> None:
    assert best_language(system_languages(environ)) == best
