"""SQLite databases, also those named `.sql`, such as YFCC100M's table of photos. They are opened read-only.

Source: zc277584121/yfcc100m: `yfcc100m_dataset.sql` is a database with one table `yfcc100m_dataset`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.meaning.cell_kinds import NUMBER
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import (
    Fields,
    RecordMatch,
    choose_fields,
    most_telling,
    told_of_remarks,
    without_guesses,
)
from inset_build.readers.meaning.record_values import BATCH_RECORDS, Texts, numbers_after, text_column, text_of
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import PLACES, SAMPLED_ROWS
from inset_build.readers.meaning.sites import numbers_of_another
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sources.signatures import SQLITE
from inset_build.readers.sources.source import Source

MAX_TABLES: Final = 100

_IS_PHOTO_ID: Final = "typeof({0}) = 'integer' AND {0} BETWEEN 1 AND 999999999999"


@dataclass(frozen=True, slots=True)
class SqliteMatch(RecordMatch):
    """A match in a database: the tables to read, each with what to read of it; the first is the one that names most."""

    parts: tuple[tuple[str, Fields], ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """A table's name, and its columns."""

    name: str
    columns: tuple[str, ...]

    @property
    def called(self) -> str:
        """Its name, as other readers' tables have one."""
        return self.name


class Sqlite:
    """One table of a database."""

    name = "sqlite"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Chooses the table whose columns give a photo."""
        if not sample.start.startswith(SQLITE):
            return Refusal("It is no SQLite database.", near=wish.forced)
        try:
            with sample.source.on_disk() as path, _opened(path) as database:
                return _look(database, wish)
        except (sqlite3.Error, OverflowError) as error:
            raise _damaged(sample.source, error) from error

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos of that table."""
        assert isinstance(match, SqliteMatch)
        with source.on_disk() as path:
            try:
                with _opened(path) as database:
                    size = path.stat().st_size
                    for number, (table, fields) in enumerate(match.parts):
                        share = size // len(match.parts)
                        yield from _read(database, table, fields, range(number * share, (number + 1) * share))
            except (sqlite3.Error, OverflowError) as error:
                raise _damaged(source, error) from error

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
        """The rows of a table as JSON, without values of bytes."""
        found: dict[int, str] = {}
        with source.on_disk() as path:
            try:
                with _opened(path) as database:
                    for table in (table for table in _tables(database) if table.name == part):
                        statement = f"{_select(list(map(_quoted, table.columns)), part)} LIMIT 1 OFFSET ?"
                        for number in numbers:
                            for row in database.execute(statement, (number - 1,)):
                                cells = zip(table.columns, row, strict=True)
                                record = {name: cell for name, cell in cells if not isinstance(cell, bytes)}
                                found[number] = json.dumps(record, ensure_ascii=False)
            except (sqlite3.Error, OverflowError) as error:
                raise _damaged(source, error) from error
        return found


def _damaged(source: Source, error: Exception) -> ManifestInvalid:
    why = sentence("list_broken_sqlite", error)
    return ManifestInvalid(sentence("list_download_again", source.name, why), path=source.path)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes nothing, not even a lock, and runs no code that the database contains."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.execute("PRAGMA trusted_schema=OFF")
        database.execute("PRAGMA query_only=ON")
        database.text_factory = partial(str, encoding="utf-8", errors="replace")
        yield database


def _look(database: sqlite3.Connection, wish: Wish) -> SqliteMatch | Refusal:
    found: list[tuple[_Table, Fields]] = []
    refusals: list[Refusal] = []
    tables = _tables(database)
    for table in tables:
        wanted = _column_of(table, wish.column, alone=len(tables) == 1)
        if wish.column is not None and wanted is None:
            continue
        rows = _texts(database.execute(f"{_select_all(table)} LIMIT {SAMPLED_ROWS}"))
        all_over = cache(partial(_all_over, database, table))
        fields = choose_fields(SampledRows.of_records(table.columns, rows, "column", all_over), wanted)
        if not isinstance(fields, Refusal) and wish.column is None:
            fields = numbers_of_another(table.name, fields.chains) or fields
        if isinstance(fields, Refusal):
            refusals.append(fields)
        else:
            found.append((table, fields))
    if not found:
        return _nothing(tables, refusals, wish)
    left = told_of_remarks(found)
    found = without_guesses(found)
    found.sort(key=lambda each: (-each[1].known, -each[1].found))
    naming = [each for each in found if each[1].found] or found[:1]
    why: list[str] = []
    for table, fields in naming:
        why += [sentence("list_sqlite", table.name), *fields.explanation]
    why += left
    return SqliteMatch(tuple(why), fields=naming[0][1], parts=tuple((table.name, fields) for table, fields in naming))


