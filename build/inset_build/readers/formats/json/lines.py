"""JSON Lines: one record a line. Source: YFCC15M, Localized Narratives."""

from __future__ import annotations

from collections.abc import Iterator

from inset_build.readers.formats.json.brackets import BLANK
from inset_build.readers.formats.json.decode import Columns, RecordDecoder, parse_patiently
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import RecordMatch, choose_fields
from inset_build.readers.meaning.record_tables import record_table
from inset_build.readers.meaning.record_values import text_columns
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import HALF, SAMPLED_ROWS
from inset_build.readers.protocol import Batch, Match, Refusal, Sample, Wish
from inset_build.readers.sources.line_blocks import Block, read_blocks
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source


class JsonLines:
    """One record a line."""

    name = "jsonl"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """Accepts lines if the first one, and at least half of all, are objects."""
        skipped, lines = _lines(sample)
        if not lines or lines[0][:1] != b"{":
            return Refusal("It is no JSON Lines: its first line is no object.", near=wish.forced)
        records = [parse_patiently(line) for line in lines[:SAMPLED_ROWS]]
        objects = [record for record in records if isinstance(record, dict)]
        if not isinstance(records[0], dict) or len(objects) < HALF * len(records):
            return Refusal("It is no JSON Lines: not every line is an object.", near=wish.forced)
        if len(records) == 1 and sample.whole and not wish.forced:
            return Refusal("It is one JSON document.")
        table = record_table((), (), objects)
        fields = choose_fields(SampledRows.of_records(table.keys, table.rows), wish.column)
        if isinstance(fields, Refusal):
            return fields
        return RecordMatch(("JSON Lines: an object a line.", *fields.explanation), skip_lines=skipped, fields=fields)

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos. Lines that are not JSON count as rejected."""
        assert isinstance(match, RecordMatch)
        assert match.fields is not None
        decoder = RecordDecoder(match.fields.keys)
        decoded = (_decoded(decoder, block) for block in read_blocks(source, skip_lines=match.skip_lines))
        yield from RecordBatches(match.fields).batches(text_columns(match.fields.names, decoded))


def _decoded(decoder: RecordDecoder, block: Block) -> Columns:
    columns = decoder.decode_lines(block.data)
    return _one_by_one(decoder, block) if columns is None else columns


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


def _one_by_one(decoder: RecordDecoder, block: Block) -> Columns:
    lines = [line for line in block.data.split(b"\n") if line.strip(BLANK)]
    return decoder.pick(map(parse_patiently, lines))
