"""Decodes some keys of JSON records into columns: by a typed decoder that skips other keys, or by a slower one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from inset_build.readers.meaning.record_values import EACH, Key, numbers_after, value_at
from inset_build.readers.meaning.sampled_rows import NAME


@dataclass(frozen=True, slots=True)
class Columns:
    """What some documents or lines give.

    Attributes:
        values: for each wanted key the values of all records, N; None where a record has none.
        outer: how many documents, lines or members there were.
        of: for each record, which of them it stands in, counted from 0; None where each is one record.
    """

    values: list[list[Any]]
    outer: int
    of: list[int] | None = None

    def numbers_after(self, before: int) -> NDArray[np.uint64]:
        """The numbers of what the records stand in, N, where `before` came before them."""
        if self.of is None:
            return numbers_after(before, self.outer)
        return np.array(self.of, dtype=np.uint64) + np.uint64(before + 1)


class RecordDecoder:
    """Decodes documents that are lists of records, or objects whose values are records.

    Args:
        keys: the values wanted of each record.
        inside: the keys that lead from what is decoded to a list of which each element is a record; empty where what is
            decoded is the record.
    """

    def __init__(self, keys: Sequence[Key], inside: Key = ()) -> None:
        self._inside = inside
        self._are_names = [key == (NAME,) and not inside for key in keys]
        self._keys = [key for key, is_name in zip(keys, self._are_names, strict=True) if not is_name]
        typed = [_before_lists(inside or key) for key in self._keys]
        if not all(_can_be_typed(name) for key in typed for name in key):
            typed = [()] * len(self._keys)
        self._rests = [(inside or key)[len(before) :] for key, before in zip(self._keys, typed, strict=True)]
        self._is_value = () in typed
        record: Any = Any if self._is_value else _record_type(typed) if typed else msgspec.Raw
        self._list = msgspec.json.Decoder(list[record])
        self._object = msgspec.json.Decoder(dict[str, record])
        self._lines = msgspec.json.Decoder(record)
        self._getters = [] if self._is_value else [attrgetter(".".join(_names(typed, key))) for key in typed]
        self._patient = False

    def decode(self, document: bytes, *, keyed: bool, certain: bool) -> Columns | None:
        """The columns of a document; None if it is not valid.

        Args:
            keyed: it is an object. Of two records with the same key the last one counts, as for every parser.
            certain: the document is cut at the right place. If it cannot be decoded, try the slower decoder, which
                accepts NaN, bytes that are not UTF-8, control characters in strings, and records of another shape.
        """
        if not self._patient:
            try:
                if not keyed:
                    return self._columns(self._list.decode(document))
                decoded = self._object.decode(document)
                return self._with_names(self._columns(decoded.values()), decoded)
            except (msgspec.MsgspecError, UnicodeError, RecursionError, AttributeError):
                if not certain:
                    return None
        records = parse_patiently(document)
        if not isinstance(records, dict if keyed else list):
            return None
        self._patient = True  # other chunks will probably need it too
        if isinstance(records, dict):
            return self._with_names(self._picked(records.values()), records)
        return self.pick(records)

    def decode_lines(self, lines: bytes) -> Columns | None:
        """The columns of JSON Lines, one record a line; None if one is not valid."""
        try:
            return self._columns(self._lines.decode_lines(lines))
        except (msgspec.MsgspecError, UnicodeError, RecursionError, AttributeError):
            return None

    def pick(self, records: Iterable[object]) -> Columns:
        """The columns of records that are decoded already."""
        return self._with_names(self._picked(records), None)

    def _picked(self, records: Iterable[object]) -> Columns:
        return self._elements([value_at(record, self._inside) for record in records])

    def _with_names(self, columns: Columns, names: Iterable[str] | None) -> Columns:
        """All wanted columns, given those of the records' values; `names`: the records' keys, where they have some."""
        if True not in self._are_names:
            return columns
        told = list(names or ())
        rest = iter(columns.values)
        return replace(columns, values=[told if is_name else next(rest) for is_name in self._are_names])

    def _elements(self, found: Iterable[object]) -> Columns:
        """The columns of records; `found` gives each record, or each list of records where they stand in lists."""
        rows = outer = list(found)
        of = None
        if self._inside:  # where the list is missing, a record without anything takes its place
            lists = [each if isinstance(each, list) else [None] for each in outer]
            rows = [element for each in lists for element in each]
            of = [number for number, each in enumerate(lists) for _ in each]
        return Columns([[value_at(row, key) for row in rows] for key in self._keys], len(outer), of)

    def _columns(self, records: Iterable[Any]) -> Columns:
        rows = list(records)
        if self._inside:
            lists = rows if self._is_value else list(map(self._getters[0], rows))
            return self._elements([value_at(value, self._rests[0]) for value in lists])
        if self._is_value:
            return Columns([rows if not key else [value_at(row, key) for row in rows] for key in self._keys], len(rows))
        columns = [list(map(getter, rows)) for getter in self._getters]
        values = [
            [value_at(value, rest) for value in column] if rest else column
            for column, rest in zip(columns, self._rests, strict=True)
        ]
        return Columns(values, len(rows))


def _before_lists(key: Key) -> Key:
    """The part of a key up to the first list that it leads into."""
    return key[: key.index(EACH)] if EACH in key else key


def parse_patiently(document: bytes) -> object:
    """A document as decoded by the standard library, which accepts more than the standard allows; None if it fails."""
    try:
        return json.loads(document.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def _can_be_typed(name: str) -> bool:
    """Whether a typed decoder can have a key of this name: none has those that JSON writes with a backslash."""
    return "\\" not in name and '"' not in name and min(name, default=" ") >= " "


def _record_type(keys: Sequence[Key]) -> type[msgspec.Struct]:
    """A type with the wanted keys only; a key that a record lacks is None."""
    fields: list[tuple[str, Any, Any]] = []
    names: dict[str, str] = {}
    for number, first in enumerate(dict.fromkeys(key[0] for key in keys)):
        inner = [key[1:] for key in keys if key[0] == first]
        names[f"f{number}"] = first
        fields.append(
            (f"f{number}", Any, None) if () in inner else (f"f{number}", _record_type(inner), msgspec.NODEFAULT)
        )
    return msgspec.defstruct("Record", fields, rename=names.get, gc=False, kw_only=True)


def _names(keys: Sequence[Key], key: Key) -> list[str]:
    """The names of the type's attributes that lead to a key's value."""
    if not key:
        return []
    firsts = list(dict.fromkeys(each[0] for each in keys))
    inner = [each[1:] for each in keys if each[0] == key[0]]
    return [f"f{firsts.index(key[0])}", *_names(inner, key[1:])]
