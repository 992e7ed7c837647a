"""The words of letters, in each language: letter_texts/LANGUAGE.toml.

A letter is put together from whole sentences, so that each language has its own word order. `subject_…`, `to`,
`greeting` and `closing` frame it. `author_…`/`shown_…` begin it, for one photo and for more; `who` heads what tells the
recipient who is writing, `basis` why (`data_…`: rights over personal data; `goodwill`; `host`: the host's own policy),
`asks` the numbered requests; `answer…` gives the date. `photos` heads the list of links; `line_…`, `row_…` and
`record_…` say where a list names one of them. `post…` is what may be written
where everybody reads it. `[blanks]` names what only the person can fill in. A date's `first_day` is how the first of a
month is written.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from inset.words.messages import languages


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The texts of one language."""

    texts: Mapping[str, Any]

    def say(self, key: str, **facts: object) -> str:
        """Return a text with its facts filled in. Facts are put in as they are: they may hold braces."""
        text: str = self.texts[key]
        return text.format(**facts)

    def blank(self, key: str) -> str:
        """What stands where the person must fill something in: its name in brackets."""
        return f"[{self.texts['blanks'][key]}]"

    def join(self, parts: Iterable[str]) -> str:
        """Names one after the other."""
        joint: str = self.texts["join"]
        return joint.join(parts)

    def day(self, day: date) -> str:
        """A date in words."""
        number = self.texts["first_day"] if day.day == 1 else str(day.day)
        return self.say("date", day=number, month=self.texts["months"][day.month - 1], year=day.year)


@cache
def words_in(language: str) -> LetterWords:
    """Return the texts of one of `inset.words.messages.languages()`."""
    if language not in languages():
        raise ValueError(f"language must be one of {languages()}, not {language!r}")
    text = files("inset.account").joinpath("letter_texts", f"{language}.toml").read_text(encoding="utf-8")
    return LetterWords(tomllib.loads(text))


def month_after(day: date) -> date:
    """Return the same day of the next month, or that month's last day where it has no such day.

    Source: Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c), by which the GDPR's month is counted.
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
