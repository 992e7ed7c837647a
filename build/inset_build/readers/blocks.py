"""A manifest as blocks of whole lines, plain or gzip, in bounded memory.

Blocks are cut and decompressed in a thread while the block before is parsed: both release the interpreter's lock.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from inset.errors import ManifestInvalid

BLOCK_BYTES: Final = 1 << 24
"""16 MiB: large enough that a call of the parser costs nothing, small enough that a few of them do not matter."""

MAX_LINE_BYTES: Final = 1 << 22
"""4 MiB. The longest lines of published manifests (captions, tags) have some ten thousand bytes."""

GZIP_MAGIC: Final = b"\x1f\x8b"

_PROBE_BYTES: Final = 1 << 16
_COMPRESSED_BYTES: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, each with its end (the manifest's last line may have none).

    Attributes:
        data: the lines, UTF-8 unless the manifest is not.
        first_line: number of the first of them, counted from 1.
        lines: how many they are.
        last: no block follows.
    """

    data: bytes
    first_line: int
    lines: int
    last: bool


def read_blocks(path: Path, *, skip_lines: int = 0, block_bytes: int = BLOCK_BYTES) -> Iterator[Block]:
    """All blocks from line `skip_lines` + 1 on.

    Raises:
        ManifestInvalid: it cannot be opened or decompressed, or a line is longer than MAX_LINE_BYTES.
    """
    blocks = _cut(path, skip_lines, block_bytes)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="manifest") as pool:
        waiting = pool.submit(next, blocks, None)
        while (block := waiting.result()) is not None:
            waiting = pool.submit(next, blocks, None)
            yield block


def read_start(path: Path, size: int) -> bytes:
    """The first `size` bytes, decompressed; fewer only where the manifest has no more."""
    start = b""
    for piece in _pieces(path, size):
        start += piece
        if len(start) >= size:
            break
    return start[:size]


def _cut(path: Path, skip_lines: int, block_bytes: int) -> Iterator[Block]:
    """Cut the bytes after the last line end of each piece."""
    line = 1
    waiting: list[bytes] = []  # the beginning of a line whose end has not come yet
    waiting_bytes = 0
    ready: Block | None = None
    for piece in _pieces(path, block_bytes):
        cut = piece.rfind(b"\n") + 1
        if not cut:
            waiting.append(piece)
            waiting_bytes += len(piece)
            _check_line(path, line, waiting_bytes)
            continue
        whole = not waiting and cut == len(piece)
        data = piece if whole else b"".join((*waiting, memoryview(piece)[:cut]))
        waiting = [] if cut == len(piece) else [piece[cut:]]
        waiting_bytes = len(piece) - cut
        lines = data.count(b"\n")
        if line <= skip_lines:
            data, dropped = _drop_lines(data, skip_lines - line + 1)
            line, lines = line + dropped, lines - dropped
            if not data:
                continue
        if ready is not None:
            yield ready
        ready = Block(data, line, lines, last=False)
        line += lines
        _check_line(path, line, waiting_bytes)
    rest = b"".join(waiting)
    if ready is not None:
        yield replace(ready, last=not rest)
    if rest and line > skip_lines:
        yield Block(rest, line, 1, last=True)


def _check_line(path: Path, line: int, size: int) -> None:
    if size > MAX_LINE_BYTES:
        raise ManifestInvalid(
            f"Give a manifest with one photo a line: line {line:,} of {path.name} is longer than "
            f"{MAX_LINE_BYTES >> 20} MB.",
            path=path,
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


def _pieces(path: Path, size: int) -> Iterator[bytes]:
    """The decompressed bytes without a byte-order mark, in pieces of about `size`."""
    first = True
    try:
        with path.open("rb", buffering=0) as file:
            packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            file.seek(0)
            for piece in _gunzip(path, file, size) if packed else _plain(file, size):
                yield piece.removeprefix(_BOM) if first else piece
                first = False
    except OSError as error:
        raise ManifestInvalid(
            f"Check that {path} can be read: {error.strerror or error}.", hint=_os_hint(error), path=path
        ) from error


def _plain(file: BinaryIO, size: int) -> Iterator[bytes]:
    """A plain file's content, in pieces that end with a line where they can: such a piece need not be copied."""
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


def _gunzip(path: Path, file: BinaryIO, size: int) -> Iterator[bytes]:
    """A gzip file's content; several members one after another are one content, as `gzip` itself reads them."""
    member = zlib.decompressobj(wbits=31)
    out: list[bytes] = []
    held = 0
    packed = b""
    try:
        while packed := packed or file.read(_COMPRESSED_BYTES):
            if member.eof:
                packed = packed.lstrip(b"\0")  # padding between or behind members
                if not packed:
                    continue
                member = zlib.decompressobj(wbits=31)
            # Bounded, so that a few compressed bytes cannot become more than memory holds.
            piece = member.decompress(packed, size - held)
            packed = member.unused_data if member.eof else member.unconsumed_tail
            out.append(piece)
            held += len(piece)
            if held >= size:
                yield b"".join(out)
                out, held = [], 0
    except zlib.error as error:
        raise ManifestInvalid(f"Download {path.name} again: its gzip data is damaged ({error}).", path=path) from error
    out.append(member.flush())
    if any(out):
        yield b"".join(out)
    if not member.eof:
        raise ManifestInvalid(f"Download {path.name} again: it ends in the middle of its gzip data.", path=path)


def _os_hint(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "You may not read it; ask its owner, or copy it to a place of your own."
    if isinstance(error, FileNotFoundError):
        return "There is no such file; check the spelling and the folder."
    return ""
