"""What the cells of a spreadsheet link to: hyperlinks and `HYPERLINK("…")` formulas, which calamine does not read.

Sources: ECMA-376 part 1, 18.3.1.47 (hyperlink) and 9.3 (relationships); OpenDocument 1.2, 6.1.8 (text:a).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged
from inset_build.readers.sources.zip_members import SIGNATURES, ZipMember, list_zip

MAX_LINKS: Final = 2_000_000
MAX_COLUMNS: Final = 50

_FORMULA: Final = re.compile(r"""HYPERLINK\(\s*"([^"]{1,4096})"\s*[,;)]""", re.IGNORECASE)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REF: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class Links:
    """The links of a sheet, by the cell's row and column counted from 0."""

    at: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, row: int, column: int, address: str) -> None:
        """A cell's link; of several in one cell all, with a blank between."""
        if len(self.at) < MAX_LINKS:
            before = self.at.get((row, column))
            self.at[row, column] = f"{before} {address}" if before and address not in before else address

    def in_row(self, row: int, columns: list[int]) -> bool:
        """Whether a row has a link in one of some columns."""
        return any((row, column) in self.at for column in columns)

    def columns(self) -> list[int]:
        """The columns that have links."""
        return sorted({column for _, column in self.at})[:MAX_COLUMNS]


def links_of_sheets(file: BinaryIO) -> dict[str, Links]:
    """The links of each sheet that has some, by its name. None of the formats that are no zip archives are read.

    Raises:
        Damaged: the archive or its XML is.
    """
    file.seek(0)
    if not file.read(4).startswith(SIGNATURES):
        return {}
    members = {member.name: member for member in list_zip(file)}
    if "xl/workbook.xml" in members:
        return _of_workbook(file, members)
    if "content.xml" in members and "xl/workbook.bin" not in members:
        return _of_open_document(file, members["content.xml"])
    return {}


def sheet_parts(file: BinaryIO, members: dict[str, ZipMember]) -> dict[str, str]:
    """The names of a workbook's sheets, and the members that hold them."""
    sheets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            sheets[attributes.get("name", "")] = next((v for k, v in attributes.items() if _local(k) == "id"), "")

    _parse(file, members["xl/workbook.xml"], start)
    targets = _targets(file, members, "xl/workbook.xml")
    return {name: targets[key] for name, key in sheets.items() if targets.get(key) in members}


def with_lists_of_parts(file: BinaryIO) -> BinaryIO | None:
    """A copy of a workbook with the lists of its parts that it lacks, in the order of its sheets; None if it has them.

    Excel always writes these lists, other programs do not.
    """
    if not file.read(4).startswith(SIGNATURES):
        return None
    members = {member.name: member for member in list_zip(file)}
    lists = ("_rels/.rels", "xl/_rels/workbook.xml.rels")
    if "xl/workbook.xml" not in members or all(name in members for name in lists):
        return None
    keys: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            keys.append(next((value for key, value in attributes.items() if _local(key) == "id"), ""))

    _parse(file, members["xl/workbook.xml"], start)
    parts = sorted((name for name in members if _SHEET.fullmatch(name)), key=lambda name: (len(name), name))
    sheets = "".join(
        f"<Relationship Id={quoteattr(key)} Type='{_RELATIONS}/worksheet' Target={quoteattr('/' + part)}/>"
        for key, part in zip(keys, parts, strict=False)
    )
    strings = f"<Relationship Id='strings' Type='{_RELATIONS}/sharedStrings' Target='sharedStrings.xml'/>"
    if "xl/sharedStrings.xml" not in members:
        strings = ""
    whole = f"<Relationship Id='book' Type='{_RELATIONS}/officeDocument' Target='xl/workbook.xml'/>"
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for name, content in zip(lists, (whole, sheets + strings), strict=True):
            archive.writestr(name, f"<Relationships xmlns='{_PACKAGE}'>{content}</Relationships>")
        for name, member in members.items():
            if name not in lists:
                with archive.open(name, "w") as copied:
                    for piece in member.unpack(file):
                        copied.write(piece)
    copy.seek(0)
    return copy


