"""What the numbers of lines and records mean where a source was made from another file.

A person must find the row that a photo stands in with plain tools, in the file that they have, and not in what Inset
makes of it on the way.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

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
        above: what the original's lines are called in its own original, where it was made from another file, too.
    """

    base: Base
    before: int = 0
    lines: array[int] | None = None
    above: Numbering | None = None

    def over(self, above: Numbering | None) -> Numbering:
        """The same where the original was made from another file: its lines are called as they are there."""
        joins = above is not None and self.lines is not None and self.base == above.base == "line"
        return replace(self, above=above) if joins else self

    def original(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The numbers in the original of some numbers in the source, all counted from 1."""
        if self.lines is not None:
            # A copy: an array cannot grow while somebody looks into it, and what is read ahead lets it grow.
            found = np.frombuffer(self.lines[:], dtype=np.uint64)[numbers.astype(np.int64) - 1]
            return found if self.above is None else self.above.original(found)
        return numbers - np.uint64(self.before) if self.before else numbers
