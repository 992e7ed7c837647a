"""Reads records that are given as parallel lists, one list for each field: `{"image_urls": […], "user_ids": […]}`."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing

import polars as pl

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.json.decode import Columns, RecordDecoder
from inset_build.readers.formats.json.stream import read_records
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields
from inset_build.readers.meaning.record_tables import Container, Table
from inset_build.readers.meaning.record_values import Values, text_columns
from inset_build.readers.protocol import Batch
from inset_build.readers.sources.source import Source


def read_columnar(source: Source, table: Table, fields: Fields) -> Iterator[Batch]:
    """All photos. Each list is read through a stream of its own, and equally many values are taken of each.

    Raises:
        ManifestInvalid: as for `read_records`, or the lists have not the same length.
    """
    batches = RecordBatches(fields)
    containers = dict(zip(table.keys, table.containers, strict=True))
    part = str(containers[fields.photo[0].name or ""])
    with ExitStack() as stack:
        columns = {name: stack.enter_context(closing(_values(source, containers[name]))) for name in fields.names}
        waiting = {name: pl.Series(dtype=pl.String) for name in columns}
        while True:
            for name, values in columns.items():
                if not len(waiting[name]):
                    waiting[name] = next(values, waiting[name])
            count = min(map(len, waiting.values()))
            if not count:
                break
            extracted = batches.extract({name: values.head(count) for name, values in waiting.items()})
            yield batches.batch(extracted, part=part)
            waiting = {name: values.slice(count) for name, values in waiting.items()}
    longer = [name for name, values in waiting.items() if len(values)]
    if longer:
        raise ManifestInvalid(
            sentence("list_get_again", source.name, sentence("list_json_lengths", ", ".join(map(repr, waiting)))),
            hint=sentence("list_hint_one_list", fields.photo[0].name),
            path=source.path,
        )


def _values(source: Source, container: Container) -> Generator[pl.Series]:
    decoder = RecordDecoder([()])

    def decode(document: bytes, container: Container, certain: bool) -> Columns | None:
        return decoder.decode(document, keyed=container.keyed, certain=certain)

    decoded = (columns for _, columns in read_records(source, (container,), decode))
    for texts in text_columns([""], (Values(columns.values, columns.numbers_after(0)) for columns in decoded)):
        yield texts.cells[""]
