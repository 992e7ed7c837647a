"""Tables drawn with bars, as Markdown, psql, MySQL and Jira draw them, as CSV: without the rules and the outer bars.

What is left out becomes an empty line, so that a row has the number of its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from inset_build.readers.sources.rewritten.rewrite import csv_pieces, rewritten_by
from inset_build.readers.sources.source import Source

MOST: Final = 0.8
"""Share of the lines that must have bars: a title may stand above a table, and a count of rows below it."""

FIRST_LINES: Final = 40
"""A rule must stand among so many: it divides the header from the rows."""

_BARS: Final = re.compile(r"(?<!\\)\|")
_JIRAS_HEADER: Final = re.compile(r"\|\|(?:[^|]{1,200}\|\|)+")
_COUNT: Final = re.compile(r"\(\d+ rows?\)|\d+ rows? in set.*")


def is_drawn(start: bytes) -> bool:
    """Whether a text is a drawn table: a rule near its beginning, and bars in most of its lines."""
    lines = [line for line in start.decode("utf-8", "replace").split("\n")[:-1] if line.strip()]
    if not any(_is_rule(line) or _is_jiras_header(line) for line in lines[:FIRST_LINES]):
        return False
    return sum("|" in line or _is_rule(line) for line in lines) >= MOST * len(lines)


def drawn_as_csv(source: Source) -> Source:
    """The table's rows."""
    return rewritten_by(source, lambda file: csv_pieces(_rows(file)))


def _rows(file: BinaryIO) -> Iterator[list[str]]:
    is_title = True
    for data in file:
        line = data.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
        if not line.strip() or _is_rule(line) or _COUNT.fullmatch(line.strip()):
            yield []
            continue
        if "|" not in line:  # words above the table are not its header; what names a photo is kept
            yield [] if is_title and "flic" not in line.lower() else [line.strip()]
            continue
        is_title = False
        line = line.replace("||", "|") if _is_jiras_header(line) else line
        cells = [cell.replace("\\|", "|").strip() for cell in _BARS.split(line.strip())]
        yield cells[1 if not cells[0] else 0 : len(cells) - (not cells[-1])]


def _is_jiras_header(line: str) -> bool:
    """Whether a line is a header as Jira's and Confluence's wikis mark it: `||n||photo_id||`."""
    return _JIRAS_HEADER.fullmatch(line.removeprefix("\ufeff").strip()) is not None


def _is_rule(line: str) -> bool:
    line = line.removeprefix("\ufeff")
    return "--" in line and len(line) < 10_000 and not line.strip(" \t\r|+:=-")
