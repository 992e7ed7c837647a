"""Who is paired: tokens, of which only the SHA-256 is kept.

File `<state>/pairings.json`, mode 0600, UTF-8 JSON:

    {"format": 1, "pairings": [{"id": str, "name": str, "origin": str | null, "scopes": [str, …],
                                "sha256": 64 hex digits, "created_at": ISO 8601 in UTC,
                                "used_on": "YYYY-MM-DD" in UTC | null}, …]}

`used_on` is the day of the last use and no more than that: it tells which pairing nobody needs any longer.

A token is `inset_` and 256 random bits in base64url. A plain hash of it is enough: slow password hashes protect
secrets that can be guessed, which 256 random bits cannot. The helper and the command line both write the file,
under one lock; a reader reads the file again whenever it was replaced.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec
import orjson

from inset.errors import BadRequest, PairingsCorrupt
from inset.own_files import read_own
from inset.private_files import locked, write_private
from inset.words.sentences import sentence
from inset.written_files import format_of, read_as

Scope = Literal["lookup", "owner"]
Scopes = Annotated[frozenset[Scope], msgspec.Meta(min_length=1)]
TOKEN_PREFIX: Final = "inset_"  # noqa: S105 - the public beginning of every token, by which a leaked one is recognised
MAX_NAME: Final = 60
_FORMAT: Final = 1
_MAX_TOKEN: Final = 200

_FileMark = tuple[int, int, int]


class Pairing(msgspec.Struct, frozen=True):
    """A paired browser or script.

    `origin` is the only Origin that the token may come with; None: not bound (a script, or a token pasted by hand).
    """

    id: str
    name: str
    origin: str | None
    scopes: Scopes
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    created_at: str
    used_on: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form for lists; it says nothing about the token."""
        return {
            "id": self.id,
            "name": self.name,
            "origin": self.origin,
            "scopes": sorted(self.scopes),
            "created_at": self.created_at,
            "used_on": self.used_on,
        }


Pairings = list[Pairing]


