"""About: what the catalog says of a dataset, kept in its descriptor, so that the helper needs no catalog.

The last two keys, and those of `opt_out` from "way" on, are absent in runs of before they were there, which means that
nothing is known. The keys under `about` in dataset.json, the same as in the API; null where it is not known:

{
  "title", "publisher", "purpose":             words
  "year":                                      of publication
  "page", "paper":                             URLs (http or https)
  "opt_out": {                                 how a person gets their photos out; null when no way is known
    "how", "url", "mail"
    "way": "form" | "mail" | "host" | "discussion"
                                               a form of the publisher's; a mail to them; the takedown policy of whoever
                                               hosts the photos; a public discussion. null: they have said no more
    "tag"                                      a tag on Flickr that keeps the photo out of later versions
    "asks_for": ["links" | "account" | "user_name" | "text", …]
                                               what they want to be told; "text": what names the person beside the photo
    "accepts": ["author" | "shown", …]         whose requests; empty when they have not said
  }
  "contact": {"mail", "url"}                   the authors', where no way out is known; null when none is known
  "model_provider": true                       its publisher offers general-purpose AI models, as far as is known
  "withdrawn":                                 true or false; "withdrawn_when": a year, month or day
  "note":                                      what else there is to say of its state
  "checked": "2026-11-22"                      when this was last compared with its sources
}
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from msgspec.structs import force_setattr


def web_address(link: str | None) -> str | None:
    """Return an address of http or https that leads somewhere, else None: a run may come from somebody else.

    One with blanks, or with what nobody sees, is none: it could hold a sentence. So is one with a user's name, in which
    a password may stand, or another host's name.
    """
    if link is None or not link.startswith(("https://", "http://")):
        return None
    if not link.isprintable() or any(letter.isspace() for letter in link):
        return None
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(link)
        leads_somewhere = bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return link if leads_somewhere else None


WAYS: Final = ("form", "mail", "host", "discussion")
ASKED_FOR: Final = ("links", "account", "user_name", "text")
ROLES: Final = ("author", "shown")
"""The person took the photo, or is shown in it."""


class OptOut(msgspec.Struct, frozen=True):
    """How a person gets their photos out of a dataset, and where; see the top of this file.

    `url` is http or https, else None. Values of `way`, `asks_for` and `accepts` that a later version has are dropped.
    """

    how: str
    url: str | None
    mail: str | None
    way: str | None = None
    tag: str | None = None
    asks_for: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Drop a link that is not http or https, and values that this version does not know."""
        force_setattr(self, "url", web_address(self.url))
        force_setattr(self, "way", self.way if self.way in WAYS else None)
        force_setattr(self, "asks_for", tuple(each for each in self.asks_for if each in ASKED_FOR))
        force_setattr(self, "accepts", tuple(each for each in self.accepts if each in ROLES))


class Contact(msgspec.Struct, frozen=True):
    """Where the authors of a dataset can be reached. `url` is http or https, else None."""

    mail: str | None
    url: str | None

    def __post_init__(self) -> None:
        """Drop a link that is not http or https."""
        force_setattr(self, "url", web_address(self.url))


class About(msgspec.Struct, frozen=True):
    """What is known of a dataset; see the top of this file. `page` and `paper` are http or https, else None."""

    title: str
    publisher: str
    purpose: str
    year: Annotated[int, msgspec.Meta(ge=0, le=9999)] | None
    page: str | None
    paper: str | None
    opt_out: OptOut | None
    withdrawn: bool | None
    withdrawn_when: str | None
    note: str | None
    checked: str
    contact: Contact | None = None
    model_provider: bool = False

    def __post_init__(self) -> None:
        """Drop links that are not http or https."""
        force_setattr(self, "page", web_address(self.page))
        force_setattr(self, "paper", web_address(self.paper))
