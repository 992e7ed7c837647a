"""Small made-up spreadsheets, written as office programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Cell = str | int | float
"""A text that begins with `=` is a formula."""


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    links: Mapping[str, Mapping[str, str]] | None = None,
    *,
    first_row: int = 1,
    lists_of_parts: bool = True,
) -> bytes:
    """An `.xlsx`.

    Args:
        sheets: rows by the sheet's name.
        links: by the sheet's name, what cells (`B2`) link to.
        first_row: the number of the row in which each sheet begins.
        lists_of_parts: with the lists that Excel always writes.
    """
    parts: dict[str, str] = {}
    books, relations, types = [], [], []
    for number, (name, rows) in enumerate(sheets.items(), 1):
        addresses = (links or {}).get(name, {})
        tags = "".join(f'<hyperlink ref="{cell}" r:id="link{index}"/>' for index, cell in enumerate(addresses))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetData>'
            + "".join(_row(first_row + at, row) for at, row in enumerate(rows))
            + f"</sheetData>{f'<hyperlinks>{tags}</hyperlinks>' if tags else ''}</worksheet>"
        )
        if addresses:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(
                f'<Relationship Id="link{index}" Type="{RELATIONS}/hyperlink" Target={quoteattr(address)} '
                'TargetMode="External"/>'
                for index, address in enumerate(addresses.values())
            )
        books.append(f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="sheet{number}"/>')
        relations.append(
            f'<Relationship Id="sheet{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        types.append(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{"".join(books)}</sheets></workbook>'
    )
    if lists_of_parts:
        parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
        parts["_rels/.rels"] = _relations(
            [f'<Relationship Id="book" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>']
        )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        f'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{"".join(types)}</Types>'
    )
    return zipped(parts)


def open_document(rows: Sequence[Sequence[Cell]], links: Mapping[tuple[int, int], str] | None = None) -> bytes:
    """An `.ods` of one sheet; `links` by row and column, counted from 0."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        "<table:table-row>"
        + "".join(_open_cell(cell, (links or {}).get((at, column))) for column, cell in enumerate(row))
        + "</table:table-row>"
        for at, row in enumerate(rows)
    )
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _row(number: int, cells: Sequence[Cell]) -> str:
    return f'<row r="{number}">{"".join(_cell(number, at, cell) for at, cell in enumerate(cells))}</row>'


def _cell(row: int, column: int, cell: Cell) -> str:
    ref = f"{chr(ord('A') + column)}{row}"
    if isinstance(cell, str) and cell.startswith("="):
        return f'<c r="{ref}" t="str"><f>{escape(cell[1:])}</f><v>view</v></c>'
    if isinstance(cell, str):
        return f'<c r="{ref}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{ref}"><v>{cell}</v></c>'


def _open_cell(cell: Cell, link: str | None) -> str:
    text = escape(str(cell))
    if link is not None:
        text = f"<text:a xlink:href={quoteattr(link)}>{text}</text:a>"
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{text}</text:p></table:table-cell>'
    )


def _relations(tags: Iterable[str]) -> str:
    joined = "".join(tags)
    return f'<Relationships xmlns="{PACKAGE}">{joined}</Relationships>'
