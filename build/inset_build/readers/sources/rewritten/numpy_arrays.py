"""NumPy's arrays (`.npy`, and the members of `.npz`) as CSV: a row for each element, record or row of a matrix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged, cut, in_one_line
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import csv_line, rewritten_by, unreadable
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.spool import spooled

MAGIC: Final = b"\x93NUMPY"

ROWS_AT_ONCE: Final = 1 << 16
MAX_WIDTH: Final = 1000

_LARGEST_EXACT: Final = 2.0**53

_TELLING: Final = re.compile("(?i)photo|flickr")
"""An array's own name is its only header: `photo_ids.npy` says what the numbers are."""

_PICKLE: Final = (
    "It is a NumPy file of Python objects, which could run a program when it is opened.",
    "Save the array as text or numbers first, for example: np.savetxt('photos.txt', ids.astype(str), fmt='%s')",
)
_FLOATS: Final = (
    "It holds 32-bit floats, which cannot hold a photo ID: these numbers have lost digits.",
    "Export the IDs anew as integers or text.",
)


def array_as_csv(source: Source) -> Source:
    """An array as CSV; with a header where it has named fields."""
    header = _header(source)
    if header is None:
        return rewritten_by(source, _rows)
    shape, _, dtype = header
    if dtype.hasobject:
        return unreadable(source, *_PICKLE)
    if dtype.kind == "f" and dtype.itemsize < np.dtype(np.float64).itemsize:
        return unreadable(source, *_FLOATS)
    if dtype.kind not in "iufSUV" or (dtype.kind == "V" and dtype.names is None):
        return unreadable(source, sentence("list_numpy_type", str(dtype)), "")
    if len(shape) > 2 or (len(shape) == 2 and shape[1] > MAX_WIDTH):
        dimensions = " x ".join(map(str, shape))
        return unreadable(source, sentence("list_numpy_shape", dimensions), "")
    name = PurePosixPath(source.name).stem
    title = name if len(shape) < 2 and dtype.names is None and _TELLING.search(name) else ""
    return rewritten_by(
        source,
        lambda file: chain([csv_line(title)] if title else [], _rows(file)),
        numbering=Numbering("record", before=bool(title or dtype.names)),
    )


def _header(source: Source) -> tuple[tuple[int, ...], bool, np.dtype[Any]] | None:
    with source.open(1 << 16) as file:
        try:
            return _read_header(file)
        except Damaged:
            return None  # whoever reads it is told


def _read_header(file: BinaryIO) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version[0] == 1 else np.lib.format.read_array_header_2_0
        return read(file)
    # NumPy reads the header as Python's literals, and gives on whatever Python's parser says of it.
    except Exception as error:
        raise Damaged(sentence("list_broken_header", in_one_line(error))) from error


def _rows(file: BinaryIO) -> Iterator[bytes]:
    shape, by_column, dtype = _read_header(file)
    count = shape[0] if shape else 1
    width = shape[1] if len(shape) > 1 else 1
    if dtype.names:
        yield csv_line(*dtype.names)
    if by_column and width > 1:
        yield from _by_columns(file, count, width, dtype)
        return
    if not dtype.itemsize:
        return
    at_once = max(ROWS_AT_ONCE // max(width, 1), 1)
    for start in range(0, count, at_once):
        rows = min(at_once, count - start)
        yield _csv(_take(file, rows * width, dtype).reshape(rows, width))


def _by_columns(file: BinaryIO, count: int, width: int, dtype: np.dtype[Any]) -> Iterator[bytes]:
    """A matrix whose columns lie one after another: each chunk of rows takes a part of every column."""
    with spooled(file, "a NumPy matrix") as matrix:
        for first in range(0, count, ROWS_AT_ONCE):
            rows = min(ROWS_AT_ONCE, count - first)
            columns = []
            for column in range(width):
                matrix.seek((column * count + first) * dtype.itemsize)
                columns.append(_take(matrix, rows, dtype))
            yield _csv(np.stack(columns, axis=1))


def _take(file: BinaryIO, count: int, dtype: np.dtype[Any]) -> NDArray[Any]:
    data = file.read(count * dtype.itemsize)
    if len(data) < count * dtype.itemsize:
        raise cut("NumPy")
    return np.frombuffer(data, dtype=dtype)


def _csv(rows: NDArray[Any]) -> bytes:
    if rows.dtype.names:
        flat = rows.reshape(len(rows))
        columns = {name: _column(flat[name]) for name in rows.dtype.names if flat[name].ndim == 1}
    else:
        columns = {f"c{index}": _column(rows[:, index]) for index in range(rows.shape[1])}
    return pl.DataFrame(columns).write_csv(include_header=False).encode()


def _column(values: NDArray[Any]) -> pl.Series:
    if values.dtype.kind == "S":
        return pl.Series([value.decode("utf-8", "replace") for value in values.tolist()], dtype=pl.String)
    if values.dtype.kind in "iuf":
        numbers = pl.Series(values.astype(values.dtype.newbyteorder("="))).to_frame("n")
        number = pl.col("n")
        is_whole = (number == number.round()) & (number.abs() < _LARGEST_EXACT) if values.dtype.kind == "f" else True
        whole = number.cast(pl.Int64 if values.dtype.kind != "u" else pl.UInt64, strict=False).cast(pl.String)
        return numbers.select(pl.when(is_whole).then(whole).otherwise(number.cast(pl.String))).to_series()
    return pl.Series([str(value) for value in values.tolist()], dtype=pl.String)
