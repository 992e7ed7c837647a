"""Finds the parts of a document that hold records. JSON, XML and MATLAB files all give trees of objects and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from inset_build.readers.meaning.record_values import text_of, texts_in
from inset_build.readers.meaning.sampled_rows import NOT_THE_PHOTO
from inset_build.readers.meaning.sampling import EVEN, HALF, SAMPLED_ROWS

MAX_KEYS: Final = 200
"""An object with more keys is not a record but a container of records."""

OUTER_DEPTH: Final = 3
"""How many lists and objects deep records are searched: `{"photos": {"photo": […]}}`."""


@dataclass(frozen=True, slots=True)
class Container:
    """What holds records: a list, or an object that has a key for each record.

    Attributes:
        path: the keys that lead to it from the document's root.
        keyed: it is an object.
    """

    path: tuple[str, ...]
    keyed: bool

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}{'.*' if self.path and self.keyed else '*' if self.keyed else '[]'}"


@dataclass(frozen=True, slots=True)
class Table:
    """Records of one kind in a document.

    Attributes:
        path: the keys that lead to their container.
        containers: where they are; if each field has a list of its own, one container for each field.
        columnar: each field has a list of its own.
        keys: the fields' dotted names; rows: for each record the text in each field.
    """

    path: tuple[str, ...]
    containers: tuple[Container, ...]
    columnar: bool
    keys: list[str]
    rows: list[list[str]] = field(repr=False)

    def __str__(self) -> str:
        if not self.containers:
            return "one object"
        return "parallel lists" if self.columnar else f"records in {', '.join(map(str, self.containers))}"


def find_tables(document: object, *, whole: bool) -> Iterator[Table]:
    """Everything in a document that could be records, the outermost first.

    Args:
        whole: the document is not cut off, so its last record is complete.
    """
    yield from _tables(document, (), whole=whole)


def record_table(
    path: tuple[str, ...], containers: tuple[Container, ...], records: Sequence[object], *, whole: bool = True
) -> Table:
    """The table of some records, which are objects or single values."""
    last = None if whole or len(records) == 1 else -1
    flat = [dict(texts_in(record)) for record in records[:last][:SAMPLED_ROWS]]
    keys = list(dict.fromkeys(key for record in flat for key in record))[:MAX_KEYS]
    rows = [[record.get(key, "") for key in keys] for record in flat]
    return Table(path, containers, columnar=False, keys=[".".join(key) for key in keys], rows=rows)


def _tables(value: object, path: tuple[str, ...], *, whole: bool) -> Iterator[Table]:
    if isinstance(value, list):
        if _most(isinstance(record, dict) for record in value) or _most(map(_is_text, value)):
            yield record_table(path, (Container(path, keyed=False),), value, whole=whole)
        return
    if not isinstance(value, dict) or not value:
        return
    columns = {key: column for key, column in value.items() if _is_column(column)}
    if columns:
        yield _columnar_table(columns, path)
    elif _holds_records(value):
        yield record_table(path, (Container(path, keyed=True),), list(value.values()), whole=whole)
        return
    if len(value) <= MAX_KEYS:
        yield record_table(path, (), [value])
        if len(path) < OUTER_DEPTH - 1:
            for key in (key for key in value if key not in columns and key.lower() not in NOT_THE_PHOTO):
                yield from _tables(value[key], (*path, key), whole=whole)


def _holds_records(value: dict[str, Any]) -> bool:
    """Whether its values are alike: objects with mostly the same keys, or single values under numbers or many keys.

    Source of the latter: V3Det's lists, in which each photo's file name is the key of its URL.
    """
    if _most(map(_is_text, value.values())):
        return _are_numbers(value) or len(value) > MAX_KEYS
    records = [record for record in value.values() if isinstance(record, dict) and record]
    if len(records) < max(EVEN * len(value), 1) or all(map(_are_numbers, records)):
        return False
    keys = {key for record in records for key in record}
    # More than half: two objects that have no key in common would have exactly half of all keys each.
    alike = sum(map(len, records)) > HALF * len(keys) * len(records)
    return alike and (len(records) > 1 or _are_numbers(value))


def _columnar_table(columns: dict[str, Any], path: tuple[str, ...]) -> Table:
    containers = tuple(Container((*path, key), keyed=isinstance(column, dict)) for key, column in columns.items())
    cells = [list(column.values()) if isinstance(column, dict) else column for column in columns.values()]
    texts = [[text_of(value) or "" for value in column[:SAMPLED_ROWS]] for column in cells]
    rows = [[column[row] if row < len(column) else "" for column in texts] for row in range(max(map(len, texts)))]
    return Table(path, containers, columnar=True, keys=list(columns), rows=rows)


def _is_column(value: object) -> bool:
    """Whether it is a column: a list of single values, or, as pandas writes it, an object with row numbers as keys."""
    if isinstance(value, dict):
        return len(value) > 0 and _are_numbers(value) and all(map(_is_value, value.values()))
    return isinstance(value, list) and _most(map(_is_text, value)) and all(map(_is_value, value))


def _are_numbers(keys: dict[str, Any]) -> bool:
    return all(key.isascii() and key.isdigit() for key in keys)


def _is_value(value: object) -> bool:
    return not isinstance(value, (dict, list))


def _is_text(value: object) -> bool:
    return text_of(value) is not None


def _most(answers: Iterable[bool]) -> bool:
    said = list(answers)
    return bool(said) and sum(said) >= EVEN * len(said)
