"""Looks at files with the help of an engine, and finds exactly what looking at one after the other finds.

A file is looked at beside its neighbour, which is likely to be alike. So others look at the files that come next beside
the one that was looked at last, and what they found counts as long as it would have been looked at beside the same:
what two neighbours have not in common is not asked for. What they could not read, and what cannot be sent to them, is
looked at by who asks. So errors, their order and what is left out are those of one who does all by himself.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any, Final

from inset.errors import InsetError
from inset_build.engine.protocol import Engine
from inset_build.manifests import look_at_source
from inset_build.readers.detect import Detected
from inset_build.readers.formats.parquet import alike as records
from inset_build.readers.formats.tables import alike as tables
from inset_build.readers.meaning.record_fields import Fields
from inset_build.readers.protocol import Match, Reader, Refusal
from inset_build.readers.sources.remote.content import RemoteContent
from inset_build.readers.sources.source import Source

MORE: Final = 16
"""For each file in a row that was looked at beside the same, so many of those that come are looked at beside it."""

MOST_AT_ONCE: Final = 32
"""Files that one piece of work looks at; of few files each worker gets two pieces."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody found who looked at a file.

    Attributes:
        answer: its reader and how it is read; or why it is not.
        state: which file that was: its size, and when it was written; None where it lies elsewhere.
        content: with what was read of it, where it lies elsewhere.
    """

    answer: tuple[Reader, Match] | Refusal
    state: tuple[int, int] | None
    content: RemoteContent | None


class LookingAhead:
    """An `Ahead`, see `inset_build.manifests`, by an engine.

    Args:
        engine: who looks.
        reader, column: as for `find_manifests`.
    """

    def __init__(self, engine: Engine, reader: str | None, column: str | None) -> None:
        self._engine = engine
        self._reader = reader
        self._column = column
        self._beside = ""
        self._alike = 0
        self._found: dict[Path, Looked | None] = {}

    def answer(self, source: Source, like: Match | None, coming: Iterator[Source]) -> Detected | Refusal | None:
        """See `Ahead.answer`.

        Raises:
            BuildFailed: from the engine.
        """
        if like is None:
            return None
        beside = _asked_of(like)
        self._alike += 1
        if beside != self._beside:
            self._found.clear()
            self._beside, self._alike = beside, 1
        if source.path not in self._found and can_go(source):
            self._hand_out(list(islice(filter(can_go, coming), MORE * self._alike)), like)
        looked = self._found.pop(source.path, None)
        if looked is None or not can_go(source) or looked.state != _state(source):
            return None
        if isinstance(source.content, RemoteContent) and looked.content is not None:
            source.content.keep(looked.content)
        return looked.answer if isinstance(looked.answer, Refusal) else Detected(source, *looked.answer)

    def _hand_out(self, sources: list[Source], like: Match) -> None:
        at_once = min(MOST_AT_ONCE, ceil(len(sources) / (2 * self._engine.workers)))
        pieces: dict[bytes, list[Source]] = {}
        for start in range(0, len(sources), at_once):
            some = sources[start : start + at_once]
            pieces[pickle.dumps((some, like, _known_of(some[0])))] = some
        for piece, found in self._engine.each(partial(look_at_some, self._reader, self._column), list(pieces)):
            self._found.update(zip((source.path for source in pieces[piece]), found, strict=True))


def look_at_some(reader: str | None, column: str | None, asked: bytes) -> list[Looked | None]:
    """Look at some files; of each what was found, None where who asks for it has to look.

    Args:
        reader, column: as for `find_manifests`.
        asked: the files, beside what, and what is known of files that were named together.
    """
    sources, like, known = pickle.loads(asked)  # noqa: S301 - from who gives us work to do, as the work is
    return [_looked(source, reader, column, like, known) for source in sources]


def _looked(
    source: Source, reader: str | None, column: str | None, like: Match, known: dict[Any, Fields]
) -> Looked | None:
    content = source.content if isinstance(source.content, RemoteContent) else None
    if content is not None:
        content.known.update(known)
    state = _state(source)
    try:
        answer = look_at_source(source, reader, column, like)
    except InsetError:
        return None
    if content is not None and _known_of(source).keys() != known.keys():
        return None  # a table of another kind, of which one before may be known by now
    if isinstance(answer, Refusal):
        return None if source.named else Looked(answer, state, content)  # of such a file an error tells
    return Looked((answer.reader, answer.match), state, content) if answer.source is source else None


def _asked_of(like: Match) -> str:
    """What of a neighbour is asked when a file is looked at beside it."""
    return repr((records.asked_of(like), tables.asked_of(like)))


def _known_of(source: Source) -> dict[Any, Fields]:
    """What is known of files that were named together with one that lies elsewhere."""
    known = source.content.known if isinstance(source.content, RemoteContent) else {}
    return {layout: fields for layout, fields in known.items() if isinstance(fields, Fields)}


def can_go(source: Source) -> bool:
    """Whether a source can be sent to another process: no member of an archive, and nothing written anew."""
    return source.numbering is None and (source.plain or isinstance(source.content, RemoteContent))


def _state(source: Source) -> tuple[int, int] | None:
    if not source.plain:
        return None
    try:
        there = source.path.stat()
    except OSError:
        return None  # who looks at it says what is wrong
    return there.st_size, there.st_mtime_ns
