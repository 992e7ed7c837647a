"""A manifest as blocks of whole lines, in bounded memory.

A thread reads, decompresses and cuts the next block while the caller parses the previous one; both release the
interpreter's lock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

import numpy as np

from inset.errors import ManifestInvalid
from inset.words.sentences import sentence
from inset_build.readers.sources.signatures import BYTE_ORDER_MARK
from inset_build.readers.sources.source import Source

BLOCK_BYTES: Final = 1 << 23
"""8 MiB: so large that the cost of calling the parser does not show, so small that several fit in memory easily."""

MAX_LINE_BYTES: Final = 1 << 22
"""4 MiB. The longest lines of published manifests (captions, tags) have some ten thousand bytes."""

_COUNTED_AT_ONCE: Final = 1 << 20
_PROBE_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, each with its end (the manifest's last line may have none).

    Attributes:
        data: the lines, UTF-8 unless the manifest is not.
        first_line: number of the first of them, counted from 1.
        lines: how many there are.
        last: no block follows.
    """

    data: bytes
    first_line: int
    lines: int
    last: bool


def read_blocks(source: Source, *, skip_lines: int = 0, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """All blocks from line `skip_lines` + 1 on.

    Raises:
        ManifestInvalid: it cannot be opened, read or decompressed, or a line is longer than MAX_LINE_BYTES.
    """
    blocks = _cut(source, skip_lines, block_bytes)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="manifest") as pool:
        waiting = pool.submit(next, blocks, None)
        while (block := waiting.result()) is not None:
            waiting = pool.submit(next, blocks, None)
            yield block


def _cut(source: Source, skip_lines: int, block_bytes: int) -> Iterator[Block]:
    """Cut the bytes behind the last line end of each piece."""
    line = 1
    waiting: list[bytes] = []  # the beginning of a line whose end has not come yet
    waiting_bytes = 0
    ready: Block | None = None
    for piece in _pieces(source, block_bytes):
        cut = piece.rfind(b"\n") + 1
        if not cut:
            waiting.append(piece)
            waiting_bytes += len(piece)
            _check_line(source, line, waiting_bytes)
            continue
        whole = not waiting and cut == len(piece)
        data = piece if whole else b"".join((*waiting, memoryview(piece)[:cut]))
        waiting = [] if cut == len(piece) else [piece[cut:]]
        waiting_bytes = len(piece) - cut
        lines = count_bytes(data, b"\n")
        if line <= skip_lines:
            data, dropped = _drop_lines(data, skip_lines - line + 1)
            line, lines = line + dropped, lines - dropped
            if not data:
                continue
        if ready is not None:
            yield ready
        ready = Block(data, line, lines, last=False)
        line += lines
        _check_line(source, line, waiting_bytes)
    rest = b"".join(waiting)
    if ready is not None:
        yield replace(ready, last=not rest)
    if rest and line > skip_lines:
        yield Block(rest, line, 1, last=True)


def count_bytes(data: bytes, byte: bytes) -> int:
    """How often one byte occurs: three times as fast as `bytes.count`, and without holding the interpreter's lock."""
    array = np.frombuffer(data, dtype=np.uint8)
    pieces = range(0, len(array), _COUNTED_AT_ONCE)
    return sum(int(np.count_nonzero(array[start : start + _COUNTED_AT_ONCE] == byte[0])) for start in pieces)


def _check_line(source: Source, line: int, size: int) -> None:
    if size > MAX_LINE_BYTES:
        raise ManifestInvalid(
            sentence("list_long_line", line, source.name, MAX_LINE_BYTES >> 20),
            path=source.path,
            line=line,
        )


def _drop_lines(data: bytes, count: int) -> tuple[bytes, int]:
    """The data without its first `count` lines, and how many were there to drop."""
    start = 0
    for dropped in range(count):
        end = data.find(b"\n", start)
        if end < 0:
            return b"", dropped
        start = end + 1
    return data[start:], count


def _pieces(source: Source, size: int) -> Iterator[bytes]:
    """The bytes without a byte-order mark, in pieces of about `size`."""
    with source.open() as file:
        for number, piece in enumerate(_plain(file, size) if source.plain else iter(lambda: file.read(size), b"")):
            yield piece if number else piece.removeprefix(BYTE_ORDER_MARK)


def _plain(file: BinaryIO, size: int) -> Iterator[bytes]:
    """A plain file's content, in pieces that end with a line if possible, so that `_cut` need not copy them."""
    start = 0
    while True:
        probe = start + max(size - _PROBE_BYTES, 0)
        file.seek(probe)
        end = probe + file.read(min(size, _PROBE_BYTES)).rfind(b"\n") + 1
        file.seek(start)
        piece = file.read(end - start if end > probe else size)
        if not piece:
            return
        yield piece
        start += len(piece)


def lines_at(source: Source, numbers: Collection[int], *, more: int = 0) -> dict[int, list[str]]:
    """Some lines of a text without their ends, each with up to `more` that follow it, by the line's number from 1.

    What is no UTF-8 is replaced. A line that is not there is left out.

    Raises:
        ManifestInvalid: as for `read_blocks`.
    """
    wanted = sorted(set(numbers))
    found: dict[int, list[str]] = {}
    open_ones: list[int] = []
    for block in read_blocks(source):
        here = wanted[bisect_left(wanted, block.first_line) : bisect_left(wanted, block.first_line + block.lines)]
        if not here and not open_ones:
            continue
        lines = block.data.split(b"\n")[: block.lines]
        for number in (*open_ones, *here):
            kept = found.setdefault(number, [])
            start = max(number - block.first_line, 0)
            texts = lines[start : start + 1 + more - len(kept)]
            kept += [line.decode("utf-8", "replace").removesuffix("\r") for line in texts]
        open_ones = [number for number in (*open_ones, *here) if len(found[number]) <= more]
    return found
