r"""Gate: one file for all exact datasets together, so that a look-up costs little, however many they are.

Nearly every photo that a person meets is in none of the datasets. The gate says so at once for nearly all of them. Of
the few that it lets by, a *hint* says which datasets may list them; only their ID stores are asked. A false positive
costs time and changes no answer. Whoever publishes makes the file (`inset.index.gate_writer`); the helper maps it.

It names the runs that it covers. A run that is not among them is asked about every photo, and so is every run where
there is no gate, or it is damaged: the answers are the same.

The remainders by three prime numbers serve as hashes: they spread consecutive numbers well, and a loop over them is
the fastest that Python has. The primes lie far apart; else photos that agree in one remainder would in all.

File format `.gate-N`, version 1, little-endian:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 47 54  ("\x89INSETGT")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    bytes of the text
        16    24  3·u64  bits of the three slices: prime numbers p
        40    24  3·u64  of these, bits that are set
        64     8  u64    rows of the hints: a prime number r
        72    56         zero
       128     …         the text: a JSON object, UTF-8; its "runs" is an array of {"dataset", "run", "sha256" of its
                         dataset.json, "column" 0 … 63}, and blanks up to a multiple of 8
         …     …         the three slices; each begins at a multiple of 8 and has 8·ceil(p / 64) bytes; bit b is bit
                         (b mod 8), lowest first, of byte b div 8
         …   8·r  u64    the hints
         …     …  u32    the CRC-32 of each piece of 16384 bytes of all the above; the last one may be shorter
         …     4  u32    the CRC-32 of these checksums; and the file ends there

A photo ID x may be in a covered run when bit (x mod p) is set in each slice, and bit `column` of hint (x mod r).
"""

from __future__ import annotations

import mmap
import os
import re
import struct
from collections.abc import Sequence
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
from bitarray import bitarray
from isal.isal_zlib import crc32

from inset.errors import IndexCorrupt, IndexFormatUnsupported, RunDamaged
from inset.index.marks import Marks
from inset.index.pieces import PIECE, Pieces
from inset.own_files import open_to_read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NAME: Final = re.compile(r"\.gate-([1-9][0-9]{0,8})", re.ASCII)
"""In the folder of the datasets, where no dataset has a name that begins with a dot. A new gate has the next number:
Windows replaces no file that is mapped."""

MAGIC: Final = b"\x89INSETGT"
VERSION: Final = 1
HEADER: Final = struct.Struct("<8sH2xI3Q3QQ56x")
COLUMNS: Final = 64
MOST_COVERED: Final = 1 << 30
"""Photos of the largest dataset that a gate covers. A gate takes 1.6 bytes a photo, nearly as much as the list itself:
a list of more than a fiftieth of all photos on Flickr, of which there are few, is asked about every photo instead."""
_MAX_TEXT: Final = 1 << 24
_MAX_BITS: Final = 1 << 40

_ONE_BY_ONE: Final = 200
"""Up to so many photos a loop is faster than NumPy, whose code is seldom in the processor's cache in a busy helper."""

REMEDY: Final = "Make the gate anew with `inset doctor --fix`: "
_MEANWHILE: Final = "Until then every dataset is asked about every photo, and the answers are the same."
_MEANWHILE_CHECK: Final = (
    "Until then every dataset is asked about every photo, and the answers are the same. Check the disk."
)


def is_for_gate(photos: int) -> bool:
    """Whether a gate covers a dataset of so many photos."""
    return photos <= MOST_COVERED


class CoveredRun(msgspec.Struct, frozen=True):
    """A run whose photos are all in the gate; `column`: the bit of a hint that stands for its dataset."""

    dataset: str
    run: str
    sha256: str
    column: Annotated[int, msgspec.Meta(ge=0, lt=COLUMNS)]


class Covered(msgspec.Struct, frozen=True):
    """The text of a gate."""

    runs: tuple[CoveredRun, ...]


