"""The bytes of a gate: how large a new one is, its slices and hints, and the checksums at its end.

For `inset.index.gate_writer`, which decides what a gate covers and when it is written. The format is described in
`inset.index.gate`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from isal.isal_zlib import crc32

from inset.errors import BuildFailed
from inset.index.gate import HEADER, MAGIC, VERSION, Covered, CoveredRun, Gate, layout
from inset.index.ids.id_store import IdStore
from inset.index.pieces import PIECE, read_in_steps

if TYPE_CHECKING:
    from io import BufferedWriter

    import numpy as np
    from numpy.typing import NDArray

BITS_A_PHOTO: Final = 11.1
"""In the three slices of a new gate: of a hundred absent photos it lets 1.3 by, fewer where photos are in several
datasets, and 2 where their numbers follow each other so closely that no two share a bit."""
PHOTOS_A_ROW: Final = 38
"""Hints of 64 bits take 1.7 bits a photo; together with the slices a new gate takes 1.6 bytes a photo."""

_SHARES: Final = (0.347, 0.333, 0.320)
"""Each slice's share of all bits. They differ, so that the three primes lie far apart."""
_LEAST_BITS: Final = 1 << 16
_LEAST_ROWS: Final = 1 << 10

_BLOCK: Final = 1 << 15
"""Photos that are added at once: what is worked out of so many stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class RunToCover:
    """A run to add to the gate, and its photos; the caller has compared all checksums of the store."""

    covered: CoveredRun
    store: IdStore


def gate_sizes(photos: int) -> tuple[tuple[int, int, int], int]:
    """Bits of the slices, and rows of the hints, of a new gate."""
    bits = max(photos * BITS_A_PHOTO, _LEAST_BITS)
    first, second, third = (_prime_below(int(bits * share)) for share in _SHARES)
    return (first, second, third), _prime_below(max(photos // PHOTOS_A_ROW, _LEAST_ROWS))


def write_content(
    file: BufferedWriter, before: Gate | None, kept: Sequence[CoveredRun], missing: Sequence[RunToCover], photos: int
) -> tuple[bytes, int]:
    """Write all of a gate but its checksums; return its header and text, and the CRC-32 of everything behind these."""
    import numpy as np

    primes, rows = (before.primes, before.rows) if before is not None else gate_sizes(photos)
    text = msgspec.json.encode(Covered((*kept, *(run.covered for run in missing))))
    text += b" " * (-(HEADER.size + len(text)) % 8)
    starts, end = layout(len(text), primes, rows)
    file.seek(starts[0])  # the header comes last: it says how many bits are set
    bits_set: list[int] = []
    written = 0
    ends = (*starts[1:], end)

    def part(at: int) -> NDArray[np.uint8]:
        octets = _octets(before, at, ends[at] - starts[at])
        for run in missing:
            for chunk in run.store.chunks(_BLOCK):
                if at < len(primes):
                    _set_bits(octets, chunk % np.uint64(primes[at]))
                else:
                    octet, bit = divmod(run.covered.column, 8)
                    octets[8 * (chunk % np.uint64(rows)).view(np.int64) + octet] |= np.uint8(1 << bit)
        return octets

    # Two side by side: NumPy releases the interpreter's lock.
    with ThreadPoolExecutor(max_workers=2) as pool:
        for at, octets in enumerate(pool.map(part, range(len(starts)))):
            if at < len(primes):
                bits_set.append(int(np.bitwise_count(octets.view(np.uint64)).sum(dtype=np.int64)))
            file.write(octets.data)
            written = crc32(octets, written)
    head = HEADER.pack(MAGIC, VERSION, len(text), *primes, *bits_set, rows) + text
    file.seek(0)
    file.write(head)
    file.seek(end)
    return head, written


def _octets(before: Gate | None, part: int, size: int) -> NDArray[np.uint8]:
    """A slice, or the hints: all zero, or as they are in a gate."""
    import numpy as np

    if before is None:
        return np.zeros(size, dtype=np.uint8)
    return np.frombuffer(before.read_part(part), dtype=np.uint8)


def _set_bits(octets: NDArray[np.uint8], bits: NDArray[np.uint64]) -> None:
    """Set these bits. Of several in one octet NumPy sets one at a time, so those that are missing go round again."""
    import numpy as np

    places = (bits >> np.uint64(3)).view(np.int64)
    values = np.left_shift(np.uint8(1), (bits & np.uint64(7)).astype(np.uint8))
    while len(places):
        octets[places] |= values
        missing = np.flatnonzero((octets[places] & values) == 0)
        places, values = places[missing], values[missing]


def checksums_of(path: Path, head: bytes, written: int) -> bytes:
    """The checksums of the pieces of a file, as the format has them at its end.

    Raises:
        BuildFailed: the file does not begin with `head`, or what follows has another CRC-32 than `written`.
    """
    sums: list[int] = []
    begins, found, at = b"", 0, 0
    for step in read_in_steps(path):
        begins += bytes(step[: max(len(head) - at, 0)])
        found = crc32(step[max(len(head) - at, 0) :], found)
        sums += [crc32(step[first : first + PIECE]) for first in range(0, len(step), PIECE)]
        at += len(step)
    if begins != head or found != written:
        raise BuildFailed(
            "Try again, and check the disk if it happens twice: "
            "the gate that the disk gives back is not what was written."
        )
    content = struct.pack(f"<{len(sums)}I", *sums)
    return content + struct.pack("<I", crc32(content))


def _prime_below(number: int) -> int:
    """The largest prime below a number of at least 3."""
    return next(n for n in range(number - 1, 1, -1) if all(n % divisor for divisor in range(2, math.isqrt(n) + 1)))
