"""Does tasks in this process, some side by side: NumPy, which does most of the work, lets other threads run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

_Asked = TypeVar("_Asked")
_Done = TypeVar("_Done")


class LocalEngine:
    """An `Engine` of this process.

    Args:
        threads: tasks side by side; each holds as much memory as a task does.
    """

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads

    @property
    def workers(self) -> int:
        """See `Engine.workers`."""
        return self._threads

    def each(self, work: Callable[[_Asked], _Done], asked: Sequence[_Asked]) -> Iterator[tuple[_Asked, _Done]]:
        """See `Engine.each`."""
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="tasks")
        try:
            begun = {pool.submit(work, each): each for each in asked}
            for done in as_completed(begun):
                yield begun[done], done.result()
        finally:
            pool.shutdown(cancel_futures=True)