class Gate:
    """Says which photos may be in one of several runs, and in which; never a false no. Threads may share it.

    Args:
        path: a file written by `inset.index.gate_writer`. It is mapped, not read.

    Attributes:
        pieces: each is compared with its checksum before it is believed, so questions may raise `RunDamaged`.
        path, size: of its file, in bytes; mapped: all of it; primes, bits_set, rows: those of the format.
        runs: those that it covers.
        marks: of its file; where they are others now, it must not be asked any more.

    Raises:
        FileNotFoundError: there is none.
        IndexFormatUnsupported: another format version.
        IndexCorrupt: not such a file, damaged, or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._open(path)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise corrupt(f"{path.name} cannot be read ({error.strerror or error})") from error

    def _open(self, path: Path) -> None:
        self.marks = Marks([path])
        with open_to_read(path) as file:
            status = os.fstat(file.fileno())
            header = file.read(HEADER.size)
            if len(header) < HEADER.size or not header.startswith(MAGIC):
                raise corrupt(f"{path.name} is no gate")
            _, version, text_bytes, *primes, first_set, second_set, third_set, rows = HEADER.unpack(header)
            if version != VERSION:
                raise IndexFormatUnsupported(
                    f"Update Inset, or make the gate anew with `inset doctor --fix`: {path.name} has format version "
                    f"{version}, and this Inset reads version {VERSION}."
                )
            if not all(0 < bits <= _MAX_BITS for bits in (*primes, rows)) or text_bytes > _MAX_TEXT or text_bytes % 8:
                raise corrupt(f"the header of {path.name} is out of bounds")
            starts, sums_start = layout(text_bytes, primes, rows)
            pieces = -(-sums_start // PIECE)
            if status.st_size != sums_start + 4 * pieces + 4:
                raise corrupt(f"the header and the size of {path.name} disagree")
            file.seek(sums_start)
            sums = file.read(4 * pieces)
            if crc32(sums) != int.from_bytes(file.read(4), "little"):
                raise corrupt(f"the checksums of {path.name} are damaged")
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self.path = path
        self.size = status.st_size
        self._status = status
        self.primes: tuple[int, int, int] = (primes[0], primes[1], primes[2])
        self.bits_set: tuple[int, int, int] = (first_set, second_set, third_set)
        self.rows: int = rows
        self.pieces = _GatePieces(path, memoryview(sums).cast("I"), sums_start)
        self.pieces.need(0, starts[0])
        self.runs = _read_text(path, bytes(mapped[HEADER.size : HEADER.size + text_bytes]))
        self._columns = {(each.dataset, each.run, each.sha256): each.column for each in self.runs}
        self._starts = starts
        self.mapped = mapped
        self._slices = tuple(
            bitarray(buffer=mapped[start : start + slice_bytes(prime)], endian="little")
            for start, prime in zip(starts, primes, strict=False)
        )
        self._hints = mapped[starts[3] : starts[3] + 8 * rows].cast("Q")

    def is_of(self, path: Path) -> bool:
        """Whether this file is the one that was opened, and unchanged: after a removal, names are used again."""
        try:
            is_same = path == self.path and os.path.samestat(path.stat(), self._status)
        except OSError:
            return False
        return is_same and self.marks.are_as_before()

    def column_of(self, dataset: str, run: str, sha256: str) -> int | None:
        """The column of a run, whose dataset.json has this checksum; None where the gate does not cover it."""
        return self._columns.get((dataset, run, sha256))

    @property
    def lets_by(self) -> float:
        """The share of absent photos that it lets by, 0 to 1, by the bits that are set."""
        share = 1.0
        for is_set, prime in zip(self.bits_set, self.primes, strict=True):
            share *= is_set / prime
        return share

    def read_part(self, part: int) -> bytearray:
        """A copy of a slice, 0 to 2, or of the hints, 3; whoever uses it compares the pieces first."""
        start, end = (*self._starts, self._starts[3] + 8 * self.rows)[part : part + 2]
        return bytearray(self.mapped[start:end])

    def let_by(self, photo_ids: Sequence[int]) -> list[int]:
        """Which of these photos may be in a run that it covers, in their order.

        Raises:
            RunDamaged: the gate is damaged.
        """
        if len(photo_ids) > _ONE_BY_ONE:
            import numpy as np

            return [photo_ids[at] for at in self.places_let_by(np.array(photo_ids, dtype=np.uint64)).tolist()]
        if self.pieces.left:
            for start, prime in zip(self._starts, self.primes, strict=False):
                for photo_id in photo_ids:
                    at = start + (photo_id % prime >> 3)
                    self.pieces.need(at, at + 1)
        first, second, third = self.primes
        ones, twos, threes = self._slices
        # All first bits in one call, so that the processor can fetch them from memory at the same time.
        some = list(compress(photo_ids, ones[[photo_id % first for photo_id in photo_ids]]))
        some = list(compress(some, twos[[photo_id % second for photo_id in some]]))
        return [photo_id for photo_id in some if threes[photo_id % third]]

    def places_let_by(self, photo_ids: NDArray[np.uint64]) -> NDArray[np.intp]:
        """`let_by` of N photo IDs (uint64) at once, as their places 0 … N-1, ascending."""
        import numpy as np

        ids = photo_ids
        octets = np.frombuffer(self.mapped, dtype=np.uint8)
        places = np.arange(len(ids))
        for start, prime in zip(self._starts, self.primes, strict=False):
            bits = (ids % np.uint64(prime)).view(np.int64)
            at = (bits >> 3) + start
            if self.pieces.left:
                self.pieces.need_at(at)
            passed = ((octets[at] >> (bits & 7).astype(np.uint8)) & 1).view(np.bool_)
            ids, places = ids[passed], places[passed]
        return places

    def hints(self, photo_ids: Sequence[int]) -> list[int]:
        """For each photo the columns of the datasets that may list it, as the bits of a number.

        Raises:
            RunDamaged: the gate is damaged.
        """
        rows, hints, start = self.rows, self._hints, self._starts[3]
        if self.pieces.left:
            for photo_id in photo_ids:
                at = start + 8 * (photo_id % rows)
                self.pieces.need(at, at + 8)
        return [hints[photo_id % rows] for photo_id in photo_ids]

    def many_hints(self, photo_ids: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """`hints` of N photo IDs (uint64), at once."""
        import numpy as np

        rows = (photo_ids % np.uint64(self.rows)).view(np.int64)
        if self.pieces.left:
            self.pieces.need_at(self._starts[3] + 8 * rows)
        found: NDArray[np.uint64] = np.frombuffer(self._hints, dtype=np.uint64)[rows]
        return found


class _GatePieces(Pieces):
    """The pieces of a gate: what is wrong with it is no dataset's fault."""

    def _error(self, why: str) -> RunDamaged:
        return RunDamaged(f"{REMEDY}{self.path.name} {why}.", hint=_MEANWHILE_CHECK)


