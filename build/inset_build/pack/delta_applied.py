"""Applies deltas: what comes out is the new pack byte for byte, by its SHA-256, or nothing."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from inset.errors import DeltaUnusable, InsetError
from inset.own_files import told_of
from inset.pack.format import HEADER as PACK_HEADER
from inset.pack.format import MAX_HEADER_BYTES, Part, parse_header
from inset.pack.id_list import decode, encode, encode_varints
from inset.pack.opened import PIECE, Pack
from inset_build.pack.delta_format import (
    LENGTH,
    PATCH_WINDOW,
    PATCHED,
    DeltaHeader,
    Piece,
    check_size,
    found_in,
    read_delta,
    xor,
)
from inset_build.pack.make import compressed, restore_pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def apply_delta(old_pack: Path, delta: Path, to: Path, *, sha256: str, size: int | None = None) -> Path:
    """Make the new pack of the old one and a delta: byte for byte, or not at all.

    Args:
        old_pack: the pack that the delta begins with, or the folder of the run that it became, of which it is made.
        delta: the file; to: the pack to write.
        sha256: of the new pack, from whoever is trusted to say which one it is; never from the delta itself.
        size: its bytes, from the same, if they say so: no more are written.

    Raises:
        DeltaUnusable: it is no delta of these two, or what came out is not that pack: fetch the whole pack.
        OSError: the disk refuses.
    """
    if old_pack.is_dir():
        again = to.with_name(f".{to.name}.before")
        try:
            return apply_delta(restore_pack(old_pack, again), delta, to, sha256=sha256, size=size)
        finally:
            again.unlink(missing_ok=True)
    try:
        _write_new(old_pack, delta, to, sha256, size)
    except BaseException as error:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        if isinstance(error, DeltaUnusable) or not isinstance(error, _DAMAGE):
            raise
        raise DeltaUnusable(f"Fetch the whole pack: {delta.name} is damaged ({error}).") from error
    return to


_DAMAGE: Final = (InsetError, ValueError, KeyError, zstd.ZstdError, EOFError, struct.error)


def _write_new(old_pack: Path, delta: Path, to: Path, sha256: str, said: int | None) -> None:
    with Pack(old_pack) as old:
        header, content = read_delta(delta)
        if (header.from_, header.to) != (old.sha256, sha256) or said not in (None, header.bytes):
            raise DeltaUnusable(f"Fetch the whole pack: {delta.name} leads from another one, or to another one.")
        digest, size = hashlib.sha256(), 0
        with told_of(to), to.open("wb") as file:
            for piece in _apply(old, header, content):
                size += len(piece)
                if size > header.bytes:
                    break
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    if digest.hexdigest() != sha256:
        raise DeltaUnusable(f"Fetch the whole pack: what {delta.name} leads to is not it, byte for byte.")


def _apply(old: Pack, header: DeltaHeader, content: dict[str, bytes]) -> Iterator[bytes]:
    head = _unpacked(content["header"], MAX_HEADER_BYTES + PACK_HEADER.size)
    if len(head) != header.head:
        raise ValueError("the new pack's header is of another length")
    told = parse_header(old.path, head, header.bytes)
    yield head
    hows = {piece.name: piece for piece in header.pieces}
    for part in told.parts:
        piece, given = hows[part.name], content[part.name]
        if piece.how == "same":
            yield from old.packed(part.name)
        elif piece.how == "whole":
            yield given
        elif piece.how == "ids":
            yield from _list(old, piece, given, part)
        else:
            if max(old.header.part(part.name).unpacked, part.unpacked) > PATCHED:  # before any of it is held
                raise ValueError("a difference is larger than any")
            was = b"".join(old.unpacked(part.name))
            now = (
                xor(was, _unpacked(given, len(was)))
                if piece.how == "xor"
                else _unpacked(given, part.unpacked, zstd.ZstdDict(was, is_raw=True))
            )
            yield from [now] if part.form == "plain" else compressed(_in_pieces(now))


def _list(old: Pack, piece: Piece, content: bytes, part: Part) -> Iterator[bytes]:
    """The new list, packed as the new pack has it."""
    file = io.BytesIO(content)
    added, removed = (_take(file, count) for count in (piece.added, piece.removed))
    check_size(old.header.photos + len(added), old.path.name)
    was = np.concatenate(list(old.photo_ids()))
    if int(removed.max(initial=0)) > len(was) or file.read(1):
        raise ValueError("its IDs are not those that changed")
    kept = np.delete(was, removed.astype(np.int64) - 1)
    is_there, at = found_in(kept, added)
    if is_there.any():
        raise ValueError("its IDs are not those that changed")
    now = np.insert(kept, at, added)
    yield from encode([now]) if part.form == "ids" else compressed(encode_varints([now]))


def _take(file: io.BytesIO, count: int) -> NDArray[np.uint64]:
    """The next list of IDs, of which there are so many."""
    (size,) = LENGTH.unpack(file.read(LENGTH.size).ljust(LENGTH.size, b"\xff"))
    if not 0 <= count <= 8 * size <= 8 * len(file.getbuffer()) or bool(count) != bool(size):
        raise ValueError("its IDs are of another length")
    content = file.read(size)
    return np.concatenate(list(decode([content], count))) if count else np.empty(0, dtype=np.uint64)


def _unpacked(content: bytes, most: int, before: Any = None) -> bytes:  # noqa: ANN401 - a dictionary of zstd's
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: PATCH_WINDOW}
    unpacker = zstd.ZstdDecompressor(None if before is None else before.as_prefix, options=options)
    found = unpacker.decompress(content, most + 1)
    if len(found) > most or not unpacker.eof or unpacker.unused_data:
        raise ValueError("a piece unpacks to another size than it says")
    return found


def _in_pieces(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), PIECE):
        yield content[at : at + PIECE]
