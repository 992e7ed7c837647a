"""XML: PASCAL VOC's annotations (one small file for each photo) and answers of Flickr's API.

Source: VOC2007's Annotations folder; Flickr's documentation of its REST format.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.xml.tree import Refused, TreeBuilder, read_elements
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields, most_telling, without_guesses
from inset_build.readers.meaning.record_tables import Table, find_tables
from inset_build.readers.meaning.record_values import text_column, text_of, value_at
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

_BLANK: Final = b" \t\r\n"
_WEB_PAGES: Final = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class XmlMatch(RecordMatch):
    """A match in an XML document.

    Attributes:
        path: of the elements that are records, below the root.
        records: the records, where the whole document was in the sample.
    """

    path: tuple[str, ...] = ()
    records: tuple[dict[str, str | None], ...] | None = None


class Xml:
    """One document."""

    name = "xml"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Chooses the elements whose children or attributes give a photo."""
        start = sample.start.removeprefix(BYTE_ORDER_MARK).lstrip(_BLANK)
        if start[:1] != b"<":
            return Refusal("It is no XML.", near=wish.forced)
        if start[:20].lower().startswith(_WEB_PAGES):
            return Refusal("It is a web page.", "Save the list that the page shows or links to.", near=True)
        builder = TreeBuilder()
        try:
            builder.feed(start, last=sample.whole)
        except Refused as refused:
            is_xml = start.startswith(b"<?xml")  # else it may as well be a web page
            return Refusal(
                sentence("list_said", refused.why), "Download it again, or fix it.", near=True, damaged=is_xml
            )
        return self._choose(builder.so_far(), sample, wish)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos. Of a small document, the sample has given them already."""
        assert isinstance(match, XmlMatch)
        assert match.fields is not None
        names, keys = match.fields.names, match.fields.keys
        batches = RecordBatches(match.fields)
        part = "/".join(match.path)
        if match.records is not None:
            cells = {name: text_column([record[name] for record in match.records]) for name in names}
            yield batches.batch(batches.extract(cells), part=part)
            return
        with source.open() as file:
            try:
                for elements in read_elements(file, match.path):
                    columns = [text_column([value_at(element, key) for element in elements]) for key in keys]
                    yield batches.batch(batches.extract(dict(zip(names, columns, strict=True))), part=part)
            except Refused as refused:
                raise ManifestInvalid(
                    sentence("list_download_again", source.name, refused.why), path=source.path
                ) from refused

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
        """The elements as JSON: attributes and children by their names."""
        found: dict[int, str] = {}
        before = 0
        with source.open() as file:
            try:
                if not part:
                    return _whole(file, numbers)
                for elements in read_elements(file, tuple(part.split("/"))):
                    here = {number: number - before - 1 for number in numbers}
                    found |= {
                        number: json.dumps(elements[at], ensure_ascii=False)
                        for number, at in here.items()
                        if 0 <= at < len(elements)
                    }
                    before += len(elements)
            except Refused as refused:
                raise ManifestInvalid(
                    sentence("list_download_again", source.name, refused.why), path=source.path
                ) from refused
        return found

    def _choose(self, document: object, sample: Sample, wish: Wish) -> Match | Refusal:
        found: list[tuple[Table, Fields]] = []
        refusals: list[Refusal] = []
        for table in find_tables(document, whole=sample.whole):
            fields = None if table.columnar or table.inside else _fields(table, wish)
            if isinstance(fields, Refusal):
                refusals.append(fields)
            elif fields is not None:
                found.append((table, fields))
                if fields.known or (fields.found and not table.path):  # then elements inside it are no records
                    break
        if not found:
            none = Refusal("No element in it gives a Flickr photo.", "Point at one with --column, if any.", near=True)
            return most_telling(refusals, none)
        table, fields = max(without_guesses(found), key=lambda each: (each[1].known, each[1].found, len(each[0].rows)))
        if not table.containers and not sample.whole:
            return Refusal("It is one record, and too long for that.", near=True)
        records = _known(document, table, fields) if sample.whole else None
        where = sentence("list_elements", "/".join(table.path)) if table.path else sentence("list_one_record")
        return XmlMatch(
            (sentence("list_xml", where), *fields.explanation), fields=fields, path=table.path, records=records
        )


def _whole(file: BinaryIO, numbers: Collection[int]) -> dict[int, str]:
    """The document, which is one record."""
    builder = TreeBuilder()
    builder.feed(file.read(), last=True)
    return {number: json.dumps(builder.root, ensure_ascii=False) for number in numbers if number == 1}


def _fields(table: Table, wish: Wish) -> Fields | Refusal:
    wanted = wish.column
    if wanted is not None and wanted not in table.keys:
        wanted = wanted.removeprefix(".".join((*table.path, "")))
    return choose_fields(SampledRows.of_records(table.keys, table.rows, "element"), wanted)


def _known(document: object, table: Table, fields: Fields) -> tuple[dict[str, str | None], ...]:
    value = value_at(document, table.path)
    elements: list[Any] = value if isinstance(value, list) else [value]
    values = [[value_at(element, key) for key in fields.keys] for element in elements]
    texts = [[text_of(value) for value in each] for each in values]
    return tuple(dict(zip(fields.names, each, strict=True)) for each in texts)
