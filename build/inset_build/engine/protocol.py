"""Who does the tasks of a build: this process, or a cluster. What they do is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

_Done = TypeVar("_Done")


class Engine(Protocol):
    """Does pieces of work in any order. Each may be done again elsewhere after it failed."""

    def each(self, work: Callable[[int], _Done], numbers: Sequence[int]) -> Iterator[tuple[int, _Done]]:
        """Do a piece of work for each of some numbers; give each number with what came out, as it is done.

        Args:
            work: can be pickled, and gives the same whoever does it and however often.
            numbers: of the pieces.

        Raises:
            InsetError: what the work raised; what is not begun yet is not done then.
        """
