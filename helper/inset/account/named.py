"""Reads how a person names an account: a name, `@name`, an NSID, or the address of a profile, album or photo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from inset.errors import UsageInvalid
from inset.flickr import NSID, find_account, parse_name_in_addresses, parse_nsid
from inset.index.account_names import tidy_name
from inset.photo_ref import photo_id_from_url
from inset.words.sentences import sentence

LONGEST: Final = 2000
"""Characters; nobody names an account by more."""

_FLICKR: Final = re.compile(r"(?i)(?:https?:)?/{0,2}(?:(?:www|m|secure)\.)?flickr\.com/(?P<path>.*)")
_ADDRESS: Final = re.compile(
    r"(?i)(?:https?:)?/{0,2}(?:[a-z0-9-]{1,63}\.){0,3}(?:flickr\.com|staticflickr\.com|flic\.kr)(?:[/:?#]|$)"
)
"""An address of Flickr's. Other addresses are names: some people are called by the address of their own pages."""

_ICON: Final = re.compile(f"/buddyicons/({NSID})")

HINT: Final = (
    "For example: anna-b, @anna-b, 12345678@N00, https://www.flickr.com/photos/anna-b/, "
    "or the address of one of its photos."
)


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """What a person's words say of an account; what they do not say is None.

    Attributes:
        account: its NSID, or its name in Flickr's addresses in small letters.
        name: what it may be called, without the `@` that people put before a name.
        photo_id: one of its photos.
        certain: the account was given by NSID or address; else a bare word was, which may also be another's name.
    """

    account: str | None = None
    name: str | None = None
    photo_id: int | None = None
    certain: bool = True


def read_account(text: str) -> NamedAccount:
    """Read what a person wrote.

    A name that could stand in an address may be either, so it is taken for both.

    Raises:
        UsageInvalid: it names no account.
    """
    if len(text) > LONGEST:
        raise UsageInvalid(sentence("error_account_long", LONGEST), hint=HINT)
    text = text.encode("utf-8", "ignore").decode()  # bytes of a command line that are no UTF-8 name nobody
    text = text.strip().strip("<>\"'").strip()
    if _ADDRESS.match(text):
        return _read_address(text)
    nsid = parse_nsid(text)
    if nsid is not None:
        return NamedAccount(account=nsid)
    name = tidy_name(text.removeprefix("@"))
    if name is None:
        raise UsageInvalid(sentence("error_account_name"), hint=HINT)
    return NamedAccount(parse_name_in_addresses(name), name, certain=False)


def _read_address(text: str) -> NamedAccount:
    photo_id = photo_id_from_url(text, base_is_flickr=False)
    icon = _ICON.search(text)
    match = _FLICKR.fullmatch(text)
    account = parse_nsid(icon[1]) if icon else None
    if account is None and match is not None:
        account = find_account(f"https://www.flickr.com/{match['path'].partition('#')[0]}")
    if account is None and photo_id is None:
        raise UsageInvalid(sentence("error_account_address"), hint=HINT)
    name = account if account is not None and parse_nsid(account) is None else None
    return NamedAccount(account, name, photo_id)
