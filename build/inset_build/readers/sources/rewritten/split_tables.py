"""Tables in JSON whose columns are named once, as JSON Lines of records.

They are named beside the rows (`{"columns": […], "data": [[…], …]}`) or by the first one (`[["id", …], ["53…", …]]`).
Source: pandas (`orient="split"`), Datasette, Google Sheets, and other programs that answer with tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import orjson

from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import rewritten_by
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

LARGEST: Final = 1 << 24
"""Bytes: such an answer is held in memory, and a longer one is left as it is."""

_COLUMNS: Final = re.compile(rb'"columns"\s*:\s*\[')
_NAMED_BY_A_ROW: Final = re.compile(rb'(?:[{][^\[\]]{0,1000}"values"\s*:\s*)?\[\s*\[\s*"')
_ROWS: Final = ("data", "rows")


def split_table(source: Source, start: bytes) -> Source | None:
    """The records of such a table; None where a text is none.

    Args:
        source: a text.
        start: its first bytes, some thousand.
    """
    text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not _NAMED_BY_A_ROW.match(text) and (text[:1] != b"{" or not _COLUMNS.search(text)):
        return None
    with source.open() as file:
        found = _find(file)
    return rewritten_by(source, _records, numbering=Numbering("record")) if found else None


def _find(file: BinaryIO) -> tuple[list[str], list[list[Any]]] | None:
    """The names of the columns, and the rows."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return None
    try:
        document = orjson.loads(data.removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError:
        return None
    names, rows = _parts(document)
    if not isinstance(names, list) or len(set(map(str, names))) != len(names):
        return None
    fits = all(isinstance(row, list) and len(row) == len(names) for row in rows)
    return (list(map(str, names)), rows) if rows and fits else None


def _parts(document: object) -> tuple[Any, list[Any]]:
    if isinstance(document, dict) and "columns" in document:
        return document["columns"], next((document[key] for key in _ROWS if isinstance(document.get(key), list)), [])
    rows = document.get("values") if isinstance(document, dict) else document
    named = isinstance(rows, list) and rows and isinstance(rows[0], list) and all(isinstance(n, str) for n in rows[0])
    return (rows[0], rows[1:]) if named and isinstance(rows, list) else (None, [])


def _records(file: BinaryIO) -> Iterator[bytes]:
    names, rows = _find(file) or ([], [])
    for row in rows:
        yield orjson.dumps(dict(zip(names, row, strict=True))) + b"\n"
