"""YAML as JSON: event by event, so that neither its size nor what its aliases stand for matters.

Every value is a text but null, so that `id: 0053` stays what it is. An alias becomes null: nothing is expanded.
Literals of Python and JavaScript (`{'id': 5, url: "…",}`) are YAML too.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, Final

import yaml

from inset.words.sentences import sentence
from inset_build.readers.sources.damage import Damaged
from inset_build.readers.sources.numbering import Numbering
from inset_build.readers.sources.rewritten.rewrite import PIECE_BYTES, rewritten_by
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

MAX_DEPTH: Final = 200

_BEGINS: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s*#[^\n]*\n|\s*\n)*"
    rb"""(?:---(?:\s|$)|%YAML|\s*-[ ]+\S|\s*-\s*\n\s+\S|[ \t]*["']?[\w .$/-]{1,80}["']?:(?:[ ]|\r?\n)|\s*[\[{])"""
)
_LITERAL: Final = re.compile(
    rb"""[ \t]*\{[ \t]*(?:"[^"]{1,80}"|'[^']{1,80}'|[\w$]{1,80})[ \t]*:[ \t].*\}[ \t\r]*,?[ \t\r]*"""
)
_OF_SHELL: Final = re.compile(rb"""\b(?:NumberLong|NumberInt|ObjectId|ISODate|Long)\((["']?[\w.:+-]{0,40}["']?)\)""")
"""What MongoDB's shell writes around a value."""

_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL", "None"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def begins_like_yaml(start: bytes) -> bool:
    """Whether a text begins with a key, a list's mark, a document's mark or a bracket."""
    return _BEGINS.match(start) is not None


def are_literals(start: bytes) -> bool:
    """Whether each line of a text is an object as Python, JavaScript or MongoDB's shell prints it."""
    lines = [line for line in start.removeprefix(BYTE_ORDER_MARK).split(b"\n")[:-1] if line.strip()]
    return len(lines) > 1 and all(map(_LITERAL.fullmatch, lines))


def literals_as_json(source: Source) -> Source:
    """The objects, one a line. A line that is no such object stays as it is, so that it is counted and shown."""

    def rewrite(file: BinaryIO) -> Iterator[bytes]:
        for line in iter(partial(file.readline, PIECE_BYTES), b""):
            bare = _OF_SHELL.sub(rb"\1", line)
            try:
                yield b"".join(_json(io.BytesIO(bare))).strip() + b"\n" if bare.strip() else b"\n"
            except Damaged:
                yield line

    return rewritten_by(source, rewrite)


def yaml_as_json(source: Source) -> Source | None:
    """The source's document as JSON; several documents as JSON Lines. None where its beginning is no YAML."""
    with source.open() as file:
        try:
            produced = 0
            for piece in _json(file):
                produced += len(piece)
                if produced > PIECE_BYTES:
                    break
        except Damaged:
            return None
    return rewritten_by(source, _json, numbering=Numbering("record"))


def _json(file: BinaryIO) -> Iterator[bytes]:
    parts: list[str] = []
    size = 0
    for part in _parts(file):
        parts.append(part)
        size += len(part)
        if size > PIECE_BYTES:
            yield "".join(parts).encode("utf-8", "replace")
            parts, size = [], 0
    yield "".join(parts).encode("utf-8", "replace")


def _parts(file: BinaryIO) -> Iterator[str]:
    """The JSON of all events."""
    # Of each collection that is open: how many nodes it has, and whether it has keys.
    levels: list[list[Any]] = []
    try:
        for event in yaml.parse(file, Loader=_LOADER):
            if isinstance(event, yaml.DocumentEndEvent):
                yield "\n"
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                levels.pop()
                yield "]" if isinstance(event, yaml.SequenceEndEvent) else "}"
            elif isinstance(event, yaml.NodeEvent):
                yield _before(levels)
                yield from _node(event, levels)
                if len(levels) > MAX_DEPTH:
                    raise Damaged(sentence("list_broken_deep"))
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        raise Damaged(sentence("list_broken_yaml", str(error).splitlines()[0][:100])) from error


def _before(levels: list[list[Any]]) -> str:
    """What stands between the node before and this one."""
    if not levels:
        return ""
    count, keyed = levels[-1]
    levels[-1][0] += 1
    if not count:
        return ""
    return ":" if keyed and count % 2 else ","


def _node(event: yaml.NodeEvent, levels: list[list[Any]]) -> Iterator[str]:
    is_key = bool(levels) and levels[-1][1] and levels[-1][0] % 2 == 1
    if is_key and not isinstance(event, yaml.ScalarEvent):
        raise Damaged(sentence("list_broken_key"))
    if isinstance(event, yaml.ScalarEvent):
        is_plain = event.style is None
        nothing = is_plain and not is_key and event.value in _NOTHING
        yield "null" if nothing else json.dumps(event.value, ensure_ascii=False)
    elif isinstance(event, yaml.AliasEvent):
        yield "null"
    else:
        keyed = isinstance(event, yaml.MappingStartEvent)
        levels.append([0, keyed])
        yield "{" if keyed else "["
