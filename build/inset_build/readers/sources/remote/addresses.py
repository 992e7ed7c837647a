"""Addresses of files that lie elsewhere, as paths, so that whatever takes a file's path takes them too."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from inset.errors import UsageInvalid
from inset.words.sentences import sentence

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

SCHEMES: Final = ("s3", "gs", "https", "hf")
"""Those that a build reads; http too, from this computer."""

if TYPE_CHECKING:
    _Path = Path
else:
    _Path = type(Path())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a store tells of a file; if any of it differs, the file was changed.

    Attributes:
        size: in bytes.
        etag: what the store calls this version of it; empty where it does not.
        modified: when it was written; empty where the store does not tell.
    """

    size: int
    etag: str = ""
    modified: str = ""


class RemotePath(_Path):
    """An address as a path. As text it is without user, password and query, for these may be secret.

    Args:
        address: what the person wrote, or what a store lists.
        facts: what its store tells of it; None as long as nobody asked.
    """

    address: str
    facts: Facts | None

    def __new__(cls, address: str, facts: Facts | None = None) -> RemotePath:  # noqa: ARG004, PYI034 - until 3.11 a path is made here
        """Make the path of what is shown."""
        return super().__new__(cls, shown(address))

    def __init__(self, address: str, facts: Facts | None = None) -> None:
        if sys.version_info >= (3, 12):
            super().__init__(shown(address))
        self.address = address
        self.facts = facts

    def __str__(self) -> str:
        return shown(self.address)

    def __repr__(self) -> str:
        return f"RemotePath({shown(self.address)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RemotePath) and self.address == other.address

    def __hash__(self) -> int:
        return hash(self.address)

    def __reduce__(self) -> tuple[type[RemotePath], tuple[str, Facts | None]]:
        return RemotePath, (self.address, self.facts)

    def with_segments(self, *parts: str | os.PathLike[str]) -> Path:
        """Paths made from this one are paths like any other."""
        return Path(*parts)

    def absolute(self) -> RemotePath:
        """An address is the same wherever it is asked."""
        return self

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:  # noqa: ARG002 - as every path's
        """The size that its store told, as a file's.

        Raises:
            FileNotFoundError: nobody asked its store.
        """
        if self.facts is None:
            raise FileNotFoundError(str(self))
        return os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, self.facts.size, 0, 0, 0))


def is_address(text: str) -> bool:
    """Whether a text is an address rather than a file's name."""
    return _SCHEME.match(text) is not None


def named_path(text: str) -> Path:
    """What a person named, as a path: an address, or a file's name."""
    return RemotePath(text) if is_address(text) else Path(text)


def shown(address: str) -> str:
    """An address as it may be shown and stored: without user, password, query and fragment."""
    match = _SCHEME.match(address)
    if match is None:
        return address
    scheme, rest = match[1].lower(), address[match.end() :]
    host, slash, path = rest.partition("/")
    if "?" in host or "#" in host:
        host, slash, path = re.split(r"[?#]", host)[0], "", ""
    if scheme in ("http", "https"):
        path = re.split(r"[?#]", path)[0]
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def login_hint(scheme: str) -> str:
    """How a store of some scheme gets credentials; empty where they stand in the address."""
    hints = {
        "s3": sentence("list_remote_login_aws"),
        "gs": sentence("list_remote_login_gs"),
        "hf": sentence("list_remote_login_hf"),
    }
    return hints.get(scheme, "")


def scheme_of(path: RemotePath) -> str:
    """The scheme of an address that a build may read.

    Raises:
        UsageInvalid: it is none, or credentials stand in it where they would be taken for the name of something.
    """
    match = _SCHEME.match(path.address)
    assert match is not None
    scheme = match[1].lower()
    if scheme == "http":
        if urlsplit(path.address).hostname not in LOOPBACK:
            raise UsageInvalid(sentence("list_remote_unprotected", str(path)))
        return scheme
    if scheme not in SCHEMES:
        raise UsageInvalid(sentence("list_remote_scheme", str(path)))
    if scheme != "https" and "@" in path.address[match.end() :].partition("/")[0]:
        raise UsageInvalid(sentence("list_remote_no_user", str(path)), hint=login_hint(scheme))
    return scheme
