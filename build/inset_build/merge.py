"""Merges files of sorted photo IDs by ranges, so that any number of them takes a bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple

import numpy as np

from inset.own_files import open_to_read
from inset_build.pairs import Pairs, joined, sort_pairs

_AT_ONCE: Final = 2
"""Parts that are sorted side by side: NumPy releases the interpreter's lock."""


class Opened(NamedTuple):
    """A spilled file, and that of its positions."""

    ids: BinaryIO
    positions: BinaryIO | None

    def take(self, count: int) -> Pairs:
        """The next so many, or fewer at the end."""
        ids = np.fromfile(self.ids, dtype=np.uint64, count=count)
        return Pairs(ids, None if self.positions is None else np.fromfile(self.positions, dtype=np.uint64, count=count))


@contextmanager
def open_spilled(spilled: Path, *, placed: bool) -> Iterator[Opened]:
    """Open a spilled file, and that of its positions where there are some."""
    with open_to_read(spilled) as ids:
        if not placed:
            yield Opened(ids, None)
            return
        with open_to_read(beside(spilled)) as positions:
            yield Opened(ids, positions)


def beside(spilled: Path) -> Path:
    """The file of a spilled file's positions."""
    return spilled.with_suffix(f"{spilled.suffix}.positions")


def merge(runs: Sequence[Opened], limit: int) -> Iterator[Pairs]:
    """Merge files of sorted IDs into sorted parts without repeats of at most about `limit` IDs, or one of each file.

    The next parts are sorted while the caller uses one.
    """
    waiting: deque[Future[Pairs]] = deque()
    with ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="merge") as pool:
        for parts in _cut(runs, limit):
            waiting.append(pool.submit(sort_pairs, parts))
            if len(waiting) > _AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _cut(runs: Sequence[Opened], limit: int) -> Iterator[list[Pairs]]:
    """Cut files of sorted IDs into ranges: of each the parts of the files, which may be empty.

    At most the same number of IDs is held of each file. Each step merges up to the smallest of the last IDs held, among
    files that have more: up to there, all IDs of all files are in memory. Where positions are kept, a file may have
    that very ID again, so it waits for the next step.
    """
    share = max(limit // len(runs), 1)
    held = [run.take(0) for run in runs]
    side: Literal["left", "right"] = "right" if held[0].positions is None else "left"
    left = list(range(len(runs)))
    while True:
        for i in list(left):
            wanted = share - len(held[i].ids)
            more = runs[i].take(wanted)
            held[i] = joined(held[i], more)
            if len(more.ids) < wanted:
                left.remove(i)
        bound = min((int(held[i].ids[-1]) for i in left), default=None)
        ends = [
            # As NumPy's number: for Python's all IDs would be made fractions first.
            len(pairs.ids) if bound is None else int(np.searchsorted(pairs.ids, np.uint64(bound), side=side))
            for pairs in held
        ]
        if bound is not None and not any(ends):
            share *= 2  # one photo has more rows than are held
            continue
        parts = [pairs.cut(0, end) for pairs, end in zip(held, ends, strict=True)]
        held = [pairs.cut(end, None) for pairs, end in zip(held, ends, strict=True)]
        if any(ends):
            yield parts
        if bound is None:
            return
