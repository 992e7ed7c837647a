"""Makes deltas: `inset_build.pack.delta_format` describes them. None is made that has not been tried."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from inset.errors import DeltaUnusable
from inset.own_files import told_of
from inset.pack.format import Part
from inset.pack.id_list import encode
from inset.pack.opened import Pack
from inset_build.pack.delta_applied import apply_delta
from inset_build.pack.delta_format import (
    HEADER,
    LENGTH,
    MAGIC,
    PATCH_WINDOW,
    PATCHED,
    VERSION,
    DeltaHeader,
    Piece,
    check_size,
    found_in,
    xor,
)
from inset_build.pack.make import LEVEL, compressed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


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
        pieces: list[tuple[Piece, bytes]] = [(Piece("header", "whole", 0), _packed([head]))]
        pieces += [_difference(old, new, part) for part in told.parts]
        listed = tuple(msgspec.structs.replace(piece, bytes=len(content)) for piece, content in pieces)
        header = msgspec.json.encode(DeltaHeader(old.sha256, new.sha256, new.size, len(head), listed))
        after = new.sha256
        content = b"".join([HEADER.pack(MAGIC, VERSION, len(header)), header, *(piece for _, piece in pieces)])
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
    aside, tried = (
        to.with_name(f"{'' if to.name.startswith('.') else '.'}{to.name}.new{what}") for what in ("", "-tried")
    )
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


def _difference(old: Pack, new: Pack, part: Part) -> tuple[Piece, bytes]:
    """The smallest of the ways that lead to a part of the new pack."""
    name = part.name
    before = old.header.part(name) if old.header.has(name) else None
    if before is not None and (before.form, before.sha256) == (part.form, part.sha256):
        return Piece(name, "same", 0), b""
    if name == "photos.ids":
        return _ids(old, new)
    whole = b"".join(new.packed(name))
    ways: list[tuple[Piece, bytes]] = [(Piece(name, "whole", 0), whole)]
    if before is not None and max(before.unpacked, part.unpacked) <= PATCHED:
        was, now = b"".join(old.unpacked(name)), b"".join(new.unpacked(name))
        if name == "photos.bloom" and len(was) == len(now):
            ways.append((Piece(name, "xor", 0), _packed([xor(was, now)])))
        else:
            ways.append((Piece(name, "patch", 0), _patch(was, now)))
    return min(ways, key=lambda way: len(way[1]))


def _ids(old: Pack, new: Pack) -> tuple[Piece, bytes]:
    for pack in (old, new):
        check_size(pack.header.photos, pack.path.name)
    was, now = (np.concatenate(list(pack.photo_ids())) for pack in (old, new))
    added = now[~found_in(was, now)[0]]
    # Places are smaller than IDs: 9 bits each instead of 25 for one of two hundred of a million.
    removed = np.flatnonzero(~found_in(now, was)[0]).astype(np.uint64) + np.uint64(1)
    lists = [b"".join(encode([ids])) for ids in (added, removed)]
    content = b"".join(LENGTH.pack(len(each)) + each for each in lists)
    return Piece("photos.ids", "ids", 0, len(added), len(removed)), content


def _packed(content: Iterable[bytes]) -> bytes:
    return b"".join(compressed(content))


def _patch(was: bytes, now: bytes) -> bytes:
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: LEVEL,
        zstd.CompressionParameter.window_log: PATCH_WINDOW,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
    }
    return zstd.compress(now, options=options, zstd_dict=zstd.ZstdDict(was, is_raw=True).as_prefix)
