"""Ways out of a dataset: to whom a request goes, and what a person should know before they write or delete.

All of it comes from what the catalog says of a dataset (`About`); what nobody has found out is said to be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast
from urllib.parse import urlsplit

from inset.index.about import About

Role = Literal["author", "shown"]
"""The person took the photo, or is shown in it."""

Way = Literal["form", "mail", "host", "discussion", "page", "unknown"]
"""How the recipient can be reached: their form; a mail; the host's takedown policy; a public discussion; a page that
says more; or nobody has found out."""

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
"""A plain mail address. A run may come from somebody else: nothing else may reach a mail's header."""

SAVE_LINKS_FIRST: Final = (
    "Save the links first: keep the letter, the list or a report. Once a photo is deleted, nobody can name it any more."
)
DELETING: Final = (
    "Deleting a photo on Flickr, or making it private, also stops everybody who has the list and has not fetched the "
    "photo yet. Copies that were made cannot be recalled, and copies on delivery networks may stay for a while."
)
NOT_ADVICE: Final = "This is no legal advice. Read the letter, change it, and send it yourself: Inset sends nothing."


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a request about a dataset goes.

    Attributes:
        name: the publisher; the dataset's title where that is not known; of a host the name in its address.
        way: how they can be reached.
        mail: an address, with `mail` and where there is one besides a form.
        url: the form, policy, discussion or page.
        asks_for: what they want to be told, see `inset.index.about`.
        model_provider: they offer general-purpose AI models, as far as is known.
    """

    name: str
    way: Way
    mail: str | None = None
    url: str | None = None
    asks_for: tuple[str, ...] = ()
    model_provider: bool = False


def recipient_of(title: str, about: About | None, role: Role) -> Recipient:
    """Return to whom a person in this role writes about a dataset.

    A way out that takes no requests of theirs is passed over; the authors' contact comes next.
    """
    if about is None:
        return Recipient(title, "unknown")
    opt_out, contact = about.opt_out, about.contact
    if opt_out is not None and (not opt_out.accepts or role in opt_out.accepts):
        mail = _mail(opt_out.mail)
        way: Way
        if opt_out.way in ("form", "host", "discussion") and opt_out.url is not None:
            way = cast("Way", opt_out.way)
        else:
            way = "mail" if mail is not None else ("page" if opt_out.url is not None else "unknown")
        if way == "host":
            # The host is somebody else than the publisher; its name is not known, its address is.
            return Recipient(urlsplit(opt_out.url or "").hostname or "", way, mail, opt_out.url, opt_out.asks_for)
        return Recipient(about.publisher, way, mail, opt_out.url, opt_out.asks_for, model_provider=about.model_provider)
    mail, url = (None, None) if contact is None else (_mail(contact.mail), contact.url)
    way = "mail" if mail is not None else ("page" if url is not None else "unknown")
    return Recipient(about.publisher, way, mail, url, model_provider=about.model_provider)


def advice_of(title: str, about: About | None, role: Role) -> list[str]:
    """What a person should know about one dataset, in sentences; `SAVE_LINKS_FIRST` comes before all of them."""
    if about is None:
        return [f"{title}: nothing is known of how to opt out. Look for its authors' address, and fill it in."]
    said: list[str] = []
    if about.withdrawn:
        when = f" ({about.withdrawn_when})" if about.withdrawn_when else ""
        said.append(f"{title}: its publisher has withdrawn it{when}; copies are still around.")
    opt_out = about.opt_out
    recipient = recipient_of(title, about, role)
    known = recipient.mail or recipient.url
    where = f"its authors' contact is {known}" if known else "look for its authors' address, and fill it in"
    if opt_out is None:
        said.append(f"{title}: no way out is known; {where}.")
    else:
        said.append(f"{title}: {opt_out.how}")
        if opt_out.accepts and role not in opt_out.accepts:
            whom = "people who are shown in a photo" if "shown" in opt_out.accepts else "a photo's author"
            said.append(f"{title}: that way is for {whom}, so this letter is to its authors; {where}.")
    said += [f"{title}: {hint.format(url=recipient.url)}" for hint in _HINTS.get(recipient.way, ())]
    return said


_HINTS: Final[dict[Way, tuple[str, ...]]] = {
    "form": ("it has a form, {url}. The letter is for its text field, and for your own records.",),
    "page": ("its page, {url}, says more.",),
    "host": (
        "the policy of its host, {url}, is about copyright. A formal takedown notice is a legal statement that you "
        "answer for: read the policy before you send one.",
        "do not count on copyright: a German court has denied that mining for research can be opted out of (OLG "
        "Hamburg, 10 December 2025).",
    ),
    "discussion": ("{url} is public. Write nothing private there: post the short text, and keep the letter.",),
}


def _mail(text: str | None) -> str | None:
    return text if text is not None and _MAIL.fullmatch(text) else None
