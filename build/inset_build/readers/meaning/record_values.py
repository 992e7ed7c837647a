"""Values of records: found by the keys that lead to them, and turned into text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import NoneType
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Key = tuple[str, ...]
"""Keys that lead from a record to one of its values; empty where the record is the value itself."""

MAX_DEPTH: Final = 6
"""How many keys lead to a value at most. The deepest in published manifests are two, in answers of APIs five."""

BATCH_RECORDS: Final = 1 << 16
"""How many records are queried at once: each query costs some milliseconds, however few the records."""

_LARGEST_EXACT: Final = 2.0**53

_LONG: Final = 1 << 256
"""Python writes no integer of thousands of digits, and no ID has them."""

_LARGE: Final = 1e9
_ROUND: Final = 1e6
"""One ID in a million ends with so many zeros; a number that was written in few digits always does."""


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
                if _is_name(name):
                    yield from _texts_below(inner, (*key, name), lists=lists)
    elif isinstance(value, list):
        for element in value[:LISTED] if lists else ():
            if isinstance(element, dict):
                yield from _texts_below(element, (*key, EACH), lists=lists)
            elif not isinstance(element, list):
                yield key, text_of(element) or ""
    else:
        yield key, text_of(value) or ""


def _is_name(name: str) -> bool:
    """Whether a key is text that can be shown and asked for: half a pair of surrogates is none."""
    return name.isascii() or name == name.encode("utf-8", "replace").decode()


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


@dataclass(frozen=True, slots=True)
class Values:
    """The values of some records of one list.

    Attributes:
        columns: for each field the values of all records, N.
        numbers: uint64, N: which records of the list they are, counted from 1.
        part: what the list is called.
    """

    columns: Sequence[Sequence[Any]]
    numbers: NDArray[np.uint64]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The same as text: the cells by the fields' names; see `Values`."""

    cells: dict[str, pl.Series]
    numbers: NDArray[np.uint64]
    part: str = ""


def text_columns(names: Sequence[str], pieces: Iterable[Values], *, records: int = BATCH_RECORDS) -> Iterator[Texts]:
    """The values of records as text, `records` or a few more of one list at a time."""
    waiting: list[Values] = []
    count = 0
    for piece in pieces:
        if waiting and (count >= records or piece.part != waiting[0].part):
            yield _as_texts(names, waiting)
            waiting, count = [], 0
        if len(piece.numbers):
            waiting.append(piece)
            count += len(piece.numbers)
    if waiting:
        yield _as_texts(names, waiting)


def _as_texts(names: Sequence[str], pieces: Sequence[Values]) -> Texts:
    columns = ([value for piece in pieces for value in piece.columns[index]] for index in range(len(names)))
    numbers = np.concatenate([piece.numbers for piece in pieces])
    return Texts(dict(zip(names, map(text_column, columns), strict=True)), numbers, pieces[0].part)


def numbers_after(before: int, count: int) -> NDArray[np.uint64]:
    """The numbers of the next `count` records."""
    return np.arange(before + 1, before + 1 + count, dtype=np.uint64)


def text_column(values: Sequence[Any]) -> pl.Series:
    """Values of any types as text: numbers in digits, null for what is neither text nor a number."""
    try:
        return pl.Series(values, dtype=pl.String, strict=True)
    except (TypeError, UnicodeError, OverflowError):
        if {int, NoneType}.issuperset(map(type, values)):
            with suppress(OverflowError, TypeError):
                return pl.Series(values, dtype=pl.Int64, strict=True).cast(pl.String)
        return pl.Series(list(map(text_of, values)), dtype=pl.String)


def text_of(value: object) -> str | None:
    """A value as text, None for what is neither text nor a number."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half a pair of surrogates is no text
    if isinstance(value, float) and value.is_integer() and abs(value) < _LARGEST_EXACT:
        # Whole numbers with gaps among them become floats in many tools. `5.3e10` has lost its digits.
        return f"{value:e}" if value >= _LARGE and value % _ROUND == 0 else str(int(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):  # of what it lists, what is text or a number, one a line
        return "\n".join(text for element in value if (text := text_of(element)) is not None) or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(value) if isinstance(value, float) or abs(value) < _LONG else f"a number of {value.bit_length():,} bits"
