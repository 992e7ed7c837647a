"""About: what the catalog says of a dataset, kept in its descriptor, so that the helper needs no catalog.

The keys under `about` in dataset.json, the same as in the API; null where it is not known:

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

import msgspec
from msgspec.structs import force_setattr


def _web_only(link: str | None) -> str | None:
    """Return the link if it is http or https, else None: a run may come from somebody else."""
    return link if link is not None and link.startswith(("https://", "http://")) else None


class OptOut(msgspec.Struct, frozen=True):
    """How a person gets their photos out of a dataset, and where. `url` is http or https, else None."""

    how: str
    url: str | None
    mail: str | None

    def __post_init__(self) -> None:
        """Drop a link that is not http or https."""
        force_setattr(self, "url", _web_only(self.url))


class About(msgspec.Struct, frozen=True):
    """What is known of a dataset; see the top of this file. `page` and `paper` are http or https, else None."""

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

    def __post_init__(self) -> None:
        """Drop links that are not http or https."""
        force_setattr(self, "page", _web_only(self.page))
        force_setattr(self, "paper", _web_only(self.paper))
