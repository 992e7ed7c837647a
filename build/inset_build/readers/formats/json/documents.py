"""JSON documents: a list or an object of records, at the top or under a key; parallel lists; or a single record.

Lists: FSXL, COCO and LVIS (`images`), VIST, TextVQA (`data`), RedCaps (`annotations`), Visual Genome, Flickr's API.
Objects: FFHQ, FDF, LPFF. Parallel lists: SBU, MegaFace. Source: the datasets' own files, or their published readers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence, with_commas
from inset_build.readers.formats.json.brackets import BLANK, State, scan
from inset_build.readers.formats.json.decode import Columns, RecordDecoder, parse_patiently
from inset_build.readers.formats.json.outline import complete, outline
from inset_build.readers.formats.json.parallel_lists import read_columnar
from inset_build.readers.formats.json.raw_records import raw_records
from inset_build.readers.formats.json.stream import MAX_RECORD_BYTES, Decode, read_records
from inset_build.readers.formats.json.walk import several, truncated
from inset_build.readers.meaning.cell_kinds import NUMBER, plain_name
from inset_build.readers.meaning.column_refusals import why_unnamed
from inset_build.readers.meaning.numbers.given_out import MADE_UP
from inset_build.readers.meaning.photo_names import PICTURE_ID_NAMES, may_head_ids, means_photo_id
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields, most_telling, told_of_remarks
from inset_build.readers.meaning.record_parts import Part, choose_parts, of_other_sites
from inset_build.readers.meaning.record_tables import Container, Table, find_tables
from inset_build.readers.meaning.record_values import EACH, Values, text_columns, value_at
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sample import is_no_json
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source


@dataclass(frozen=True, slots=True)
class JsonMatch(RecordMatch):
    """How a JSON document is read.

    Attributes:
        parts: its tables of records that name photos, with what to read of each; the first is the one that names most.
    """

    parts: tuple[Part, ...] = ()


class Json:
    """One document, of any size."""

    name = "json"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Chooses, among all records in the document, those whose fields give a photo."""
        start = sample.start.removeprefix(BYTE_ORDER_MARK).lstrip(BLANK)
        if start[:1] not in (b"{", b"[") or is_no_json(start):
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
        for table, fields in match.parts:
            if not table.containers:
                yield _single(source, table, fields)
            elif table.columnar:
                yield from read_columnar(source, table, fields)
            else:
                yield from _records(source, table, fields)

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
        """The records' own texts, or the whole document where it is one record."""
        return raw_records(source, part, numbers)

    def _why_invalid(self, sample: Sample) -> Refusal:
        after = scan(sample.start, State())
        if sample.whole and (after.after.in_string or after.after.depth > 0):
            error = truncated(sample.source)
            if not sample.source.named and b"flic" in sample.start.lower():
                raise error  # a list of Flickr's photos that lacks its end is none to pass over
        elif (after.depth[:-1] == 0).any():
            error = several(sample.source)
        else:
            return Refusal(
                "It begins like JSON but is no valid JSON.", "Download it again, or fix it.", near=True, damaged=True
            )
        return Refusal(error.message, error.hint, near=True, damaged=True, leads=True)


def _best(document: object, wish: Wish, *, whole: bool) -> JsonMatch | Refusal:
    """All records that name photos, those that name most first; where none seen does, the ones that are most."""
    found: list[Part] = []
    refusals: list[tuple[int, Refusal]] = []
    licences = _licences(document)
    outer: SampledRows | None = None
    for table in find_tables(document, whole=whole):
        if not table.inside:
            outer = SampledRows.of_records(table.keys, table.rows)
        for each in _each_list(table) if _is_split(table, wish, licences) else (table,):
            fields = _fields(each, wish, licences)
            if wish.column is None and not isinstance(fields, Refusal):
                fields = _why_anybodys(each, fields) or fields
            if not isinstance(fields, Refusal) and wish.column is None:
                fields = of_other_sites(each, outer if each.inside else None, fields) or fields
            if isinstance(fields, Refusal):
                refusals.append((len(each.rows), fields))
            else:
                found.append((each, fields))
    if not found:
        return _most_telling(refusals)
    parts, unread = choose_parts(found, whole=whole)
    table, fields = parts[0]
    why = [sentence("list_json", table.told), *fields.explanation]
    for other, its in parts[1:]:
        why += [sentence("list_also", other.told), *its.explanation]
    if unread:
        told = with_commas(
            sentence("list_json_unread_part", other.told, its.photo[0].told, its.found) for other, its in unread
        )
        why.append(sentence("list_json_unread", told))
    why += told_of_remarks(found)
    return JsonMatch(tuple(why), fields=fields, parts=tuple(parts))


def _each_list(table: Table) -> Iterator[Table]:
    """Parallel lists, each as a list of its own."""
    for index, (name, container) in enumerate(zip(table.keys, table.containers, strict=True)):
        rows = [[row[index]] for row in table.rows if row[index]]
        yield Table((*table.path, name), (container,), columnar=False, keys=[""], rows=rows)