def _of_workbook(file: BinaryIO, members: dict[str, ZipMember]) -> dict[str, Links]:
    found: dict[str, Links] = {}
    for name, part in sheet_parts(file, members).items():
        links = Links()
        _read_sheet(file, members, part, links)
        if links.at:
            found[name] = links
    return found


class _SheetReader:
    """Notes the links of a sheet while its XML goes by.

    Args:
        targets: what the sheet's relations lead to.
        links: where they are noted.
    """

    def __init__(self, targets: dict[str, str], links: Links) -> None:
        self._targets = targets
        self._links = links
        self._cell: tuple[int, int] | None = None
        self._formula: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "c":
            self._cell = _position(attributes.get("r", ""))
        elif tag == "f":
            self._formula = []
        elif tag == "hyperlink":
            self._hyperlink(attributes)

    def end(self, name: str) -> None:
        if _local(name) == "f" and self._formula is not None:
            match = _FORMULA.search("".join(self._formula))
            if match and self._cell is not None:
                self._links.add(*self._cell, match[1])
            self._formula = None

    def text(self, data: str) -> None:
        if self._formula is not None:
            self._formula.append(data)

    def _hyperlink(self, attributes: dict[str, str]) -> None:
        at = _position(attributes.get("ref", "").partition(":")[0])
        address = self._targets.get(next((value for key, value in attributes.items() if _local(key) == "id"), ""), "")
        if at is not None and address:
            self._links.add(*at, address)


def _read_sheet(file: BinaryIO, members: dict[str, ZipMember], part: str, links: Links) -> None:
    reader = _SheetReader(_targets(file, members, part), links)
    _parse(file, members[part], reader.start, reader.end, reader.text)


def _of_open_document(file: BinaryIO, content: ZipMember) -> dict[str, Links]:
    found: dict[str, Links] = {}
    sheet = [Links()]
    at = [0, 0, 1, 1]  # row, column, and how often each is repeated

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            sheet[0] = found.setdefault(attributes.get("table:name", ""), Links())
            at[:] = [-1, -1, 1, 1]
        elif name == "table:table-row":
            at[0] += at[2]
            at[1], at[3] = -1, 1
            at[2] = _repeats(attributes.get("table:number-rows-repeated"))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            at[1] += at[3]
            at[3] = _repeats(attributes.get("table:number-columns-repeated"))
            match = _FORMULA.search(attributes.get("table:formula", ""))
            if match:
                sheet[0].add(at[0], at[1], match[1])
        elif name == "text:a" and attributes.get("xlink:href"):
            sheet[0].add(max(at[0], 0), max(at[1], 0), attributes["xlink:href"])

    _parse(file, content, start)
    for links in found.values():  # counting begins one before the first row and cell
        links.at = {(row, column): address for (row, column), address in links.at.items()}
    return {name: links for name, links in found.items() if links.at}


def _repeats(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else 1


def _targets(file: BinaryIO, members: dict[str, ZipMember], part: str) -> dict[str, str]:
    """What the relations of a part lead to: members by their names, or addresses."""
    folder, name = posixpath.split(part)
    relations = members.get(f"{folder}/_rels/{name}.rels")
    targets: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship" and len(targets) < MAX_LINKS:
            target = attributes.get("Target", "")
            outside = attributes.get("TargetMode") == "External"
            inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets[attributes.get("Id", "")] = target if outside else inner

    if relations is not None:
        _parse(file, relations, start)
    return targets


def _parse(
    file: BinaryIO,
    member: ZipMember,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] = lambda _: None,
    text: Callable[[str], None] = lambda _: None,
) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse_entity
    try:
        for piece in member.unpack(file):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(sentence("list_broken_xml", error)) from error


def _refuse_entity(*_: object) -> None:
    raise Damaged(sentence("list_broken_entities"))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _position(ref: str) -> tuple[int, int] | None:
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
