"""Writes details: the file that `inset.index.details` describes and reads."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from inset.flickr import Licence
from inset.index.account_names import name_key
from inset.index.details import VERSION
from inset.own_files import open_to_create, open_to_read


class DetailKeys:
    """Numbers accounts and licences, from 1, in the order in which they are asked for first.

    Attributes:
        accounts: the numbers of accounts, each with its names, one a line.
        licences: those of Flickr's licences, by their numbers, or of other words.
    """

    def __init__(self) -> None:
        self.accounts: dict[tuple[str | None, str | None], int] = {}
        self.licences: dict[tuple[int | None, str | None], int] = {}

    def account_key(self, account: str | None, names: Sequence[str] = ()) -> int:
        """The number that stands for an account that goes by some names.

        Args:
            account: NSID or name in URLs; None where only names are known.
            names: each as `tidy_name` gives it.
        """
        key = (account, "\n".join(dict.fromkeys(names)) or None)
        return self.accounts.setdefault(key, len(self.accounts) + 1)

    def licence_key(self, licence: Licence | None, words: str | None) -> int:
        """The number that stands for one of Flickr's licences, or for words that name none of them."""
        key = (None, words) if licence is None else (licence.id, None)
        return self.licences.setdefault(key, len(self.licences) + 1)


class DetailsWriter(DetailKeys):
    """Writes the details of a new run, in any order and with repeats, of which the first counts.

    Use it as a context manager; `finish` makes the file complete, leaving without it removes the file.

    Args:
        path: the file to create.
        spill: an existing folder for rows that are not sorted yet.
    """

    def __init__(self, path: Path, spill: Path) -> None:
        super().__init__()
        self._path = path
        self._spilled = spill / "details.met"
        for file in (path, self._spilled):  # SQLite would create them by the umask, and follow links
            open_to_create(file).close()
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

    def add(self, rows: Iterable[tuple[int, int | None, int | None]]) -> None:
        """Take rows in: photo ID, account's key or None, licence's key or None; not both None."""
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO spill.met VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def finish(self, ordered: Iterable[tuple[int, int | None, int | None]] | None = None) -> int:
        """Sort everything into its place, flush it to the disk, and return how many photos have details.

        Args:
            ordered: all rows, as for `add`, but by ascending photo IDs and without repeats; then none were added.
        """
        run = self._database.execute
        run("CREATE TABLE owners (id INTEGER PRIMARY KEY, owner TEXT, names TEXT)")
        run("CREATE TABLE name_keys (key TEXT, owner INTEGER, PRIMARY KEY (key, owner)) WITHOUT ROWID")
        run("CREATE TABLE licences (id INTEGER PRIMARY KEY, number INTEGER, words TEXT)")
        run("CREATE TABLE photos (photo_id INTEGER PRIMARY KEY, owner INTEGER, licence INTEGER)")
        run("BEGIN")
        self._database.executemany("INSERT INTO owners VALUES (?, ?, ?)", ((k, *a) for a, k in self.accounts.items()))
        self._database.executemany("INSERT INTO name_keys VALUES (?, ?)", self._name_keys())
        self._database.executemany("INSERT INTO licences VALUES (?, ?, ?)", ((k, *w) for w, k in self.licences.items()))
        if ordered is None:
            # With min(), SQLite takes the other columns from the row that holds the minimum: the first row of a photo.
            run(
                "INSERT INTO photos SELECT photo_id, owner, licence FROM "
                "(SELECT photo_id, owner, licence, min(rowid) FROM spill.met GROUP BY photo_id ORDER BY photo_id)"
            )
        else:
            self._database.executemany("INSERT INTO photos VALUES (?, ?, ?)", ordered)
        run("CREATE INDEX photos_by_owner ON photos (owner, photo_id)")
        run("CREATE INDEX owners_by_owner ON owners (owner)")
        run(f"PRAGMA user_version = {VERSION}")
        run("COMMIT")
        photos = int(run("SELECT count(*) FROM photos").fetchone()[0])
        self._database.close()
        with open_to_read(self._path) as file:
            os.fsync(file.fileno())
        self._finished = True
        return photos

    def _name_keys(self) -> list[tuple[str, int]]:
        """Each name's key with its row of `owners`, in the order of the table, in which they are written fastest."""
        return sorted(
            {
                (name_key(name), key)
                for (_, names), key in self.accounts.items()
                if names is not None
                for name in names.split("\n")
            }
        )
