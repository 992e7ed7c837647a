"""What the command line says to a person, in their system's language; English where the terminal cannot show that.

Programs read `--json`, which is the same in every language, and so are the sentences of errors: they are looked up by
their words.
"""

from __future__ import annotations

import functools
import sys

from inset import number_words
from inset.words.choice import best_language, system_languages
from inset.words.counting import in_language
from inset.words.messages import ENGLISH, Messages, messages_in, name_of


@functools.cache
def words() -> Messages:
    """Return the messages of this person's language. `INSET_LANGUAGE` chooses another than the system's."""
    messages = messages_in(best_language(system_languages()))
    return messages if _can_show(messages) else messages_in(ENGLISH)


def _can_show(messages: Messages) -> bool:
    try:
        messages.text("language_name").encode(sys.stdout.encoding or "ascii")
        messages.text("cli_not_listed").encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def size(count: int, *, round_off: bool = False) -> str:
    """A number of bytes: `16.2 MB`, or `16,2 MB`. `round_off`: `16 MB` where the decimal says nothing."""
    written = number_words.size(count)
    return in_language(written.replace(".0 ", " ") if round_off else written, words().language)


def percent(share: float) -> str:
    """A share: `1.8%`, or `1,8 %`."""
    return number_words.percent(share, words().language)


def percent_of_chance(chance: float) -> str:
    """How likely an answer is true: `95%`, or `95 %`."""
    return number_words.percent_of_chance(chance, words().language)


def seconds(duration: float) -> str:
    """A duration in seconds, without the unit: `0.2`, or `0,2`."""
    return in_language(f"{duration:,.1f}", words().language)


def purpose_said(purpose: str) -> str:
    """What a dataset was made for: the catalog's purposes have messages, others stand in the list's own words."""
    return words().text_or(name_of("purpose", purpose), purpose)


def catalog_said(text: str) -> str:
    """What the catalog notes of a dataset, or how to get its list, as `purpose_said` says what it is for."""
    return words().text_or(name_of("catalog", text), text)


def way_out_said(how: str) -> str:
    """How to get out of a dataset, as the catalog tells it, in the same way."""
    return words().text_or(name_of("way_out", how), how)


def probable_name(name: str, *, unlikely: bool) -> str:
    """What is named by a filter alone, with how likely that is."""
    return words().text("cli_possibly_name" if unlikely else "cli_probably_name", name)
