"""SQL dumps as CSV: for each table the rows of its `INSERT … VALUES (…), (…);`, or of PostgreSQL's `COPY`.

Only literals are read (texts, numbers, NULL); what is computed becomes an empty cell. Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final

from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import csv_pieces, pieces, rewritten_by
from inset_build.readers.sources.source import Source

LOOKED_AT: Final = 1 << 16
MAX_TABLES: Final = 200
MAX_STATEMENT_HEAD: Final = 1 << 16
MAX_VALUE: Final = 1 << 22

_NAME: Final = rb"""((?:[`"\[]?[\w$ .-]{1,128}[`"\]]?\.)?[`"\[]?[\w$-]{1,128}[`"\]]?)"""
_BEGINS: Final = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:--|/\*|#|create\s|insert\s|replace\s|begin\b|start\s+transaction|set\s|drop\s"
    rb"|pragma\s|use\s|lock\s|copy\s)"
)
_INSERT: Final = re.compile(
    rb"(?im)(?:^(?:\xef\xbb\xbf)?|;)[ \t]*(?:insert(?:\s+(?:low_priority|delayed|ignore|or\s+\w+))*|replace)"
    rb"\s+(?:into\s+|(?=\[))"
    + _NAME
    + rb"\s*(?:\(([^()]{1,20000})\))?\s*(?:overriding\s+\w+\s+value\s*)?values\s*(?=\()"
)
_COPY: Final = re.compile(
    rb"(?im)^(?:\xef\xbb\xbf)?copy\s+" + _NAME + rb"\s*(?:\(([^()]{1,20000})\))?\s+from\s+stdin[^;\n]*;[ \t]*\r?\n"
)
_CREATE: Final = re.compile(
    rb"(?im)^(?:\xef\xbb\xbf)?[ \t]*create\s+(?:\w+\s+)?table\s+(?:if\s+not\s+exists\s+)?" + _NAME + rb"\s*\("
)

_TEXTS: Final = (r"""'((?:[^']|'')*)'|"((?:[^"]|"")*)\"""", r"""'((?:[^'\\]|\\.|'')*)'|"((?:[^"\\]|\\.|"")*)\"""")
"""Texts by the standard, and where a backslash hides what follows it."""

_VALUE: Final = tuple(
    re.compile(rf"""\s*(?:[NnEexXbB]?(?:{text})|([-+]?[0-9][0-9.eE+-]*)|([^,()'"]*))\s*([,()]|$)""", re.DOTALL)
    for text in _TEXTS
)
"""One value, and what follows it."""

_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "0": "", "Z": "", "b": ""}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where rows of a table begin: the table, its columns as far as they are told, and how the rows are written."""

    table: str
    columns: tuple[str, ...]
    copied: bool


def begins_like_dump(start: bytes) -> bool:
    """Whether a text begins with a comment or a statement of SQL."""
    return _BEGINS.match(start) is not None


def is_dump(start: bytes) -> bool:
    """Whether a text that begins like a dump has rows in its beginning."""
    return (_INSERT.search(start) or _COPY.search(start)) is not None


def tables(source: Source) -> Iterator[Source]:
    """A source for each table that has rows."""
    names = _table_names(source)
    for name in names:
        numbering = Numbering("record", before=1)
        yield rewritten_by(source, partial(_table, name), part=name, alone=len(names) == 1, numbering=numbering)


def _table_names(source: Source) -> list[str]:
    found: dict[str, None] = {}
    with source.open() as file:
        before = b""
        for piece in pieces(file):
            data = before + piece
            for pattern in (_INSERT, _COPY):
                for match in pattern.finditer(data):
                    found[_plain(match[1])] = None
            if len(found) >= MAX_TABLES:
                break
            before = data[-2048:]
    return list(found)


def _table(wanted: str, file: BinaryIO) -> Iterator[bytes]:
    return csv_pieces(_rows_with_header(wanted, file))


def _rows_with_header(wanted: str, file: BinaryIO) -> Iterator[Sequence[str]]:
    """The columns' names, an empty line where they are not told, and the table's rows."""
    told = False
    text = _Text(file)
    while (begins := _next_rows(text)) is not None:
        rows = _copied(text) if begins.copied else _values(text)
        for row in rows:
            if begins.table != wanted:
                continue
            if not told:
                yield begins.columns
            told = True
            yield row


class _Text:
    """A file's bytes from a place on, read as they are needed.

    Attributes:
        data: bytes at hand; at: the place in them.
        backslashes: one hides what follows it in a text, as in MySQL; in other databases only where the text says so.
        created: the columns of the tables whose definition was passed.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._pieces = pieces(file)
        self.data = next(self._pieces, b"")
        self.at = 0
        self.backslashes = b"`" in self.data or re.search(rb"(?i)mysql|mariadb", self.data) is not None
        self.created: dict[str, tuple[str, ...]] = {}

    def more(self) -> bool:
        """Read on; False where there is no more."""
        piece = next(self._pieces, b"")
        self.data = self.data[self.at :] + piece
        self.at = 0
        return bool(piece)


def _next_rows(text: _Text) -> _Rows | None:
    """Go on to where the next rows begin; the columns of tables created on the way are noted."""
    while True:
        found = [
            (match.start(), match, copied)
            for pattern, copied in ((_INSERT, False), (_COPY, True))
            if (match := pattern.search(text.data, text.at))
        ]
        first = min(found, key=lambda each: each[0], default=None)
        _note_created(text, first[0] if first else len(text.data))
        if first is not None:
            _, match, copied = first
            table = _plain(match[1])
            names = tuple(_plain(name) for name in (match[2] or b"").split(b",") if name.strip())
            text.at = match.end()
            return _Rows(table, names or text.created.get(table, ()), copied)
        text.at = max(len(text.data) - MAX_STATEMENT_HEAD, text.at)
        if not text.more():
            return None


def _note_created(text: _Text, end: int) -> None:
    for match in _CREATE.finditer(text.data, text.at, end):
        if len(text.created) >= MAX_TABLES:
            return
        body = text.data[match.end() : match.end() + MAX_STATEMENT_HEAD].decode("utf-8", "replace")
        columns: list[str] = []
        depth, start = 0, 0
        for at, letter in enumerate(body):
            if letter == "(":
                depth += 1
            elif letter == ")" and depth:
                depth -= 1
            elif letter in ",)" and not depth:
                columns.append(body[start:at].strip())
                start = at + 1
                if letter == ")":
                    break
        names = [_first_name(column) for column in columns]
        text.created[_plain(match[1])] = tuple(name for name in names if name)


def _first_name(definition: str) -> str:
    match = re.match(r"""[`"\[]([^`"\]]+)[`"\]]|([\w$]+)""", definition)
    name = (match[1] or match[2]) if match else ""
    is_column = bool(match and match[1]) or name.upper() not in _NO_COLUMNS
    return name if is_column else ""


_NO_COLUMNS: Final = frozenset(
    {"PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT", "FOREIGN", "CHECK", "FULLTEXT", "SPATIAL"}
)


def _values(text: _Text) -> Iterator[list[str]]:
    """The rows in brackets behind VALUES, up to what is no row any more."""
    while True:
        while (begins := _NOT_BLANK.search(text.data, text.at)) is None and text.more():
            pass
        if begins is None or begins[0] != b"(":
            return
        text.at = begins.start()
        end = _closing(text)
        if not end:
            return
        yield _cells(text.data[text.at + 1 : end - 1].decode("utf-8", "replace"), backslashes=text.backslashes)
        text.at = end


_NOT_BLANK: Final = re.compile(rb"[^ \t\r\n,]")
_MARKS: Final = (
    re.compile(rb"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|['"]""", re.DOTALL),
    re.compile(rb"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|[()]|['"]""", re.DOTALL),
)


def _closing(text: _Text) -> int:
    """Behind the bracket that closes the one at hand; 0 where there is none in reach."""
    while True:
        depth = 0
        for match in _MARKS[text.backslashes].finditer(text.data, text.at):
            mark = match[0]
            if mark == b"(":
                depth += 1
            elif mark == b")":
                depth -= 1
                if not depth:
                    return match.end()
            elif len(mark) == 1 or match.end() == len(text.data):
                break  # a text whose end has not come yet, or may go on behind a doubled mark
            if match.end() - text.at > MAX_VALUE:
                return 0
        if len(text.data) - text.at > MAX_VALUE or not text.more():
            return 0


def _cells(row: str, *, backslashes: bool) -> list[str]:
    cells: list[str] = []
    at = 0
    while at <= len(row):
        match = _VALUE[backslashes].match(row, at)
        if match is None:
            break
        single, double, number, other, behind = match.groups()
        if behind == "(":  # something computed: passed over with its brackets
            at = _behind_brackets(row, match.end())
            cells.append("")
            continue
        if single is not None:
            cells.append(_unescaped(single, "'", backslashes=backslashes))
        elif double is not None:
            cells.append(_unescaped(double, '"', backslashes=backslashes))
        else:
            cells.append(number if number is not None else "" if other.strip().upper() == "NULL" else other.strip())
        at = match.end()
        if not behind:
            break
    return cells


def _behind_brackets(row: str, at: int) -> int:
    depth = 1
    while at < len(row) and depth:
        depth += {"(": 1, ")": -1}.get(row[at], 0)
        at += 1
    comma = row.find(",", at)
    return comma + 1 if comma >= 0 else len(row) + 1


def _unescaped(text: str, mark: str, *, backslashes: bool) -> str:
    if backslashes and "\\" in text:
        text = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text, flags=re.DOTALL)
    return text.replace(mark * 2, mark) if mark else text


def _copied(text: _Text) -> Iterator[list[str]]:
    r"""The lines behind COPY: tabs between columns, `\N` where there is nothing, `\.` at the end."""
    while True:
        end = text.data.find(b"\n", text.at)
        while end < 0 and len(text.data) - text.at < MAX_VALUE and text.more():
            end = text.data.find(b"\n", text.at)
        line = text.data[text.at : end if end >= 0 else len(text.data)].rstrip(b"\r").decode("utf-8", "replace")
        text.at = end + 1 if end >= 0 else len(text.data)
        if line == "\\." or (end < 0 and not line):
            return
        yield ["" if cell == "\\N" else _unescaped(cell, "", backslashes=True) for cell in line.split("\t")]


def _plain(name: bytes) -> str:
    """A table's or column's name without quotation marks and schema."""
    text = name.decode("utf-8", "replace").strip()
    return re.sub(r"""^.*\.(?=[`"\[]?[^.]+$)""", "", text).strip('`"[] ')
