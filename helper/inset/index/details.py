"""Details: account, names and licence of each photo, as the manifest gave them, and the photos of each account.

They are as of the dataset's crawl: people change names and licences and take photos down, a manifest does not.
The file's tables and columns say `owner` for the account.

File format `photos.sqlite`, an SQLite 3 database, `user_version` 2:

    owners   (id INTEGER PRIMARY KEY, owner TEXT, names TEXT)
                                       owner: an NSID (`12345678@N00`), else the account's name in URLs; NULL where only
                                       names are known; names: what the account is called, one a line, NULL for none;
                                       an account that goes by several names has several rows
    name_keys (key TEXT, owner INTEGER, PRIMARY KEY (key, owner)) WITHOUT ROWID
                                       for each name: `name_key` of it, and the row of `owners`
    licences (id INTEGER PRIMARY KEY, number INTEGER, words TEXT)
                                       number: Flickr's 0-16, or NULL; words: the manifest's own, where number is NULL
    photos   (photo_id INTEGER PRIMARY KEY, owner INTEGER, licence INTEGER)
                                       both may be NULL; a photo of which nothing is known has no row
    photos_by_owner ON photos (owner, photo_id); owners_by_owner ON owners (owner)

Version 1, which is still read, knows no names: it has no `name_keys`, and `owners` is (id, owner TEXT UNIQUE).
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from types import NoneType
from typing import Any, Final

from inset.errors import IndexFormatUnsupported, RunDamaged
from inset.flickr import LICENCES, Licence
from inset.index.account_names import name_key
from inset.index.pieces import damaged
from inset.own_files import is_own_file

VERSION: Final = 2
_READ: Final = (1, VERSION)
_WITHOUT_NAMES: Final = 1
_TYPES: Final = frozenset({int, str, NoneType})

_ASKED_AT_ONCE: Final = 500
"""Parameters of one query; the limit of older SQLite versions is 999."""


_GET: Final = """
    SELECT photo_id, owners.owner, licence, owners.names
    FROM photos LEFT JOIN owners ON owners.id = photos.owner
    WHERE photo_id IN (?)
"""

_BETWEEN: Final = """
    SELECT photo_id, owners.owner, owners.names, licences.number, licences.words
    FROM photos LEFT JOIN owners ON owners.id = photos.owner LEFT JOIN licences ON licences.id = photos.licence
    WHERE photo_id BETWEEN ? AND ?
    ORDER BY photo_id
"""


_ACCOUNTS_WITH_PHOTOS: Final = (
    "FROM owners WHERE owner IS NOT NULL AND EXISTS (SELECT 1 FROM photos WHERE photos.owner = owners.id)"
)


@dataclass(frozen=True, slots=True)
class PhotoDetails:
    """What a manifest says of one photo.

    Attributes:
        account: NSID, or the account's name in URLs where the manifest gives no NSID.
        licence: one of Flickr's, or None.
        licence_words: the manifest's own words where they name none of Flickr's.
        names: what the account is called, as the manifest gives it; empty where nobody asked for it.
    """

    account: str | None
    licence: Licence | None
    licence_words: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What a run knows of one account, or of photos of which it knows names only.

    Attributes:
        account: NSID, or the account's name in URLs; None where only names are known.
        names: every name that the manifest gives it.
        photos: how many are listed as its own.
        first, last: the lowest and the highest of their IDs.
        some: the first few of them, ascending.
    """

    account: str | None
    names: tuple[str, ...]
    photos: int
    first: int
    last: int
    some: tuple[int, ...]


