"""Writes MATLAB files of version 5, by the grammar in `inset_build.readers.formats.matlab.mat5`."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

CELL, STRUCT, CHAR, DOUBLE = 1, 2, 4, 6


def mat_file(variables: Mapping[str, Any], *, packed: bool = False, order: str = "<") -> bytes:
    header = b"MATLAB 5.0 MAT-file, made up".ljust(116) + bytes(8)
    header += struct.pack(f"{order}H", 0x0100) + (b"IM" if order == "<" else b"MI")
    elements = []
    for name, value in variables.items():
        whole = matrix(name, value, order)
        if packed:
            squeezed = zlib.compress(whole)
            whole = struct.pack(f"{order}II", 15, len(squeezed)) + squeezed
        elements.append(whole)
    return header + b"".join(elements)


def matrix(name: str, value: Any, order: str) -> bytes:
    kind, shape, content = _content(value, order)
    body = element(6, struct.pack(f"{order}II", kind, 0), order)
    body += element(5, struct.pack(f"{order}ii", *shape), order)
    body += element(1, name.encode(), order) + content
    return struct.pack(f"{order}II", 14, len(body)) + body


def element(kind: int, data: bytes, order: str) -> bytes:
    if 0 < len(data) <= 4:
        return struct.pack(f"{order}I", len(data) << 16 | kind) + data.ljust(4, b"\0")
    return struct.pack(f"{order}II", kind, len(data)) + data + bytes(-len(data) % 8)


def _content(value: Any, order: str) -> tuple[int, tuple[int, int], bytes]:
    if isinstance(value, str):
        return CHAR, (1, len(value)), element(4, value.encode(f"utf-16-{'le' if order == '<' else 'be'}"), order)
    if isinstance(value, np.ndarray) and value.dtype.kind == "U":  # a character array: rows of one length
        width = max(map(len, value))
        columns = "".join(row.ljust(width)[at] for at in range(width) for row in value)
        return CHAR, (len(value), width), element(16, columns.encode(), order)
    if isinstance(value, np.ndarray):
        return DOUBLE, (1, len(value)), element(9, value.astype(f"{order}f8").tobytes(), order)
    assert isinstance(value, Sequence)
    if value and isinstance(value[0], dict):
        names = list(value[0])
        fields = b"".join(name.encode().ljust(32, b"\0") for name in names)
        inner = b"".join(matrix("", record[name], order) for record in value for name in names)
        return (
            STRUCT,
            (1, len(value)),
            element(5, struct.pack(f"{order}i", 32), order) + element(1, fields, order) + inner,
        )
    return CELL, (1, len(value)), b"".join(matrix("", each, order) for each in value)
