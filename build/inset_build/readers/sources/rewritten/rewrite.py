"""How a source becomes another one: its bytes are written anew, as it is read, in a format that a reader reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from inset_build.readers.sources.damage import with_errors_named
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.streams import Pieces

PIECE_BYTES: Final = 1 << 18

Rewrite = Callable[[BinaryIO], Iterator[bytes]]
"""Makes the new bytes out of the old ones, piece by piece. Raises Damaged where it cannot go on."""


def rewritten_by(
    source: Source, rewrite: Rewrite, *, part: str = "", alone: bool = True, numbering: Numbering | None = None
) -> Source:
    """What a source holds, written anew.

    Args:
        source: what is read.
        rewrite: makes the new bytes out of it.
        part: the name of the part that it is, behind the source's; empty where it is the whole.
        alone: it is all that the source holds, so a person who named the source has named it.
        numbering: what the numbers of the new lines mean in the source; None where they are the source's own.
    """

    def content() -> io.RawIOBase:
        file = source.open()
        return Pieces(with_errors_named(rewrite(file), source.name, source.path), file)

    name = f"{source.name}/{part}" if part else source.name
    return replace(
        source,
        name=name,
        plain=False,
        named=source.named and alone,
        content=content,
        numbering=source.numbering if numbering is None else numbering.over(source.numbering),
    )


def unreadable(source: Source, reason: str, hint: str) -> Source:
    """The source with why nobody can read it, and the one step that helps."""
    return replace(source, unreadable=(reason, hint))


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The rest of a file, piece by piece."""
    return iter(lambda: file.read(PIECE_BYTES), b"")


def csv_pieces(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Rows as CSV in UTF-8, many at a time.

    A row is a line: line ends within cells become blanks, and a row without cells becomes an empty line.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([" ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell for cell in row])
        if out.tell() > PIECE_BYTES:
            yield out.getvalue().encode("utf-8", "replace")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8", "replace")


def csv_line(*cells: str) -> bytes:
    """One row as CSV."""
    return b"".join(csv_pieces([cells]))
