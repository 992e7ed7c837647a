"""Packed: long sequences of whole numbers in few bits each, of which any can be read alone.

256 numbers are a block. A block holds either how much each number is above the smallest of them, or, where that takes
fewer bits, how much each step from one number to the next is above the smallest step: numbers that ascend evenly take
no bits at all, and numbers in no order as many as their range needs.

    block      32·w bytes: 256 values of w bits, the first in the lowest bits, little-endian; zeros behind the last
    directory  for all blocks of a sequence, each an array of 8-byte numbers, little-endian:
               base   u64  the smallest number; where steps are kept, the first number
               step   i64  the smallest step; 0 where none are kept
               where  u64  256 times the block's first byte, counted from the file's beginning, + 2·w + (1 if it keeps
                           steps)

Number i of a block without steps is base + value i. With steps it is base + i · step + value 1 + … + value i, and
value 0 is zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from inset.index.stored import Stored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK: Final = 256
ENTRY_BYTES: Final = 24
"""Of the directory, for each block."""

_WORDS: Final = BLOCK // 64
"""8-byte words of a block for each bit of its width."""


class Packed:
    """A packed sequence in a mapped file.

    Args:
        mapped: the whole file.
        directory: where the sequence's directory begins in it.
        count: how many numbers the sequence has.
        need: called with the first byte and the one after the last before they are read.

    Raises:
        ValueError: the directory is not in the file.
    """

    def __init__(
        self, mapped: memoryview[int], directory: int, count: int, need: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        blocks = -(-count // BLOCK)
        if directory % 8 or not 0 <= directory <= len(mapped) - ENTRY_BYTES * blocks:
            raise ValueError("its directory is not in the file")
        first, second, third, end = (directory + 8 * blocks * part for part in range(4))
        self._mapped = mapped
        self._need = need
        self._count = count
        self._directory = directory
        self._bases = mapped[first:second].cast("Q")
        self._steps = mapped[second:third].cast("q")
        self._wheres = mapped[third:end].cast("Q")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> int:
        """One number.

        Raises:
            IndexError: there is none.
            ValueError: the block that should hold it is not in the file.
        """
        if not 0 <= index < self._count:
            raise IndexError(index)
        block, at = divmod(index, BLOCK)
        for part in range(3):
            self._need_entries(part, block, block + 1)
        base, step = self._bases[block], self._steps[block]
        data, width, keeps_steps = self._block(block)
        values, mask = int.from_bytes(data, "little"), (1 << width) - 1
        if not keeps_steps:
            return base + (values >> (at * width) & mask)
        return base + at * step + sum(values >> (each * width) & mask for each in range(1, at + 1))

    def chunks(self, blocks: int = 1 << 12) -> Iterator[NDArray[np.uint64]]:
        """All numbers in order, as uint64 arrays of so many blocks.

        Raises:
            ValueError: a block is not in the file.
        """
        import numpy as np

        for start in range(0, len(self._bases), blocks):
            some = range(start, min(start + blocks, len(self._bases)))
            for part in range(3):
                self._need_entries(part, some.start, some.stop)
            found = np.empty((len(some), BLOCK), dtype=np.uint64)
            kept = [self._block(block) for block in some]
            for width in {width for _, width, _ in kept}:
                at = [index for index, each in enumerate(kept) if each[1] == width]
                words = np.frombuffer(b"".join(kept[index][0] for index in at), dtype="<u8")
                found[at] = _unpacked(words.reshape(len(at), _WORDS * width), width)
            steps = np.array([keeps_steps for *_, keeps_steps in kept], dtype=np.bool_)
            step = np.frombuffer(self._steps, dtype="<i8")[some.start : some.stop]
            if steps.any():
                moved = found[steps]
                moved[:, 1:] += step[steps].astype(np.uint64)[:, None]
                found[steps] = np.cumsum(moved, axis=1, dtype=np.uint64)
            found += np.frombuffer(self._bases, dtype="<u8")[some.start : some.stop, None]
            yield found.reshape(-1)[: self._count - start * BLOCK]

    def _need_entries(self, part: int, first: int, last: int) -> None:
        """One part of the directory, for the blocks from `first` to before `last`."""
        at = self._directory + 8 * len(self._bases) * part
        self._need(at + 8 * first, at + 8 * last)

    def _block(self, block: int) -> tuple[memoryview[int], int, bool]:
        where = self._wheres[block]
        start, width = where >> 8, where >> 1 & 0x7F
        end = start + 8 * _WORDS * width
        if end > len(self._mapped) or width > 64:
            raise ValueError("one of its blocks is not in the file")
        self._need(start, end)
        return self._mapped[start:end], width, bool(where & 1)


class PackedWriter:
    """Writes a packed sequence: first its numbers as they come, at last its directory.

    Args:
        file: written at its present place, which is a multiple of 8.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting: list[NDArray[np.uint64]] = []
        self._directory: list[tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64]]] = []
        self.count = 0

    def add(self, numbers: NDArray[np.uint64]) -> None:
        """The next numbers: uint64, each below 2^62."""
        import numpy as np

        self.count += len(numbers)
        self._waiting.append(numbers)
        have = sum(map(len, self._waiting))
        if have >= BLOCK:
            every = np.concatenate(self._waiting)
            whole = have - have % BLOCK
            self._write(every[:whole].reshape(-1, BLOCK))
            self._waiting = [every[whole:]]

    def finish(self) -> int:
        """Write what is left and the directory; return where that begins."""
        import numpy as np

        rest = np.concatenate(self._waiting) if self._waiting else np.empty(0, dtype=np.uint64)
        if len(rest):
            self._write(rest.reshape(1, -1))
        directory = self._file.tell()
        for part in range(3):
            for entry in self._directory:
                self._file.write(entry[part].tobytes())
        return directory

    def _write(self, blocks: NDArray[np.uint64]) -> None:
        """Write blocks of equally many numbers: uint64, N x up to 256."""
        import numpy as np

        numbers = blocks.astype(np.int64)
        base = numbers.min(axis=1)
        values = numbers - base[:, None]
        width = _bits(values.max(axis=1))
        step = np.zeros(len(numbers), dtype=np.int64)
        moves = np.diff(numbers, axis=1)
        if moves.shape[1]:
            smallest = moves.min(axis=1)
            moves -= smallest[:, None]
            narrow = _bits(moves.max(axis=1))
            better = narrow < width
            values[better, 0] = 0
            values[better, 1:] = moves[better]
            base = np.where(better, numbers[:, 0], base)
            step = np.where(better, smallest, step)
            width = np.where(better, narrow, width)
        else:
            better = np.zeros(len(numbers), dtype=np.bool_)
        start = self._file.tell()
        sizes = 8 * _WORDS * width
        starts = start + np.concatenate(([0], np.cumsum(sizes)))
        data = np.empty(int(sizes.sum()) // 8, dtype="<u8")
        if values.shape[1] < BLOCK:
            values = np.pad(values, ((0, 0), (0, BLOCK - values.shape[1])))
        for each in np.unique(width).tolist():
            some = np.flatnonzero(width == each)
            at = ((starts[some] - start) // 8)[:, None] + np.arange(_WORDS * each)
            data[at] = _packed(values[some].astype(np.uint64), each)
        self._file.write(data.data)
        wheres = (starts[:-1] << 8 | width << 1 | better).astype("<u8")
        self._directory.append((base.astype("<u8"), step.astype("<i8"), wheres))


class PackedPiece(NamedTuple):
    """Whole blocks of a sequence as a `PackedWriter` wrote them at the beginning of a file, and their directory.

    `blocks`, `directory`: where they lie; `wheres` are counted from that file's beginning.
    """

    blocks: Stored
    directory: Stored

    @classmethod
    def of(cls, path: Path, directory: int, content: memoryview[int]) -> PackedPiece:
        """That of a file of which all is given; `directory`: where that begins."""
        return cls(Stored.of(path, content, 0, directory), Stored.of(path, content, directory, len(content)))


def join_packed(path: Path, file: BinaryIO, pieces: Sequence[PackedPiece]) -> tuple[int, list[Stored]]:
    """Write one sequence of which the pieces follow each other.

    Args:
        path, file: written at its present place, which is a multiple of 8.
        pieces: each of whole blocks, but for the last block of the last one.

    Returns:
        Where its directory begins, and all that was written, for `verify_stored`.

    Raises:
        BuildFailed: a directory is not what was written.
    """
    import numpy as np

    entries: list[NDArray[np.uint64]] = []
    for piece in pieces:
        entry = np.frombuffer(piece.directory.read(), dtype="<u8").reshape(3, -1).copy()
        entry[2] += np.uint64(file.tell() << 8)
        entries.append(entry)
        piece.blocks.copy_to(file)
    directory = file.tell()
    content = b"".join(entry[part].tobytes() for part in range(3) for entry in entries)
    file.write(content)
    blocks = [piece.blocks for piece in pieces]
    return directory, [*blocks, Stored.of(path, memoryview(content), 0, len(content))]


def _bits(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many bits each of some numbers needs, which are not below 0; for large ones perhaps one more."""
    import numpy as np

    bits: NDArray[np.int64] = np.frexp(values.astype(np.float64))[1].astype(np.int64)
    return bits


def _packed(values: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """Values of so many bits, N x 256, as words, N x (4 · width)."""
    import numpy as np

    words = np.zeros((_WORDS * width, len(values)), dtype=np.uint64)
    for index, column in enumerate(np.ascontiguousarray(values.T)):
        word, shift = divmod(index * width, 64)
        if width:
            words[word] |= column << np.uint64(shift)
        if shift + width > 64:
            words[word + 1] |= column >> np.uint64(64 - shift)
    return words.T


def _unpacked(words: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """The inverse of `_packed`."""
    import numpy as np

    values = np.zeros((BLOCK, len(words)), dtype=np.uint64)
    if width:
        columns = np.ascontiguousarray(words.T)
        mask = np.uint64((1 << width) - 1)
        for index in range(BLOCK):
            word, shift = divmod(index * width, 64)
            value = columns[word] >> np.uint64(shift)
            if shift + width > 64:
                value |= columns[word + 1] << np.uint64(64 - shift)
            values[index] = value & mask
    return values.T
