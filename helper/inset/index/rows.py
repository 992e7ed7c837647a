r"""Rows: where in its manifests each photo of a run stands, memory-mapped. Only evidence needs it; no answer does.

The rows of all lists are counted through in the order in which they were read; that number is a row's position. A
stretch is a run of positions in one list: one source, or one of several lists in it.

File format `photos.rows`, version 1, little-endian throughout:

    offset  size  what
         0     8  magic  89 49 4E 53 45 54 52 57  ("\x89INSETRW")
         8     2  u16    format version, 1
        10     2         zero
        12     4  u32    s: stretches
        16     8  u64    n: photos, as many as photos.ids has
        24     8  u64    m: rows, n or more
        32     8  u64    where the directory of the positions begins (see `inset.index.packed`)
        40     8  u64    where the directory of the firsts begins; 0 where m = n
        48     8  u64    where the stretches begin
        56     8  u64    where the texts begin
        64     …         the blocks and the directory of m positions: the rows of the first photo, of the second …,
                         photos in the order of photos.ids
         …     …         the blocks and the directory of n + 1 firsts: photo i has the positions number first[i] …
                         first[i + 1] - 1; where there are none, it has the position number i
         …   40·s        stretches, each
                         u64  its first position; ascending
                         u64  the number of the row at it
                         u32  the source's place among the `sources` of dataset.json, from 0
                         u32  its name, u32 the list's in it, u32 the reader's, u32 the column's: places among the texts
                         u8   what numbers count: 0 lines, 1 rows of a spreadsheet, 2 records; all from 1
                         3 zeros
         …               the texts: a JSON array of strings, UTF-8, up to the file's end

The stretch of a position p is the last that begins at p or before; the row's number is that of its first row and
p - its first position more.
"""

from __future__ import annotations

import mmap
import os
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

import orjson

from inset.errors import IndexCorrupt, IndexFormatUnsupported
from inset.index.packed import Packed, PackedPiece, PackedWriter, join_packed
from inset.index.pieces import Pieces
from inset.index.stored import not_as_written, verify_stored
from inset.own_files import open_to_create, open_to_read, told_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC: Final = b"\x89INSETRW"
VERSION: Final = 1
HEADER: Final = struct.Struct("<8sHHIQQQQQQ")
_STRETCH: Final = struct.Struct("<QQIIIIIB3x")

Base = Literal["line", "row", "record"]
"""What is counted, from 1: a text's lines, with the header and blank ones; a spreadsheet's rows as it shows them; or
the records of a list, table or document, without a header."""

