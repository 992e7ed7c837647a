"""Thrift's compact protocol, as far as a Parquet footer needs it: read, changed and written again.

A value is told by its type's number: booleans (1, 2), whole numbers (3 to 6), a float (7), bytes (8), a list (9), a set
(10), a map (11), a structure (12). A structure is kept as its fields by their numbers, each with its type.
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final


class FooterDamaged(Exception):
    """A footer that cannot be read; its text says why, for the error about the file."""


Struct = dict[int, tuple[int, Any]]
"""Fields by their numbers, ascending, each with its type and value; lists are `(type, values)`."""

BOOL_TRUE: Final = 1
BOOL_FALSE: Final = 2
I32: Final = 5
I64: Final = 6
BINARY: Final = 8
LIST: Final = 9
STRUCT: Final = 12

_BYTE: Final = 3
_DOUBLE: Final = 7
_SET: Final = 10
_MAP: Final = 11
_DEPTH: Final = 32
_LONGEST_VARINT: Final = 10

MOST_VALUES: Final = 1 << 21
"""Two million fields and list items, which take some 300 MB: a footer of 60,000 column chunks. One byte can be a
value, so a footer's length alone bounds nothing."""


def read_struct(data: bytes) -> Struct:
    """The structure that some bytes begin with.

    Raises:
        FooterDamaged: they hold none.
    """
    try:
        return _Reading(data).struct(0)
    except (IndexError, ValueError, RecursionError) as error:
        raise FooterDamaged("its footer is damaged") from error


def write_struct(struct: Struct) -> bytes:
    """A structure as bytes."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


class _Reading:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._left = MOST_VALUES

    def struct(self, depth: int) -> Struct:
        if depth > _DEPTH:
            raise ValueError
        fields: Struct = {}
        number = 0
        while head := self._byte():
            self._spend(1)
            kind = head & 0x0F
            number = number + (head >> 4) if head >> 4 else self._signed()
            fields[number] = kind, self._value(kind, depth + 1)
        return fields

    def _value(self, kind: int, depth: int) -> Any:  # noqa: ANN401 - what a Thrift value may be
        if kind in (BOOL_TRUE, BOOL_FALSE):
            return kind == BOOL_TRUE
        if kind in (4, I32, I64):
            return self._signed()
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, _SET):
            return self._list(depth)
        if kind == STRUCT:
            return self.struct(depth)
        if kind == _BYTE:
            return self._byte()
        if kind == _DOUBLE:
            return self._bytes(8)
        return self._map(depth)

    def _list(self, depth: int) -> tuple[int, list[Any]]:
        head = self._byte()
        kind, size = head & 0x0F, head >> 4
        if size == 15:
            size = self._varint()
        self._check(size)
        self._spend(size)
        return kind, [self._inner(kind, depth) for _ in range(size)]

    def _map(self, depth: int) -> tuple[int, list[tuple[Any, Any]]]:
        size = self._varint()
        self._check(size)
        self._spend(2 * size)
        kinds = self._byte() if size else 0
        pairs = [(self._inner(kinds >> 4, depth), self._inner(kinds & 0x0F, depth)) for _ in range(size)]
        return kinds, pairs

    def _inner(self, kind: int, depth: int) -> Any:  # noqa: ANN401 - what a Thrift value may be
        """A value within a list or a map, where a boolean is a byte of its own; so each takes at least one byte."""
        return self._byte() if kind in (BOOL_TRUE, BOOL_FALSE) else self._value(kind, depth + 1)

    def _check(self, size: int) -> None:
        """Nothing is made for more values than there are bytes."""
        if size > len(self._data) - self._at:
            raise ValueError

    def _spend(self, values: int) -> None:
        """Count values before they are made.

        Raises:
            FooterDamaged: there are too many.
        """
        self._left -= values
        if self._left < 0:
            raise FooterDamaged(f"its footer has more than {MOST_VALUES:,} values; a copy on disk can be read")

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _bytes(self, size: int) -> bytes:
        self._check(size)
        self._at += size
        return self._data[self._at - size : self._at]

    def _varint(self) -> int:
        value = 0
        for place in range(_LONGEST_VARINT):
            byte = self._byte()
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return value
        raise ValueError

    def _signed(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)


def _write_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for number, (kind, value) in struct.items():
        if 0 < number - last <= 15:
            out.append((number - last) << 4 | kind)
        else:
            out.append(kind)
            _write_signed(out, number)
        last = number
        if kind not in (BOOL_TRUE, BOOL_FALSE):  # the type of a field says which
            _write(out, kind, value)
    out.append(0)


def _write(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401 - what a Thrift value may be
    writer = _WRITERS.get(kind)
    if writer is None:
        raise FooterDamaged("its footer is damaged")
    writer(out, value)


def _write_list(out: bytearray, value: tuple[int, list[Any]]) -> None:
    inner, values = value
    out.append(min(len(values), 15) << 4 | inner)
    if len(values) >= 15:
        _write_varint(out, len(values))
    for each in values:
        _write_inner(out, inner, each)


def _write_map(out: bytearray, value: tuple[int, list[tuple[Any, Any]]]) -> None:
    kinds, pairs = value
    _write_varint(out, len(pairs))
    if pairs:
        out.append(kinds)
    for key, held in pairs:
        _write_inner(out, kinds >> 4, key)
        _write_inner(out, kinds & 0x0F, held)


def _write_inner(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401 - what a Thrift value may be
    _write(out, _BYTE if kind in (BOOL_TRUE, BOOL_FALSE) else kind, value)


def _write_bytes(out: bytearray, value: bytes) -> None:
    _write_varint(out, len(value))
    out += value


def _write_double(out: bytearray, value: bytes) -> None:
    out += value


def _write_varint(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _write_signed(out: bytearray, value: int) -> None:
    _write_varint(out, (value << 1) ^ (value >> 63))


_WRITERS: Final[dict[int, Callable[[bytearray, Any], None]]] = {
    _BYTE: bytearray.append,
    4: _write_signed,
    I32: _write_signed,
    I64: _write_signed,
    _DOUBLE: _write_double,
    BINARY: _write_bytes,
    LIST: _write_list,
    _SET: _write_list,
    _MAP: _write_map,
    STRUCT: _write_struct,
}
