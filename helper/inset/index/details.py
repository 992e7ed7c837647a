"""Details: account and licence of each photo, as the manifest gave them, and the photos of each account.

They are as of the dataset's crawl: people change licences and take photos down, a manifest does not.
The file's tables and columns say `owner` for the account.

File format `photos.sqlite`, an SQLite 3 database, `user_version` 1:

    owners   (id INTEGER PRIMARY KEY, owner TEXT UNIQUE)      an NSID (`12345678@N00`), else the account's name in URLs
    licences (id INTEGER PRIMARY KEY, number INTEGER, words TEXT)
                                       number: Flickr's 0-16, or NULL; words: the manifest's own, where number is NULL
    photos   (photo_id INTEGER PRIMARY KEY, owner INTEGER, licence INTEGER)
                                       both may be NULL; a photo of which nothing is known has no row
    photos_by_owner ON photos (owner, photo_id)
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from inset.errors import IndexCorrupt, IndexFormatUnsupported
from inset.flickr import LICENCES, Licence

VERSION: Final = 1

_ASKED_AT_ONCE: Final = 500
"""Parameters of one query; the limit of older SQLite versions is 999."""


_GET: Final = """
    SELECT photo_id, owners.owner, licence
    FROM photos LEFT JOIN owners ON owners.id = photos.owner
    WHERE photo_id IN (?)
"""

_BETWEEN: Final = """
    SELECT photo_id, owners.owner, licences.number, licences.words
    FROM photos LEFT JOIN owners ON owners.id = photos.owner LEFT JOIN licences ON licences.id = photos.licence
    WHERE photo_id BETWEEN ? AND ?
    ORDER BY photo_id
