"""Walks over the outer brackets of a JSON document, piece by piece: finds containers, checks that it is complete."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.json.brackets import BLANK, PIECE_BYTES, State, scan
from inset_build.readers.sources.source import Source

MAX_KEY_BYTES: Final = 1 << 12


@dataclass(frozen=True, slots=True)
class Opened:
    """A bracket that opens.

    Attributes:
        path: the keys that lead to it; an element of a list has the empty key.
        is_list: whether it opens a list; else an object.
        at: its position in the data at hand.
    """

    path: tuple[str, ...]
    is_list: bool
    at: int


class Walk:
    """Keeps track of the path while it is given a document's bytes.

    Args:
        source: the manifest, for messages.
        deepest: brackets below that depth (the document's own has 1) are passed over.
        members: of the lists and objects that a container holds, only so many are reported, and the others are passed
            over, which is many times as fast; None for all.
    """

    def __init__(self, source: Source, deepest: int, members: int | None = None) -> None:
        self.state = State()
        self._source = source
        self._deepest = deepest
        self._members = members
        self._open: list[Opened] = []
        self._reported: list[int] = []  # for each open container, how many of its members were
        self._before = b""  # the last bytes of the pieces before, which may hold the next bracket's key
        self._ended = False

    def over(self, data: bytes) -> Iterator[Opened]:
        """The opening brackets in the next bytes. Who stops at one to read its content must then call `resume`."""
        for start in range(0, len(data), PIECE_BYTES):
            piece = data[start : start + PIECE_BYTES]
            structure = scan(piece, self.state)
            end = 0
            level = structure.depth + ~structure.opens  # a closing bracket belongs to the level that it leaves
            outer = np.flatnonzero(level <= self._deepest)
            while len(outer):
                if self._is_full():
                    outer = outer[_first(level[outer] <= len(self._open)) :]
                    if not len(outer):
                        break
                index, outer = int(outer[0]), outer[1:]
                at = int(structure.at[index])
                if structure.opens[index]:
                    yield self._enter(piece, at, start)
                else:
                    self._leave()
                    end = at + 1
            self._check_end(piece[end:])
            self.state = structure.after
            self._before = (self._before + piece)[-MAX_KEY_BYTES:]

    def resume(self) -> None:
        """Continue right behind the end of the container that was opened last."""
        self._leave()
        self.state = State(depth=len(self._open))
        self._before = b""

    def finish(self) -> None:
        """Check that the document ended with the bytes so far.

        Raises:
            ManifestInvalid: it did not.
        """
        if not self._ended:
            raise truncated(self._source)

    def _enter(self, piece: bytes, at: int, start: int) -> Opened:
        if self._ended:
            raise several(self._source)
        path: tuple[str, ...] = ()
        if self._open:
            above = self._open[-1]
            path = (*above.path, "" if above.is_list else self._key(piece, at))
            self._reported[-1] += 1
        opened = Opened(path, piece[at : at + 1] == b"[", start + at)
        self._open.append(opened)
        self._reported.append(0)
        return opened

    def _is_full(self) -> bool:
        """Whether enough members of the innermost container were reported, so that the others are passed over."""
        return self._members is not None and bool(self._open) and self._reported[-1] >= self._members

    def _leave(self) -> None:
        if not self._open:
            raise ManifestInvalid(
                sentence("list_get_again", self._source.name, sentence("list_json_brackets")),
                path=self._source.path,
            )
        self._open.pop()
        self._reported.pop()
        self._ended = not self._open

    def _key(self, piece: bytes, at: int) -> str:
        """The key in front of a bracket, decoded."""
        text = (self._before + piece[max(at - MAX_KEY_BYTES, 0) : at]).rstrip(BLANK)
        text = text.removesuffix(b":").rstrip(BLANK)
        end = len(text) - 1
        start = end
        while (start := text.rfind(b'"', 0, max(start, 0))) > 0:
            slashes = len(text[:start]) - len(text[:start].rstrip(b"\\"))
            if slashes % 2 == 0:
                break
        try:
            return str(json.loads(text[max(start, 0) :].decode("utf-8", "replace"), strict=False))
        except ValueError:
            return text[-40:].decode("utf-8", "replace")

    def _check_end(self, rest: bytes) -> None:
        if self._ended and rest.strip(BLANK):
            raise several(self._source)


def _first(answers: NDArray[np.bool_]) -> int:
    """The index of the first true one; the length where none is."""
    return int(np.argmax(answers)) if answers.any() else len(answers)


def truncated(source: Source) -> ManifestInvalid:
    """The error of a document that is not complete."""
    return ManifestInvalid(sentence("list_download_again", source.name, sentence("list_cut_json")), path=source.path)


def several(source: Source) -> ManifestInvalid:
    """The error of several documents in one file."""
    return ManifestInvalid(
        sentence("list_json_several", source.name),
        hint="For several documents one after another: jq -c . FILE > FILE.jsonl",
        path=source.path,
    )
