"""Ways out of a dataset: to whom a request goes, and what a person should know before they write or delete.

All of it comes from what the catalog says of a dataset (`About`); what nobody has found out is said to be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast
from urllib.parse import urlsplit

from inset.account.origin_words import quoted, quoted_told
from inset.index.about import About
from inset.words.messages import ENGLISH, Messages, messages_in, name_of
from inset.words.sentences import Told

Role = Literal["author", "shown"]
"""The person took the photo, or is shown in it."""

Way = Literal["form", "mail", "host", "discussion", "page", "unknown"]
"""How the recipient can be reached: their form; a mail; the host's takedown policy; a public discussion; a page that
says more; or nobody has found out."""

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
"""A plain mail address. A run may come from somebody else: nothing else may reach a mail's header."""

_LONGEST_MAIL: Final = 254
"""Characters of the longest mail address. Source: RFC 5321, 4.5.3.1.3, without the angle brackets."""

LONGEST_NAME: Final = 80
LONGEST_SENTENCE: Final = 400
"""Characters that are shown of a title or a name, and of a sentence, written by the maker of a pack; as on the page."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """Words of whoever made a pack: between the quotation marks of the language in which they are said, and cut."""

    words: str
    longest: int = LONGEST_NAME

    def said(self, words: Messages) -> str:
        """The words as theirs."""
        return quoted(self.words, words, self.longest)

    def told(self) -> Told:
        """The same in the wire form."""
        return quoted_told(self.words, self.longest)


@dataclass(frozen=True, slots=True)
class FromCatalog:
    """How to get out, in the catalog's words: in the languages that have them as a message, and else in English."""

    words: str

    def said(self, words: Messages) -> str:
        """The words in the messages' language."""
        return words.text_or(name_of("way_out", self.words), self.words)

    def told(self) -> Told | str:
        """The same in the wire form; a catalog of the person's own has words that are no message."""
        name = name_of("way_out", self.words)
        return {"name": name, "values": []} if messages_in(ENGLISH).text_or(name, "") == self.words else self.words


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence that a person should know, in any language.

    Attributes:
        name: of its message.
        values: what fills the message's places; what is no text among them is said in the same language.
    """

    name: str
    values: tuple[str | Advice | Theirs | FromCatalog, ...] = ()

    def said(self, words: Messages) -> str:
        """The sentence in the messages' language."""
        values = [each if isinstance(each, str) else each.said(words) for each in self.values]
        return words.text(self.name, *values)

    def told(self) -> Told:
        """The same in the wire form, from which a page says it in its own language."""
        return {"name": self.name, "values": [each if isinstance(each, str) else each.told() for each in self.values]}


SAVE_LINKS_FIRST: Final = Advice("advice_save")
DELETING: Final = Advice("advice_deleting")
NOT_ADVICE: Final = Advice("advice_no_law")


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


def advice_of(named: str, about: About | None, role: Role, *, are_theirs: bool = False) -> list[Advice]:
    """What a person should know about one dataset; `SAVE_LINKS_FIRST` comes before all of it.

    Args:
        named: the dataset's title, or its name where none is known.
        about: what is known of it.
        role: the person's.
        are_theirs: what is known is the word of whoever made its pack, and stands as such.
    """
    if about is None:
        return [Advice("advice_unknown", (named,))]
    title = Theirs(named) if are_theirs else named
    said: list[Advice] = []
    if about.withdrawn and about.withdrawn_when:
        when = Theirs(about.withdrawn_when) if are_theirs else about.withdrawn_when
        said.append(Advice("advice_withdrawn_when", (title, when)))
    elif about.withdrawn:
        said.append(Advice("advice_withdrawn", (title,)))
    opt_out = about.opt_out
    recipient = recipient_of(named, about, role)
    known = recipient.mail or recipient.url
    where = Advice("advice_contact", (known,)) if known else Advice("advice_look")
    if opt_out is None:
        said.append(Advice("advice_no_way", (title, where)))
    else:
        how = Theirs(opt_out.how, LONGEST_SENTENCE) if are_theirs else FromCatalog(opt_out.how)
        said.append(Advice("advice_of", (title, how)))
        if opt_out.accepts and role not in opt_out.accepts:
            whom = "shown" if "shown" in opt_out.accepts else "author"
            said.append(Advice(f"advice_for_{whom}", (title, where)))
    return said + [
        Advice(name, (title, recipient.url or "")[:places]) for name, places in _HINTS.get(recipient.way, ())
    ]


_HINTS: Final[dict[Way, tuple[tuple[str, int], ...]]] = {
    "form": (("advice_form", 2),),
    "page": (("advice_page", 2),),
    "host": (("advice_host", 2), ("advice_copyright", 1)),
    "discussion": (("advice_discussion", 2),),
}
"""Messages about a way, each with how many of title and address it names."""


def _mail(text: str | None) -> str | None:
    return text if text is not None and len(text) <= _LONGEST_MAIL and _MAIL.fullmatch(text) else None