def new_token() -> str:
    """Return a new token: `inset_` and 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return the SHA-256 of a token, 64 hex digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def today() -> str:
    """Return the day in UTC, as `used_on` has it."""
    return datetime.now(UTC).date().isoformat()


def clean_name(name: str) -> str:
    """Return the name by which a browser or script is listed.

    Raises:
        BadRequest: empty, longer than 60 characters, or with characters that do not print: the name is shown in the
            owner's terminal, where an escape sequence could rewrite what they are about to approve.
    """
    name = name.strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise BadRequest(sentence("pair_name", str(MAX_NAME)))
    return name


class TokenStore:
    """The pairings on disk. Cheap to ask: one `stat` a call, and the file is read only when it was replaced.

    Args:
        path: `pairings.json`; it may be missing, and is made on the first `issue`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock_file = path.with_suffix(".lock")
        self._mark: _FileMark | None = None
        self._pairings: tuple[Pairing, ...] = ()

    def issue(self, name: str, origin: str | None, scopes: Collection[str]) -> str:
        """Pair a browser or script and return its token, of which only the hash is kept.

        Raises:
            BadRequest: the name is invalid or a scope unknown.
            PairingsCorrupt: the file is unreadable; nothing was changed.
        """
        token = new_token()
        self.add(token, name, origin, scopes)
        return token

    def add(self, token: str, name: str, origin: str | None, scopes: Collection[str]) -> Pairing:
        """Pair a browser or script under a token that the caller made with `new_token`; raises as `issue` does."""
        try:
            kept = msgspec.convert([*scopes], Scopes)
        except msgspec.ValidationError:
            raise BadRequest(f"Choose scopes among {', '.join(get_args(Scope))}.") from None
        pairing = Pairing(
            id=secrets.token_hex(4),
            name=clean_name(name),
            origin=origin,
            scopes=kept,
            sha256=digest(token),
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with locked(self._lock_file):
            self._write((*self._current(), pairing))
        return pairing

    def revoke(self, pairing_id: str) -> bool:
        """End the pairing with this ID; return False if there is none.

        Raises:
            PairingsCorrupt: the file is unreadable; nothing was changed.
        """
        with locked(self._lock_file):
            pairings = self._current()
            left = tuple(pairing for pairing in pairings if pairing.id != pairing_id)
            if len(left) < len(pairings):
                self._write(left)
        return len(left) < len(pairings)

    def rename(self, pairing_id: str, name: str) -> Pairing | None:
        """Give the pairing with this ID another name, and return it as it is now; None if there is none.

        Raises:
            BadRequest: the name is invalid.
            PairingsCorrupt: the file is unreadable; nothing was changed.
        """
        return self._change(pairing_id, name=clean_name(name))

    def note_use(self, pairing_id: str) -> None:
        """Keep today as the day on which this pairing was last used; nothing is written where that is known.

        Raises:
            PairingsCorrupt: the file is unreadable; nothing was changed.
        """
        self._change(pairing_id, used_on=today())

    def _change(self, pairing_id: str, **fields: str) -> Pairing | None:
        with locked(self._lock_file):
            pairings = self._current()
            changed = tuple(
                msgspec.structs.replace(pairing, **fields) if pairing.id == pairing_id else pairing
                for pairing in pairings
            )
            if changed != pairings:
                self._write(changed)
        return next((pairing for pairing in changed if pairing.id == pairing_id), None)

    def matching(self, id_or_name: str) -> Pairings:
        """Return the pairing with this ID, else all that have this name: two browsers of one kind may have the same.

        Raises:
            PairingsCorrupt: the file is unreadable.
        """
        pairings = self._current()
        return [each for each in pairings if each.id == id_or_name] or [
            each for each in pairings if each.name == id_or_name
        ]

    def list(self) -> Pairings:
        """Return every pairing, oldest first.

        Raises:
            PairingsCorrupt: the file is unreadable.
        """
        return list(self._current())

    def find(self, token: str) -> Pairing | None:
        """Return whose token this is, or None.

        Every kept hash is compared, each in constant time, so that the answer's delay tells nothing.

        Raises:
            PairingsCorrupt: the file is unreadable.
        """
        if len(token) > _MAX_TOKEN:
            return None
        asked = digest(token)
        found = None
        for pairing in self._current():
            if hmac.compare_digest(pairing.sha256, asked):
                found = pairing
        return found

    def _current(self) -> tuple[Pairing, ...]:
        try:
            status = os.stat(self._path)  # noqa: PTH116 - measurably cheaper than Path.stat, and asked with each request
        except FileNotFoundError:
            self._mark, self._pairings = None, ()
            return ()
        except OSError as error:
            raise _unreadable(self._path, str(error)) from error
        mark = (status.st_mtime_ns, status.st_ino, status.st_size)
        if mark != self._mark:
            # The mark is from before reading: if the file is replaced in between, the next call reads it again.
            self._pairings = _read(self._path)
            self._mark = mark
        return self._pairings

    def _write(self, pairings: tuple[Pairing, ...]) -> None:
        content = {
            "format": _FORMAT,
            "pairings": [{**pairing.as_dict(), "sha256": pairing.sha256} for pairing in pairings],
        }
        write_private(self._path, orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


class _File(msgspec.Struct):
    pairings: tuple[Pairing, ...]


def _read(path: Path) -> tuple[Pairing, ...]:
    try:
        content = read_own(path)
        written_format = format_of(content)
        if written_format != _FORMAT:
            raise _unreadable(path, f"its format is {written_format!r}, this version knows {_FORMAT}")
        return read_as(content, _File).pairings
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error


def _unreadable(path: Path, why: str) -> PairingsCorrupt:
    return PairingsCorrupt(
        sentence("error_pairings", path, why),
        hint="`inset pair` makes a new file; a copy from a backup works too.",
    )
