"""Spreadsheets (Excel's `.xlsx`, `.xlsm`, `.xlsb` and `.xls`, and `.ods`) as CSV: each sheet, links included.

A row of a sheet becomes the line of the same number, an empty one if nothing is in it. calamine reads the cells. It
does not read what a cell links to, so `cell_links` does: the link stands in a column of its own behind the sheet's
columns, because what is shown of it is often only "view".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import BinaryIO, Final

import python_calamine as calamine

from inset.words.sentences import sentence
from inset_build.readers.sources.bounds import check_ratio
from inset_build.readers.sources.damage import Damaged
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.cell_links import Links, links_of_sheets, with_lists_of_parts
from inset_build.readers.sources.rewritten.rewrite import Rewrite, csv_pieces, rewritten_by, unreadable
from inset_build.readers.sources.source import Source
from inset_build.readers.sources.zip_members import list_zip

OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins what Microsoft Office wrote until 2007, `.xls` and `.doc` alike."""

MAX_UNPACKED_BYTES: Final = 1 << 31
"""2 GiB. A sheet with a million rows, the most that Excel takes, expands to some hundred megabytes."""

_ERRORS: Final = (calamine.CalamineError, OSError, ValueError, OverflowError, MemoryError)


def sheets(source: Source) -> Iterator[Source]:
    """A source for each sheet with cells in it.

    Raises:
        ManifestInvalid: it expands to more than a spreadsheet does.
    """
    try:
        _check_size(source)
        with source.seekable() as file:
            book = _opened(file)
            names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
            filled = [name for name in names if book.get_sheet_by_name(name).height]
    except calamine.PasswordError:
        yield unreadable(source, "It is a spreadsheet with a password.", "Save it without a password.")
        return
    except Damaged as error:
        raise error.as_error(source.name, source.path) from error
    except _ERRORS as error:
        reason = str(error).split("\n", 1)[0][:100]
        yield unreadable(source, sentence("list_no_sheet", reason), "Export the sheet as CSV.")
        return
    if not filled:
        yield unreadable(source, "It is a spreadsheet without a filled cell.", "Give one that lists photos.")
    for name in filled:
        shown = "".join(letter if letter.isprintable() else "?" for letter in name)
        yield rewritten_by(source, _sheet(source, name), part=shown, alone=len(filled) == 1, numbering=Numbering("row"))


def _check_size(source: Source) -> None:
    with source.seekable() as file:
        if file.read(len(OLD_MAGIC)) == OLD_MAGIC:
            return
        members = list_zip(file)
        size = sum(member.size for member in members)
        check_ratio(size, source.path.stat().st_size, source.name, source.path)
        if size > MAX_UNPACKED_BYTES:
            raise Damaged(sentence("list_broken_sheet"))
        for member in members:  # what they claim is no proof
            if member.name.endswith((".xml", ".bin", ".rels")):
                for _ in member.unpack(file):
                    pass


def _sheet(source: Source, name: str) -> Rewrite:
    def rewrite(_: BinaryIO) -> Iterator[bytes]:
        with source.seekable() as file:
            links = links_of_sheets(file).get(name) or Links()
            file.seek(0)
            try:
                sheet = _opened(file).get_sheet_by_name(name)
                top, columns = (sheet.start or (0, 0))[0], links.columns()
                yield from csv_pieces(
                    (*map(_text, row), *(_link(links, row_at, top, column) for column in columns))
                    if any(cell != "" for cell in row) or links.in_row(row_at, columns)
                    else ()
                    for row_at, row in enumerate(sheet.iter_rows())
                )
            except _ERRORS as error:
                raise Damaged(sentence("list_broken_cells", str(error)[:100])) from error

    return rewrite


def _link(links: Links, row: int, top: int, column: int) -> str:
    """The link behind a cell; in the sheet's first row, which may be its header, what the column is called."""
    return links.at.get((row, column), "") or ("link" if row == top else "")


def _opened(file: BinaryIO) -> calamine.CalamineWorkbook:
    """The workbook; also one without the lists of its parts, which some programs leave out."""
    try:
        return calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError:
        raise
    except calamine.CalamineError:
        file.seek(0)
        repaired = with_lists_of_parts(file)
        if repaired is None:
            raise
        return calamine.CalamineWorkbook.from_filelike(repaired)


def _text(cell: object) -> str:
    """A cell's text; whole numbers in digits, for a spreadsheet's numbers are all floats."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return str(cell)
