"""Who does the tasks of a build: this process, or a cluster. What they do is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

_Asked = TypeVar("_Asked")
_Done = TypeVar("_Done")


class Engine(Protocol):
    """Does pieces of work in any order. Each may be done again elsewhere after it failed."""

    @property
    def workers(self) -> int:
        """How many pieces it does at once, about; at least one."""

    def each(self, work: Callable[[_Asked], _Done], asked: Sequence[_Asked]) -> Iterator[tuple[_Asked, _Done]]:
        """Do a piece of work for each of what is asked, such as numbers; give each with what came out, as it is done.

        Args:
            work: can be pickled, and gives the same whoever does it and however often.
            asked: which pieces; they can be pickled too.

        Raises:
            InsetError: what the work raised; what is not begun yet is not done then.
        """
