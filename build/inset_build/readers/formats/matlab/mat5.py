"""MATLAB's files of version 5 (`save` without options up to `-v7`): variables of text, as lists and records.

Own code, because the one library that is maintained (SciPy) is larger than all of Inset. Grammar, with all numbers in
the byte order that the header names::

    file     = 116 bytes of text, 8 bytes, version 0x0100 (2 bytes), "IM" or "MI" (the order), element …
    element  = type (4 bytes), size (4 bytes), data, zeros up to a multiple of 8 (not behind compressed data)
             | size (upper 2 bytes), type (lower 2 bytes), 4 bytes of data             where size is 1 to 4
    matrix   = flags (class in the lowest byte), dimensions, name, content             each an element
    content  = matrix …                                    of a cell array, columns first
             | length of names, names, matrix …            of a structure array: all fields of the first, then …
             | text                                        of a character array, columns first
             | numbers                                     of any other

Source: "MAT-File Format", The MathWorks, R2023b.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np

from inset.words.sentences import Sentence, sentence

MAX_VARIABLE_BYTES: Final = 1 << 28
"""256 MiB: larger variables are passed over. A list of a million names has some 150 MB."""

_HEADER_BYTES: Final = 128
_MAX_DEPTH: Final = 16
_MATRIX: Final = 14
_COMPRESSED: Final = 15
_CELL, _STRUCT, _OBJECT, _CHAR = 1, 2, 3, 4
_NUMERIC: Final = range(6, 16)
_TEXT_CODECS: Final = {1: "latin-1", 2: "latin-1", 3: "utf-16", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_NUMBERS: Final = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}


class Malformed(Exception):
    """What is wrong with a file; `why`: a `sentence` without a full stop."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable: text, a list of values, or a list of records (dictionaries)."""

    name: str
    value: object


@dataclass(slots=True)
class _Element:
    kind: int
    data: memoryview


def read_variables(file: BinaryIO) -> Iterator[Variable]:
    """The variables of a file, without those that are too large or not needed (functions, sparse matrices).

    Raises:
        Malformed: it does not follow the grammar.
    """
    header = file.read(_HEADER_BYTES)
    order = {b"IM": "<", b"MI": ">"}.get(header[126:128])
    if order is None:
        raise Malformed(sentence("list_broken_start"))
    while tag := file.read(8):
        if len(tag) < 8:
            raise Malformed(sentence("list_cut_matlab"))
        kind, size = struct.unpack(f"{order}II", tag)
        if size > MAX_VARIABLE_BYTES:
            file.seek(size, 1)
            continue
        data = file.read(size)
        if len(data) < size:
            raise Malformed(sentence("list_cut_matlab"))
        if kind == _COMPRESSED:
            data = _unpacked(data)
            if len(data) >= 8:
                kind, size = struct.unpack_from(f"{order}II", data)
                data = data[8:]
        if kind == _MATRIX and data:
            yield _Matrices(order).variable(memoryview(data))


def _unpacked(data: bytes) -> bytes:
    """The unpacked data; empty if it is too large."""
    stream = zlib.decompressobj()
    try:
        out = stream.decompress(data, MAX_VARIABLE_BYTES)
    except zlib.error as error:
        raise Malformed(sentence("list_broken_data", error)) from error
    if stream.eof:
        return out
    if len(out) >= MAX_VARIABLE_BYTES:
        return b""
    raise Malformed(sentence("list_cut_inside"))


class _Matrices:
    """Reads matrices; `order` is `<` or `>`, for `struct`."""

    def __init__(self, order: str) -> None:
        self._order = order

    def variable(self, data: memoryview) -> Variable:
        """The variable in a matrix element's data."""
        try:
            return Variable(*self._matrix(data, 0))
        except (struct.error, ValueError, IndexError) as error:
            raise Malformed(sentence("list_broken_data", error)) from error

    def _elements(self, data: memoryview) -> Iterator[_Element]:
        at = 0
        while at + 8 <= len(data):
            (first,) = struct.unpack_from(f"{self._order}I", data, at)
            if first >> 16:
                size = first >> 16
                yield _Element(first & 0xFFFF, data[at + 4 : at + 4 + min(size, 4)])
                at += 8
                continue
            (size,) = struct.unpack_from(f"{self._order}I", data, at + 4)
            if at + 8 + size > len(data):
                raise Malformed(sentence("list_cut_inside"))
            yield _Element(first, data[at + 8 : at + 8 + size])
            at += 8 + -(-size // 8) * 8

    def _matrix(self, data: memoryview, depth: int) -> tuple[str, object]:
        if depth > _MAX_DEPTH:
            raise Malformed(sentence("list_broken_deep"))
        elements = self._elements(data)
        flags, sizes, name = (next(elements, None) for _ in range(3))
        if flags is None or sizes is None or name is None or len(flags.data) < 4:
            return "", None  # an empty cell
        kind = struct.unpack_from(f"{self._order}I", flags.data)[0] & 0xFF
        dimensions = np.frombuffer(sizes.data, dtype=f"{self._order}i4").tolist()
        return bytes(name.data).decode("utf-8", "replace"), self._content(kind, dimensions, elements, depth)

    def _content(self, kind: int, dimensions: list[int], elements: Iterator[_Element], depth: int) -> object:
        if kind == _CELL:
            return [self._matrix(element.data, depth + 1)[1] for element in elements]
        if kind in (_STRUCT, _OBJECT):
            return self._records(kind, elements, depth)
        content = next(elements, None)
        if content is None:
            return None
        if kind == _CHAR:
            return self._text(content, dimensions)
        return self._numbers(content) if kind in _NUMERIC else None

    def _records(self, kind: int, elements: Iterator[_Element], depth: int) -> list[dict[str, object]]:
        if kind == _OBJECT:
            next(elements, None)  # its class
        length, names = next(elements, None), next(elements, None)
        if length is None or names is None:
            return []
        (width,) = struct.unpack_from(f"{self._order}i", length.data)
        if width <= 0:
            raise Malformed(sentence("list_broken_fields"))
        raw = bytes(names.data)
        fields = [
            raw[at : at + width].split(b"\0", 1)[0].decode("utf-8", "replace") for at in range(0, len(raw), width)
        ]
        if not fields:
            return []
        values = [self._matrix(element.data, depth + 1)[1] for element in elements]
        return [
            dict(zip(fields, values[at : at + len(fields)], strict=False)) for at in range(0, len(values), len(fields))
        ]

    def _text(self, content: _Element, dimensions: list[int]) -> object:
        """A text, or a list of texts if it has several rows."""
        codec = _TEXT_CODECS.get(content.kind)
        if codec is None:
            return None
        if codec.startswith("utf-") and codec != "utf-8":
            codec += "-le" if self._order == "<" else "-be"
        text = bytes(content.data).decode(codec, "replace")
        rows = min(dimensions[0], len(text)) if dimensions else 1
        if rows <= 1:
            return text
        return [text[row::rows].rstrip() for row in range(rows)]

    def _numbers(self, content: _Element) -> object:
        code = _NUMBERS.get(content.kind)
        if code is None:
            return None
        usable = len(content.data) // int(code[1]) * int(code[1])
        numbers = np.frombuffer(content.data[:usable], dtype=f"{self._order}{code}").tolist()
        return numbers[0] if len(numbers) == 1 else numbers