"""


@dataclass(frozen=True, slots=True)
class PhotoDetails:
    """What a manifest says of one photo.

    Attributes:
        account: NSID, or the account's name in URLs where the manifest gives no NSID.
        licence: one of Flickr's, or None.
        licence_words: the manifest's own words where they name none of Flickr's.
    """

    account: str | None
    licence: Licence | None
    licence_words: str | None


class Details:
    """Opened details of one run; may be shared between threads.

    Args:
        path: a file written by `write_details`.

    Raises:
        FileNotFoundError: no such file.
        IndexFormatUnsupported: another format version.
        IndexCorrupt: not such a database.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(2, "no such file", str(path))
        self.path = path
        self._lock = threading.Lock()
        # immutable=1: a run's files never change, so SQLite need neither lock the file nor look for a journal.
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            self._check_version()
            self._words: dict[int, tuple[int | None, str | None]] = {
                key: (number, words) for key, number, words in self._ask("SELECT id, number, words FROM licences")
            }
        except BaseException:
            self._database.close()
            raise

    def _check_version(self) -> None:
        version = self._ask("PRAGMA user_version")[0][0]
        if version != VERSION:
            raise IndexFormatUnsupported(
                f"Update Inset, or build the dataset again: {self.path.name} has format version {version}, "
                f"and this Inset reads version {VERSION}."
            )

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __len__(self) -> int:
        return int(self._ask("SELECT count(*) FROM photos")[0][0])

    def get(self, photo_ids: Sequence[int]) -> dict[int, PhotoDetails]:
        """Return what is known of these photos; those of which nothing is known are left out."""
        found: dict[int, PhotoDetails] = {}
        for start in range(0, len(photo_ids), _ASKED_AT_ONCE):
            some = photo_ids[start : start + _ASKED_AT_ONCE]
            rows = self._ask(_GET.replace("?", ",".join("?" * len(some))), some)
            for photo_id, account, licence in rows:
                number, words = self._words.get(licence, (None, None))
                found[photo_id] = PhotoDetails(account, None if number is None else LICENCES[number], words)
        return found

    def between(self, first: int, last: int) -> list[tuple[int, str | None, int | None, str | None]]:
        """Return what is known of the photos `first` to `last`, both included, ascending: for reading everything out.

        Each is the photo ID, its account, the number of Flickr's licence, and the manifest's own words without one.
        """
        return self._ask(_BETWEEN, (first, last))

    def count_of(self, account: str) -> int:
        """Return how many photos of an account (NSID or name, as the manifest gives it) are listed."""
        rows = self._ask(
            "SELECT count(*) FROM photos WHERE owner = (SELECT id FROM owners WHERE owners.owner = ?)", (account,)
        )
        return int(rows[0][0])

    def photos_of(self, account: str, *, after: int = 0, limit: int = 1000) -> list[int]:
        """Return an account's photo IDs above `after`, ascending, at most `limit`."""
        rows = self._ask(
            "SELECT photo_id FROM photos WHERE owner = (SELECT id FROM owners WHERE owners.owner = ?) "
            "AND photo_id > ? ORDER BY photo_id LIMIT ?",
            (account, after, limit),
        )
        return [photo_id for (photo_id,) in rows]

    def licence_counts(self) -> list[tuple[Licence | None, str | None, int]]:
        """Return how many photos carry each licence: Flickr's, or the manifest's words, and the number of photos."""
        rows = self._ask("SELECT licence, count(*) FROM photos GROUP BY licence ORDER BY count(*) DESC")
        counts: list[tuple[Licence | None, str | None, int]] = []
        for licence, count in rows:
            number, words = self._words.get(licence, (None, None))
            counts.append((None if number is None else LICENCES[number], words, count))
        return counts

    def names_accounts(self) -> bool:
        """Tell whether the account of any photo is known; a manifest may give licences alone."""
        return bool(self._ask("SELECT EXISTS (SELECT 1 FROM photos WHERE owner > 0)")[0][0])

    def account_count(self) -> int:
        """Return how many accounts have a photo here."""
        rows = self._ask(
            "SELECT count(*) FROM owners WHERE EXISTS (SELECT 1 FROM photos WHERE photos.owner = owners.id)"
        )
        return int(rows[0][0])

    def _ask(self, sql: str, values: Iterable[object] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._database.execute(sql, tuple(values)).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexCorrupt(f"Build the dataset again: {self.path.name} cannot be used ({error}).") from error


class DetailsWriter:
    """Writes the details of a new run, in any order and with repeats, of which the first counts.

    Use it as a context manager; `finish` makes the file complete, leaving without it removes the file.

    Args:
        path: the file to create.
        spill: an existing folder for rows that are not sorted yet.
    """

    def __init__(self, path: Path, spill: Path) -> None:
        self._path = path
        self._spilled = spill / "details.met"
        self._accounts: dict[str, int] = {}
        self._licences: dict[tuple[int | None, str | None], int] = {}
        self._database = sqlite3.connect(path, isolation_level=None)
        # An unfinished file is removed, so these need no protection against a crash before `finish`.
        for setting in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-65536"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("ATTACH ? AS spill", (str(self._spilled),))
        for setting in ("spill.journal_mode=OFF", "spill.synchronous=OFF"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE spill.met (photo_id INTEGER, owner INTEGER, licence INTEGER)")
        self._finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._spilled.unlink(missing_ok=True)
        if not self._finished:
            self._path.unlink(missing_ok=True)

    def account_key(self, account: str) -> int:
        """The number that stands for an account (NSID or name) in `add`."""
        return self._accounts.setdefault(account, len(self._accounts) + 1)

    def licence_key(self, licence: Licence | None, words: str | None) -> int:
        """The number that stands in `add` for one of Flickr's licences, or for words that name none of them."""
        key = (None, words) if licence is None else (licence.id, None)
        return self._licences.setdefault(key, len(self._licences) + 1)

    def add(self, rows: Iterable[tuple[int, int | None, int | None]]) -> None:
        """Take rows in: photo ID, account's key or None, licence's key or None; not both None."""
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO spill.met VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def finish(self) -> int:
        """Sort everything into its place, flush it to the disk, and return how many photos have details."""
        run = self._database.execute
        run("CREATE TABLE owners (id INTEGER PRIMARY KEY, owner TEXT NOT NULL UNIQUE)")
        run("CREATE TABLE licences (id INTEGER PRIMARY KEY, number INTEGER, words TEXT)")
        run("CREATE TABLE photos (photo_id INTEGER PRIMARY KEY, owner INTEGER, licence INTEGER)")
        run("BEGIN")
        self._database.executemany("INSERT INTO owners VALUES (?, ?)", ((k, a) for a, k in self._accounts.items()))
        self._database.executemany(
            "INSERT INTO licences VALUES (?, ?, ?)", ((k, *w) for w, k in self._licences.items())
        )
        # With min(), SQLite takes the other columns from the row that holds the minimum: the first row of a photo.
        run(
            "INSERT INTO photos SELECT photo_id, owner, licence FROM "
            "(SELECT photo_id, owner, licence, min(rowid) FROM spill.met GROUP BY photo_id ORDER BY photo_id)"
        )
        run("CREATE INDEX photos_by_owner ON photos (owner, photo_id)")
        run(f"PRAGMA user_version = {VERSION}")
        run("COMMIT")
        photos = int(run("SELECT count(*) FROM photos").fetchone()[0])
        self._database.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())
        self._finished = True
        return photos
