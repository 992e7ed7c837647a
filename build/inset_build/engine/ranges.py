"""Ranges of photo IDs that hold about equally many rows, chosen from samples of all sorted runs.

Runs are sampled after they were written, not the sources before: a list in the order of its IDs shows nothing of the
others at its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROWS_A_RANGE: Final = 1 << 22
"""Rows that one task merges: 64 MB of IDs and positions, several times that while they are sorted."""

LEAST_ROWS: Final = 1 << 20
"""Fewer are not worth a task of their own: each looks into every run."""

END: Final = 1 << 63
"""Behind every ID."""


def choose_ranges(samples: Sequence[NDArray[np.uint64]], weights: Sequence[int], ranges: int) -> list[int]:
    """The bounds of ranges: range k holds the IDs from bound k to before bound k + 1.

    Args:
        samples: of each run every so many of its sorted IDs; weights: how many rows each of them stands for.
        ranges: how many are wanted; fewer come out where there are fewer distinct IDs in the samples.

    Returns:
        At least two bounds, ascending, from 0 to `END`. A range holds at most the mean, the rows of its first photo,
        and of each run three times as many as one of its sample stands for.
    """
    ids = np.concatenate([*samples, np.empty(0, dtype=np.uint64)])
    stands_for = np.repeat(np.array(weights, dtype=np.int64), list(map(len, samples)))
    order = np.argsort(ids, kind="stable")
    ids, rows = ids[order], np.cumsum(stands_for[order])
    whole = int(rows[-1]) if len(rows) else 0
    wanted = [whole * number // ranges for number in range(1, ranges)]
    cuts = {int(ids[at]) for at in np.searchsorted(rows, wanted, side="right").tolist() if at < len(ids)}
    return [0, *sorted(cuts - {0}), END]
