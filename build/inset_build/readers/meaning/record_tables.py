"""Finds the parts of a document that hold records. JSON, XML and MATLAB files all give trees of objects and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from inset.photo_ref import photo_id_from_file_name
from inset.words.sentences import sentence
from inset_build.readers.meaning.addresses import photo_of_url
from inset_build.readers.meaning.name_shapes import NAME_SHAPES
from inset_build.readers.meaning.record_values import EACH, MAX_DEPTH, Key, name_of, text_of, texts_in, value_at
from inset_build.readers.meaning.sampled_rows import NAME, NOT_THE_PHOTO
from inset_build.readers.meaning.sampling import EVEN, HALF, SAMPLED_ROWS

MAX_KEYS: Final = 200
"""An object with more keys is not a record but a container of records."""

MAX_INSIDE: Final = 8
"""Lists within records that are looked at."""

FEW_ELEMENTS: Final = 3

_KEYS_ASKED: Final = 50

OUTER_DEPTH: Final = 5
"""How many lists and objects deep records are searched: `{"page1": {"photos": {"photo": […]}}}`."""


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
        inside: the keys that lead from what is in the container to a list of which each element is a record.
        keys: the fields' dotted names; rows: for each record the text in each field.
    """

    path: tuple[str, ...]
    containers: tuple[Container, ...]
    columnar: bool
    keys: list[str]
    rows: list[list[str]] = field(repr=False)
    inside: Key = ()

    def __str__(self) -> str:
        return str(self.told)

    @property
    def called(self) -> str:
        """The last key that leads to them; empty where there is none."""
        keys = [*self.path, *(part for part in self.inside if part != EACH)]
        return keys[-1] if keys else ""

    @property
    def told(self) -> str:
        """Where they are, for people; a `sentence`, so that a sentence with it can be told in other languages."""
        if self.inside:
            return sentence("list_records_in_of", f"{name_of(self.inside)}[]", self._outer())
        return self._outer()

    def _outer(self) -> str:
        if not self.containers:
            return sentence("list_one_object")
        if self.columnar:
            return sentence("list_parallel")
        return sentence("list_records_in", ", ".join(map(str, self.containers)))


def find_tables(document: object, *, whole: bool) -> Iterator[Table]:
    """Everything in a document that could be records, the outermost first.

    Args:
        whole: the document is not cut off, so its last record is complete.
    """
    yield from _tables(document, (), whole=whole)


def record_table(
    path: tuple[str, ...],
    containers: tuple[Container, ...],
    records: Sequence[object],
    *,
    whole: bool = True,
    lists: bool = False,
    names: Sequence[str] = (),
) -> Table:
    """The table of some records, which are objects or single values.

    Args:
        path, containers: as in `Table`.
        records: the records.
        whole: the last of them is complete.
        lists: see `texts_in`.
        names: the key of each record, where it has one: it may name the photo.
    """
    last = None if whole or len(records) == 1 else -1
    return _table(path, containers, records[:last][:SAMPLED_ROWS], (), lists=lists, names=names)


def tables_inside(outer: Table, records: Sequence[object]) -> Iterator[Table]:
    """The tables of records that stand in lists within some records: the photos of each page of an answer."""
    paths = dict.fromkeys(path for record in records[:SAMPLED_ROWS] for path in _lists_of_records(record, ()))
    for inside in list(paths)[:MAX_INSIDE]:
        elements = [element for record in records[:SAMPLED_ROWS] for element in records_inside(record, inside)]
        yield _table(outer.path, outer.containers, elements[:SAMPLED_ROWS], inside, lists=True)


def records_inside(record: object, inside: Key) -> list[object]:
    """The records in a list within a record; none where it has no such list."""
    found = value_at(record, inside)
    return found if isinstance(found, list) else []


def _lists_of_records(value: object, key: Key) -> Iterator[Key]:
    if isinstance(value, list):
        key = key or (EACH,)  # records in lists in a list
        if _most(isinstance(element, dict) for element in value[:SAMPLED_ROWS]):
            yield key
            for element in value[:FEW_ELEMENTS]:
                yield from _lists_of_records(element, (*key, EACH))
    elif isinstance(value, dict) and len(key) < MAX_DEPTH and len(value) <= MAX_KEYS:
        for name, inner in value.items():
            if name.lower() not in NOT_THE_PHOTO:
                yield from _lists_of_records(inner, (*key, name))


def _table(
    path: tuple[str, ...],
    containers: tuple[Container, ...],
    records: Sequence[object],
    inside: Key,
    *,
    lists: bool,
    names: Sequence[str] = (),
) -> Table:
    flat = [dict(texts_in(record, lists=lists)) for record in records]
    for record, name in zip(flat, names, strict=False):
        record[NAME,] = name
    keys = list(dict.fromkeys(key for record in flat for key in record))[:MAX_KEYS]
    rows = [[record.get(key, "") for key in keys] for record in flat]
    return Table(path, containers, columnar=False, keys=list(map(name_of, keys)), rows=rows, inside=inside)


def _tables(value: object, path: tuple[str, ...], *, whole: bool) -> Iterator[Table]:
    if isinstance(value, list):
        if value and _most(isinstance(record, (dict, list)) or _is_text(record) for record in value):
            outer = record_table(path, (Container(path, keyed=False),), value, whole=whole, lists=True)
            yield outer
            yield from tables_inside(outer, value)
        return
    if not isinstance(value, dict) or not value:
        return
    named = _name_photos(value)
    columns = {key: column for key, column in value.items() if _is_column(column)} if not named else {}
    if 0 < len(columns) <= MAX_KEYS:
        yield _columnar_table(columns, path)
    elif named or len(columns) > MAX_KEYS or _holds_records(value):
        records = list(value.values())
        containers = (Container(path, keyed=True),)
        outer = record_table(path, containers, records, whole=whole, lists=True, names=list(value))
        yield outer
        yield from tables_inside(outer, records)
        return
    if len(value) <= MAX_KEYS:
        yield record_table(path, (), [value])
        if len(path) < OUTER_DEPTH - 1:
            for key in (key for key in value if key not in columns and key.lower() not in NOT_THE_PHOTO):
                yield from _tables(value[key], (*path, key), whole=whole)


def _name_photos(value: dict[str, Any]) -> bool:
    """Whether the keys are addresses of photos or their files' names, so each value tells about one photo."""
    keys = list(value)[:_KEYS_ASKED]
    return len(keys) > 1 and _most(map(_names_photo, keys))


def _names_photo(key: str) -> bool:
    if photo_of_url(key) is not None or photo_id_from_file_name(key) is not None:
        return True
    return "_" in key and any(shape.photo_id_of(key) is not None for shape in NAME_SHAPES.values())


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
