"""Values of records: found by the keys that lead to them, and turned into text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import reduce
from types import NoneType
from typing import Any, Final

import polars as pl

Key = tuple[str, ...]
"""Keys that lead from a record to one of its values; empty where the record is the value itself."""

MAX_DEPTH: Final = 4
"""How many keys may lead to a value. In published manifests it is two at most."""

BATCH_RECORDS: Final = 1 << 16
"""How many records are queried at once: each query costs some milliseconds, however few the records."""

_LARGEST_EXACT: Final = 2.0**53


def value_at(record: object, key: Key) -> object:
    """The value that keys lead to; None where they lead nowhere."""
    return reduce(lambda value, name: value.get(name) if isinstance(value, dict) else None, key, record)


def texts_in(record: object) -> Iterator[tuple[Key, str]]:
    """The single values of a record as text, with the keys that lead to them; lists in it are left out."""
    yield from _texts_below(record, ())


def _texts_below(value: object, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        if len(key) < MAX_DEPTH:
            for name, inner in value.items():
                yield from _texts_below(inner, (*key, name))
    elif not isinstance(value, list):
        yield key, text_of(value) or ""


def text_columns(
    names: Sequence[str], parts: Iterable[Sequence[Sequence[Any]]], *, records: int = BATCH_RECORDS
) -> Iterator[dict[str, pl.Series]]:
    """Columns by their names, `records` or a few more at a time, of columns that come in parts.

    Args:
        parts: each has, for every name, the values of some records; equally many for all names.
    """
    waiting: list[list[Any]] = [[] for _ in names]
    for part in parts:
        for column, values in zip(waiting, part, strict=True):
            column.extend(values)
        if len(waiting[0]) >= records:
            yield dict(zip(names, map(text_column, waiting), strict=True))
            waiting = [[] for _ in names]
    if waiting[0]:
        yield dict(zip(names, map(text_column, waiting), strict=True))


def text_column(values: Sequence[Any]) -> pl.Series:
    """Values of any types as text: numbers in digits, null for what is neither text nor a number."""
    try:
        return pl.Series(values, dtype=pl.String, strict=True)
    except (TypeError, UnicodeError):
        if {int, NoneType}.issuperset(map(type, values)):
            with suppress(OverflowError, TypeError):
                return pl.Series(values, dtype=pl.Int64, strict=True).cast(pl.String)
        return pl.Series(list(map(text_of, values)), dtype=pl.String)


def text_of(value: object) -> str | None:
    """A value as text, None for what is neither text nor a number."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half a pair of surrogates is no text
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        return str(int(value))  # whole numbers with gaps among them become floats in many tools
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
