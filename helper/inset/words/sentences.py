"""A sentence in English that knows which message it is, so that it can be told again in another language.

It is a text like any other: programs and files get its English words. Its message is in `lists.json` or `doctor.json`,
or in `errors.json` if only the command line tells it; its values are numbers, names, and sentences of the same kind.
What counts something has NAME_one, NAME_other … by its first value, as other messages have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final, Self, TypeAlias, TypedDict

from inset.errors.base import without_number
from inset.words.counting import plural_form
from inset.words.messages import DOCTOR, ENGLISH, ERRORS, SENTENCES, filled, topic

FILES: Final = (SENTENCES, DOCTOR, ERRORS)

DEEPEST: Final = 32
"""Sentences within sentences, in the wire form; what lies deeper is told in English. JSON's readers bound it too."""


class Told(TypedDict):
    """The wire form of a sentence: its message, and what fills the places; it stands beside the English words."""

    name: str
    values: list[Value]


Value: TypeAlias = "str | float | Told"
"""A whole number is a `float` for type checkers, and stays whole."""


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

    @property
    def told(self) -> Told:
        """The wire form, from which `retold` makes the sentence again."""
        return _told(self, DEEPEST)


def as_english(text: object) -> str:
    """A sentence as the English text that it is: msgspec's `enc_hook`, as that takes no text but Python's own kind.

    Raises:
        NotImplementedError: it is no text, as msgspec wants it.
    """
    if isinstance(text, str):
        return str(text)
    raise NotImplementedError(type(text))


def sentence(name: str, *values: object) -> Sentence:
    """Return a message in English; one of a count has that as its first value.

    Args:
        name: of the message; `values`: numbers, sentences, or what is written as `str` writes it: names, errors.

    Raises:
        KeyError: there is no message of that name.
    """
    written = tuple(map(_written, values))
    return Sentence(_filled(ENGLISH, name, written), name, written)


def known(name: str, otherwise: str) -> str:
    """Return a message without places, or other words where there is none, as for the name of a dataset's own."""
    return sentence(name) if name in topic(ENGLISH, SENTENCES) else otherwise


def told_of(words: str) -> Told | None:
    """Return the wire form of a sentence; None for words that know no message."""
    return words.told if isinstance(words, Sentence) else None


def retold(words: str, told: object) -> str:
    """Return words as the sentence that they are, or as they are where another version knows another message.

    Args:
        words: in English; `told`: what came with them in the wire form, maybe nothing.
    """
    try:
        made = _made(told)
    except (KeyError, IndexError, TypeError, RecursionError):
        return words
    return made if made == words else words


def listed(each: Iterable[str]) -> str:
    """Return several as one list: `a, b and c`."""
    *first, last = each
    return sentence("list_and", with_commas(first), last) if first else last


def with_commas(each: Iterable[str]) -> str:
    """Return several behind each other, with commas between."""
    return reduce(lambda told, one: sentence("list_comma", told, one), each)


def either(each: Iterable[str]) -> str:
    """Return several of which one is meant: `a or b or c`."""
    return reduce(lambda told, one: sentence("list_or", told, one), each)


def one_after_another(each: Iterable[str]) -> str:
    """Return several sentences as one text; empty where there are none."""
    told = list(each)
    return reduce(lambda before, one: sentence("list_then", before, one), told) if told else ""


def spoken(words: str, language: str) -> str:
    """Return words in a language: those of a message in the language's own, others as they are.

    Args:
        words: maybe made by `sentence`; `language`: one of `inset.words.messages.languages()`.
    """
    if not isinstance(words, Sentence) or language == ENGLISH:
        return str(words)
    return _filled(language, words.name, words.values)


def _written(value: object) -> str | int | float:
    """What fills a place: a number, to one decimal, or a sentence; other things as they are written for a person."""
    if isinstance(value, float):
        return round(value, 1)
    return value if type(value) is int or isinstance(value, Sentence) else without_number(str(value))


def _told(words: Sentence, depth: int) -> Told:
    def value(each: object) -> Value:
        if isinstance(each, Sentence) and depth > 1:
            return _told(each, depth - 1)
        return each if type(each) is int or isinstance(each, float) else str(each)

    return {"name": words.name, "values": [value(each) for each in words.values]}


def _made(told: object) -> Sentence:
    if not isinstance(told, Mapping):
        raise TypeError
    return sentence(told["name"], *(_made(each) if isinstance(each, Mapping) else each for each in told["values"]))


def _filled(language: str, name: str, values: Sequence[object]) -> str:
    """The message; one that begins with a sentence of its own begins with a capital letter. A file's name stays."""
    template = _template(language, name, values)
    spoken_values = [spoken(each, language) if isinstance(each, str) else each for each in values]
    words = filled(template, spoken_values, language)
    begins = template.startswith("$") and template.endswith((".", "。"))
    if begins and isinstance(values[int(template[1]) - 1], Sentence):
        return words[:1].upper() + words[1:]
    return words


def _template(language: str, name: str, values: Sequence[object]) -> str:
    """The message of that name, or the one that fits the count which is its first value."""
    said = _message(language, name)
    if said is None and values and type(count := values[0]) is int and count >= 0:
        said = _message(language, f"{name}_{plural_form(count, language)}") or _message(language, f"{name}_other")
    if said is None:
        raise KeyError(name)
    return said


def _message(language: str, name: str) -> str | None:
    return next((found for file in FILES if (found := topic(language, file).get(name)) is not None), None)
