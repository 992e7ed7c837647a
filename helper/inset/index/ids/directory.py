"""The directory of an ID store as it is searched: checked, and with a few cells in memory where it is sparse."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEW: Final = 1 << 14
"""Up to so many buckets the directory is checked without NumPy, in a millisecond; importing NumPy takes fifty. A larger
one is checked by `IdStore.prepare` where checksums say already that it is what was written, and verified then."""

_A_CELL: Final = 32
_A_CELL_OF_FEW: Final = 64
"""Buckets that share a cell of what is kept in memory of a sparse directory, where they are spread evenly."""

Cells = tuple[int, "array[int]", int]
"""Bits by which a high part is shifted right to give its cell; the first bucket of each cell, and last how many buckets
there are; the last cell."""


def one_cell(highs: memoryview[int]) -> Cells:
    """As `cells_of`, for a search through all of it."""
    return 64, array("I", [0, len(highs)]), 0


def cells_of(highs: memoryview[int]) -> Cells:
    """The first bucket whose high part, shifted right by so many bits, is 0, 1, 2 …; last, how many buckets there are.

    Between two of these a search takes a few steps instead of seventeen through all of a large directory, for each of
    which the processor may wait.
    """
    buckets, highest = len(highs), highs[-1]
    is_small = buckets <= FEW
    most = buckets // (_A_CELL_OF_FEW if is_small else _A_CELL)
    shift = max(highest.bit_length() - max(most.bit_length(), 1), 0)
    cells = (highest >> shift) + 1
    if is_small:
        firsts = array("I", [bisect_left(highs, cell << shift) for cell in range(cells)])
    else:
        import numpy as np

        starts = np.arange(cells, dtype=np.uint32) << np.uint32(shift)
        firsts = array("I", np.searchsorted(np.frombuffer(highs, dtype=np.uint32), starts).astype("I").tobytes())
    firsts.append(buckets)
    return shift, firsts, cells - 1


def ascends(numbers: memoryview[int], follows: Callable[[int, int], bool]) -> bool:
    """Whether each number follows the one before it: by `le` or `lt` of `operator`."""
    if len(numbers) <= FEW:
        return all(map(follows, numbers, islice(numbers, 1, None)))
    import numpy as np

    array = as_array(numbers)
    return bool(np.all(follows(array[:-1], array[1:])))  # type: ignore[arg-type]


def as_array(numbers: memoryview[int]) -> NDArray[np.unsignedinteger]:
    """Offsets or high parts as an array, of 32 bits each or of 64."""
    import numpy as np

    return np.frombuffer(numbers, dtype=f"u{numbers.itemsize}")
