"""Zip archives that are documents of office programs, by the names of their members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inset.words.sentences import Sentence, sentence

EXPORT_TABLE: Final = "Export its table as CSV, or save it as a web page or plain text."

_SPREADSHEETS: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin"})
_OTHERS: Final = {
    "word/document.xml": sentence("list_what_word"),
    "ppt/presentation.xml": sentence("list_what_slides"),
    "Index/Document.iwa": sentence("list_what_apple"),
    "content.xml": sentence("list_what_an_file", "OpenDocument"),
}
_OPEN_DOCUMENT: Final = frozenset({"content.xml", "META-INF/manifest.xml"})


def is_spreadsheet(names: Sequence[str]) -> bool:
    """Whether a zip archive with members of these names may be a spreadsheet."""
    return not _SPREADSHEETS.isdisjoint(names) or _OPEN_DOCUMENT.issubset(names)


def find_document(names: Sequence[str]) -> Sentence | None:
    """What other document a zip archive with members of these names is; None where it is none."""
    return next((kind for name, kind in _OTHERS.items() if name in names), None)
