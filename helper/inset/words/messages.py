"""Messages in one language: a message by its name, with its places filled, and the form that fits a count.

Grammar of a file in `locales/LANGUAGE/`, the form that browser extensions use:

    {"NAME": {"message": "TEXT with $1, $2 …", "description": "for translators; may be absent"}, …}

A count has the messages NAME_one and NAME_other (and NAME_few, NAME_many where a language has them). English is
complete; what another language lacks is said in English. `command_line.json`, `errors.json`, `help.json` and
`options.json` are for the command line, `site.json` is for the static page, `lost.json` for addresses that are none;
all other files are sent to the local page. The extension's own messages stay in extension/_locales: a browser loads
them whole into every page of Flickr, so they hold nothing that is shown elsewhere. Where both say the same thing in the
same place, a test holds them to the same words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

import orjson

from inset.words.counting import plural_form, written_decimal, written_number

ENGLISH: Final = "en"
COMMAND_LINE: Final = ("command_line.json",)
ALONE: Final = ("doctor.json", "errors.json", "help.json", "lists.json", "lost.json", "options.json", "site.json")
"""Files that are no messages of `Messages`; those ALONE are read by their `topic`, and by nothing else."""
SENTENCES: Final = "lists.json"
"""What a build says of lists, in sentences with parts (`inset.words.sentences`); the local page tells them too."""
DOCTOR: Final = "doctor.json"
"""What `inset doctor` says, in sentences of the same kind; the local page tells them too."""
ERRORS: Final = "errors.json"
"""What errors say on the command line, in sentences of the same kind; the local page has none."""

_LOCALES: Final = files("inset.words").joinpath("locales")
_IDEOGRAPHIC: Final = ("ja", "zh_CN", "zh_TW")
"""Languages whose full stop is as wide as an ideograph: no blank follows it."""
_BETWEEN: Final = re.compile("[^a-z0-9]+")
_PLACE: Final = re.compile(r"\$([1-9])")


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are messages in, named as their folders are, such as `de`."""
    return tuple(sorted(each.name for each in _LOCALES.iterdir() if each.is_dir()))


class Messages:
    """The messages of one language.

    Args:
        language: one of `languages()`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._page = _read(language, of_page=True)
        self._command_line = _read(language, of_page=False)

    @property
    def for_page(self) -> dict[str, str]:
        """Every message of the local page by its name, its sentences' too; a new dictionary."""
        told = dict(self._page)
        for file in (SENTENCES, DOCTOR):
            told |= topic(ENGLISH, file) | topic(self.language, file)
        return told

    def text(self, name: str, *values: object) -> str:
        """Return a message; values fill $1, $2 …, and numbers are written as the language writes them.

        Raises:
            KeyError: there is no message of that name.
        """
        return filled(self._page.get(name) or self._command_line[name], values, self.language)

    def text_or(self, name: str, otherwise: str) -> str:
        """Return a message without places, or other words where there is none, as for what comes from elsewhere."""
        return self.text(name) if name in self._page or name in self._command_line else otherwise

    @property
    def between(self) -> str:
        """What stands between two sentences."""
        return "" if self.language in _IDEOGRAPHIC else " "

    def sentence(self, words: str) -> str:
        """Return words with the language's full stop behind them."""
        return f"{words}{'。' if self.language in _IDEOGRAPHIC else '.'}"

    def told(self, of: object, said: object) -> str:
        """Return what is said of something, with the language's colon between them."""
        return self.text("cli_told", str(of), str(said))

    def count(self, name: str, count: int, *more: object) -> str:
        """Return the message that fits a count, which fills $1.

        Raises:
            KeyError: there is no such message.
        """
        form = f"{name}_{plural_form(count, self.language)}"
        known = form in self._page or form in self._command_line
        return self.text(form if known else f"{name}_other", count, *more)


def filled(template: str, values: Iterable[object], language: str) -> str:
    """Return a message with values for its places $1, $2 …; numbers are written as the language writes them."""
    written = [_number_or_text(each, language) for each in values]
    return _PLACE.sub(lambda place: written[int(place[1]) - 1], template)


def _number_or_text(value: object, language: str) -> str:
    if type(value) is int:
        return written_number(value, language)
    return written_decimal(value, language) if isinstance(value, float) else str(value)


def name_of(prefix: str, sentence: str) -> str:
    """Return the name of the message that says an English sentence: its own letters and digits, behind a prefix."""
    return f"{prefix}_{_BETWEEN.sub('_', sentence.lower()).strip('_')}"


@functools.cache
def topic(language: str, file: str) -> dict[str, str]:
    """Return the messages of one file alone, for what must be said at once."""
    source = _LOCALES.joinpath(language, file)
    entries = orjson.loads(source.read_bytes()) if source.is_file() else {}
    return {name: entry["message"] for name, entry in entries.items()}


@functools.cache
def messages_in(language: str) -> Messages:
    """Return the messages of one of `languages()`."""
    return Messages(language)


@functools.cache
def _read(language: str, *, of_page: bool) -> dict[str, str]:
    """All messages of the page or of the command line; English first, so that what is missing stays English."""
    found: dict[str, str] = {}
    for each in dict.fromkeys((ENGLISH, language)):
        for file in sorted(_LOCALES.joinpath(each).iterdir(), key=lambda file: file.name):
            if file.name not in ALONE and (file.name in COMMAND_LINE) != of_page:
                entries = orjson.loads(file.read_bytes())
                found.update((name, entry["message"]) for name, entry in entries.items())
    return found
