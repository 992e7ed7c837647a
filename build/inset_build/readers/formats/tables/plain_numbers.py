"""Lines that are plain numbers and nothing else, parsed at the speed of memory: nearly all of a list of photo IDs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from inset_build.readers.meaning.numbers.judgement import ALL
from inset_build.readers.protocol import Range
from inset_build.readers.sources.line_blocks import Block, count_bytes


@dataclass(frozen=True, slots=True)
class PlainNumbers:
    """The numbers of a block, a line each.

    Attributes:
        frame: `photo_id` (UInt64): those that are believed; and `row` (UInt64): their lines, counted from 1.
        silent: the indices of the other lines, ascending.
    """

    frame: pl.DataFrame
    silent: pl.Series


def plain_numbers(block: Block, ranges: Sequence[Range]) -> PlainNumbers | None:
    """The numbers of a block; None unless each line is a whole number as Python writes it, and no more.

    Args:
        block: lines of a text.
        ranges: the numbers that are believed; all that a photo ID can be where there are none.
    """
    try:
        query = pl.scan_csv(block.data, has_header=False, quote_char=None, schema={"photo_id": pl.UInt64})
        parsed = query.collect(engine="streaming").to_series()
    except pl.exceptions.PolarsError:
        return None
    if len(parsed) != block.lines or parsed.null_count():
        return None
    numbers: NDArray[np.uint64] = parsed.to_numpy()
    smallest, largest = int(numbers.min()), int(numbers.max())
    if not _is_nothing_else(block, numbers, smallest, largest):
        return None
    rows = pl.int_range(block.first_line, block.first_line + len(parsed), dtype=pl.UInt64, eager=True).alias("row")
    believed = ranges or ALL
    if any(smallest >= low and largest <= high for low, high in believed):
        return PlainNumbers(pl.DataFrame([parsed, rows]), pl.Series(dtype=pl.UInt32))
    is_believed = pl.Series(_within(numbers, believed))
    return PlainNumbers(pl.DataFrame([parsed, rows]).filter(is_believed), (~is_believed).arg_true())


def _is_nothing_else(block: Block, numbers: NDArray[np.uint64], smallest: int, largest: int) -> bool:
    """Whether the block has as many bytes as the numbers have digits, and a line end each, Windows' or Unix'.

    Polars would read `007` as 7, and ignore a plus sign and blanks. No line can be shorter than its number, so where
    the sum is right every line is.
    """
    sure, most = len(str(smallest)), len(str(largest))
    digits = sure * len(numbers)
    digits += sum(int(np.count_nonzero(numbers >= np.uint64(10**power))) for power in range(sure, most))
    ends = len(numbers) - (not block.data.endswith(b"\n"))
    others = len(block.data) - digits - ends
    return not others or (others == ends and count_bytes(block.data, b"\r") == ends)


def _within(numbers: NDArray[np.uint64], ranges: Sequence[Range]) -> NDArray[np.bool_]:
    within = np.zeros(len(numbers), dtype=np.bool_)
    for low, high in ranges:
        within |= (numbers >= np.uint64(low)) & (numbers <= np.uint64(high))
    return within
