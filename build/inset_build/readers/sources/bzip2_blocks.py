"""bzip2 on all processors: blocks are independent, so each is made into a stream of its own and unpacked in a thread.

A bzip2 stream is `BZh` and a digit (the size of its blocks in 100 kB); then blocks, which begin at any bit, each of a
48-bit mark, a 32-bit checksum and content; and at the end another mark, a checksum of all the checksums, and bits up to
the next byte. A file may hold several streams.

Marks are searched at every bit. By chance one occurs inside a block, about once in 20 TB. The part in front of it then
does not unpack by itself, and is tried again together with what follows. A mark of an end only counts if another stream
or nothing but zeros follows it.
"""

from __future__ import annotations

import bz2
import os
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from inset_build.readers.sources.damage import broken, cut
from inset_build.readers.sources.streams import Readable

_BLOCK: Final = 0x314159265359
_END: Final = 0x177245385090
_MARK_BITS: Final = 48
_SUM_BITS: Final = 32

BZIP2_SIGNATURES: Final = tuple(
    b"BZh%d" % level + mark.to_bytes(6, "big") for level in range(1, 10) for mark in (_BLOCK, _END)
)

_HEADER_BITS: Final = 32
_HEADER: Final = re.compile(rb"BZh[1-9]")

_READ_BYTES: Final = 1 << 18
_LONGEST: Final = 8 * 1_400_000
"""More bits than a block can have: one holds 900,000 bytes, and incompressible data grows by 1 %, not by half."""

MOST_WORKERS: Final = 8
"""A block may expand to 46 MB (runs of one byte), and one more block than workers is held: 0.4 GB at worst."""

_BZIP2: Final = "bzip2"


def _bytes_of_marks() -> dict[bytes, tuple[int, int]]:
    """The 5 whole bytes in a mark, for each bit at which it may start: their distance from its start, and that bit."""
    found: dict[bytes, tuple[int, int]] = {}
    for mark in (_BLOCK, _END):
        for shift in range(8):
            spread = (mark << (8 - shift)).to_bytes(7, "big")
            skipped = 1 if shift else 0
            found[spread[skipped : skipped + 5]] = (skipped, shift)
    return found


