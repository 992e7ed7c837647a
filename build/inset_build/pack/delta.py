r"""Deltas: what leads from one pack to the next, for whoever has the first.

Where both carry their lists, a delta has the IDs that were added and those that were removed; filter and ID store are
made anew from them, as from a whole pack. Other parts are carried as differences: `dataset.json` and the details by
Zstandard with the old part as its dictionary; a filter as old XOR new. Whatever would be no smaller than the new part
itself is carried whole.

What comes out is the new pack byte for byte, compared by its SHA-256; where it is not (another version of the Zstandard
library packs differently), the delta is of no use and the whole pack is fetched. So a delta needs no signature of its
own: it can only lead to a pack that is asked for by its hash.

File format of a delta, version 1, little-endian:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 44 50  ("\x89INSETDP")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    h: bytes of the header, 2 … 2^20
        16     h         the header: JSON, UTF-8
      16+h     …         the pieces, back to back in the header's order, and the file ends there

    {"from", "to",          SHA-256 of both packs
     "bytes",               of the new pack
     "head",                bytes of the new pack's own header, which is the first piece, zstd
     "pieces": [{"name",    of the part of the new pack that it leads to; header
                 "how",     same: the old pack's part; whole: the new part as packed; patch: zstd, the old part unpacked
                            as its dictionary, giving the new part unpacked; xor: zstd of old XOR new; ids: the IDs
                            that were added, and of those removed the places in the old list, from 1: each as in the
                            form `ids`, with its length in bytes (u64) before it
                 "bytes",   of the piece
                 "added", "removed"    of ids: how many
                }]}
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
import numpy as np

from inset.errors import DeltaUnusable, InsetError
from inset.own_files import told_of
from inset.pack.format import HEADER as PACK_HEADER
from inset.pack.format import MAX_HEADER_BYTES, Part, parse_header
from inset.pack.id_list import decode, encode, encode_varints
from inset.pack.opened import Pack
from inset.written_files import read_as
from inset_build.pack.make import LEVEL, compressed, restore_pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC: Final = b"\x89INSETDP"
VERSION: Final = 1
_HEADER: Final = struct.Struct("<8sH2xI")
_LENGTH: Final = struct.Struct("<Q")
SUFFIX: Final = ".insetdelta"

PATCHED: Final = 1 << 28
"""Bytes of the largest part that is carried as a difference: it and the old one are held in memory."""
_PATCH_WINDOW: Final = 28


class _Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    name: Literal["header", "dataset.json", "photos.ids", "photos.bloom", "photos.sqlite", "photos.rows"]
    how: Literal["same", "whole", "patch", "xor", "ids"]
    bytes: int
    added: int = 0
    removed: int = 0


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    from_: str = msgspec.field(name="from")
    to: str
    bytes: int
    head: int
    pieces: tuple[_Piece, ...]


@dataclass(frozen=True, slots=True)
class DeltaFacts:
    """A delta that was made: SHA-256 of both packs, its bytes and those of the new pack, and of each piece."""

    before: str
    after: str
    bytes: int
    pack_bytes: int
    sha256: str
    pieces: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """The wire form."""
        return asdict(self)


def make_delta(old_pack: Path, new_pack: Path, to: Path) -> DeltaFacts:
    """Write what leads from one pack to another. It has been applied and compared when this returns.

    Args:
        old_pack, new_pack: both of one dataset; to: the file to write; one that is there is replaced.

    Raises:
        PackInvalid: one of them is none.
        DeltaUnusable: no delta would be smaller than the new pack, or one carries its list and the other does not.
        OSError: the disk refuses.
    """
    with Pack(old_pack) as old, Pack(new_pack) as new:
        if old.header.exact != new.header.exact:
            raise DeltaUnusable(f"Fetch {new_pack.name} whole: one of the packs carries its list, the other does not.")
        told = new.header
        head = new.start
        pieces: list[tuple[_Piece, bytes]] = [(_Piece("header", "whole", 0), _packed([head]))]
        pieces += [_difference(old, new, part) for part in told.parts]
        listed = tuple(msgspec.structs.replace(piece, bytes=len(content)) for piece, content in pieces)
        header = msgspec.json.encode(_Header(old.sha256, new.sha256, new.size, len(head), listed))
        after = new.sha256
        content = b"".join([_HEADER.pack(MAGIC, VERSION, len(header)), header, *(piece for _, piece in pieces)])
        facts = DeltaFacts(
            before=old.sha256,
            after=after,
            bytes=len(content),
            pack_bytes=new.size,
            sha256=hashlib.sha256(content).hexdigest(),
            pieces={piece.name: piece.bytes for piece in listed},
        )
    if len(content) >= facts.pack_bytes:
        raise DeltaUnusable(f"Fetch {new_pack.name} whole: what changed is no smaller than it.")
    aside = to.with_name(f".{to.name}.new")
    tried = to.with_name(f".{to.name}.tried")
    try:
        with told_of(aside), aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        apply_delta(old_pack, aside, tried, sha256=after)
        aside.replace(to)
    finally:
        for path in (aside, tried):
            path.unlink(missing_ok=True)
    return facts


def _difference(old: Pack, new: Pack, part: Part) -> tuple[_Piece, bytes]:
    """The smallest of the ways that lead to a part of the new pack."""
    name = part.name
    before = old.header.part(name) if old.header.has(name) else None
    if before is not None and (before.form, before.sha256) == (part.form, part.sha256):
        return _Piece(name, "same", 0), b""
    if name == "photos.ids":
        return _ids(old, new)
    whole = b"".join(new.packed(name))
    ways: list[tuple[_Piece, bytes]] = [(_Piece(name, "whole", 0), whole)]
    if before is not None and max(before.unpacked, part.unpacked) <= PATCHED:
        was, now = b"".join(old.unpacked(name)), b"".join(new.unpacked(name))
        if name == "photos.bloom" and len(was) == len(now):
            ways.append((_Piece(name, "xor", 0), _packed([_xor(was, now)])))
        else:
            ways.append((_Piece(name, "patch", 0), _patch(was, now)))
    return min(ways, key=lambda way: len(way[1]))


def _ids(old: Pack, new: Pack) -> tuple[_Piece, bytes]:
    was, now = (np.concatenate(list(pack.photo_ids())) for pack in (old, new))
    added = np.setdiff1d(now, was, assume_unique=True)
    # Places are smaller than IDs: 9 bits each instead of 25 for one of two hundred of a million.
    removed = np.flatnonzero(np.isin(was, now, assume_unique=True, invert=True)).astype(np.uint64) + np.uint64(1)
    lists = [b"".join(encode([ids])) for ids in (added, removed)]
    content = b"".join(_LENGTH.pack(len(each)) + each for each in lists)
    return _Piece("photos.ids", "ids", 0, len(added), len(removed)), content


def _xor(one: bytes, other: bytes) -> bytes:
    return (np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8)).tobytes()


def _packed(content: Iterable[bytes]) -> bytes:
    return b"".join(compressed(content))


def _patch(was: bytes, now: bytes) -> bytes:
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.window_log: _PATCH_WINDOW,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
    }
    return zstd.compress(now, options=options, zstd_dict=zstd.ZstdDict(was, is_raw=True).as_prefix)


def apply_delta(old_pack: Path, delta: Path, to: Path, *, sha256: str) -> Path:
    """Make the new pack of the old one and a delta: byte for byte, or not at all.

    Args:
        old_pack: the pack that the delta begins with, or the folder of the run that it became, of which it is made.
        delta: the file; to: the pack to write.
        sha256: of the new pack, from whoever is trusted to say which one it is; never from the delta itself.

    Raises:
        DeltaUnusable: it is no delta of these two, or what came out is not that pack: fetch the whole pack.
        OSError: the disk refuses.
    """
    if old_pack.is_dir():
        again = to.with_name(f".{to.name}.before")
        try:
            return apply_delta(restore_pack(old_pack, again), delta, to, sha256=sha256)
        finally:
            again.unlink(missing_ok=True)
    try:
        _write_new(old_pack, delta, to, sha256)
    except BaseException as error:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        if isinstance(error, DeltaUnusable) or not isinstance(error, _DAMAGE):
            raise
        raise DeltaUnusable(f"Fetch the whole pack: {delta.name} is damaged ({error}).") from error
    return to


_DAMAGE: Final = (InsetError, ValueError, KeyError, zstd.ZstdError, EOFError, struct.error)


def _write_new(old_pack: Path, delta: Path, to: Path, sha256: str) -> None:
    with Pack(old_pack) as old:
        header, content = _read(delta)
        if (header.from_, header.to) != (old.sha256, sha256):
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


def _read(delta: Path) -> tuple[_Header, dict[str, bytes]]:
    """The header and the pieces of a delta; it is smaller than a pack, and bounded by its own file."""
    with delta.open("rb") as file:
        start = file.read(_HEADER.size)
        if len(start) < _HEADER.size or not start.startswith(MAGIC):
            raise ValueError("it is no delta")
        _, version, length = _HEADER.unpack(start)
        if version != VERSION or not 2 <= length <= MAX_HEADER_BYTES:
            raise ValueError("it has another version or a header out of bounds")
        header = read_as(file.read(length), _Header)
        sizes = [piece.bytes for piece in header.pieces]
        if min(sizes, default=-1) < 0 or _HEADER.size + length + sum(sizes) != os.fstat(file.fileno()).st_size:
            raise ValueError("its header and its size disagree")
        return header, {piece.name: file.read(piece.bytes) for piece in header.pieces}


def _apply(old: Pack, header: _Header, content: dict[str, bytes]) -> Iterator[bytes]:
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
            was = b"".join(old.unpacked(part.name))
            if max(len(was), part.unpacked) > PATCHED:
                raise ValueError("a difference is larger than any")
            now = (
                _xor(was, _unpacked(given, len(was)))
                if piece.how == "xor"
                else _unpacked(given, part.unpacked, zstd.ZstdDict(was, is_raw=True))
            )
            yield from [now] if part.form == "plain" else compressed(_in_pieces(now))


def _list(old: Pack, piece: _Piece, content: bytes, part: Part) -> Iterator[bytes]:
    """The new list, packed as the new pack has it."""
    file = io.BytesIO(content)
    added, removed = (_take(file, count) for count in (piece.added, piece.removed))
    kept = np.concatenate(list(old.photo_ids()))
    if int(removed.max(initial=0)) > len(kept) or np.isin(added, kept, assume_unique=True).any() or file.read(1):
        raise ValueError("its IDs are not those that changed")
    now = np.sort(np.concatenate((np.delete(kept, removed.astype(np.int64) - 1), added)))
    yield from encode([now]) if part.form == "ids" else compressed(encode_varints([now]))


def _take(file: io.BytesIO, count: int) -> NDArray[np.uint64]:
    """The next list of IDs, of which there are so many."""
    (size,) = _LENGTH.unpack(file.read(_LENGTH.size).ljust(_LENGTH.size, b"\xff"))
    if not 0 <= count <= 8 * size <= 8 * len(file.getbuffer()) or bool(count) != bool(size):
        raise ValueError("its IDs are of another length")
    content = file.read(size)
    return np.concatenate(list(decode([content], count))) if count else np.empty(0, dtype=np.uint64)


def _unpacked(content: bytes, most: int, before: Any = None) -> bytes:  # noqa: ANN401 - a dictionary of zstd's
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _PATCH_WINDOW}
    unpacker = zstd.ZstdDecompressor(None if before is None else before.as_prefix, options=options)
    found = unpacker.decompress(content, most + 1)
    if len(found) > most or not unpacker.eof or unpacker.unused_data:
        raise ValueError("a piece unpacks to another size than it says")
    return found


def _in_pieces(content: bytes) -> Iterator[bytes]:
    for at in range(0, len(content), 1 << 18):
        yield content[at : at + (1 << 18)]
