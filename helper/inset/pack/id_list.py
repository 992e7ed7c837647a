"""The list of a pack: sorted photo IDs as small as they get, written and read in blocks.

What is coded is the gap before each ID: ID - previous ID - 1, with 0 before the first. So whatever is read is
ascending and distinct.

Form `ids`, which comes within a hundredth of what information theory allows for IDs that are spread evenly (Rice's
code; a random list of 10^6 takes 2.154 MB, the bound is 2.149): blocks of 4,096 gaps, the last may be shorter, each

    u8   k, 0 … 40
    u16  h, bytes of the quotients
    ceil(n·k/8) bytes   the low k bits of each gap, lowest bit first, one gap after the other
    h bytes             the quotients, gap >> k: so many zero bits, then a one; lowest bit first, zeros at the end

The writer takes the k that makes the block smallest, the lowest of several: then quotients take at most three bits a
gap.

Form `ids+zstd`, which is smaller for lists of albums, whose IDs come in clusters: each gap in LEB128 (7 bits a byte,
the lowest first, the high bit set in all but the last), and all of it one Zstandard frame.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 4096
MAX_ID: Final = 999_999_999_999
_BLOCK_HEADER: Final = struct.Struct("<BH")
_MAX_K: Final = 40
_MAX_QUOTIENTS: Final = 3 * BLOCK // 8
_LONGEST: Final = 6
"""Bytes of a gap in LEB128: 42 bits, where an ID has 40."""
_AT_ONCE: Final = 256
"""Blocks of IDs that are handed on at once."""


def gaps(chunks: Iterable[NDArray[np.uint64]], block: int = BLOCK) -> Iterator[NDArray[np.uint64]]:
    """The gaps before ascending photo IDs, in arrays of `block`, of which the last may be shorter."""
    import numpy as np

    left = np.empty(0, dtype=np.uint64)
    previous = np.uint64(0)
    for chunk in chunks:
        if not len(chunk):
            continue
        found = np.diff(chunk, prepend=previous) - np.uint64(1)
        previous = chunk[-1]
        left = np.concatenate((left, found))
        whole = len(left) - len(left) % block
        for at in range(0, whole, block):
            yield left[at : at + block]
        left = left[whole:]
    if len(left):
        yield left


def encode(chunks: Iterable[NDArray[np.uint64]]) -> Iterator[bytes]:
    """Photo IDs (uint64 arrays, ascending and distinct within and between them) in the form `ids`."""
    for block in gaps(chunks):
        yield _encode_block(block)


def _encode_block(block: NDArray[np.uint64]) -> bytes:
    import numpy as np

    count = len(block)
    best, sizes = 0, count + int(block.sum())
    for k in range(1, _MAX_K + 1):
        size = count * (k + 1) + int((block >> np.uint64(k)).sum())
        if size >= sizes:
            if sizes < count * (k + 1):
                break
            continue
        best, sizes = k, size
    low = np.packbits(_bits_of(block, best), bitorder="little").tobytes() if best else b""
    ends = np.cumsum((block >> np.uint64(best)).astype(np.int64) + 1) - 1
    flags = np.zeros(int(ends[-1]) + 1, dtype=np.bool_)
    flags[ends] = True
    high = np.packbits(flags, bitorder="little").tobytes()
    return _BLOCK_HEADER.pack(best, len(high)) + low + high


def _bits_of(block: NDArray[np.uint64], k: int) -> NDArray[np.uint8]:
    """The low k bits of each of N numbers: N x k zeros and ones."""
    import numpy as np

    octets = block.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, bitorder="little", count=k)


def decode(content: Iterable[bytes], count: int) -> Iterator[NDArray[np.uint64]]:
    """Read the form `ids`: photo IDs in uint64 arrays, ascending and distinct; memory stays small whatever it claims.

    Args:
        content: the packed bytes, in whatever pieces; count: how many IDs they must be.

    Raises:
        ValueError: they are not `count` IDs in that form.
    """
    import numpy as np

    read = _Reader(content)
    previous, found = 0, []
    left = count
    while left:
        size = min(left, BLOCK)
        k, high_bytes = _BLOCK_HEADER.unpack(read.take(_BLOCK_HEADER.size))
        if k > _MAX_K or not size <= 8 * high_bytes <= 8 * _MAX_QUOTIENTS:
            raise ValueError("a block of its IDs is out of bounds")
        gap = _low_parts(read.take(-(-size * k // 8)), size, k)
        ones = np.flatnonzero(np.unpackbits(np.frombuffer(read.take(high_bytes), np.uint8), bitorder="little"))
        if len(ones) != size or int(ones[-1]) // 8 != high_bytes - 1:
            raise ValueError("a block of its IDs is of another length")
        gap += np.diff(ones, prepend=-1).astype(np.uint64) - np.uint64(1) << np.uint64(k)
        ids, previous = _ids(gap, previous)
        found.append(ids)
        left -= size
        if len(found) == _AT_ONCE:
            yield np.concatenate(found)
            found = []
    read.end()
    if found:
        yield np.concatenate(found)


def _low_parts(packed: bytes, count: int, k: int) -> NDArray[np.uint64]:
    import numpy as np

    octets = np.zeros((count, 8), dtype=np.uint8)
    if k:
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")
        if bits[count * k :].any():
            raise ValueError("a block of its IDs has bits behind its end")
        low = np.packbits(bits[: count * k].reshape(count, k), axis=1, bitorder="little")
        octets[:, : low.shape[1]] = low
    return octets.view("<u8")[:, 0].astype(np.uint64)


def _ids(gap: NDArray[np.uint64], previous: int) -> tuple[NDArray[np.uint64], int]:
    """The IDs that follow `previous` by these gaps, and the last of them."""
    import numpy as np

    if int(gap.max()) >= MAX_ID:
        raise ValueError("an ID is none that a photo can have")
    ids = np.cumsum(gap + np.uint64(1), dtype=np.uint64) + np.uint64(previous)
    last = int(ids[-1])
    if last > MAX_ID:
        raise ValueError("an ID is none that a photo can have")
    return ids, last


def encode_varints(chunks: Iterable[NDArray[np.uint64]]) -> Iterator[bytes]:
    """Photo IDs as `encode` takes them, as LEB128: what the form `ids+zstd` compresses."""
    import numpy as np

    for block in gaps(chunks, 1 << 16):
        sizes = np.ones(len(block), dtype=np.int64)
        for n in range(1, _LONGEST):
            sizes += (block >> np.uint64(7 * n)) > 0
        ends = np.cumsum(sizes)
        octets = np.zeros(int(ends[-1]), dtype=np.uint8)
        for n in range(_LONGEST):
            has = sizes > n
            part = ((block[has] >> np.uint64(7 * n)) & np.uint64(0x7F)).astype(np.uint8)
            octets[(ends - sizes)[has] + n] = part | ((sizes[has] > n + 1).astype(np.uint8) << 7)
        yield octets.tobytes()


def decode_varints(content: Iterable[bytes], count: int) -> Iterator[NDArray[np.uint64]]:
    """Read what `encode_varints` gave; as `decode`."""
    import numpy as np

    previous, left, rest = 0, count, b""
    for piece in content:
        octets = np.frombuffer(rest + piece, dtype=np.uint8)
        ends = np.flatnonzero(octets < 0x80)
        rest = octets[int(ends[-1]) + 1 if len(ends) else 0 :].tobytes()
        if len(rest) >= _LONGEST or len(ends) > left:
            raise ValueError("its IDs are more or longer than it says")
        if not len(ends):
            continue
        starts = np.concatenate((np.zeros(1, dtype=np.int64), ends[:-1] + 1))
        sizes = ends - starts + 1
        if int(sizes.max()) > _LONGEST:
            raise ValueError("an ID is none that a photo can have")
        gap = np.zeros(len(ends), dtype=np.uint64)
        for n in range(int(sizes.max())):
            has = sizes > n
            gap[has] |= (octets[starts[has] + n] & np.uint8(0x7F)).astype(np.uint64) << np.uint64(7 * n)
        ids, previous = _ids(gap, previous)
        left -= len(ids)
        yield ids
    if left or rest:
        raise ValueError("its IDs are fewer than it says")


class _Reader:
    """Takes so many bytes at a time out of pieces of any size."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = memoryview(b"")

    def take(self, size: int) -> bytes:
        while len(self._held) < size:
            more = next(self._pieces, None)
            if more is None:
                raise ValueError("its IDs end before they should")
            self._held = memoryview(bytes(self._held) + more)
        taken, self._held = bytes(self._held[:size]), self._held[size:]
        return taken

    def end(self) -> None:
        if len(self._held) or any(map(len, self._pieces)):
            raise ValueError("something follows its IDs")