class Details:
    """Opened details of one run; may be shared between threads.

    Args:
        path: a file written by `DetailsWriter`.

    Raises:
        FileNotFoundError: no such file.
        IndexFormatUnsupported: another format version.
        RunDamaged: not such a database, or a damaged one; so may every later question.

    Attributes:
        damage: set once that was raised.
    """

    damage: RunDamaged | None = None

    def __init__(self, path: Path) -> None:
        if not is_own_file(path):
            raise FileNotFoundError(2, "no such file", str(path))
        self.path = path
        self._lock = threading.Lock()
        # immutable=1: a run's files never change, so SQLite need neither lock the file nor look for a journal.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._corrupt(str(error)) from error
        # A connection refers to itself (by its cache of statements), so it would only be closed when Python looks for
        # cycles. Not when Python exits: a daemon thread may be asking then.
        weakref.finalize(self, self._database.close).atexit = False
        try:
            self._version = self._check_version()
            self._words: dict[int, tuple[int | None, str | None]] = {
                key: (number, words) for key, number, words in self._ask("SELECT id, number, words FROM licences")
            }
            self._check_licences()
        except BaseException:
            self._database.close()
            raise

    def _check_version(self) -> int:
        version = int(self._ask("PRAGMA user_version")[0][0])
        if version not in _READ:
            raise IndexFormatUnsupported(
                f"Update Inset, or build the dataset again: {self.path.name} has format version {version}, "
                f"and this Inset reads versions {_READ[0]} to {_READ[-1]}."
            )
        return version

    def _check_licences(self) -> None:
        if any(number is not None and number not in range(len(LICENCES)) for number, _ in self._words.values()):
            raise self._corrupt("it names a licence that Flickr has not")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __len__(self) -> int:
        return int(self._ask("SELECT count(*) FROM photos")[0][0])

    def get(self, photo_ids: Sequence[int], *, names: bool = False) -> dict[int, PhotoDetails]:
        """Return what is known of these photos; those of which nothing is known are left out.

        Args:
            photo_ids: any number of them.
            names: also what their accounts are called, which takes half as long again.
        """
        found: dict[int, PhotoDetails] = {}
        sql = self._with_names(_GET) if names else _GET.replace("owners.names", "NULL")
        for start in range(0, len(photo_ids), _ASKED_AT_ONCE):
            some = photo_ids[start : start + _ASKED_AT_ONCE]
            rows = self._ask(sql.replace("?", ",".join("?" * len(some))), some)
            for photo_id, account, licence, called in rows:
                number, words = self._words.get(licence, (None, None))
                known = None if number is None else LICENCES[number]
                found[photo_id] = PhotoDetails(account, known, words, _split(called))
        return found

    def between(self, first: int, last: int) -> list[tuple[int, str | None, str | None, int | None, str | None]]:
        """Return what is known of the photos `first` to `last`, both included, ascending: for reading everything out.

        Each is the photo ID, its account, what that is called (one name a line), the number of Flickr's licence, and
        the manifest's own words without one.
        """
        return self._ask(self._with_names(_BETWEEN), (first, last))

    def count_of(self, account: str) -> int:
        """Return how many photos of an account (NSID or name, as the manifest gives it) are listed."""
        return sum(self._count(row) for row in self._rows_of(account))

    def photos_of(self, account: str, *, after: int = 0, limit: int = 1000) -> list[int]:
        """Return an account's photo IDs above `after`, ascending, at most `limit`."""
        return self._photos(self._rows_of(account), after, limit)

    def account(self, account: str, *, some: int = 3) -> AccountDetails | None:
        """Return what is known of an account (NSID or name in URLs, as the manifest gives it), None for nothing.

        Args:
            some: how many of its photos to name.
        """
        return self._describe(account, self._rows_of(account), some)

    def accounts_named(self, name: str, *, some: int = 3) -> list[AccountDetails]:
        """Return the accounts that the manifest calls by a name, without regard to case and accents.

        What has no account stands by itself, once for each spelling: it is one account, or several.

        Args:
            some: how many photos of each to name.
        """
        if self._version == _WITHOUT_NAMES:
            return []
        rows = self._ask(
            "SELECT owners.id, owners.owner FROM name_keys JOIN owners ON owners.id = name_keys.owner WHERE key = ?",
            (name_key(name),),
        )
        accounts = dict.fromkeys(account for _, account in rows if account is not None)
        found = [self._describe(account, self._rows_of(account), some) for account in accounts]
        found += [self._describe(None, [row], some) for row, account in rows if account is None]
        return [each for each in found if each is not None]

    def nameless(self, names: Sequence[str], *, some: int = 3) -> AccountDetails | None:
        """Return what is known of the photos that have exactly these names and no account, None for nothing."""
        return self._describe(None, self._rows_called(names), some)

    def photos_called(self, names: Sequence[str], *, after: int = 0, limit: int = 1000) -> list[int]:
        """Return the photos above `after` that have exactly these names and no account, ascending, at most `limit`."""
        return self._photos(self._rows_called(names), after, limit)

    def _rows_called(self, names: Sequence[str]) -> list[int]:
        """The row of `owners` that has these names and no account."""
        if not names or self._version == _WITHOUT_NAMES:
            return []
        sql = (
            "SELECT id FROM owners JOIN name_keys ON name_keys.owner = id "
            "WHERE key = ? AND owners.owner IS NULL AND names = ?"
        )
        return [row for (row,) in self._ask(sql, (name_key(names[0]), "\n".join(names)))]

    def _rows_of(self, account: str) -> list[int]:
        """The rows of `owners` that are this account's: one for each set of names."""
        return [row for (row,) in self._ask("SELECT id FROM owners WHERE owner = ?", (account,))]

    def _count(self, row: int) -> int:
        return int(self._ask("SELECT count(*) FROM photos WHERE owner = ?", (row,))[0][0])

    def _photos(self, rows: Sequence[int], after: int, limit: int) -> list[int]:
        # One query for each row: a query for all of them would sort every photo of the account first.
        sql = "SELECT photo_id FROM photos WHERE owner = ? AND photo_id > ? ORDER BY photo_id LIMIT ?"
        found = [photo_id for row in rows for (photo_id,) in self._ask(sql, (row, after, limit))]
        return sorted(found)[:limit]

    def _describe(self, account: str | None, rows: Sequence[int], some: int) -> AccountDetails | None:
        photos = sum(map(self._count, rows))
        if not photos:
            return None
        sql = self._with_names("SELECT owners.names FROM owners WHERE id = ?")
        names = dict.fromkeys(name for row in rows for (text,) in self._ask(sql, (row,)) for name in _split(text))
        last = max(
            int(last)
            for row in rows
            for (last,) in self._ask("SELECT max(photo_id) FROM photos WHERE owner = ?", (row,))
            if last is not None
        )
        first = self._photos(rows, 0, max(some, 1))
        if not first:
            raise self._corrupt("its tables disagree")
        return AccountDetails(account, tuple(names), photos, first[0], last, tuple(first[:some]))

    def _with_names(self, sql: str) -> str:
        return sql if self._version != _WITHOUT_NAMES else sql.replace("owners.names", "NULL")

    def licence_counts(self) -> list[tuple[Licence | None, str | None, int]]:
        """Return how many photos carry each licence: Flickr's, or the manifest's words, and the number of photos."""
        rows = self._ask("SELECT licence, count(*) FROM photos GROUP BY licence ORDER BY count(*) DESC")
        counts: list[tuple[Licence | None, str | None, int]] = []
        for licence, count in rows:
            number, words = self._words.get(licence, (None, None))
            counts.append((None if number is None else LICENCES[number], words, count))
        return counts

    def knows_licences(self) -> bool:
        """Tell whether the licence of any photo is known."""
        return bool(self._words)

    def names_accounts(self) -> bool:
        """Tell whether the account of any photo is known; a manifest may give licences alone."""
        return bool(self._ask(f"SELECT EXISTS (SELECT 1 {_ACCOUNTS_WITH_PHOTOS})")[0][0])

    def knows_names(self) -> bool:
        """Tell whether the name of any account is known."""
        if self._version == _WITHOUT_NAMES:
            return False
        return bool(self._ask("SELECT EXISTS (SELECT 1 FROM name_keys)")[0][0])

    def account_count(self) -> int:
        """Return how many accounts have a photo here."""
        return int(self._ask(f"SELECT count(DISTINCT owner) {_ACCOUNTS_WITH_PHOTOS}")[0][0])

    def _ask(self, sql: str, values: Iterable[object] = ()) -> list[Any]:
        try:
            with self._lock:
                rows = self._database.execute(sql, tuple(values)).fetchall()
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            # UnicodeError: SQLite quotes names of a damaged schema in its own messages, whatever bytes they are.
            raise self._corrupt(str(error)) from error
        if any(type(value) not in _TYPES for row in rows for value in row):
            raise self._corrupt("a value is of a type that no details have")
        return rows

    def _corrupt(self, why: str) -> RunDamaged:
        run = self.path.parent
        self.damage = damaged(run, f"{self.path.name} of its run {run.name} cannot be used ({why})")
        return copy(self.damage)  # a copy: the trace of what is raised would hold the library that was asked


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(str(names).split("\n")) if names else ()  # in a damaged file it may be a number
