"""About: what the catalog says of a dataset, kept in its descriptor, so that the helper can tell it without a catalog.

The keys under `about` in dataset.json, which are those of the wire; null where nobody has found out:

{
  "title", "publisher", "purpose":             words
  "year":                                      of publication
  "page", "paper":                             URLs (http or https)
  "opt_out": {"how", "url", "mail"}            how a person gets their photos out; null when no way is known
  "withdrawn":                                 true or false; "withdrawn_when": a year, month or day
  "note":                                      what else there is to say of its state
  "checked": "2026-11-22"                      when this was last compared with its sources
}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OptOut:
    """How a person gets their photos out of a dataset, and where."""

    how: str
    url: str | None
    mail: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a dataset; see the top of this file."""

    title: str
    publisher: str
    purpose: str
    year: int | None
    page: str | None
    paper: str | None
    opt_out: OptOut | None
    withdrawn: bool | None
    withdrawn_when: str | None
    note: str | None
    checked: str


def parse_about(data: Mapping[str, Any] | None) -> About | None:
    """Read what a descriptor holds under `about`. A run may come from somebody else: links are http or https, or none.

    Raises:
        KeyError, TypeError, AttributeError: it is not what the format says.
    """
    if data is None:
        return None
    opt_out = data["opt_out"]
    return About(
        title=_words(data["title"]),
        publisher=_words(data["publisher"]),
        purpose=_words(data["purpose"]),
        year=None if data["year"] is None else int(data["year"]),
        page=_link(data["page"]),
        paper=_link(data["paper"]),
        opt_out=None
        if opt_out is None
        else OptOut(how=_words(opt_out["how"]), url=_link(opt_out["url"]), mail=_maybe(opt_out["mail"])),
        withdrawn=None if data["withdrawn"] is None else data["withdrawn"] is True,
        withdrawn_when=_maybe(data["withdrawn_when"]),
        note=_maybe(data["note"]),
        checked=_words(data["checked"]),
    )


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("words are missing")
    return value


def _maybe(value: object) -> str | None:
    return None if value is None else _words(value)


def _link(value: object) -> str | None:
    words = _maybe(value)
    return words if words is not None and words.startswith(("https://", "http://")) else None
