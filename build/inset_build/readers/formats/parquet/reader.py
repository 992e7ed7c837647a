"""Parquet and Arrow files, by Polars' streaming engine: tables of URLs such as LAION's, of IDs such as CommonCatalog's.

Of a column of URLs, only those that could be Flickr's are parsed: in LAION these are four in a thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial, reduce
from itertools import islice
from operator import or_
from typing import Any, Final, TypeAlias

import polars as pl
from polars.datatypes import DataTypeClass

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.parquet.alike import FEW, as_before
from inset_build.readers.formats.parquet.table import ROW, Table, opened
from inset_build.readers.formats.parquet.thrift import FooterDamaged
from inset_build.readers.meaning.cell_kinds import NUMBER, URL, kind_of
from inset_build.readers.meaning.numbers.judgement import ALL
from inset_build.readers.meaning.photo_id_exprs import MAYBE_FLICKR
from inset_build.readers.meaning.record_batches import RecordBatches
from inset_build.readers.meaning.record_fields import Fields, RecordMatch, choose_fields
from inset_build.readers.meaning.sampled_rows import SampledRows
from inset_build.readers.meaning.sampling import PLACES, SAMPLED_ROWS
from inset_build.readers.meaning.sites import are_of_flickr
from inset_build.readers.protocol import EXAMPLES_KEPT, Batch, Column, Match, Refusal, RejectedLine, Sample, Wish
from inset_build.readers.sources.remote.content import RemoteContent
from inset_build.readers.sources.signatures import ARROW, PARQUET
from inset_build.readers.sources.source import Source

DataType: TypeAlias = "pl.DataType | DataTypeClass"

SEARCHED_ROWS: Final = 2_000_000
"""How many rows are searched for Flickr's if no sampled row is Flickr's."""

_BATCH_ROWS: Final = 1 << 18
"""Rows that are handed on at once: of fewer, the handing on takes longer than the reading."""

_LOOKED_THROUGH: Final = 10_000
_PHOTO: Final = "inset_photo_id"
_PANIC: Final = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, FooterDamaged)


class Parquet:
    """One table, of Parquet or of an Arrow file."""

    name = "parquet"

    def sniff(self, sample: Sample, wish: Wish) -> Match | Refusal:
        """The columns of the file's own schema, and what is in some rows."""
        if not sample.start.startswith((PARQUET, ARROW)):
            return Refusal("It is no Parquet file.", near=wish.forced)
        try:
            with opened(sample.source) as table:
                return _look(table, wish, _known_of(sample.source))
        except _PANIC as error:
            raise _damaged(sample.source, error) from error

    def read(self, source: Source, match: Match) -> Iterator[Batch]:
        """All photos. Rows of other hosts are only counted."""
        assert isinstance(match, RecordMatch)
        assert match.fields is not None
        try:
            with opened(source) as table:
                yield from _read(table, match.fields)
        except _PANIC as error:
            raise _damaged(source, error) from error

    def raw_rows(self, source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:  # noqa: ARG002 - one table
        """The rows as JSON, without columns of bytes that are pictures."""
        try:
            with opened(source) as table:
                texts = [_text_of_bytes(name) for name in sorted(table.texts_as_bytes)]
                kept = [
                    pl.col(name) for name, dtype in table.schema.items() if not isinstance(dtype, pl.Binary)
                ] + texts
                frames = {number: table.slice(number - 1, 1, kept) for number in numbers}
        except _PANIC as error:
            raise _damaged(source, error) from error
        return {number: frame.write_ndjson().rstrip("\n") for number, frame in frames.items() if frame.height}


def _known_of(source: Source) -> dict[Any, Any]:
    """What is known of files that lie elsewhere and were named together: how a table with some columns is read."""
    return source.content.known if isinstance(source.content, RemoteContent) else {}


def _damaged(source: Source, error: BaseException) -> ManifestInvalid:
    reason = str(error).split("\n", 1)[0][:200]
    return ManifestInvalid(
        sentence("list_download_again", source.name, sentence("list_broken_parquet", reason)), path=source.path
    )


def _look(table: Table, wish: Wish, known: dict[Any, Any]) -> RecordMatch | Refusal:
    columns = _columns(table)
    if not columns:
        return Refusal("None of its columns holds text or numbers.", near=True)
    keys = list(columns)
    kind = sentence(f"list_{table.kind}", str(len(keys)))
    layout = (wish.column, tuple(table.schema.items()))
    before = known.get(layout)
    if isinstance(before, Fields):
        return RecordMatch((kind, sentence("list_as_the_first")), fields=before)
    rows = _first_rows(table, columns, SAMPLED_ROWS)
    alike = as_before(wish.like, keys, rows)
    if alike is not None:
        table.keep()
        return replace(alike, explanation=(kind, *alike.explanation))
    all_over = cache(partial(_all_over, table, columns))
    chosen = choose_fields(SampledRows.of_records(keys, rows, "column", all_over), wish.column)
    if wish.column is None and (isinstance(chosen, Refusal) or chosen.found < FEW):
        rows += _first_rows(table, columns, SEARCHED_ROWS, pl.any_horizontal(pl.col(*keys).str.contains(MAYBE_FLICKR)))
        chosen = choose_fields(SampledRows.of_records(keys, rows, "column", all_over))
    table.keep()
    if isinstance(chosen, Refusal):
        return chosen
    if chosen.found and all(column.kind == URL for chain in chosen.chains for column in chain):
        known[layout] = chosen  # a URL says by itself whether it is a photo's, whatever else a file holds
    return RecordMatch((kind, *chosen.explanation), fields=chosen)


def _first_rows(
    table: Table, columns: Mapping[str, pl.Expr], searched: int, maybe: pl.Expr | None = None
) -> list[list[str]]:
    """Of the first `searched` rows those that meet a condition, as texts, and no more of them than a sample."""
    rows: list[list[str]] = []
    start = 0
    for end, part in table.parts(list(columns.values()), ahead=False):
        texts = part.head(searched - start).select(**columns)
        rows += _rows((texts if maybe is None else texts.filter(maybe)).head(SAMPLED_ROWS - len(rows)))
        if len(rows) >= SAMPLED_ROWS or end >= searched:
            break
        start = end
    return rows


def _all_over(table: Table, columns: Mapping[str, pl.Expr]) -> list[list[str]]:
    """Some rows from places at equal distances: the first numbers of a sorted list are its smallest."""
    height = table.height
    if height <= SAMPLED_ROWS:
        return []
    exprs = [expr.alias(name) for name, expr in columns.items()]
    places = (place * height // PLACES for place in range(PLACES))
    return [row for place in places for row in _texts(table.slice(place, SAMPLED_ROWS // PLACES, exprs))]


def _columns(table: Table) -> dict[str, pl.Expr]:
    """Columns of text and numbers, as text, by name; fields of structures have dotted names."""
    found: dict[str, pl.Expr] = {}
    for name, dtype in table.schema.items():
        if name in table.texts_as_bytes:
            found[name] = _text_of_bytes(name)
        else:
            _add(found, name, pl.col(name), dtype)
    return found


def _text_of_bytes(name: str) -> pl.Expr:
    """Null where the bytes are no text."""
    return pl.col(name).map_batches(_decoded, return_dtype=pl.String, is_elementwise=True)


def _decoded(column: pl.Series) -> pl.Series:
    try:
        return column.cast(pl.String)
    except pl.exceptions.ComputeError:  # Polars decodes all of a column or nothing
        return pl.Series(column.name, [_text_or_none(each) for each in column], dtype=pl.String)


def _text_or_none(value: bytes | None) -> str | None:
    try:
        return None if value is None else value.decode()
    except UnicodeDecodeError:
        return None


def _add(found: dict[str, pl.Expr], name: str, column: pl.Expr, dtype: DataType) -> None:
    if isinstance(dtype, pl.Struct):
        for field in dtype.fields:
            _add(found, f"{name}.{field.name}", column.struct.field(field.name), field.dtype)
    elif isinstance(dtype, (pl.List, pl.Array)):
        _add_list(found, name, column, dtype.inner)
    elif dtype.is_integer() or dtype.is_decimal() or isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)):
        found[name] = column.cast(pl.String)
    elif dtype.is_float():  # many tools store whole numbers as floats if some rows have none
        whole = column.cast(pl.Int64, strict=False)
        found[name] = pl.when(whole.cast(dtype) == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))


def _add_list(found: dict[str, pl.Expr], name: str, column: pl.Expr, inner: DataType) -> None:
    """A list's values as one text, one a line; of structures each field by itself."""
    values = column.cast(pl.List(inner))
    if isinstance(inner, pl.Struct):
        for field in inner.fields:
            if _is_value(field.dtype):
                text = values.list.eval(pl.element().struct.field(field.name).cast(pl.String))
                found[f"{name}[].{field.name}"] = text.list.join("\n", ignore_nulls=True)
    elif _is_value(inner):
        found[name] = values.cast(pl.List(pl.String)).list.join("\n", ignore_nulls=True)


def _is_value(dtype: DataType) -> bool:
    return dtype.is_integer() or isinstance(dtype, (pl.String, pl.Categorical, pl.Enum))


def _rows(table: pl.LazyFrame) -> list[list[str]]:
    return _texts(table.collect(engine="streaming"))


def _texts(frame: pl.DataFrame) -> list[list[str]]:
    return list(map(list, frame.fill_null("").rows()))


def _read(table: Table, fields: Fields) -> Iterator[Batch]:
    schema = table.schema
    texts = _columns(table)
    every = [column for chain in fields.chains for column in chain]
    photo = [texts[column.name or ""] for column in every]
    is_wanted = None
    if all(column.kind == URL for column in every):
        is_wanted = pl.any_horizontal(text.str.contains(MAYBE_FLICKR) for text in photo)
    photo_ids = _photo_ids(photo[0], fields.photo[0], schema)
    site = fields.photo[0].site
    if site is not None:
        photo_ids = pl.when(are_of_flickr(site, texts[site.name or ""])).then(photo_ids)
    # A text that gave its photo is not needed any more, unless it also gives the account.
    shown: dict[str, pl.Expr] = {
        column.name or "": pl.when(pl.col(_PHOTO).is_null()).then(texts[column.name or ""]) for column in fields.photo
    }
    others = (
        *(column for chain in fields.also for column in chain),
        fields.site,
        fields.account,
        fields.licence,
        *fields.account_names,
    )
    shown |= {column.name or "": texts[column.name or ""] for column in others if column}
    # A whole number that is not believed has no other reading, so its text needs no second look.
    first, *more = fields.photo
    progress = _Progress(table, fields, is_all=_is_number(first, schema) and not more)
    for end, part in table.parts([photo_ids, *photo, *(texts[name] for name in fields.names)]):
        query = part if is_wanted is None else part.filter(is_wanted)
        query = query.with_columns(photo_ids.alias(_PHOTO)).select(ROW, _PHOTO, **shown)
        for frame in query.collect_batches(engine="streaming", chunk_size=_BATCH_ROWS):
            yield progress.take(frame)
        yield progress.rest(end)


def _photo_ids(text: pl.Expr, column: Column, schema: Mapping[str, DataType]) -> pl.Expr:
    if _is_number(column, schema):
        number = pl.col(column.name or "")
        is_id = reduce(or_, (number.is_between(*each) for each in column.ranges or ALL))
        return pl.when(is_id).then(number).cast(pl.UInt64)
    return kind_of(column).first_photo_ids(text)


def _is_number(column: Column, schema: Mapping[str, DataType]) -> bool:
    return column.kind == NUMBER and schema.get(column.name or "", pl.String()).is_integer()


class _Progress:
    """Makes batches of a query's rows, and counts the rows that the query leaves out as rejected."""

    def __init__(self, table: Table, fields: Fields, *, is_all: bool) -> None:
        self._fields = fields
        self._is_all = is_all
        self._batches = RecordBatches(fields)
        self._table = table
        self._rows = 0
        self._examples_missing = EXAMPLES_KEPT

    def take(self, frame: pl.DataFrame) -> Batch:
        """The batch of the rows up to the last one in a frame."""
        cells = {name: frame[name] for name in frame.columns}
        extracted = self._batches.found(cells, frame[_PHOTO], is_all=self._is_all)
        found = frame[ROW]
        if len(extracted.silent) and self._examples_missing:
            numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
            found = found.filter(~numbers.is_in(extracted.silent.implode()))
        at = pl.Series("row", frame[ROW].to_numpy()[extracted.frame["row"].to_numpy()], dtype=pl.UInt64) + 1
        photos = pl.DataFrame([at if each.name == "row" else each for each in extracted.frame])
        end = int(frame[ROW][-1]) + 1 if frame.height else 0
        return self._batch(photos, frame.height - len(extracted.silent), found, end)

    def rest(self, end: int) -> Batch:
        """The batch of the rows behind the last one that a query gave, up to the end of its part."""
        nothing = pl.DataFrame(schema={"photo_id": pl.UInt64, "row": pl.UInt64})
        return self._batch(nothing, 0, pl.Series(dtype=pl.UInt32), end)

    def _batch(self, frame: pl.DataFrame, count: int, found: pl.Series, end: int) -> Batch:
        """The batch up to row `end`, of which `count` give a photo; `found`: which, as long as examples are missing."""
        end = max(end, self._rows)
        examples = self._examples(found, end) if self._examples_missing else ()
        rows, self._rows = end - self._rows, end
        read = self._table.size * end // max(self._table.height, 1)
        return Batch(frame, rows, rows - count, examples, bytes_read=read, base="record")

    def _examples(self, found: pl.Series, end: int) -> tuple[RejectedLine, ...]:
        """The first rows without a photo, up to `end`, which `found` leaves out."""
        have = set(found.head(_LOOKED_THROUGH).to_list())
        missing = (row for row in range(self._rows, min(end, self._rows + _LOOKED_THROUGH)) if row not in have)
        rows = list(islice(missing, self._examples_missing))
        self._examples_missing -= len(rows)
        names = [column.name or "" for column in self._fields.shown]
        texts = _columns(self._table)
        exprs = [texts[name].alias(name) for name in names]
        shown = [self._table.slice(row, 1, exprs) for row in rows]
        return tuple(self._batches.example(row + 1, frame.row(0)) for row, frame in zip(rows, shown, strict=True))
