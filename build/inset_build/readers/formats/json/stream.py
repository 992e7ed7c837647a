"""Reads the records of a JSON document, many at a time, in bounded memory and without parsing the rest.

A document is read in chunks. In a container of records, each chunk is cut behind its last whole record and decoded as a
document of its own. The cut is first guessed from the chunk's last bytes. A wrong guess is noticed, because the decoder
then gets invalid JSON; only in that case all brackets of the chunk are scanned for the exact cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO, Final, Generic, TypeVar

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.formats.json.brackets import BLANK
from inset_build.readers.formats.json.cuts import exact_cut, guess_cut
from inset_build.readers.formats.json.walk import Walk, truncated
from inset_build.readers.meaning.record_tables import Container
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

T = TypeVar("T")

CHUNK_BYTES: Final = 1 << 20
"""1 MiB, so that copies of a chunk stay in the processor's cache."""

MAX_RECORD_BYTES: Final = 1 << 26
"""64 MiB. The largest records of published manifests (outlines of objects) have some hundred thousand bytes."""


Decode = Callable[[bytes, Container, bool], T | None]
"""Decodes a document of records; None if it is not valid. The flag says that the cut is exact, not guessed."""


def read_records(
    source: Source, containers: Sequence[Container], decode: Decode[T], *, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[tuple[Container, T]]:
    """The records of some containers, in the document's order, as the decoder returns them.

    Raises:
        ManifestInvalid: the document cannot be read, is no valid JSON or not complete, or has a record that is longer
            than MAX_RECORD_BYTES.
    """
    with source.open() as file, ThreadPoolExecutor(max_workers=1, thread_name_prefix="json") as pool:
        chunks = _Ahead(file, pool, chunk_bytes)
        walk = Walk(source, max(len(container.path) for container in containers) + 1)
        data = chunks.take().removeprefix(BYTE_ORDER_MARK)
        while data:
            container, at = _next_container(walk, data, containers)
            if container is None:
                data = chunks.take()
                continue
            reading = _Reading(source, container, len(container.path) + 1, decode, chunks)
            yield from reading.records(data[at + 1 :])
            walk.resume()
            data = reading.rest or chunks.take()
        walk.finish()


class _Ahead:
    """Reads a chunk ahead in a thread: decompression runs beside decoding."""

    def __init__(self, file: BinaryIO, pool: ThreadPoolExecutor, size: int) -> None:
        self._file = file
        self._pool = pool
        self._size = size
        self._next = pool.submit(file.read, size)

    def take(self) -> bytes:
        """The next chunk; empty at the end."""
        chunk = self._next.result()
        if chunk:
            self._next = self._pool.submit(self._file.read, self._size)
        return chunk


def _next_container(walk: Walk, data: bytes, containers: Sequence[Container]) -> tuple[Container | None, int]:
    for opened in walk.over(data):
        for container in containers:
            if opened.path == container.path and opened.is_list != container.keyed:
                return container, opened.at
    return None, 0


@dataclass(slots=True)
class _Reading(Generic[T]):
    """Reads one container. Afterwards `rest` has the bytes behind it."""

    source: Source
    container: Container
    depth: int
    decode: Decode[T]
    chunks: _Ahead
    rest: bytes = b""

    def records(self, data: bytes) -> Iterator[tuple[Container, T]]:
        while True:
            cut = guess_cut(data)
            decoded = self.decode(_wrapped(self.container, data, cut), self.container, False) if cut else None
            if decoded is not None:
                yield self.container, decoded
                data = data[cut + 1 :] + self.chunks.take()
                continue
            cut, ended = exact_cut(data, self.depth)
            if cut and data[:cut].strip(BLANK):
                yield self.container, self._must_decode(data, cut)
            if ended:
                self.rest = data[cut + 1 :]
                return
            rest = data[cut + 1 :] if cut else data
            if len(rest) > MAX_RECORD_BYTES:
                raise ManifestInvalid(
                    sentence("list_long_record", self.container, self.source.name, MAX_RECORD_BYTES >> 20),
                    path=self.source.path,
                )
            data = self._longer(rest)

    def _longer(self, rest: bytes) -> bytes:
        """Read on until there is twice as much: chunk by chunk, a long record would be scanned once for each chunk."""
        parts = [rest]
        size = len(rest)
        while more := self.chunks.take():
            parts.append(more)
            size += len(more)
            if size >= 2 * len(rest):
                return b"".join(parts)
        if len(parts) == 1:
            raise truncated(self.source)
        return b"".join(parts)

    def _must_decode(self, records: bytes, end: int) -> T:
        decoded = self.decode(_wrapped(self.container, records, end), self.container, True)
        if decoded is None:
            raise ManifestInvalid(
                sentence("list_get_again", self.source.name, sentence("list_json_invalid", self.container)),
                path=self.source.path,
            )
        return decoded


def _wrapped(container: Container, records: bytes, end: int) -> bytes:
    """The records up to a position, as a document of their own."""
    first, last = (b"{", b"}") if container.keyed else (b"[", b"]")
    return b"".join((first, memoryview(records)[:end], last))
