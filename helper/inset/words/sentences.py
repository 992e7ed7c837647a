"""A sentence in English that knows which message it is, so that it can be told again in another language.

It is a text like any other: programs and files get its English words. Its message is in `lists.json`; its values are
numbers, names, and sentences of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final, Self

from inset.words.messages import ENGLISH, filled, topic

FILE: Final = "lists.json"


class Sentence(str):  # noqa: SLOT000 - a text of any length has no room for slots
    """Words in English, and what they are made of.

    Args:
        words: in English; `name`: of the message; `values`: for its places.
    """

    name: str
    values: tuple[object, ...]

    def __new__(cls, words: str, name: str, values: tuple[object, ...]) -> Self:
        """Make the words, which stay what they are."""
        made = super().__new__(cls, words)
        made.name = name
        made.values = values
        return made

    def __getnewargs__(self) -> tuple[str, str, tuple[object, ...]]:  # type: ignore[override]
        return str(self), self.name, self.values

    def __str__(self) -> str:
        """Return the words alone: a text that is nothing else."""
        return "".join(self)


def sentence(name: str, *values: object) -> Sentence:
    """Return a message of `lists.json` in English.

    Raises:
        KeyError: there is no message of that name.
    """
    return Sentence(_filled(ENGLISH, name, values), name, values)


def known(name: str, otherwise: str) -> str:
    """Return a message without places, or other words where there is none, as for the name of a dataset's own."""
    return sentence(name) if name in topic(ENGLISH, FILE) else otherwise


def listed(each: Iterable[str]) -> str:
    """Return several as one list: `a, b and c`."""
    *first, last = each
    return sentence("list_and", with_commas(first), last) if first else last


def with_commas(each: Iterable[str]) -> str:
    """Return several behind each other, with commas between."""
    return reduce(lambda told, one: sentence("list_comma", told, one), each)


def spoken(words: str, language: str) -> str:
    """Return words in a language: those of a message in the language's own, others as they are.

    Args:
        words: maybe made by `sentence`; `language`: one of `inset.words.messages.languages()`.
    """
    if not isinstance(words, Sentence) or language == ENGLISH:
        return str(words)
    return _filled(
        language, words.name, [spoken(each, language) if isinstance(each, str) else each for each in words.values]
    )


def _filled(language: str, name: str, values: Iterable[object]) -> str:
    """The message; one that begins with a value begins with a capital letter where it is a sentence."""
    template = topic(language, FILE)[name]
    words = filled(template, values, language)
    return words[:1].upper() + words[1:] if template.startswith("$") and template.endswith((".", "。")) else words
