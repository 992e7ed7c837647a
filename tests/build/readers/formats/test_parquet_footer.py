"""A Parquet file's footer by our own reader: what others write is read equal, and damage costs little and is told."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inset.errors import ManifestInvalid
from inset_build.manifests import find_manifests
from inset_build.readers.formats.parquet import thrift
from inset_build.readers.formats.parquet.footer import LARGEST_FOOTER, Footer, footer_bytes, read_ranges
from inset_build.readers.formats.parquet.thrift import (
    BINARY,
    BOOL_FALSE,
    BOOL_TRUE,
    I32,
    I64,
    LIST,
    STRUCT,
    FooterDamaged,
    read_struct,
    write_struct,
)
from inset_build.readers.sources.remote import content, expand
from inset_build.readers.sources.remote.addresses import Facts, RemotePath

BYTE, I16, DOUBLE, SET, MAP = 3, 4, 7, 10, 11

SIGNED = st.integers(-(1 << 63), (1 << 63) - 1)
PLAIN = {
    BYTE: st.integers(0, 255),
    I16: st.integers(-(1 << 15), (1 << 15) - 1),
    I32: st.integers(-(1 << 31), (1 << 31) - 1),
    I64: SIGNED,
    DOUBLE: st.binary(min_size=8, max_size=8),
    BINARY: st.binary(max_size=40),
}
INNER = {**PLAIN, BOOL_TRUE: st.integers(0, 255), BOOL_FALSE: st.integers(0, 255)}


def lists_of(inner: dict[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[tuple[int, list[Any]]]:
    """Lists of one kind; some are longer than their first byte can say."""
    return st.sampled_from(sorted(inner)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(inner[kind], max_size=20))
    )


def maps_of(inner: dict[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[tuple[int, list[tuple[Any, Any]]]]:
    def made(kinds: tuple[int, int]) -> st.SearchStrategy[tuple[int, list[tuple[Any, Any]]]]:
        pairs = st.lists(st.tuples(inner[kinds[0]], inner[kinds[1]]), max_size=4)
        return pairs.map(lambda held: (kinds[0] << 4 | kinds[1] if held else 0, held))

    kind = st.sampled_from(sorted(inner))
    return st.tuples(kind, kind).flatmap(made)


def structs(depth: int) -> st.SearchStrategy[dict[int, tuple[int, Any]]]:
    """Structures as Thrift allows them, one in the other."""
    inner = dict(INNER)
    if depth:
        inner[STRUCT] = structs(depth - 1)
    kinds = {**PLAIN, LIST: lists_of(inner), SET: lists_of(inner), MAP: maps_of(inner)}
    if depth:
        kinds[STRUCT] = inner[STRUCT]
    fields = [st.tuples(st.just(kind), values) for kind, values in kinds.items()]
    fields += [st.just((BOOL_TRUE, True)), st.just((BOOL_FALSE, False))]
    found = st.dictionaries(st.integers(1, (1 << 15) - 1), st.one_of(fields), max_size=4)
    return found.map(lambda each: dict(sorted(each.items())))


@given(structs(2))
@example({1: (LIST, (STRUCT, [{}] * 15)), 16: (BOOL_FALSE, False), 17: (I64, -(1 << 63))})
def test_what_is_written_is_read_equal(struct: dict[int, tuple[int, Any]]) -> None:
    assert read_struct(write_struct(struct)) == struct


@given(st.binary(max_size=300))
@example(b"\x19" * 200)  # a list in a list in a list
@example(b"\x1c" * 200)
@example(b"\x19\xfc\xff\xff\xff\xff\x7f")  # a list of 34 thousand million structures
def test_any_bytes_are_a_structure_or_damage(data: bytes) -> None:
    try:
        found = read_struct(data)
    except FooterDamaged:
        return
    assert isinstance(found, dict)


def many(shape: str, values: int) -> bytes:
    """A footer of so many values, most of them as small as they can be."""
    if shape == "empty structures":
        return b"\x19\xfc" + varint(values) + bytes(values)
    if shape == "fields":
        return b"\x11" * values
    lists = values // 15
    return b"\x19\xf9" + varint(lists) + (b"\xe1" + b"\x01" * 14) * lists  # fourteen booleans each


def varint(value: int) -> bytes:
    out = bytearray()
    thrift._write_varint(out, value)
    return bytes(out)


@pytest.mark.parametrize("shape", ["empty structures", "fields", "lists in a list"])
def test_many_small_values_take_bounded_memory(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 20_000
    monkeypatch.setattr(thrift, "MOST_VALUES", most)
    data = many(shape, 20 * most)
    tracemalloc.start()
    try:
        with pytest.raises(FooterDamaged, match="more than"):
            read_struct(data)
        assert tracemalloc.get_traced_memory()[1] < 400 * most
    finally:
        tracemalloc.stop()


def read_of(file: bytes) -> Callable[[int, int], bytes]:
    """Reads ranges of a file as a store does, and refuses what lies outside."""

    def read(start: int, end: int) -> bytes:
        if not 0 <= start <= end <= len(file):
            raise ManifestInvalid("outside")
        return file[start:end]

    return read


COLUMNS = {
    "URL": st.one_of(st.none(), st.text(max_size=20)),
    "n": st.one_of(st.none(), st.integers(-(1 << 63), (1 << 63) - 1)),
    "x": st.floats(allow_nan=False),
    "tags": st.lists(st.text(max_size=4), max_size=3),
    "geo": st.fixed_dictionaries({"lat": st.floats(-90, 90), "words": st.lists(st.booleans(), max_size=2)}),
    "yes": st.booleans(),
}
SCHEMA: dict[str, Any] = {
    "URL": pl.String,
    "n": pl.Int64,
    "x": pl.Float64,
    "tags": pl.List(pl.String),
    "geo": pl.Struct({"lat": pl.Float64, "words": pl.List(pl.Boolean)}),
    "yes": pl.Boolean,
}
FRAMES = st.lists(st.fixed_dictionaries(COLUMNS), max_size=30).map(
    lambda rows: pl.DataFrame(rows, schema=SCHEMA, orient="row")
)


@settings(max_examples=40)
@given(
    frame=FRAMES,
    columns=st.sets(st.sampled_from(sorted(COLUMNS)), min_size=1),
    group=st.integers(1, 12),
    compression=st.sampled_from(["uncompressed", "snappy", "zstd"]),
    statistics=st.booleans(),
)
def test_of_what_polars_writes_each_group_is_read_equal(
    frame: pl.DataFrame, columns: set[str], group: int, compression: Any, statistics: bool
) -> None:
    written = io.BytesIO()
    frame.write_parquet(written, compression=compression, statistics=statistics, row_group_size=group)
    file = written.getvalue()
    footer = Footer(footer_bytes(read_of(file), len(file)), read_of(file))
    assert footer.rows == frame.height
    assert pl.read_parquet(footer.empty).schema == frame.schema
    parts = [pl.read_parquet(footer.part(each, columns)) for each in footer.groups]
    assert [each.height for each in parts] == [each.rows for each in footer.groups]
    kept = [name for name in frame.columns if name in columns]
    assert_frame_equal(pl.concat([frame.select(kept).clear(), *parts]), frame.select(kept))


@given(
    st.binary(max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=12),
)
def test_ranges_are_read_in_their_order_however_they_lie(file: bytes, wanted: list[tuple[int, int]]) -> None:
    ranges = [(min(start, len(file)), min(start + size, len(file))) for start, size in wanted]
    apart = [each for each in ranges if not any(a < each[1] and each[0] < b for a, b in ranges if (a, b) != each)]
    found = read_ranges(read_of(file), apart)
    assert [bytes(each) for each in found] == [file[start:end] for start, end in apart]


def table() -> bytes:
    random = Random(3)
    written = io.BytesIO()
    pl.DataFrame(
        {
            "TEXT": [f"words {n}" for n in range(90)],
            "BYTES": [b"words %d" % n for n in range(90)],
            "PICTURE": [random.randbytes(1_000) for _ in range(90)],
            "URL": [f"https://live.staticflickr.com/1/{10**9 + n}_0123456789_b.jpg" for n in range(90)],
        }
    ).write_parquet(written, row_group_size=30)
    return written.getvalue()


WHOLE = table()
FOOTER_AT = len(WHOLE) - 8 - int.from_bytes(WHOLE[-8:-4], "little")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(FOOTER_AT, len(WHOLE) - 1), st.integers(0, 255), st.integers(0, 3)),
        min_size=1,
        max_size=4,
    )
)
def test_damaged_footers_of_files_elsewhere_are_told(
    monkeypatch: pytest.MonkeyPatch, damage: list[tuple[int, int, int]]
) -> None:
    file = bytearray(WHOLE)
    for at, value, longer in damage:
        file[at : at + 1] = bytes([value]) * longer
    if not bytes(file).startswith(b"PAR1"):
        return
    facts = Facts(len(file), "one")
    whole = bytes(file)
    monkeypatch.setattr(content, "read_range", lambda _, start, end: whole[start:end])
    for module in (content, expand):
        monkeypatch.setattr(module, "ask_facts", lambda _: facts)
    told = ""
    try:
        for manifest in find_manifests([RemotePath("https://example.org/part.parquet", facts)]).detected:
            for batch in manifest.batches():
                assert batch.rows >= 0
    except ManifestInvalid as error:
        told = str(error.message)
    assert not told or ("part.parquet" in told and "\n" not in told)


def test_short_columns_are_told_from_pictures() -> None:
    footer = Footer(footer_bytes(read_of(WHOLE), len(WHOLE)), read_of(WHOLE))
    assert footer.short == {"TEXT", "BYTES", "URL"}


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "no footer"),
        (b"PAR1", "no footer"),
        (b"PAR1PAR1", "no footer"),
        (WHOLE[:-1], "no footer"),
        (b"PAR1" + (LARGEST_FOOTER + 1).to_bytes(4, "little") + b"PAR1", "damaged"),
        (b"PAR1" + (5).to_bytes(4, "little") + b"PAR1", "damaged"),
    ],
)
def test_a_file_without_a_footer_is_told(file: bytes, told: str) -> None:
    with pytest.raises(FooterDamaged, match=told):
        footer_bytes(read_of(file), len(file))


def test_a_footer_longer_than_what_is_asked_for_first_takes_one_more_request(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    pl.DataFrame({f"column-{number}": [number] for number in range(2_000)}).write_parquet(path)
    file = path.read_bytes()
    asked: list[tuple[int, int]] = []

    def read(start: int, end: int) -> bytes:
        asked.append((start, end))
        return file[start:end]

    footer = footer_bytes(read, len(file))
    assert len(asked) == 2
    assert asked[1][1] == asked[0][0]
    assert sum(end - start for start, end in asked) == max(len(footer) + 8, 1 << 14)
    assert Footer(footer, read).rows == 1
