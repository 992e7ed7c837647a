"""JSON read without parsing all of it: every record comes out, wherever a chunk ends."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inset.errors import ManifestInvalid
from inset_build.readers.formats.json.brackets import State, scan
from inset_build.readers.formats.json.cuts import exact_cut, guess_cut
from inset_build.readers.formats.json.decode import Columns, RecordDecoder
from inset_build.readers.formats.json.stream import read_records
from inset_build.readers.meaning.record_tables import Container
from inset_build.readers.sources.source import Source
from support.lists.manifests import write

TEXTS = st.text(st.sampled_from('"\\{}[],: \n\tab\u00e9\U0001f600'), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(VALUES, max_size=12)


def source(folder: Path, document: bytes) -> Source:
    return Source(write(folder, document), "manifest", plain=True)


def read_all(manifest: Source, container: Container, chunk_bytes: int) -> list[Any]:
    decoder = RecordDecoder([()])

    def decode(document: bytes, container: Container, certain: bool) -> Columns | None:
        return decoder.decode(document, keyed=container.keyed, certain=certain)

    batches = read_records(manifest, [container], decode, chunk_bytes=chunk_bytes)
    return [value for _, columns in batches for value in columns.values[0]]


def reference(document: str) -> list[tuple[int, bool, int]]:
    """Of each bracket outside strings: its position, whether it opens, the depth behind it. Read one by one."""
    found: list[tuple[int, bool, int]] = []
    depth, in_string, escaped = 0, False, False
    for at, byte in enumerate(document.encode()):
        character = chr(byte)
        if escaped:
            escaped = False
        elif in_string:
            escaped = character == "\\"
            in_string = character != '"'
        elif character == '"':
            in_string = True
        elif character in "{[":
            depth += 1
            found.append((at, True, depth))
        elif character in "}]":
            depth -= 1
            found.append((at, False, depth))
    return found


@given(VALUES, st.integers(1, 20), st.booleans())
def test_structure_is_what_reading_every_character_gives(value: Any, size: int, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    data = text.encode()
    found: list[tuple[int, bool, int]] = []
    state = State()
    for start in range(0, len(data), size):
        structure = scan(data[start : start + size], state)
        columns = (structure.at.tolist(), structure.opens.tolist(), structure.depth.tolist())
        found.extend((start + at, opens, depth) for at, opens, depth in zip(*columns, strict=True))
        state = structure.after
    assert found == reference(text)
    assert state == State()


@given(RECORDS, st.sampled_from([None, 1]), st.booleans())
def test_cuts_are_at_commas_between_records(records: list[Any], indent: int | None, ascii_only: bool) -> None:
    inner = json.dumps(records, indent=indent, ensure_ascii=ascii_only).encode()[1:]
    for length in range(len(inner) + 1):
        cut, ended = exact_cut(inner[:length], 1)
        assert ended == (length == len(inner))
        if ended:
            assert cut == len(inner) - 1
        elif cut:
            whole = json.loads(b"[" + inner[:cut] + b"]")
            assert whole == records[: len(whole)]
            assert inner[cut : cut + 1] == b","
        # A guess may be wrong, but then the part before it is no valid JSON.
        guess = guess_cut(inner[:length])
        if guess:
            assert inner[guess : guess + 1] == b","
            try:
                whole = json.loads(b"[" + inner[:guess] + b"]")
            except ValueError:
                continue
            assert whole == records[: len(whole)]


@given(
    RECORDS,
    st.integers(1, 60),
    st.sampled_from([None, 1]),
    st.sampled_from(["", "a", "b"]),
)
def test_every_record_comes_out(
    tmp_path_factory: pytest.TempPathFactory, records: list[Any], chunk: int, indent: int | None, place: str
) -> None:
    folder = tmp_path_factory.mktemp("records")
    around = {"first": [{"b": [1]}, "]"], "b": {"x": records}, "a": records, "last": {"a": [2]}}
    document, path = (records, ()) if not place else (around, {"a": ("a",), "b": ("b", "x")}[place])
    text = json.dumps(document, indent=indent).encode()
    assert read_all(source(folder, text), Container(path, keyed=False), chunk) == records


@given(st.dictionaries(TEXTS, VALUES, max_size=12), st.integers(1, 60), st.booleans())
def test_every_record_of_an_object_comes_out(
    tmp_path_factory: pytest.TempPathFactory, records: dict[str, Any], chunk: int, inside: bool
) -> None:
    folder = tmp_path_factory.mktemp("records")
    document = {"n": 1, "r": records, "z": []} if inside else records
    path = ("r",) if inside else ()
    text = json.dumps(document).encode()
    assert read_all(source(folder, text), Container(path, keyed=True), chunk) == list(records.values())


@given(st.lists(VALUES, min_size=1, max_size=5), st.integers(1, 60), st.data())
def test_a_document_that_is_cut_off_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, records: list[Any], chunk: int, data: st.DataObject
) -> None:
    text = json.dumps({"a": records, "b": [1]}).encode()
    length = data.draw(st.integers(1, len(text) - 1))
    manifest = source(tmp_path_factory.mktemp("records"), text[:length])
    with pytest.raises(ManifestInvalid, match="ends in the middle"):
        read_all(manifest, Container(("a",), keyed=False), chunk)


@given(st.binary(max_size=80), st.integers(1, 40), st.booleans())
def test_junk_is_an_error_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, chunk: int, keyed: bool
) -> None:
    manifest = source(tmp_path_factory.mktemp("junk"), (b"{" if keyed else b"[") + junk)
    with suppress(ManifestInvalid):
        read_all(manifest, Container((), keyed=keyed), chunk)


def test_a_record_larger_than_a_chunk(tmp_path: Path) -> None:
    records = ["x" * 5000, {"y": [[1] * 3000]}, "z"]
    assert read_all(source(tmp_path, json.dumps(records).encode()), Container((), keyed=False), 1000) == records


def test_a_record_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inset_build.readers.formats.json.stream.MAX_RECORD_BYTES", 1 << 20)
    manifest = source(tmp_path, b'["' + b"x" * (3 << 20) + b'"]')
    with pytest.raises(ManifestInvalid, match=r"record.* longer than"):
        read_all(manifest, Container((), keyed=False), 1 << 18)


def test_memory_does_not_grow_with_the_document(tmp_path: Path) -> None:
    record = b'{"u": "https://live.staticflickr.com/65535/990000000001_5a3c7e9b10_b.jpg", "x": [1, 2, 3]}'
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.write(b"[" + record)
        for _ in range(40):
            file.write((b"," + record) * 10_000)
        file.write(b"]")
    manifest = Source(path, "large.json", plain=True)
    decoder = RecordDecoder([("u",)])

    def decode(document: bytes, container: Container, certain: bool) -> Columns | None:
        return decoder.decode(document, keyed=container.keyed, certain=certain)

    tracemalloc.start()
    chunks = read_records(manifest, [Container((), keyed=False)], decode, chunk_bytes=1 << 20)
    count = sum(len(columns.values[0]) for _, columns in chunks)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400_001
    assert peak < path.stat().st_size / 3
