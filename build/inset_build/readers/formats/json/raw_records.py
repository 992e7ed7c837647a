"""The texts of some records of a JSON document, as they stand there."""

from __future__ import annotations

import json
from collections.abc import Collection

import msgspec

from inset_build.readers.formats.json.decode import parse_patiently
from inset_build.readers.formats.json.stream import CHUNK_BYTES, MAX_RECORD_BYTES, read_records
from inset_build.readers.formats.json.walk import Walk
from inset_build.readers.meaning.record_tables import OUTER_DEPTH, Container
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def raw_records(source: Source, part: str, numbers: Collection[int]) -> dict[int, str]:
    """The texts of some records.

    Args:
        source: a document.
        part: what their list is called (`images[]`), as `str(Container)` says it; else they are one object.
        numbers: their places in the list, from 1.

    Raises:
        ManifestInvalid: the document cannot be read.
    """
    container = _find(source, part)
    if container is None:
        with source.open() as file:
            text = file.read(MAX_RECORD_BYTES).removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace")
        return {number: text.strip() for number in numbers if number == 1}
    found: dict[int, str] = {}
    before = 0
    for _, texts in read_records(source, (container,), _texts):
        found |= {number: texts[at] for number in numbers if 0 <= (at := number - before - 1) < len(texts)}
        before += len(texts)
    return found


def _find(source: Source, part: str) -> Container | None:
    """The container that is called like this."""
    walk = Walk(source, OUTER_DEPTH + 1)
    with source.open() as file:
        while data := file.read(CHUNK_BYTES).removeprefix(BYTE_ORDER_MARK):
            for opened in walk.over(data):
                container = Container(opened.path, keyed=not opened.is_list)
                if str(container) == part:
                    return container
    return None


def _texts(document: bytes, container: Container, certain: bool) -> list[str] | None:
    """The records' texts; in an object each with its key."""
    try:
        if not container.keyed:
            return [bytes(record).decode() for record in _LIST.decode(document)]
        return [_member(key, bytes(record).decode()) for key, record in _OBJECT.decode(document).items()]
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        records = parse_patiently(document) if certain else None
    if isinstance(records, dict) and container.keyed:
        return [_member(key, _as_text(record)) for key, record in records.items()]
    return list(map(_as_text, records)) if isinstance(records, list) else None


def _member(key: str, record: str) -> str:
    return f"{_as_text(key)}: {record}"


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