BASES: Final[tuple[Base, ...]] = ("line", "row", "record")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive positions in one list.

    Attributes:
        start: the first position.
        first: the number of the row at it.
        source: the file's place among the descriptor's sources.
        name: the source: the file, or a member of an archive, a sheet (`meta.zip/train.csv`).
        part: the list in it (`images[]`, a table's name); empty where it has one.
        reader: what read it.
        column: what of a row gave the photo, in words; empty where the whole row did.
        base: what the numbers count.
    """

    start: int
    first: int
    source: int
    name: str
    part: str
    reader: str
    column: str
    base: Base


@dataclass(frozen=True, slots=True)
class Place:
    """Where a photo stands: a stretch, and the row's number in the list, counted from 1."""

    stretch: Stretch
    row: int


class Rows:
    """Opened rows of one run. They never change, so threads may share them.

    Args:
        path: a file written by `write_rows`. It is mapped, not read.
        pieces: its pieces, each of which is compared before it is believed; none for a file without checksums.

    Raises:
        FileNotFoundError: no such file.
        IndexFormatUnsupported: another format version.
        IndexCorrupt: not such a file, or its header and its size disagree.
        RunDamaged: a piece differs; so may every later question.
    """

    def __init__(self, path: Path, pieces: Pieces | None = None) -> None:
        self._pieces = pieces
        self._need(0, HEADER.size)
        with open_to_read(path) as file:
            header = file.read(HEADER.size)
            if len(header) < HEADER.size or not header.startswith(MAGIC):
                raise _corrupt(path, "it holds no rows")
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        _, version, _, stretches, photos, rows, positions, firsts, table, texts = HEADER.unpack(header)
        if version != VERSION:
            raise IndexFormatUnsupported(
                f"Update Inset, or build the dataset again: {path.name} has format version {version}, "
                f"and this Inset reads version {VERSION}."
            )
        if rows < photos or bool(firsts) != (rows > photos) or table + _STRETCH.size * stretches != texts:
            raise _corrupt(path, "its header is out of bounds")
        self.path = path
        self.count: int = photos
        self.rows: int = rows
        self._mapped = mapped
        self._table = table, texts, stretches
        try:
            self._positions = Packed(mapped, positions, rows, self._need)
            self._firsts = Packed(mapped, firsts, photos + 1, self._need) if firsts else None
        except ValueError as error:
            raise _corrupt(path, str(error)) from error

    def _need(self, start: int, end: int) -> None:
        if self._pieces is not None and start < end:
            self._pieces.need(start, end)

    def __len__(self) -> int:
        return self.count

    def of(self, index: int) -> list[Place]:
        """Where a photo stands, in the order in which the lists were read.

        Args:
            index: the photo's place in the ID store, from 0.

        Raises:
            IndexCorrupt: the file is damaged.
        """
        try:
            first, end = (index, index + 1) if self._firsts is None else (self._firsts[index], self._firsts[index + 1])
            return [self._place(self._positions[at]) for at in range(first, end)]
        except (ValueError, IndexError) as error:
            raise _corrupt(self.path, str(error)) from error

    def positions(self) -> Iterator[NDArray[np.uint64]]:
        """All positions, uint64, some at a time.

        Raises:
            ValueError: the file is damaged.
        """
        return self._positions.chunks()

    def counts(self) -> Iterator[NDArray[np.uint64]]:
        """How many rows each photo has, uint64, some at a time; nothing where each has one.

        Raises:
            ValueError: the file is damaged.
        """
        import numpy as np

        before = np.empty(0, dtype=np.uint64)
        for chunk in () if self._firsts is None else self._firsts.chunks():
            firsts = np.concatenate((before, chunk))
            yield np.diff(firsts)
            before = firsts[-1:]

    def _place(self, position: int) -> Place:
        at = bisect_right(self.stretches, position, key=lambda stretch: stretch.start) - 1
        if at < 0:
            raise ValueError("a position is in no stretch")
        stretch = self.stretches[at]
        return Place(stretch, stretch.first + position - stretch.start)

    @cached_property
    def stretches(self) -> Sequence[Stretch]:
        """All stretches, in order.

        Raises:
            IndexCorrupt: the file is damaged.
        """
        start, end, count = self._table
        self._need(start, len(self._mapped))
        try:
            texts, kept = orjson.loads(self._mapped[end:]), self._mapped[start:end]
            found = tuple(
                Stretch(first, row, source, texts[name], texts[part], texts[reader], texts[column], BASES[base])
                for first, row, source, name, part, reader, column, base in _STRETCH.iter_unpack(kept)
            )
        except (ValueError, IndexError, TypeError, struct.error) as error:
            raise _corrupt(self.path, f"its stretches cannot be read ({error})") from error
        ascends = all(one.start < other.start for one, other in pairwise(found))
        counted = all(each.first and isinstance(each.name, str) for each in found)
        if len(found) != count or not ascends or not counted:
            raise _corrupt(self.path, "its stretches are out of order")
        return found


def write_rows(
    path: Path,
    stretches: Sequence[Stretch],
    positions: Iterable[NDArray[np.uint64]],
    counts: Iterable[NDArray[np.uint32]] | None,
    photos: int,
) -> int:
    """Write a new file of rows and flush it to the disk; return how many rows it holds.

    Args:
        path: the file to create.
        stretches: ascending by their first positions.
        positions: uint64 arrays: those of the first photo, of the second …; held one at a time.
        counts: for each photo how many positions it has; None where each has one.
        photos: how many there are.

    Raises:
        FileExistsError: the file is there already; a run's files are never changed.
    """
    import numpy as np

    with told_of(path), open_to_create(path) as file:
        file.write(bytes(HEADER.size))
        writer = PackedWriter(file)
        for chunk in positions:
            writer.add(chunk)
        directory, firsts = writer.finish(), 0
        if counts is not None:
            packed = PackedWriter(file)
            packed.add(np.zeros(1, dtype=np.uint64))
            so_far = np.uint64(0)
            for sizes in counts:
                ends = np.cumsum(sizes, dtype=np.uint64) + so_far
                so_far = ends[-1] if len(ends) else so_far
                packed.add(ends)
            firsts = packed.finish()
        _finish(file, stretches, photos, writer.count, (directory, firsts))
    return writer.count


def join_rows(
    path: Path,
    stretches: Sequence[Stretch],
    positions: Sequence[PackedPiece],
    firsts: Sequence[PackedPiece],
    photos: int,
    rows: int,
) -> None:
    """`write_rows` of positions and firsts that were packed elsewhere; verified as the disk gives them back.

    Args:
        path, stretches, photos: as for `write_rows`.
        positions: of `rows` numbers; firsts: of `photos` + 1, none where each photo has one row.

    Raises:
        FileExistsError: the file is there already.
        BuildFailed: the disk does not give back what was packed.
    """
    with told_of(path), open_to_create(path) as file:
        file.write(bytes(HEADER.size))
        directory, written = join_packed(path, file, positions)
        others, more = join_packed(path, file, firsts) if firsts else (0, [])
        _finish(file, stretches, photos, rows, (directory, others))
    verify_stored(path, HEADER.size, [*written, *more])
    opened = Rows(path)
    if (opened.count, opened.rows, tuple(opened.stretches)) != (photos, rows, tuple(stretches)):
        raise not_as_written(path)


def _finish(file: BinaryIO, stretches: Sequence[Stretch], photos: int, rows: int, directories: tuple[int, int]) -> None:
    """Write the stretches behind what is packed, the header before it, and flush all to the disk."""
    table = file.tell()
    texts: dict[str, int] = {}
    for stretch in stretches:
        told = (stretch.name, stretch.part, stretch.reader, stretch.column)
        numbers = [texts.setdefault(text, len(texts)) for text in told]
        base = BASES.index(stretch.base)
        file.write(_STRETCH.pack(stretch.start, stretch.first, stretch.source, *numbers, base))
    end = file.tell()
    file.write(orjson.dumps(list(texts)))
    file.seek(0)
    header = (MAGIC, VERSION, 0, len(stretches), photos, rows, *directories, table, end)
    file.write(HEADER.pack(*header))
    file.flush()
    os.fsync(file.fileno())


def _corrupt(path: Path, why: str) -> IndexCorrupt:
    return IndexCorrupt(f"Build the dataset again: {path.name} cannot be used, {why}.")
