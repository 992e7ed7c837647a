"""XML as trees of dictionaries, lists and texts, like JSON. Entities that a document declares are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from inset.words.sentences import Sentence, sentence

MAX_DEPTH: Final = 100

MAX_HELD_BYTES: Final = 1 << 26
"""64 MiB: the limit for everything outside the records, and for a single record or tag."""

_ELEMENT_BYTES: Final = 100
_PIECE_BYTES: Final = 1 << 20

Path = tuple[str, ...]


class Refused(Exception):
    """Why a document is not read; `why`: a `sentence` without a full stop."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


class TreeBuilder:
    """Builds a tree of what is fed to it.

    An element without attributes and children becomes its text. Any other becomes a dictionary of its attributes and
    children, in which a name that occurs several times has a list.

    Args:
        records: the path of elements that go to `ready` one by one instead of into the tree; None to keep all in it.
    """

    def __init__(self, records: Path | None = None) -> None:
        self.root: Any = None
        self.ready: list[Any] = []
        self._records = records
        self._path: list[str] = []
        self._open: list[dict[str, Any]] = []
        self._text: list[list[str]] = []
        self._held = 0
        self._held_before_record = 0
        self._unanswered = 0  # bytes of a tag or text that has no end yet
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        # Entities can expand a kilobyte to a gigabyte, or include another file. No manifest needs them.
        self._parser.EntityDeclHandler = self._refuse_entity

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Parse the next bytes.

        Raises:
            Refused: the document is not well formed, or declares entities.
        """
        self._unanswered += len(data)
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise Refused(sentence("list_broken_form", error)) from error
        if max(self._held, self._unanswered) > MAX_HELD_BYTES:
            raise Refused(sentence("list_broken_piece", MAX_HELD_BYTES >> 20))

    def so_far(self) -> object:
        """The tree so far, with all open elements closed."""
        while self._open:
            self._end(self._path[-1])
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise Refused(sentence("list_broken_deep"))
        self._path.append(name)
        if self._records == tuple(self._path[1:]):
            self._held_before_record = self._held
        self._hold(_ELEMENT_BYTES + sum(map(len, attributes.values())))
        self._open.append(dict(attributes))
        self._text.append([])

    def _characters(self, text: str) -> None:
        self._hold(len(text))
        self._text[-1].append(text)

    def _end(self, name: str) -> None:
        element: Any = self._open.pop()
        text = "".join(self._text.pop()).strip()
        path = tuple(self._path[1:])
        self._path.pop()
        if not element:
            element = text
        elif text:
            element.setdefault("text", text)
        if not self._open:
            self.root = element
        elif self._records == path:
            self.ready.append(element)
            self._held = self._held_before_record
        else:
            _add(self._open[-1], name, element)

    def _hold(self, size: int) -> None:
        self._held += size
        self._unanswered = 0

    @staticmethod
    def _refuse_entity(*_: object) -> None:
        raise Refused(sentence("list_broken_entity"))


def read_elements(file: BinaryIO, path: Path) -> Iterator[list[Any]]:
    """The elements at a path below the root, in batches.

    Raises:
        Refused: as for `TreeBuilder.feed`, or the document is not complete.
    """
    builder = TreeBuilder(path)
    while data := file.read(_PIECE_BYTES):
        builder.feed(data)
        if builder.ready:
            yield builder.ready
            builder.ready = []
    builder.feed(b"", last=True)
    if builder.ready:
        yield builder.ready


def _add(parent: dict[str, Any], name: str, element: object) -> None:
    before = parent.get(name)
    if name not in parent:
        parent[name] = element
    elif isinstance(before, list):
        before.append(element)
    else:
        parent[name] = [before, element]