def layout(text_bytes: int, primes: Sequence[int], rows: int) -> tuple[list[int], int]:
    """Where the three slices and the hints begin, and where the checksums do."""
    starts = [HEADER.size + text_bytes]
    for prime in primes:
        starts.append(starts[-1] + slice_bytes(prime))
    return starts, starts[3] + 8 * rows


def slice_bytes(bits: int) -> int:
    """Bytes of a slice of so many bits."""
    return 8 * -(-bits // 64)


def gate_number(name: str) -> int:
    """The number of a gate's file; 0 for the name of something else."""
    named = _NAME.fullmatch(name)
    return int(named[1]) if named else 0


def gate_files(datasets_folder: Path) -> list[Path]:
    """All gates in the folder, the newest first, which alone counts."""
    try:
        names = [entry.name for entry in os.scandir(datasets_folder) if entry.name.startswith(".gate-")]
    except OSError:
        return []
    return [datasets_folder / name for name in sorted(filter(gate_number, names), key=gate_number, reverse=True)]


def corrupt(why: str) -> IndexCorrupt:
    """The error for a gate that cannot be used."""
    return IndexCorrupt(f"{REMEDY}{why}.", hint=_MEANWHILE)


def _read_text(path: Path, text: bytes) -> tuple[CoveredRun, ...]:
    try:
        return msgspec.json.decode(text, type=Covered).runs
    except (msgspec.DecodeError, ValueError) as error:
        raise corrupt(f"{path.name} does not say what it covers ({error})") from error
