"""What the numbers of lines and records mean where a source was made from another file.

A person must find the row that a photo stands in with plain tools, in the file that they have, and not in what Inset
makes of it on the way.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inset.index.rows import Base


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a line or record of a rewritten source is called in the original.

    Attributes:
        base: what is counted there.
        before: lines at the beginning that stand for nothing there, such as a header that was made up.
        lines: for each line of the source the original's line, as far as it was read; None where they are the same.
    """

    base: Base
    before: int = 0
    lines: array[int] | None = None

    def original(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The numbers in the original of some numbers in the source, all counted from 1."""
        if self.lines is not None:
            # A copy: an array cannot grow while somebody looks into it, and what is read ahead lets it grow.
            return np.frombuffer(self.lines[:], dtype=np.uint64)[numbers.astype(np.int64) - 1]
        return numbers - np.uint64(self.before) if self.before else numbers
