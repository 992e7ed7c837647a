"""JSON Lines: one record a line. Source: YFCC15M, Localized Narratives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from inset.words.sentences import sentence
from inset_build.readers.formats.json.brackets import BLANK
from inset_build.readers.formats.json.decode import RecordDecoder, parse_patiently
from inset_build.readers.formats.json.walk import truncated
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import RecordMatch, choose_fields, most_telling, told_of_remarks
from inset_build.readers.meaning.record_parts import Part, choose_parts, of_other_sites
from inset_build.readers.meaning.record_tables import Table, record_table, tables_inside
from inset_build.readers.meaning.record_values import EACH, Values, key_of, name_of, text_columns, texts_in
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, SAMPLED_ROWS
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sample import is_no_json
from inset_build.readers.sources.line_blocks import Block, lines_at, read_blocks
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source


@dataclass(frozen=True, slots=True)
class JsonLinesMatch(RecordMatch):
    """How JSON Lines are read: the records that name photos, a line each or in lists in each line."""

    parts: tuple[Part, ...] = ()


def _records_in(inside: tuple[str, ...]) -> str:
    return sentence("list_records_in", f"{name_of(inside)}[]")


class JsonLines:
    """One record a line."""

    name = "jsonl"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts lines if the first one, and at least half of all, are objects."""
        skipped, lines = _lines(sample)
        if not lines or lines[0][:1] not in (b"{", b"[") or is_no_json(lines[0]):
            return Refusal("It is no JSON Lines: its first line is no object.", near=wish.forced)
        records = [parse_patiently(line) for line in lines[:SAMPLED_ROWS]]
        objects = [record for record in records if isinstance(record, (dict, list))]
        if not isinstance(records[0], (dict, list)) or len(objects) < HALF * len(records):
            return Refusal("It is no JSON Lines: not every line is an object.", near=wish.forced)
        if len(records) == 1 and sample.whole and not wish.forced:
            return Refusal("It is one JSON document.")
        outer = record_table((), (), objects, lists=True)
        found: list[Part] = []
        refusals: list[Refusal] = []
        around = SampledRows.of_records(outer.keys, outer.rows)
        for table in (outer, *tables_inside(outer, objects)):
            all_over = tuple if table.inside else partial(_all_over, sample, table.keys)
            sampled = SampledRows.of_records(table.keys, table.rows, all_over=all_over)
            fields = choose_fields(sampled, _within(wish.column, table))
            if not isinstance(fields, Refusal) and wish.column is None:
                fields = of_other_sites(table, around if table.inside else None, fields) or fields
            if isinstance(fields, Refusal):
                refusals.append(fields)
            else:
                found.append((table, fields))
        if not found:
            return most_telling(refusals, refusals[0])
        parts, _ = choose_parts(found, whole=True)
        what = "objects" if isinstance(records[0], dict) else "lists"
        why = [sentence(f"list_jsonl_{what}"), *parts[0][1].explanation]
        if parts[0][0].inside:
            why.insert(1, sentence("list_in_each_line", _records_in(parts[0][0].inside)))
        for table, fields in parts[1:]:
            where = _records_in(table.inside) if table.inside else sentence("list_line_itself")
            why += [sentence("list_also", where), *fields.explanation]
        why += told_of_remarks(found)
        return JsonLinesMatch(tuple(why), skip_lines=skipped, fields=parts[0][1], parts=tuple(parts))

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos. Lines that are no JSON are rejected like those that name no photo."""
        assert isinstance(match, JsonLinesMatch)
        for table, fields in match.parts:
            decoder = RecordDecoder(fields.keys, table.inside)
            blocks = read_blocks(source, skip_lines=match.skip_lines)
            decoded = (_decoded(decoder, _whole(source, block)) for block in blocks)
            yield from RecordBatches(fields, "line").batches(text_columns(fields.names, decoded))

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one list
        """The lines."""
        return {number: line for number, (line,) in lines_at(source, numbers).items()}


def _all_over(sample: Sample, keys: Sequence[str]) -> list[list[str]]:
    """The texts under some keys in lines from all over, none where those are all in the sample already."""
    if sample.whole:
        return []
    records = [parse_patiently(line.encode()) for line in sample.all_over()]
    flat = [dict(texts_in(record, lists=True)) for record in records if isinstance(record, dict)]
    return [[record.get(key_of(key), "") for key in keys] for record in flat]


def _within(wanted: str | None, table: Table) -> str | None:
    """The key that the person points at, as it is called in a table of records within lists."""
    if wanted is None or not table.inside:
        return wanted
    inner = ".".join(part for part in table.inside if part != EACH)
    return wanted.replace(EACH, "").removeprefix(f"{inner}.")


def _whole(source: Source, block: Block) -> Block:
    """The block; where it is the last one, its last line must end as it begins, or the file was not wholly fetched.

    Raises:
        ManifestInvalid: it ends within a record.
    """
    if block.last and not block.data.endswith(b"\n"):
        line = block.data[block.data.rfind(b"\n") + 1 :].strip(BLANK)
        end = {b"{": b"}", b"[": b"]"}.get(line[:1])
        if end is not None and end not in line[-2:]:  # a comma may follow
            raise truncated(source)
    return block


def _decoded(decoder: RecordDecoder, block: Block) -> Values:
    columns = decoder.decode_lines(block.data)
    if columns is not None and columns.outer == block.lines:
        return Values(columns.values, columns.numbers_after(block.first_line - 1))
    lines = block.data.split(b"\n")
    filled = [index for index, line in enumerate(lines) if line.strip(BLANK)]
    if columns is None or columns.outer != len(filled):
        columns = decoder.pick(parse_patiently(lines[index]) for index in filled)
    at = np.array(filled, dtype=np.uint64)[columns.numbers_after(0).astype(np.int64) - 1]
    return Values(columns.values, at + np.uint64(block.first_line))


def _lines(sample: Sample) -> tuple[int, list[bytes]]:
    """How many comments and blank lines come first, and the lines after them that are whole and not blank."""
    start = sample.start.removeprefix(BYTE_ORDER_MARK)
    if not sample.whole:
        start = start[: start.rfind(b"\n") + 1]
    lines = start.split(b"\n")
    skipped = 0
    while skipped < len(lines) and (not lines[skipped].strip(BLANK) or lines[skipped].startswith(b"#")):
        skipped += 1
    return skipped, [line for each in lines[skipped:] if (line := each.strip(BLANK))]
