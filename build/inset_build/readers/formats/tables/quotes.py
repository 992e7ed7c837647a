"""CSV whose quotation marks are not what the standard asks for, made into CSV that a strict parser takes.

A mark may stand in the middle of a field (5" disk), behind a closed field, or open a field that never closes. A strict
parser fails on the first two, and on the third swallows all lines up to the next mark: photos would vanish unseen. This
is the slow way, taken only for blocks that the fast parser does not read line for line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

MAX_RECORD_LINES: Final = 50
"""A field that spans more lines than this is one that never closes. Captions and titles have a handful."""


@dataclass(frozen=True, slots=True)
class Records:
    """Records, one a line, all of them well formed.

    Attributes:
        data: the records, UTF-8.
        lines: for each record, the index of its first line among the lines that came in; blank lines have none.
        rest: the lines at the end whose record may go on in what follows.
    """

    data: bytes
    lines: list[int]
    rest: bytes


def tidy(data: bytes, *, separator: str, width: int, last: bool) -> Records:
    """Read lines record by record.

    Args:
        data: whole lines, UTF-8; what is not is replaced.
        separator: between fields, one character.
        width: how many fields a full record has: a field may span lines only if that makes its record a full one.
        last: nothing follows, so nothing may be left over.
    """
    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    starts: list[int] = []
    at = 0
    while at < len(lines):
        line = lines[at].rstrip("\r")
        if not line or line.isspace():
            at += 1
            continue
        spans = 1
        if '"' not in line:
            out.write(line + "\n")
        else:
            record, spans = _record(lines, at, separator, width)
            if not spans and not last and at + MAX_RECORD_LINES > len(lines):
                return Records(out.getvalue().encode(), starts, "\n".join((*lines[at:], "")).encode())
            if not spans:
                record, spans = line.replace('"', "").split(separator), 1
            writer.writerow([field.replace("\r", " ").replace("\n", " ") for field in record])
        starts.append(at)
        at += spans
    return Records(out.getvalue().encode(), starts, b"")


def _record(lines: list[str], at: int, separator: str, width: int) -> tuple[list[str], int]:
    """The record that starts at a line, and how many lines it spans: 0 where its last field never closes."""
    try:
        record = next(csv.reader([lines[at] + "\n"], delimiter=separator))
        if not record[-1].endswith("\n"):
            return record, 1
        # A field that is still open keeps the line's end. What closes it must be a closing mark by the standard, and
        # make the record a full one: else it is the opening mark of another line.
        window = [line + "\n" for line in lines[at : at + MAX_RECORD_LINES]]
        reader = csv.reader(window, delimiter=separator, strict=True)
        record = next(reader)
    except csv.Error:
        return [], 0
    return (record, reader.line_num) if len(record) == width else ([], 0)
