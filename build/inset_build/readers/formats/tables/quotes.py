"""Rewrites CSV with odd quotation marks so that a strict parser can read it.

A mark may be in the middle of a field (5" disk) or behind a closed field, or open a field that never closes. A strict
parser fails on the first two. On the third it joins all lines up to the next mark, and photos would be lost unnoticed.
This is the slow way, used only for blocks in which the fast parser does not give a row for each line.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final

MAX_RECORD_LINES: Final = 50
"""A field that spans more lines is taken for one that never closes. Captions and titles span a few."""


@dataclass(frozen=True, slots=True)
class Records:
    """Well-formed records, one a line.

    Attributes:
        data: the records, UTF-8.
        lines: for each record, the index of its first line in the input.
        rest: the last lines, if their record may continue in the next block.
    """

    data: bytes
    lines: list[int]
    rest: bytes


def tidy(data: bytes, *, separator: str, width: int, last: bool) -> Records:
    """Rewrite lines record by record.

    Args:
        data: whole lines, UTF-8; invalid bytes are replaced.
        separator: between fields, one character.
        width: fields of a full record; a field may span lines only if its record is then full.
        last: no block follows, so `rest` must be empty.
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
    """The record that starts at a line, and how many lines it spans; 0 if its last field never closes."""
    try:
        record = next(csv.reader([lines[at] + "\n"], delimiter=separator))
        if not record[-1].endswith("\n"):
            return record, 1
        # The last field is still open. Accept the mark that closes it only if the result is valid CSV and a full
        # record: else that mark opens a field of another line.
        window = [line + "\n" for line in lines[at : at + MAX_RECORD_LINES]]
        reader = csv.reader(window, delimiter=separator, strict=True)
        record = next(reader)
    except csv.Error:
        return [], 0
    return (record, reader.line_num) if len(record) == width else ([], 0)