_WHOLE_BYTES: Final = _bytes_of_marks()
_ANY_MARK: Final = re.compile(b"|".join(map(re.escape, _WHOLE_BYTES)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bits from one mark up to the next one.

    Attributes:
        level: the digit of their stream.
        start, end: counted from the beginning of the file.
        total: the checksum at the end of the stream, if this is its last block.
    """

    level: int
    start: int
    end: int
    bits: int
    total: int | None

    @property
    def checksum(self) -> int:
        return (self.bits >> (self.end - self.start - _MARK_BITS - _SUM_BITS)) & 0xFFFFFFFF

    def unpack(self) -> bytes | None:
        """The block's content; None if these bits are not a whole block."""
        size = self.end - self.start + _MARK_BITS + _SUM_BITS
        bits = ((self.bits << _MARK_BITS | _END) << _SUM_BITS | self.checksum) << (-size % 8)
        stream = bz2.BZ2Decompressor()
        try:
            content = stream.decompress(b"BZh%d" % self.level + bits.to_bytes((size + 7) // 8, "big"))
        except (OSError, ValueError):
            return None
        return content if stream.eof else None

    def joined(self, following: _Piece) -> _Piece:
        """Both as one piece, because the mark between them occurred by chance."""
        size = following.end - following.start
        return _Piece(self.level, self.start, following.end, self.bits << size | following.bits, following.total)


def bunzip2(file: Readable) -> Iterator[bytes]:
    """A bzip2 file's content, block by block in order.

    Raises:
        Damaged: the data is not what it should be.
    """
    pieces = _pieces(file)
    waiting: deque[tuple[_Piece, Future[bytes | None]]] = deque()
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    combined = 0
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="bzip2") as pool:
        try:
            while True:
                while len(waiting) <= workers and (following := next(pieces, None)) is not None:
                    waiting.append((following, pool.submit(following.unpack)))
                if not waiting:
                    return
                piece, result = waiting.popleft()
                content = result.result()
                while content is None and waiting and piece.end - piece.start < _LONGEST:
                    piece = piece.joined(waiting.popleft()[0])
                    content = piece.unpack()
                if content is None:
                    raise broken(_BZIP2)
                combined = _rotated(combined) ^ piece.checksum
                if piece.total is not None:
                    if combined != piece.total:
                        raise broken(_BZIP2)
                    combined = 0
                yield content
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _rotated(checksum: int) -> int:
    return (checksum << 1 | checksum >> 31) & 0xFFFFFFFF


class _Window:
    """The part of the file that is held in memory. Bits are counted from the beginning of the file."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._data = b""
        self._first = 0  # number of the first byte of the data

    def more(self) -> bool:
        """Read more bytes; False at the end of the file."""
        packed = self._file.read(_READ_BYTES)
        self._data += packed
        return bool(packed)

    @property
    def end(self) -> int:
        return 8 * (self._first + len(self._data))

    def bits(self, start: int, end: int) -> int:
        first, last = start // 8 - self._first, (end + 7) // 8 - self._first
        number = int.from_bytes(self._data[first:last], "big") >> (-end % 8)
        return number & ((1 << (end - start)) - 1)

    def sum_at(self, mark: int) -> int:
        """The checksum behind a mark."""
        return self.bits(mark + _MARK_BITS, mark + _MARK_BITS + _SUM_BITS)

    def header_at(self, start: int) -> bytes:
        """The four bytes from a byte's first bit on; fewer only at the end of the file."""
        while self.end - start < _HEADER_BITS and self.more():
            pass
        first = start // 8 - self._first
        return self._data[first : first + 4]

    def drop(self, before: int) -> None:
        """Release the bytes before a bit."""
        count = before // 8 - self._first
        self._data = self._data[count:]
        self._first += count

    def marks(self, start: int) -> Iterator[int]:
        """The bits at which marks start, as far as the window holds the mark and the checksum behind it."""
        at = max(start // 8 - self._first, 0)
        for found in _ANY_MARK.finditer(self._data, at):
            skipped, shift = _WHOLE_BYTES[found[0]]
            bit = 8 * (self._first + found.start() - skipped) + shift
            if start <= bit <= self.end - _MARK_BITS - _SUM_BITS and self.bits(bit, bit + _MARK_BITS) in (_BLOCK, _END):
                yield bit


def _pieces(file: Readable) -> Iterator[_Piece]:
    """All blocks of all streams."""
    window = _Window(file)
    at = 0
    while (level := _level(window, at)) is not None:
        at += _HEADER_BITS
        _need(window, at + _MARK_BITS + _SUM_BITS)
        while (mark := window.bits(at, at + _MARK_BITS)) == _BLOCK:
            end = _next_mark(window, at + _MARK_BITS)
            total = window.sum_at(end) if window.bits(end, end + _MARK_BITS) == _END else None
            yield _Piece(level, at, end, window.bits(at, end), total)
            at = end
            window.drop(at)
        if mark != _END:
            raise broken(_BZIP2)
        at = (at + _MARK_BITS + _SUM_BITS + 7) // 8 * 8
        window.drop(at)


def _level(window: _Window, at: int) -> int | None:
    """The digit of the stream that starts here; None at the end of the file, before which zeros may stand."""
    header = window.header_at(at)
    if at and not header.strip(b"\0"):
        while header:
            at = window.end
            window.drop(at)
            header = window.header_at(at)
            if header.strip(b"\0"):
                raise broken(_BZIP2)
        return None
    if len(header) < 4:
        raise cut(_BZIP2)
    if not _HEADER.fullmatch(header):
        raise broken(_BZIP2)
    return int(header[3:])


def _need(window: _Window, end: int) -> None:
    while window.end < end:
        if not window.more():
            raise cut(_BZIP2)


def _next_mark(window: _Window, start: int) -> int:
    looked_from = start
    while True:
        for bit in window.marks(looked_from):
            if window.bits(bit, bit + _MARK_BITS) == _BLOCK or _ends_well(window, bit):
                return bit
        if window.end - start > _LONGEST:
            raise broken(_BZIP2)
        looked_from = max(start, window.end - 2 * (_MARK_BITS + _SUM_BITS))
        if not window.more():
            raise cut(_BZIP2)


def _ends_well(window: _Window, bit: int) -> bool:
    """Whether a mark of an end is followed by another stream, or by nothing but zeros."""
    header = window.header_at((bit + _MARK_BITS + _SUM_BITS + 7) // 8 * 8)
    return not header.strip(b"\0") or _HEADER.fullmatch(header) is not None
