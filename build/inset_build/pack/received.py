"""What only unpacking can tell of a pack's files: that they are what its publisher's descriptor claims.

A build verifies what it wrote itself. These files are somebody else's: the details are a database, of which nothing is
asked but what Inset itself would have written, and no photo may be in it that the list does not have.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np

from inset.errors import InsetError
from inset.index.dataset_index import DETAILS_FILE, FILTER_FILE, ROWS_FILE, STORE_FILE
from inset.index.descriptor import Descriptor
from inset.index.details import Details
from inset.index.filter.photo_filter import PhotoFilter
from inset.index.ids.id_store import IdStore
from inset.index.rows import Rows, Stretch
from inset.visible import is_harmless

_SCHEMAS: Final = (
    frozenset(
        {
            "create table owners (id integer primary key, owner text, names text)",
            "create table name_keys (key text, owner integer, primary key (key, owner)) without rowid",
            "create table licences (id integer primary key, number integer, words text)",
            "create table photos (photo_id integer primary key, owner integer, licence integer)",
            "create index photos_by_owner on photos (owner, photo_id)",
            "create index owners_by_owner on owners (owner)",
        }
    ),
    frozenset(
        {
            "create table owners (id integer primary key, owner text unique)",
            "create table licences (id integer primary key, number integer, words text)",
            "create table photos (photo_id integer primary key, owner integer, licence integer)",
            "create index photos_by_owner on photos (owner, photo_id)",
        }
    ),
)
"""Of both versions of details. What else a database may define (views, triggers) would run when it is asked."""

_BLANKS: Final = re.compile(r"\s+")
_AT_ONCE: Final = 1 << 17
_LONGEST: Final = 10_000
"""Characters of an account's names, or of a licence's words."""


def check_received(folder: Path, descriptor: Descriptor) -> None:
    """Open the unpacked files of a run, and compare them with what its publisher says of them.

    Args:
        folder: with the files, whose checksums have been compared; descriptor: the publisher's.

    Raises:
        ValueError: a claim is wrong; the message says which, in words that follow "the pack".
    """
    try:
        photo_filter = PhotoFilter.open(folder / FILTER_FILE)
        store = IdStore(folder / STORE_FILE) if descriptor.exact else None
        facts = descriptor.filter
        if (photo_filter.error_rate, photo_filter.false_positive_rate()) != (
            facts.error_rate,
            facts.false_positive_rate,
        ):
            raise ValueError("claims a wrong rate of its filter")
        if photo_filter.count != descriptor.counts.photos:
            raise ValueError("claims a wrong number of photos")
        if descriptor.details:
            assert store is not None
            _check_details(folder / DETAILS_FILE, store, descriptor.details)
        if descriptor.rows:
            assert store is not None
            _check_rows(folder / ROWS_FILE, store, descriptor)
    except InsetError as error:
        raise ValueError(f"holds a file that is damaged ({error.message})") from error


def check_words(files: Mapping[str, Path]) -> None:
    """Hold the words in a run's files, by name, to what `check_received` takes; for whoever packs them.

    Raises:
        ValueError: some would be refused; the message follows "the pack".
    """
    if DETAILS_FILE in files:
        with closing(
            sqlite3.connect(f"{files[DETAILS_FILE].absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as opened:
            _check_words(opened)
    if ROWS_FILE in files and not all(_is_shown(stretch) for stretch in Rows(files[ROWS_FILE]).stretches):
        raise ValueError("holds names of lists that cannot be shown")


def _is_shown(stretch: Stretch) -> bool:
    return all(is_harmless(text) for text in (stretch.name, stretch.part, stretch.reader, stretch.column))


def _check_details(path: Path, store: IdStore, claimed: int) -> None:
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        try:
            database.execute("PRAGMA trusted_schema=OFF")
            defined = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
            if frozenset(_BLANKS.sub(" ", str(sql)).strip().lower() for sql in defined) not in _SCHEMAS:
                raise ValueError("holds details that Inset did not write")
            if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise ValueError("holds details that are damaged")
            photos = _check_photos(database, store)
            _check_words(database)
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise ValueError(f"holds details that cannot be read ({error})") from error
    if photos != claimed:
        raise ValueError("claims a wrong number of details")
    Details(path).close()


def _check_photos(database: sqlite3.Connection, store: IdStore) -> int:
    """Every photo in the details is in the list; return how many."""
    count = 0
    rows = database.execute("SELECT photo_id FROM photos")
    while some := rows.fetchmany(_AT_ONCE):
        ids = [photo_id for (photo_id,) in some]
        if min(ids) < 1 or not store.contains_many(np.array(ids, dtype=np.uint64)).all():
            raise ValueError("holds details of photos that are not in its list")
        count += len(ids)
    return count


def _check_words(database: sqlite3.Connection) -> None:
    """The words of others in the details hold nothing that would steer a terminal."""
    columns = [("licences", "words"), ("owners", "owner")]
    if database.execute("PRAGMA user_version").fetchone() != (1,):
        columns.append(("owners", "names"))
    for table, column in columns:
        for (text,) in database.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"):  # noqa: S608 - ours
            if not isinstance(text, str) or len(text) > _LONGEST or not is_harmless(text):
                raise ValueError("holds texts in its details that cannot be shown")


def _check_rows(path: Path, store: IdStore, descriptor: Descriptor) -> None:
    rows = Rows(path)
    if len(rows) != len(store) or rows.rows != descriptor.rows:
        raise ValueError("claims a wrong number of rows")
    seen = 0
    for chunk in rows.positions():
        if len(chunk) and int(chunk.max()) >= 1 << 53:
            raise ValueError("holds rows that are out of bounds")
        seen += len(chunk)
    if seen != descriptor.rows or sum(int(chunk.sum()) for chunk in rows.counts()) not in (0, descriptor.rows):
        raise ValueError("holds another number of rows than it claims")
    for stretch in rows.stretches:
        if stretch.source >= len(descriptor.sources) or not _is_shown(stretch):
            raise ValueError("holds rows of lists that it does not name")
