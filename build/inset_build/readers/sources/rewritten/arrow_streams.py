"""Arrow streams, as Hugging Face's `datasets` keeps them, as JSON Lines: one record batch at a time.

Polars reads a stream only as a whole. But a stream is messages one after another: a schema, perhaps dictionaries, and
record batches. Each batch behind the schema is a small stream of its own.
Source: the Arrow columnar format's section on encapsulated messages.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import polars as pl
from polars.datatypes import DataTypeClass

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged, broken, cut, in_one_line
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import rewritten_by
from inset_build.readers.sources.source import Source

_ARROW: Final = "Arrow"

CONTINUES: Final = b"\xff\xff\xff\xff"
MAX_METADATA_BYTES: Final = 1 << 24
MAX_BODY_BYTES: Final = 1 << 30

_SCHEMA: Final = 1
_DICTIONARY: Final = 2
_BATCH: Final = 3
_END: Final = CONTINUES + bytes(4)


def is_stream(start: bytes) -> bool:
    """Whether bytes begin an Arrow stream."""
    if not start.startswith(CONTINUES) or len(start) < 16:
        return False
    try:
        return _message(start[8:])[0] == _SCHEMA
    except (struct.error, IndexError):
        return False


def stream_as_json_lines(source: Source) -> Source:
    """Its rows as JSON Lines, without columns of bytes, which are pictures."""
    return rewritten_by(source, _rows, numbering=Numbering("record"))


@dataclass(frozen=True, slots=True)
class _Message:
    kind: int
    data: bytes


def _rows(file: BinaryIO) -> Iterator[bytes]:
    schema = b""
    dictionaries: list[bytes] = []
    for message in _messages(file):
        if message.kind == _SCHEMA:
            schema = message.data
        elif message.kind == _DICTIONARY:
            dictionaries.append(message.data)
        elif message.kind == _BATCH and schema:
            yield _as_json_lines(b"".join((schema, *dictionaries, message.data, _END)))


def _as_json_lines(stream: bytes) -> bytes:
    try:
        frame = pl.read_ipc_stream(io.BytesIO(stream))
        kept = [name for name, dtype in frame.schema.items() if not _holds_bytes(dtype)]
        return frame.select(kept).write_ndjson().encode()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise broken(_ARROW, in_one_line(error)) from error


def _holds_bytes(dtype: pl.DataType | DataTypeClass) -> bool:
    if isinstance(dtype, pl.Struct):
        return any(_holds_bytes(field.dtype) for field in dtype.fields)
    if isinstance(dtype, (pl.List, pl.Array)):
        return _holds_bytes(dtype.inner)
    return isinstance(dtype, (pl.Binary, pl.Object))


def _messages(file: BinaryIO) -> Iterator[_Message]:
    while True:
        start = file.read(8)
        if len(start) < 8 or not start.startswith(CONTINUES):
            if start and not start.startswith(bytes(4)):
                raise cut(_ARROW)
            return
        (size,) = struct.unpack("<i", start[4:])
        if size == 0:
            return
        if not 0 < size <= MAX_METADATA_BYTES:
            raise broken(_ARROW)
        metadata = file.read(size)
        try:
            kind, body_size = _message(metadata)
        except (struct.error, IndexError) as error:
            raise broken(_ARROW) from error
        if not 0 <= body_size <= MAX_BODY_BYTES:
            raise Damaged(sentence("list_broken_batch"))
        body = file.read(body_size)
        if len(metadata) < size or len(body) < body_size:
            raise cut(_ARROW)
        yield _Message(kind, b"".join((start, metadata, body)))


def _message(metadata: bytes) -> tuple[int, int]:
    """Kind and body's size of a message, out of its flatbuffer: field 1 of its table is the kind, field 3 the size."""
    (table,) = struct.unpack_from("<I", metadata)
    (to_fields,) = struct.unpack_from("<i", metadata, table)
    fields = table - to_fields
    (size,) = struct.unpack_from("<H", metadata, fields)

    def at(number: int) -> int:
        where = 4 + 2 * number
        if where >= size:
            return 0
        (offset,) = struct.unpack_from("<H", metadata, fields + where)
        return table + offset if offset else 0

    kind_at, size_at = at(1), at(3)
    kind = metadata[kind_at] if kind_at else 0
    (body_size,) = struct.unpack_from("<q", metadata, size_at) if size_at else (0,)
    return kind, body_size