def _nothing(tables: Sequence[_Table], refusals: Sequence[Refusal], wish: Wish) -> Refusal:
    if wish.column is not None and not refusals:
        known = ", ".join(f"{table.name}.{column}" for table in tables for column in table.columns[:20])
        return Refusal(
            sentence("list_no_such_column", repr(wish.column)), sentence("list_hint_there_are", known[:1000]), near=True
        )
    none = Refusal("No table of it gives a Flickr photo.", "Point at a column with --column table.column", near=True)
    return most_telling(refusals, none)


def _column_of(table: _Table, wanted: str | None, *, alone: bool) -> str | None:
    """The table's column that a person means by `table.column` or by `column`."""
    if wanted is None:
        return None
    folded = wanted.lower()
    for column in table.columns:
        if folded in (column.lower(), f"{table.name}.{column}".lower()):
            return column
    return wanted if alone and wanted.isdigit() else None


def _tables(database: sqlite3.Connection) -> list[_Table]:
    """Ordinary tables with their stored columns. Views and virtual tables are left out: they could run code."""
    listed = (
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND rootpage>0"
    )
    names = [name for (name,) in database.execute(f"{listed} LIMIT {MAX_TABLES}") if isinstance(name, str)]
    tables = []
    for name in names:
        columns = database.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall()
        tables.append(_Table(name, tuple(column for (column,) in columns if isinstance(column, str))))
    return [table for table in tables if table.columns]


def _all_over(database: sqlite3.Connection, table: _Table) -> list[list[str]]:
    """Some rows from places at equal distances, which SQLite finds at once; none where rows have no numbers."""
    last = _highest_row(database, table.name)
    if last <= SAMPLED_ROWS:
        return []
    statement = f"{_select_all(table)} WHERE rowid >= ? LIMIT {SAMPLED_ROWS // PLACES}"
    return [row for place in range(PLACES) for row in _texts(database.execute(statement, (place * last // PLACES,)))]


def _texts(rows: Iterable[Sequence[Any]]) -> list[list[str]]:
    return [[text_of(cell) or "" for cell in row] for row in rows]


def _select_all(table: _Table) -> str:
    return _select(list(map(_quoted, table.columns)), table.name)


def _read(database: sqlite3.Connection, table: str, fields: Fields, span: range) -> Iterator[Batch]:
    last = _highest_row(database, table)
    rows = 0

    def chunks() -> Iterator[Texts]:
        nonlocal rows
        cursor = database.execute(_select(_columns(fields), table))
        while chunk := cursor.fetchmany(BATCH_RECORDS):
            cells = zip(fields.names, zip(*chunk, strict=True), strict=True)
            numbers = numbers_after(rows, len(chunk))
            rows += len(chunk)
            yield Texts({name: text_column(column) for name, column in cells}, numbers, table)

    for batch in RecordBatches(fields).batches(chunks()):
        yield replace(batch, bytes_read=span.start + len(span) * rows // max(last, rows))


def _columns(fields: Fields) -> list[str]:
    """The columns to select. If a number gives the photo in a row, the row's other photo columns are not read.

    Only where every number is believed: else the other columns are asked in the rows of those that are not.
    """
    first, *others = fields.photo
    needed = {
        column.name for column in (first, fields.account, fields.licence, *fields.account_names) if column is not None
    }
    is_id = _IS_PHOTO_ID.format(_quoted(first.name or ""))
    is_certain = first.kind == NUMBER and first.site is None and not first.ranges
    spared = {column.name for column in others if is_certain} - needed
    names = [(column.name, _quoted(column.name or "")) for column in fields.all]
    return [f"CASE WHEN {is_id} THEN NULL ELSE {quoted} END" if name in spared else quoted for name, quoted in names]


def _select(expressions: Sequence[str], table: str) -> str:
    """A statement that reads all rows in the table's own order: an index that has all wanted columns has another one.

    Names are quoted, because a database may use any.
    """
    return f"SELECT {', '.join(expressions)} FROM {_quoted(table)} NOT INDEXED"  # noqa: S608


def _highest_row(database: sqlite3.Connection, table: str) -> int:
    """The number of the last row, which SQLite knows without counting; 0 if rows have no numbers."""
    try:
        (last,) = database.execute(f"SELECT max(rowid) FROM {_quoted(table)}").fetchone()  # noqa: S608
    except sqlite3.OperationalError:
        return 0
    return last if isinstance(last, int) else 0


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
