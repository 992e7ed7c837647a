"""Addresses in which a user's name or a password stands are asked of nobody: they are kept, and shown, as they are."""

from __future__ import annotations

from yarl import URL

from inset.errors import UsageInvalid
from inset.words.sentences import sentence


def refuse_login(url: URL) -> None:
    """Refuse an address that carries a login.

    Raises:
        UsageInvalid: it does; the error shows the address without it.
    """
    if url.user is not None or url.password is not None:
        raise UsageInvalid(sentence("list_remote_no_user", str(url.with_user(None))))
