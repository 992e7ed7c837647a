"""JSON documents: a list or an object of records, at the top or under a key; parallel lists; or a single record.

Lists: FSXL, COCO and LVIS (`images`), VIST, TextVQA (`data`), RedCaps (`annotations`), Visual Genome, Flickr's API.
Objects: FFHQ, FDF, LPFF. Parallel lists: SBU, MegaFace. Source: the datasets' own files, or their published readers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from inset.errors import ManifestInvalid
from inset_build.readers.formats.json.brackets import BLANK, State, scan
from inset_build.readers.formats.json.decode import Columns, RecordDecoder, parse_patiently
from inset_build.readers.formats.json.outline import complete, outline
from inset_build.readers.formats.json.parallel_lists import read_columnar
from inset_build.readers.formats.json.stream import MAX_RECORD_BYTES, read_records
from inset_build.readers.formats.json.walk import several, truncated
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields, most_telling
from inset_build.readers.meaning.record_tables import Container, Table, find_tables
from inset_build.readers.meaning.record_values import text_columns, value_at
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sample import is_settings_file
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source


@dataclass(frozen=True, slots=True)
class JsonMatch(RecordMatch):
    """How a JSON document is read: its table of records."""

    table: Table | None = None


class Json:
    """One document, of any size."""

    name = "json"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Chooses, among all records in the document, those whose fields give a photo."""
        start = sample.start.removeprefix(BYTE_ORDER_MARK).lstrip(BLANK)
        if start[:1] not in (b"{", b"[") or is_settings_file(start):
            return Refusal("It is no JSON document.", near=wish.forced)
        document = parse_patiently(start) if sample.whole else complete(start)
        if document is None:
            return self._why_invalid(sample)
        found = _best(document, wish, whole=sample.whole)
        # If the document itself is the records, the sample is enough. Else there may be records under later keys.
        if not sample.whole and start[:1] == b"{" and not _is_all(found):
            found = _best(outline(sample.source), wish, whole=False)
        return found

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos, some thousands of records at a time."""
        assert isinstance(match, JsonMatch)
        assert match.table is not None
        assert match.fields is not None
        if not match.table.containers:
            yield _single(source, match.table, match.fields)
        elif match.table.columnar:
            yield from read_columnar(source, match.table, match.fields)
        else:
            yield from _records(source, match.table, match.fields)

    def _why_invalid(self, sample: Sample) -> Refusal:
        after = scan(sample.start, State())
        if sample.whole and (after.after.in_string or after.after.depth > 0):
            error = truncated(sample.source)
        elif (after.depth[:-1] == 0).any():
            error = several(sample.source)
        else:
            return Refusal(
                "It begins like JSON but is no valid JSON.", "Download it again, or fix it.", near=True, damaged=True
            )
        return Refusal(error.message, error.hint, near=True, damaged=True)


def _best(document: object, wish: Wish, *, whole: bool) -> JsonMatch | Refusal:
    """The records that name the most photos; if none seen does, the largest table."""
    found: list[tuple[Table, Fields]] = []
    refusals: list[tuple[int, Refusal]] = []
    licences = _licences(document)
    for table in find_tables(document, whole=whole):
        fields = _fields(table, wish, licences)
        if isinstance(fields, Refusal):
            refusals.append((len(table.rows), fields))
        else:
            found.append((table, fields))
    if not found:
        return _most_telling(refusals)
    table, fields = max(found, key=lambda each: (each[1].known, each[1].found, len(each[0].rows)))
    others = [each for each in found if each[0] is not table and each[1].found and each[0].containers]
    alike = [other for other, its in others if _are_alike(fields, its) and not table.columnar and table.containers]
    if alike:  # train, validation, test
        table = replace(table, containers=(*table.containers, *(each for other in alike for each in other.containers)))
    unlike = [f"{other} (key {its.photo[0].name!r})" for other, its in others if other not in alike]
    why = [f"A JSON document: {table}.", *fields.explanation]
    if unlike:
        why.append(f"Not read, though they also name photos: {', '.join(unlike)}; --column can point at them.")
    return JsonMatch(tuple(why), fields=fields, table=table)


def _are_alike(some: Fields, others: Fields) -> bool:
    return [(column.name, column.kind) for column in some.all] == [(column.name, column.kind) for column in others.all]


def _most_telling(refusals: list[tuple[int, Refusal]]) -> Refusal:
    """A refusal about one key helps more than one that says that there is none."""
    told = [refusal for _, refusal in sorted(refusals, key=lambda refusal: -refusal[0]) if refusal.near]
    none = Refusal("No key in it gives a Flickr photo.", "Point at one with --column if there is one.", near=True)
    return most_telling(told, next(iter(told), none))


def _fields(table: Table, wish: Wish, licences: Mapping[str, str]) -> Fields | Refusal:
    wanted = wish.column
    keys = SampledRows.of_records(table.keys, table.rows)
    if wanted is not None:
        prefix = ".".join((*table.path, ""))
        if wanted not in table.keys and wanted.startswith(prefix):
            wanted = wanted.removeprefix(prefix)
        elif table.keys == [""] and wanted == ".".join(table.path):
            wanted = ""
    fields = choose_fields(keys, wanted, licences or None)
    if table.columnar and wanted is not None and isinstance(fields, Fields):
        return replace(
            fields, account=None, licence=None
        )  # of parallel lists, read only the one that the person points at
    return fields


def _is_all(found: JsonMatch | Refusal) -> bool:
    """Whether the document's own members are the records."""
    if isinstance(found, Refusal) or found.table is None or found.table.columnar:
        return False
    return found.table.path == () and bool(found.table.containers) and len(found.table.rows) > 1


def _licences(document: object) -> dict[str, str]:
    """The document's own list of licences, from number to URL, as COCO has one."""
    listed = value_at(document, ("licenses",))
    if not isinstance(listed, list):
        return {}
    each = [licence for licence in listed if isinstance(licence, dict)]
    return {str(licence.get("id")): str(licence.get("url") or licence.get("name") or "") for licence in each}


def _records(source: Source, table: Table, fields: Fields) -> Iterator[Batch]:
    decoder = RecordDecoder(fields.keys)

    def decode(document: bytes, container: Container, certain: bool) -> Columns | None:
        return decoder.decode(document, keyed=container.keyed, certain=certain)

    decoded = (columns for _, columns in read_records(source, table.containers, decode))
    yield from RecordBatches(fields).batches(text_columns(fields.names, decoded))


def _single(source: Source, table: Table, fields: Fields) -> Batch:
    with source.open() as file:
        data = file.read(MAX_RECORD_BYTES + 1)
    document = parse_patiently(data.removeprefix(BYTE_ORDER_MARK)) if len(data) <= MAX_RECORD_BYTES else None
    if document is None:
        raise ManifestInvalid(
            f"Give a manifest with one photo a record: {source.name} is one object, and too long for that.",
            path=source.path,
        )
    columns = RecordDecoder(fields.keys).pick([value_at(document, table.path)])
    (cells,) = text_columns(fields.names, [columns])
    batches = RecordBatches(fields)
    return batches.batch(batches.extract(cells))