def _within(wanted: str | None, table: Table) -> str | None:
    """The key that the person points at, as it is called in a table: the marks of lists may be left out."""
    if wanted is None or wanted in table.keys:
        return wanted
    bare = wanted.replace(EACH, "").strip(".")
    outer = ".".join(table.path)
    inner = ".".join(part for part in table.inside if part != EACH)
    for prefix in (f"{outer}.{inner}".strip("."), outer, inner):
        if prefix and bare == prefix and table.keys == [""]:
            return ""
        if prefix and bare.startswith(f"{prefix}."):
            return bare.removeprefix(f"{prefix}.")
    return wanted


def _why_anybodys(table: Table, fields: Fields) -> Refusal | None:
    """Why a list of bare numbers is not believed under its key, as no column of that name is; None where it is."""
    if not table.path or table.keys != [""] or fields.photo[0].kind != NUMBER:
        return None
    name = plain_name(table.path[-1])
    made_up = name in PICTURE_ID_NAMES and fields.photo[0].ranges == (MADE_UP,)
    if means_photo_id(name) or (may_head_ids(name) and not made_up):
        return None
    numbers = SampledRows.of_records([table.path[-1]], table.rows, within=".".join(table.path[:-1]))
    return why_unnamed(numbers, 0) or numbers.nothing()


def _is_split(table: Table, wish: Wish, licences: Mapping[str, str]) -> bool:
    """Whether lists beside each other are no fields of the same records: each names photos of its own."""
    if not table.columnar or wish.column is not None:
        return False
    fields = choose_fields(SampledRows.of_records(table.keys, table.rows), None, licences or None)
    if isinstance(fields, Refusal):
        return any(not isinstance(_fields(each, wish, licences), Refusal) for each in _each_list(table))
    return bool(fields.also)


def _most_telling(refusals: list[tuple[int, Refusal]]) -> Refusal:
    """A refusal about one key helps more than one that says that there is none."""
    told = [refusal for _, refusal in sorted(refusals, key=lambda refusal: -refusal[0]) if refusal.near]
    none = Refusal("No key in it gives a Flickr photo.", sentence("list_hint_point_at"), near=True)
    return most_telling(told, next(iter(told), none))


def _fields(table: Table, wish: Wish, licences: Mapping[str, str]) -> Fields | Refusal:
    wanted = _within(wish.column, table)
    within = ".".join((*table.path, *(part for part in table.inside if part != EACH)))
    sample = SampledRows.of_records(table.keys, table.rows, within=within)
    fields = choose_fields(sample, wanted, licences or None)
    if table.columnar and wanted is not None and isinstance(fields, Fields):
        return replace(
            fields, account=None, licence=None, account_names=()
        )  # of parallel lists, read only the one that the person points at
    return fields


def _is_all(found: JsonMatch | Refusal) -> bool:
    """The document's own members are the records."""
    if isinstance(found, Refusal) or any(table.columnar for table, _ in found.parts):
        return False
    table = found.parts[0][0]
    return table.path == () and bool(table.containers) and len(table.rows) > 1


def _licences(document: object) -> dict[str, str]:
    """The document's own list of licences, from number to URL, as COCO has one."""
    listed = value_at(document, ("licenses",))
    if not isinstance(listed, list):
        return {}
    each = [licence for licence in listed if isinstance(licence, dict)]
    return {str(licence.get("id")): str(licence.get("url") or licence.get("name") or "") for licence in each}


def _records(source: Source, table: Table, fields: Fields) -> Iterator[Batch]:
    decoder = RecordDecoder(fields.keys, table.inside)

    def decode(document: bytes, container: Container, certain: bool) -> Columns | None:
        return decoder.decode(document, keyed=container.keyed, certain=certain)

    yield from RecordBatches(fields).batches(text_columns(fields.names, _numbered(source, table, decode)))


def _numbered(source: Source, table: Table, decode: Decode[Columns]) -> Iterator[Values]:
    """The records with their numbers in the container that holds them."""
    counts = dict.fromkeys(table.containers, 0)
    for container, columns in read_records(source, table.containers, decode):
        yield Values(columns.values, columns.numbers_after(counts[container]), str(container))
        counts[container] += columns.outer


def _single(source: Source, table: Table, fields: Fields) -> Batch:
    with source.open() as file:
        data = file.read(MAX_RECORD_BYTES + 1)
    document = parse_patiently(data.removeprefix(BYTE_ORDER_MARK)) if len(data) <= MAX_RECORD_BYTES else None
    if document is None:
        raise ManifestInvalid(
            sentence("list_long_object", source.name),
            path=source.path,
        )
    columns = RecordDecoder(fields.keys, table.inside).pick([value_at(document, table.path)])
    values = Values(columns.values, columns.numbers_after(0), ".".join(table.path))
    (batch,) = RecordBatches(fields).batches(text_columns(fields.names, [values]))
    return batch
