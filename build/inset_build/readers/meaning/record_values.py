"""Values of records: found by the keys that lead to them, and turned into text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import NoneType
from typing import Any, Final

import polars as pl

Key = tuple[str, ...]
"""Keys that lead from a record to one of its values; empty where the record is the value itself."""

MAX_DEPTH: Final = 6
"""How many keys lead to a value at most. The deepest in published manifests are two, in answers of APIs five."""

BATCH_RECORDS: Final = 1 << 16
"""How many records are queried at once: each query costs some milliseconds, however few the records."""

_LARGEST_EXACT: Final = 2.0**53


EACH: Final = "[]"
"""Stands in a key for every element of a list: `link[].href` is ("link", EACH, "href")."""

LISTED: Final = 200
"""Elements of a list that are looked at in a sample."""


def value_at(record: object, key: Key) -> object:
    """The value that keys lead to; None where they lead nowhere; a list of all where they lead into one."""
    value = record
    for at, name in enumerate(key):
        if name == EACH and isinstance(value, list):
            return list(_flat(value_at(element, key[at + 1 :]) for element in value))
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _flat(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def texts_in(record: object, *, lists: bool) -> Iterator[tuple[Key, str]]:
    """The values of a record as text, with the keys that lead to them.

    Args:
        record: an object, or a single value.
        lists: also what stands in lists, of each list as one text with a value a line; else lists are left out.
    """
    found: dict[Key, list[str]] = {}
    for key, text in _texts_below(record, (), lists=lists):
        found.setdefault(key, []).append(text)
    for key, texts in found.items():
        yield key, "\n".join(filter(None, texts))


def _texts_below(value: object, key: Key, *, lists: bool) -> Iterator[tuple[Key, str]]:
    if isinstance(value, dict):
        if len(key) < MAX_DEPTH:
            for name, inner in value.items():
                yield from _texts_below(inner, (*key, name), lists=lists)
    elif isinstance(value, list):
        for element in value[:LISTED] if lists else ():
            if isinstance(element, dict):
                yield from _texts_below(element, (*key, EACH), lists=lists)
            elif not isinstance(element, list):
                yield key, text_of(element) or ""
    else:
        yield key, text_of(value) or ""


def key_of(name: str) -> Key:
    """The keys that a field's name stands for: `link[].href`."""
    if not name:
        return ()
    return tuple(part for dotted in name.split(".") for part in _with_marks(dotted))


def name_of(key: Key) -> str:
    """What a field is called for people."""
    return ".".join(key).replace(f".{EACH}", EACH)


def _with_marks(part: str) -> Iterator[str]:
    bare = part
    while bare.endswith(EACH) and bare != EACH:
        bare = bare.removesuffix(EACH)
    yield bare
    yield from [EACH] * ((len(part) - len(bare)) // len(EACH))


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
    if isinstance(value, list):  # of what it lists, what is text or a number, one a line
        return "\n".join(text for element in value if (text := text_of(element)) is not None) or None
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
